package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real sockets on loopback addresses, and a clock that stands still. */
class ConnectingTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final FakeClock clock = new FakeClock();
    private final NioPoller nio = newPoller(clock);
    private final EventLoop loop = new EventLoop(new NeverWaits(), clock);
    private final Result result = new Result();
    private boolean deaf;

    private ServerSocket server;
    private Connecting.Target target;

    private static NioPoller newPoller(FakeClock clock) {
        try {
            return new NioPoller(clock);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the clock that stands still would never end. */
    private final class NeverWaits implements Poller {

        long timeout;

        @Override
        public void poll(long timeoutNanos) throws IOException {
            timeout = timeoutNanos;
            if (!deaf) {
                nio.poll(0);
            }
        }

        @Override
        public WriteBatch writeBatch() {
            return nio.writeBatch();
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }

    private static final class Result implements Connecting.Outcome {

        final List<Object> told = new ArrayList<>();
        IOException refusal;
        Error error;

        @Override
        public void connected(SocketChannel channel, SelectionKey key) throws IOException {
            told.add(channel);
            if (refusal != null) {
                throw refusal;
            }
            if (error != null) {
                throw error;
            }
            assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
        }

        @Override
        public void failed(Exception error) {
            told.add(error);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        loop.own();
        server = new ServerSocket(0, 10, address(1));
        target = new Connecting.Target("example.test", server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        for (Object told : result.told) {
            if (told instanceof SocketChannel channel) {
                channel.close();
            }
        }
        server.close();
        nio.close();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Connecting start(Connecting.Lookup lookup) {
        loop.refreshTime();
        Connecting connecting = new Connecting(loop, nio, target, TIMEOUT, result);
        connecting.start(lookup, Runnable::run);
        return connecting;
    }

    private Object outcome() {
        for (int turns = 0; result.told.isEmpty(); turns++) {
            loop.turn();
            Thread.onSpinWait();
            assertThat(turns).as("turns without an outcome").isLessThan(10_000_000);
        }
        loop.turn();
        assertThat(result.told).hasSize(1);
        return result.told.get(0);
    }

    private SocketChannel connected() {
        assertThat(outcome()).isInstanceOf(SocketChannel.class);
        return (SocketChannel) outcome();
    }

    private Exception failure() {
        assertThat(outcome()).isInstanceOf(Exception.class);
        assertThat(nio.attached()).isEmpty();
        clock.advance(TIMEOUT);
        loop.turn();
        assertThat(result.told).hasSize(1);
        return (Exception) outcome();
    }

    private void pass(Duration time) {
        clock.advance(time);
        loop.turn();
    }

    @Test
    void connects() throws IOException {
        start(host -> {
            assertThat(host).isEqualTo("example.test");
            return List.of(address(1));
        });

        assertThat(connected().getRemoteAddress()).isEqualTo(new InetSocketAddress(address(1), server.getLocalPort()));
        assertThat(connected().isBlocking()).isFalse();
        clock.advance(TIMEOUT);
        assertThat(outcome()).isSameAs(connected());
    }

    @Test
    void triesTheAddressesInOrder() throws IOException {
        start(host -> List.of(address(3), address(2), address(1)));

        assertThat(((InetSocketAddress) connected().getRemoteAddress()).getAddress())
                .isEqualTo(address(1));
    }

    @Test
    void tellsTheFirstReasonWhereNobodyListens() {
        start(host -> List.of(address(3), address(2)));

        Exception failure = failure();
        assertThat(failure)
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to example.test:" + target.port() + ": Connection refused")
                .hasCauseInstanceOf(ConnectException.class);
        assertThat(failure.getCause().getSuppressed()).hasSize(1);
    }

    @Test
    void hasNowhereToGoWithoutAddresses() {
        start(host -> List.of());

        assertThat(failure()).hasMessage("cannot connect to example.test:" + target.port());
    }

    @Test
    void doesNotKnowTheHost() {
        start(host -> {
            throw new UnknownHostException(host);
        });

        assertThat(failure())
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("the host example.test is not known")
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void failsWhereTheLookupIsBroken() {
        start(host -> {
            throw new IllegalStateException("broken");
        });

        assertThat(failure()).isInstanceOf(UnknownHostException.class).hasRootCauseMessage("broken");
    }

    @Test
    void failsWhereNobodyLooksUp() {
        new Connecting(loop, nio, target, TIMEOUT, result).start(host -> List.of(), task -> {
            throw new RejectedExecutionException();
        });

        assertThat(failure()).isInstanceOf(IOException.class).hasMessageContaining("too many names");
    }

    @Test
    void theTimeIsOverDuringTheLookup() {
        List<Runnable> later = new ArrayList<>();
        loop.refreshTime();
        new Connecting(loop, nio, target, TIMEOUT, result).start(host -> List.of(address(1)), later::add);
        pass(TIMEOUT.minusNanos(1));
        assertThat(result.told).isEmpty();
        pass(Duration.ofNanos(1));

        assertThat(result.told)
                .singleElement()
                .isInstanceOf(SocketTimeoutException.class)
                .hasToString("java.net.SocketTimeoutException: connecting to example.test:" + target.port()
                        + " took longer than PT10S");
        later.forEach(Runnable::run);
        assertThat(failure()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void anAddressThatIsSilentHasItsShareOfTheTimeOnly() throws IOException {
        deaf = true;
        start(host -> List.of(address(2), address(1)));
        loop.turn();
        pass(TIMEOUT.dividedBy(2));
        assertThat(nio.attached()).hasSize(1);
        assertThat(result.told).isEmpty();
        deaf = false;

        assertThat(((InetSocketAddress) connected().getRemoteAddress()).getAddress())
                .isEqualTo(address(1));
    }

    @Test
    void theTimeIsOverWhereAllAreSilent() {
        deaf = true;
        start(host -> List.of(address(2), address(1)));
        loop.turn();
        pass(TIMEOUT.dividedBy(2));
        pass(TIMEOUT.dividedBy(2).minusNanos(1));
        assertThat(result.told).isEmpty();
        pass(Duration.ofNanos(1));

        assertThat(failure())
                .isInstanceOf(SocketTimeoutException.class)
                .hasRootCauseMessage("one of its addresses did not answer");
    }

    @Test
    void isCutWithoutAWord() {
        deaf = true;
        Connecting connecting = start(host -> List.of(address(1)));
        loop.turn();
        connecting.cut();
        deaf = false;
        pass(TIMEOUT);

        assertThat(result.told).isEmpty();
        assertThat(nio.attached()).isEmpty();
    }

    @Test
    void isCutDuringTheLookup() {
        List<Runnable> later = new ArrayList<>();
        Connecting connecting = new Connecting(loop, nio, target, TIMEOUT, result);
        connecting.start(host -> List.of(address(1)), later::add);
        connecting.cut();
        later.forEach(Runnable::run);
        pass(TIMEOUT);

        assertThat(result.told).isEmpty();
        assertThat(nio.attached()).isEmpty();
    }

    @Test
    void closesWhatNobodyCanUse() {
        result.refusal = new IOException("no room");

        assertThat(failureOnceConnected()).isSameAs(result.refusal);
    }

    @Test
    void tellsAnErrorToo() {
        result.error = new ExceptionInInitializerError("no TLS");

        assertThat(failureOnceConnected()).isInstanceOf(IOException.class).hasRootCause(result.error);
    }

    private Exception failureOnceConnected() {
        start(host -> List.of(address(1)));
        for (int turns = 0; result.told.size() < 2; turns++) {
            loop.turn();
            assertThat(turns).isLessThan(10_000_000);
        }
        assertThat(((SocketChannel) result.told.get(0)).isOpen()).isFalse();
        return (Exception) result.told.get(1);
    }

    @Test
    void aBugEndsIt() {
        deaf = true;
        Connecting connecting = start(host -> List.of(address(1)));
        loop.turn();
        connecting.failed(new IllegalStateException("bug"));

        assertThat(failure()).isInstanceOf(IOException.class).hasRootCauseMessage("bug");
    }

    @Test
    void namesAnIpv6TargetInBrackets() {
        assertThat(new Connecting.Target("::1", 80)).hasToString("[::1]:80");
        assertThat(Connecting.Target.of(InetSocketAddress.createUnresolved("proxy", 3128)))
                .hasToString("proxy:3128");
    }
}
