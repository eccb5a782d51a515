package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.binary;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.pong;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks on the event loop. */
class InlineCallsTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();

    @Test
    void everyPayloadIsReadOnly() {
        List<ByteBuffer> payloads = new ArrayList<>();
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onBinary(WsSession session, ByteBuffer data) {
                payloads.add(data);
            }

            @Override
            public void onPing(WsSession session, ByteBuffer payload) {
                payloads.add(payload);
            }

            @Override
            public void onPong(WsSession session, ByteBuffer payload) {
                payloads.add(payload);
            }
        };
        Peer peer = server.connect().upgrades("/ws");
        peer.sends(binary("01"), ping("a"), pong("a"), "02 01 01", "80 01 02");

        assertThat(payloads).hasSize(4).allMatch(ByteBuffer::isReadOnly);
    }

    @Test
    void whatAHandlerDoesToAPayloadSpoilsNothing() {
        server.endpointHandler = new RecordingHandler() {
            @Override
            public void onBinary(WsSession session, ByteBuffer data) throws Exception {
                data.clear();
                server.handler.onBinary(session, data.position(0).limit(1));
            }

            @Override
            public void onText(WsSession session, String text) throws Exception {
                server.handler.onText(session, text);
            }
        };
        Peer peer = server.connect().upgrades("/ws");
        peer.sends(binary("0102"), text("next"));

        assertThat(server.handler.events).hasSize(2).endsWith("text next");
    }

    @Test
    void theCloseComesAfterTheCallbackInWhichTheSessionEnded() {
        server.sendQueueSize = 100;
        Peer peer = server.open();
        peer.transport.take(0);
        server.handler.does((session, what) -> {
            boolean taken = what.startsWith("text");
            while (taken) {
                taken = session.sendBinary(ByteBuffer.allocate(30_000));
            }
            assertThat(session.isOpen()).isFalse();
            assertThat(server.observer.closes).hasSize(1);
        });
        peer.sends(text("a"), text("b"));

        server.handler.expect("text a", "close");
        assertThat(server.handler.broken).isEmpty();
    }
}
