package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MarksTest {

    private final Marks marks = new Marks();
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> second = new CompletableFuture<>();

    @Test
    void areReachedByWhatHasLeftSince() {
        assertThat(marks.advance(7)).isFalse();
        marks.add(10, first);
        assertThat(marks.advance(9)).isFalse();
        marks.complete();
        assertThat(first).isNotDone();
        assertThat(marks.advance(1)).isTrue();
        assertThat(first).isNotDone();

        marks.complete();
        assertThat(first).isCompletedWithValue(null);
    }

    @Test
    void areReachedInOrder() {
        assertThat(marks.isEmpty()).isTrue();
        marks.add(1, first);
        marks.add(3, second);
        assertThat(marks.advance(2)).isTrue();
        marks.complete();

        assertThat(first).isDone();
        assertThat(second).isNotDone();
        assertThat(marks.isEmpty()).isFalse();
        assertThat(marks.advance(5)).isTrue();
        marks.complete();
        assertThat(second).isDone();
        assertThat(marks.isEmpty()).isTrue();
    }

    @Test
    void failTogether() {
        marks.add(0, first);
        marks.add(3, second);
        marks.fail();

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(marks.advance(5)).isFalse();
    }
}
