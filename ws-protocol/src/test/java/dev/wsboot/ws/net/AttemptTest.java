package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A call of connect that is given up. What the handshake makes of it stands in {@link ClientHandshakePhaseTest}. */
class AttemptTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestClient client = new TestClient();

    @Test
    void isGivenUpByACancellation() {
        client.connect();
        client.result.cancel(false);

        client.run().assertNothingLeft();
        assertThat(client.handler.events).isEmpty();
    }

    @Test
    void isGivenUpInTheMomentInWhichTheServerAccepts() {
        client.connect();
        client.transport.arrive(Peer.ACCEPTED.getBytes(StandardCharsets.US_ASCII));
        client.result.cancel(false);
        client.connection.readable();

        client.run().assertNothingLeft();
        assertThat(client.handler.events).isEmpty();
    }

    @Test
    void isGivenUpWhileOnOpenRuns() {
        client.handler.does((session, event) -> client.result.cancel(false));
        client.connect().takesRequest().sends(Peer.ACCEPTED);

        client.expect(close(1001, "nobody waits for this session any more"));
        client.sendsFrames(close(1001, "")).ends();
        client.assertOver(new CloseEvent(1001, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true));
    }

    @Test
    void givingUpAfterwardsChangesNothing() {
        client.open();
        client.result.cancel(false);
        client.run();

        assertThat(client.session().isOpen()).isTrue();
    }

    @Test
    void isGivenUpBecauseTheClientIsClosed() {
        client.connect();
        client.attempt.clientClosed();

        assertThat(client.run().assertFailed()).hasMessage("the client was closed");
    }

    @Test
    void isGivenUpBecauseTheConnectionIsShutDown() {
        client.connect();
        client.connection.shutdown(1001);

        assertThat(client.assertFailed()).hasMessage("the handshake with localhost was given up");
    }
}
