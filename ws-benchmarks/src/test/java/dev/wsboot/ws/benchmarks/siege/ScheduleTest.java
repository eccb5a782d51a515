package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private final Schedule schedule = new Schedule(4, 100, 1_000);

    @Test
    void hasOneMessageAfterTheOther() {
        assertThat(schedule.dueAt(0, 0)).isEqualTo(1_000);
        assertThat(schedule.dueAt(1, 0)).isEqualTo(1_025);
        assertThat(schedule.dueAt(3, 0)).isEqualTo(1_075);
        assertThat(schedule.dueAt(0, 1)).isEqualTo(1_100);
        assertThat(schedule.dueAt(2, 7)).isEqualTo(1_750);
    }

    @Test
    void goesOnAfterAPauseAsIfItHadNotBeen() {
        schedule.pause(1_060);
        schedule.resume(5_060);

        assertThat(schedule.dueAt(3, 0)).isEqualTo(5_075);
    }
}
