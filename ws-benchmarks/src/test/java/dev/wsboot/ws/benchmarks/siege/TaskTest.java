package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TaskTest {

    @Test
    void isAThreadOfAProcess() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "not Linux");
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Task.of(other.pid())).singleElement().satisfies(task -> {
                assertThat(task.id()).isEqualTo(Long.toString(other.pid()));
                assertThat(task.content("status")).contains("Pid:\t" + other.pid());
                assertThat(task.content("nothing")).isEmpty();
            });
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void thereAreNoneOfAProcessThatIsNot() throws Exception {
        assertThat(Task.of(Long.MAX_VALUE)).isEmpty();
    }
}
