package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes of a callback that throws. */
class WebSocketConnectionHandlerErrorTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private Peer peer;

    private Peer open() {
        peer = server.open();
        return peer;
    }

    private void assertFailed() {
        server.assertOver(peer, new CloseEvent(1011, "", Initiator.LOCAL, Cause.HANDLER_ERROR, false));
    }

    private void throwing(String where, Exception error) {
        server.handler.does((session, what) -> {
            if (what.equals(where)) {
                throw error;
            }
        });
    }

    @Test
    void fromACallback() {
        throwing("text boom", new IllegalStateException("secret"));
        open().sends(text("boom"), text("late"));
        peer.expect(close(1011, "")).ends();

        assertFailed();
        server.handler.expect("text boom", "close");
        errors.expect("failed; closing with 1011: java.lang.IllegalStateException: secret");
    }

    @Test
    void fromOnOpen() {
        throwing("open", new IllegalStateException("secret"));
        peer = server.connect().upgrades("/ws");
        assertThat(peer.receivesText()).startsWith(Peer.ACCEPTED);
        peer.ends();

        assertFailed();
        server.handler.expect("open", "close");
        errors.expect("closing with 1011");
    }

    @Test
    void fromOnOpenWithFramesRightBehindTheRequest() {
        throwing("open", new IllegalStateException("secret"));
        peer = server.connect();
        peer.transport.arrive(Peer.request("/ws"));
        peer.sends(text("late")).ends();

        assertFailed();
        server.handler.expect("open", "close");
        errors.expect("closing with 1011");
    }

    @Test
    void andClosesItselfBefore() {
        server.handler.does((session, what) -> {
            if (what.startsWith("text")) {
                session.close(4000, "by itself");
                throw new IllegalStateException("secret");
            }
        });
        open().sends(text("boom"));
        peer.expect(close(4000, "by itself")).expectHalfClosed().ends();

        assertFailed();
        errors.expect("closing with 1011");
    }

    @Test
    void butOnErrorKeepsTheConnectionOpen() {
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onText(WsSession session, String text) {
                throw new IllegalStateException("oops");
            }

            @Override
            public void onError(WsSession session, Exception error) {
                session.sendText(error.getMessage());
            }
        };
        peer = server.connect().upgrades("/ws");
        peer.receives();

        peer.sends(text("a"), text("b")).expect(text("oops"), text("oops"));
        assertThat(server.sessions.open()).hasSize(1);
    }

    @Test
    void fromOnCloseAndNothingComesOfIt() {
        throwing("close", new IllegalStateException("too late"));
        open().sends(close(1000, ""));
        peer.expect(close(1000, "")).ends();

        server.assertOver(peer, new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        errors.expect("onClose of");
    }
}
