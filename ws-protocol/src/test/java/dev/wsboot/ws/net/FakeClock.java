package dev.wsboot.ws.net;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it. Like {@link System#nanoTime}, it may be negative. */
final class FakeClock implements LongSupplier {

    private long now = -Duration.ofSeconds(3).toNanos();

    @Override
    public long getAsLong() {
        return now;
    }

    void advance(Duration duration) {
        now += duration.toNanos();
    }
}
