package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.OutboundProbe.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left of a connection that cannot be written to. */
class OutboundFailureTest {

    private static final int BUFFER = EventLoop.WRITE_BUFFER;

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final FakeClock clock = new FakeClock();
    private final EventLoop loop = new EventLoop(new FakePoller(), clock);
    private final OutboundProbe line = new OutboundProbe(loop);

    @Test
    void itIsToldOnceAndNothingIsWrittenAnyMore() {
        line.transport.failWrites();
        line.send(1, 10);
        loop.turn();
        line.expectEvents("failed: broken pipe");

        line.send(1, 10);
        line.add(2, 10);
        line.send(3, BUFFER + 1);
        line.outbound.flush();
        loop.turn();

        line.expectEvents();
        assertThat(line.transport.writes).isEmpty();
    }

    @Test
    void whatWaitsIsDropped() {
        line.transport.take(1);
        line.send(1, 10);
        loop.turn();
        line.add(2, BUFFER);
        line.transport.failWrites();
        line.outbound.writable();

        assertThat(line.events).contains("failed: broken pipe");
        assertThat(line.outbound.queued()).isZero();
        assertThat(line.outbound.isEmpty()).isTrue();
    }

    @Test
    void aBugOfTheTransportFailsThisConnectionAndNoOther() {
        OutboundProbe other = new OutboundProbe(loop);
        line.transport.failWritesWith(new IllegalStateException("a bug"));
        other.send(2, 5);
        line.send(1, 10);
        line.outbound.flushLent();
        loop.turn();

        line.expectEvents("failed: java.lang.IllegalStateException: a bug");
        other.expect(bytes(2, 5));
        other.expectEvents();
        errors.expect("writing failed: java.lang.IllegalStateException: a bug");
    }

    @Test
    void whateverElseFailsAtTheEndOfATurnFailsThisConnectionAndNoOther() {
        OutboundProbe other = new OutboundProbe(loop);
        line.transport.take(0);
        line.whenBlocked = new OutOfMemoryError("a test");
        other.send(2, 5);
        line.send(1, 10);
        loop.turn();

        line.expectEvents("blocked", "unblocked", "failed: java.lang.OutOfMemoryError: a test");
        assertThat(line.outbound.queued()).isZero();
        other.expect(bytes(2, 5));
        errors.expect("writing failed: java.lang.OutOfMemoryError: a test");
    }

    @Test
    void discardGivesTheBufferBack() {
        OutboundProbe other = new OutboundProbe(loop);
        line.send(1, 10);
        line.outbound.discard();
        other.send(2, 5);
        loop.turn();

        assertThat(line.transport.writes).isEmpty();
        other.expect(bytes(2, 5));
    }
}
