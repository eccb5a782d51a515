package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readiness by a real selector, over pipes. A test that waits for ever has found a bug. */
@Timeout(20)
class NioPollerTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final NioPoller poller = new NioPoller(System::nanoTime);
    private final List<Pipe> pipes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    NioPollerTest() throws IOException {}

    @AfterEach
    void closeEverything() throws IOException {
        poller.close();
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    /** Reads one byte each time, or throws. */
    private final class Reader implements NioPoller.Ready {

        private final String name;
        private final Pipe pipe;
        private final SelectionKey key;
        private final Throwable error;

        Reader(String name, Throwable error) throws IOException {
            this.name = name;
            this.error = error;
            pipe = Pipe.open();
            pipes.add(pipe);
            pipe.source().configureBlocking(false);
            key = poller.register(pipe.source(), SelectionKey.OP_READ);
            key.attach(this);
        }

        Reader write(int... bytes) throws IOException {
            for (int b : bytes) {
                pipe.sink().write(ByteBuffer.allocate(1).put(0, (byte) b));
            }
            return this;
        }

        @Override
        public void ready(SelectionKey ready, long now) throws IOException {
            assertThat(ready).isSameAs(key);
            if (error instanceof IOException io) {
                throw io;
            } else if (error instanceof Error fatal) {
                throw fatal;
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            pipe.source().read(one);
            events.add(name + " " + one.get(0));
        }

        @Override
        public void failed(Throwable failure) {
            events.add(name + " failed: " + failure.getMessage());
        }
    }

    @Test
    void tellsWhoeverIsReady() throws IOException {
        new Reader("a", null).write(1);
        new Reader("b", null);
        poller.poll(0);

        assertThat(events).containsExactly("a 1");
    }

    @Test
    void tellsAgainWhileSomethingIsLeft() throws IOException {
        new Reader("a", null).write(1, 2);
        poller.poll(Poller.FOREVER);
        poller.poll(1_000_000_000L);

        assertThat(events).containsExactly("a 1", "a 2");
    }

    @Test
    void doesNotWaitWhereNothingMayBeWaitedFor() throws IOException {
        new Reader("a", null);
        poller.poll(0);
        poller.poll(-5);

        assertThat(events).isEmpty();
    }

    @Test
    void waitsNoLongerThanItMay() throws IOException {
        new Reader("a", null);
        poller.poll(1);

        assertThat(events).isEmpty();
    }

    @Test
    void isWokenUp() throws IOException {
        new Reader("a", null);
        poller.wakeup();
        poller.poll(Poller.FOREVER);

        assertThat(events).isEmpty();
    }

    @Test
    void whoFailsIsCancelledAndDisturbsNobody() throws IOException {
        Reader bad = new Reader("bad", new IOException("broken")).write(1);
        Reader worse = new Reader("worse", new OutOfMemoryError("a test")).write(1);
        Reader good = new Reader("good", null).write(7, 8);
        poller.poll(Poller.FOREVER);
        poller.poll(Poller.FOREVER);

        assertThat(events).containsExactlyInAnyOrder("bad failed: broken", "worse failed: a test", "good 7", "good 8");
        assertThat(bad.key.isValid()).isFalse();
        assertThat(worse.key.isValid()).isFalse();
        assertThat(poller.attached()).containsExactly(good);
        errors.expect("handling a connection failed");
    }

    @Test
    void knowsWhatIsAttachedToKeysThatAreValid() throws IOException {
        Reader a = new Reader("a", null);
        Reader b = new Reader("b", null);
        new Reader("cancelled", null).key.cancel();
        new Reader("detached", null).key.attach("something else");

        assertThat(poller.attached()).containsExactlyInAnyOrder(a, b);
    }

    @Test
    void takesNothingOnceItIsClosed() {
        poller.close();
        poller.close();

        assertThatExceptionOfType(ClosedSelectorException.class).isThrownBy(() -> poller.poll(0));
    }
}
