package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Two connections that speak TLS with each other through memory, in one loop that the test's thread turns. The wire
 * between them carries as much at a time as the test says.
 */
final class TlsPair {

    final FakeClock clock = new FakeClock();
    final FakePoller poller = new FakePoller(clock);
    final EventLoop loop = new EventLoop(poller, clock);
    final Queue<Runnable> tasks = new ArrayDeque<>();

    /** Where the engines' tasks go; by default into {@link #tasks}, which {@link #run} runs. */
    Executor taskRunner = tasks::add;

    final Side client;
    final Side server;

    /** How many bytes arrive at once. */
    int chunk = Integer.MAX_VALUE;

    /** Where the wire cuts once, counted from the first byte of a direction. */
    int cut = Integer.MAX_VALUE;

    TlsPair(SSLEngine client, SSLEngine server) {
        loop.own();
        this.client = new Side(client);
        this.server = new Side(server);
    }

    static TlsPair of(String protocol) {
        return new TlsPair(
                TlsOptions.of(TestCertificates.client()).withProtocols(protocol).clientEngine("localhost", 443),
                TlsOptions.of(TestCertificates.server()).withProtocols(protocol).serverEngine());
    }

    /** Both sides are through with their handshake. */
    TlsPair open() {
        run();
        assertThat(client.tls.isEstablished()).isTrue();
        assertThat(server.tls.isEstablished()).isTrue();
        return this;
    }

    /** Until neither side has anything left to be done. */
    TlsPair run() {
        int steps = 0;
        boolean moved = true;
        while (moved) {
            turn();
            moved = deliver(client, server) | deliver(server, client);
            assertThat(++steps).as("steps of a pair that finds no end").isLessThan(2_000_000);
        }
        return this;
    }

    /** Until the loop has nothing left to do; nothing is carried over the wire. */
    TlsPair turn() {
        int turns = 0;
        for (int calm = 0; calm < 2; calm = isCalm() ? calm + 1 : 0) {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
            loop.turn();
            assertThat(++turns).as("turns of a loop that finds no end").isLessThan(200_000);
        }
        return this;
    }

    private boolean isCalm() {
        return poller.dispatched == 0 && poller.timeout > 0 && tasks.isEmpty();
    }

    /** Carries one chunk. */
    private boolean deliver(Side from, Side to) {
        from.way.writeBytes(from.wire.sent());
        byte[] bytes = from.way.toByteArray();
        if (bytes.length == 0) {
            boolean end = (from.wire.outputShut || from.wire.closed > 0) && !from.endDelivered;
            if (end) {
                from.endDelivered = true;
                to.wire.endInput();
            }
            return end;
        }
        int count = Math.min(chunk, bytes.length);
        if (from.delivered < cut) {
            count = Math.min(count, cut - from.delivered);
        }
        from.delivered += count;
        to.wire.arrive(Arrays.copyOf(bytes, count));
        from.way.reset();
        from.way.write(bytes, count, bytes.length - count);
        return true;
    }

    private final SessionRegistry sessions = new SessionRegistry(new Census());

    /** One end: a connection whose phase writes down what it is told. */
    final class Side implements Phase {

        final SSLEngine engine;
        final MemoryTransport wire = new MemoryTransport();
        final TlsTransport tls;
        final Connection connection;
        final ByteArrayOutputStream received = new ByteArrayOutputStream();

        /** What was sent and has not arrived. */
        final ByteArrayOutputStream way = new ByteArrayOutputStream();

        /** How many bytes have arrived at the other end. */
        int delivered;

        int ends;

        @Nullable
        IOException error;

        private boolean endDelivered;

        Side(SSLEngine engine) {
            this.engine = engine;
            tls = new TlsTransport(wire, engine, loop, task -> taskRunner.execute(task));
            SessionSettings settings = new SessionSettings();
            settings.sendQueue(1, Duration.ofSeconds(7));
            connection = new Connection(loop, tls, settings.options(sessions), made -> this);
            poller.register(wire, connection);
        }

        Side send(byte[] bytes) {
            connection.outbound().reserve(bytes.length).put(bytes);
            connection.outbound().commit();
            return this;
        }

        Side send(String text) {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Asserts what arrived since the last time. */
        Side expect(String text) {
            assertThat(received.toString(StandardCharsets.UTF_8)).isEqualTo(text);
            received.reset();
            return this;
        }

        @Override
        public void receive(ByteBuffer in) {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            received.writeBytes(bytes);
        }

        @Override
        public void inputEnded() {
            ends++;
            connection.pause(Connection.INPUT_ENDED);
        }

        @Override
        public void broken(IOException e) {
            assertThat(error).as("failures come once").isNull();
            error = e;
            connection.finish();
        }

        @Override
        public void stalled() {
            connection.close();
        }

        @Override
        public void shutdown(int closeCode) {}

        @Override
        public void cut() {}

        @Override
        public long deadline() {
            return NEVER;
        }

        @Override
        public void expired(long now) {}
    }
}
