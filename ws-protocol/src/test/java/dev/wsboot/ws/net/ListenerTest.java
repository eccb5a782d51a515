package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accepting on the loopback interface, by a loop that the test turns. */
@Timeout(20)
class ListenerTest {

    private static final ListenOptions ANY_PORT =
            ListenOptions.tcp(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final FakeClock clock = new FakeClock();
    private final NioPoller poller = new NioPoller(clock);
    private final EventLoop loop = new EventLoop(poller, clock);
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<SocketChannel> accepted = new ArrayList<>();
    private int failures;

    ListenerTest() throws IOException {
        loop.own();
    }

    @AfterEach
    void closeEverything() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        for (SocketChannel channel : accepted) {
            channel.close();
        }
        poller.close();
    }

    private Listener open(Consumer<SocketChannel> taker) throws IOException {
        return Listener.open(ANY_PORT, 200, loop, poller, taker, () -> failures++);
    }

    private void connect(Listener listener) throws IOException {
        channels.add(SocketChannel.open(listener.address()));
    }

    /** Turns once, without waiting. */
    private void turn() {
        poller.wakeup();
        loop.turn();
    }

    /** Throws what a consumer must not. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable error) throws E {
        throw (E) error;
    }

    @Test
    void acceptsWhoConnects() throws IOException {
        Listener listener = open(accepted::add);
        connect(listener);
        connect(listener);
        loop.turn();

        assertThat(accepted).hasSize(2);
        assertThat(accepted.get(0).getRemoteAddress()).isEqualTo(channels.get(0).getLocalAddress());
        listener.close();
    }

    @Test
    void acceptsNotMoreAtATimeThanIsFairToTheOthers() throws IOException {
        Listener listener = open(accepted::add);
        for (int i = 0; i < 100; i++) {
            connect(listener);
        }
        loop.turn();
        assertThat(accepted).hasSize(16);
        for (int i = 0; i < 6; i++) {
            loop.turn();
        }

        assertThat(accepted).hasSize(100);
        listener.close();
    }

    @Test
    void restsWhereAcceptingFailsAndTriesAgain() throws IOException {
        boolean[] failing = {true};
        int[] tries = {0};
        Listener listener = open(channel -> {
            accepted.add(channel);
            tries[0]++;
            if (failing[0]) {
                ListenerTest.<RuntimeException>sneak(new IOException("Too many open files"));
            }
        });
        connect(listener);
        loop.turn();
        errors.expect(
                "accepting connections failed; trying again every 100 ms: java.io.IOException: Too many open files");

        connect(listener);
        clock.advance(Duration.ofMillis(99));
        turn();
        assertThat(tries[0]).as("tries while it rests").isEqualTo(1);
        assertThat(failures).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        turn();
        loop.turn();
        assertThat(tries[0]).as("tries after the rest").isEqualTo(2);
        errors.expect("trying again every 100 ms");

        failing[0] = false;
        connect(listener);
        clock.advance(Duration.ofMillis(100));
        turn();
        loop.turn();
        assertThat(tries[0]).isEqualTo(3);
        listener.close();
    }

    @Test
    void isClosedByABug() throws IOException {
        Listener listener = open(channel -> {
            accepted.add(channel);
            throw new IllegalStateException("a bug");
        });
        connect(listener);
        loop.turn();
        errors.expect("handling a connection failed: java.lang.IllegalStateException: a bug");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> connect(listener));
    }

    @Test
    void freesThePortWhenItIsClosed() throws IOException {
        Listener listener = open(accepted::add);
        InetSocketAddress address = (InetSocketAddress) listener.address();
        listener.close();
        listener.close();
        turn();

        Listener next = Listener.open(ListenOptions.tcp(address), 1, loop, poller, accepted::add, () -> {});
        assertThat(next.address()).isEqualTo(address);
        next.close();
    }

    @Test
    void doesNotRestAnyMoreOnceItIsClosed() throws IOException {
        Listener listener = open(channel -> {
            accepted.add(channel);
            ListenerTest.<RuntimeException>sneak(new IOException("Too many open files"));
        });
        connect(listener);
        loop.turn();
        listener.close();
        clock.advance(Duration.ofSeconds(1));
        turn();

        listener.expired(loop.now());
        errors.expect("accepting connections failed");
    }

    @Test
    void namesTheAddressThatItCannotHave() throws IOException {
        Listener listener = open(accepted::add);
        InetSocketAddress taken = (InetSocketAddress) listener.address();

        assertThatExceptionOfType(ListenException.class)
                .isThrownBy(() -> Listener.open(ListenOptions.tcp(taken), 1, loop, poller, accepted::add, () -> {}))
                .withMessageStartingWith("cannot listen on " + taken + ": ")
                .withCauseInstanceOf(BindException.class);
        listener.close();
    }

    @Test
    void leavesNothingOpenWhereItCannotBeOpened() {
        // An address of documentation (RFC 5737), which no machine has.
        ListenOptions elsewhere = ListenOptions.tcp(new InetSocketAddress("192.0.2.1", 0));

        assertThatExceptionOfType(ListenException.class)
                .isThrownBy(() -> Listener.open(elsewhere, 1, loop, poller, accepted::add, () -> {}));
        assertThat(poller.attached()).isEmpty();
    }

    @Test
    void portsMayBeUsedAgainAtOnce() throws IOException {
        Listener listener = open(accepted::add);
        connect(listener);
        loop.turn();
        InetSocketAddress address = (InetSocketAddress) listener.address();
        // The server closes first, so that its end is the one in TIME_WAIT.
        accepted.get(0).setOption(StandardSocketOptions.TCP_NODELAY, true).close();
        channels.get(0).close();
        listener.close();
        turn();

        Listener.open(ListenOptions.tcp(address), 1, loop, poller, accepted::add, () -> {})
                .close();
    }
}
