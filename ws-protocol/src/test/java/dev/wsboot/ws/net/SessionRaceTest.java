package dev.wsboot.ws.net;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.handshake.HandshakeException;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.ServerHandshake;
import dev.wsboot.ws.handshake.UpgradeRequest;
import dev.wsboot.ws.protocol.Role;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("race")
class SessionRaceTest {

    private static final String TEXT = "a".repeat(100);

    /** How the frames begin. */
    private static final byte TEXT_FRAME = (byte) 0x81;

    private static final byte CLOSE_FRAME = (byte) 0x88;

    /** Read once, and no part of a race. */
    private static final WsUpgrade UPGRADE = upgrade();

    private static WsUpgrade upgrade() {
        String request = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        try {
            UpgradeRequest received = new ServerHandshake(HandshakeLimits.defaults()).receive(bytes);
            return new WsUpgrade(
                    Objects.requireNonNull(received), "/ws", Map.of(), new InetSocketAddress("localhost", 1), false);
        } catch (HandshakeException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A session without its handshake, which would have too many steps, on a loop of the thread that makes it. */
    private static final class Opened {

        private final EventLoop loop = new EventLoop(new FakePoller(), () -> 0);
        private final MemoryTransport transport = new MemoryTransport();
        final Connection connection;
        Session session;

        Opened(SendQueuePolicy policy) {
            loop.own();
            SessionSettings settings = new SessionSettings();
            settings.heartbeat(Heartbeat.OFF);
            settings.sendQueue(150, TestServer.STALL_TIMEOUT);
            settings.sendQueuePolicy(policy);
            SessionOptions options = settings.options(new SessionRegistry(new Census()));
            connection = new Connection(loop, transport, options, made -> {
                WebSocketConnection phase = new WebSocketConnection(
                        made, options, new WsHandler() {}, UPGRADE, new Agreement(Role.SERVER, null, null, List.of()));
                session = phase.session();
                phase.open();
                return phase;
            });
        }

        /** Turns the loop until everything is done, and says how the first frame begins that was sent. */
        byte turnsAndSends() {
            for (int turn = 0; turn < 4; turn++) {
                loop.turn();
            }
            return transport.sent()[0];
        }
    }

    /** What is done once only, like loading classes, is no part of a race. */
    @BeforeAll
    static void warmUp() {
        Opened opened = new Opened(SendQueuePolicy.CLOSE);
        opened.connection.shutdown(1001);
        opened.turnsAndSends();
    }

    @Test
    void noMoreIsAcceptedThanTheSendQueueHolds() {
        Race.inManyOrders(() -> {
            Opened opened = new Opened(SendQueuePolicy.DROP_NEWEST);
            boolean[] accepted = new boolean[2];
            Race.between(
                    () -> {},
                    () -> accepted[0] = opened.session.sendText(TEXT),
                    () -> accepted[1] = opened.session.sendText(TEXT));

            Race.check(accepted[0] ^ accepted[1], "one of them is accepted");
            Race.check(opened.session.queuedBytes() == TEXT.length(), "what was accepted waits");
            Race.check(opened.turnsAndSends() == TEXT_FRAME, "and leaves");
            Race.check(opened.session.queuedBytes() == 0, "and waits no more");
        });
    }

    @Test
    void whatIsAcceptedLeavesBeforeTheCloseFrameOfAShutdown() {
        Race.inManyOrders(() -> {
            Opened opened = new Opened(SendQueuePolicy.CLOSE);
            boolean[] accepted = new boolean[1];
            Race.between(
                    () -> {
                        opened.connection.shutdown(1001);
                        opened.loop.turn();
                    },
                    () -> accepted[0] = opened.session.sendText(TEXT));

            byte first = opened.turnsAndSends();
            Race.check(first == (accepted[0] ? TEXT_FRAME : CLOSE_FRAME), "what is accepted leaves, and nothing else");
        });
    }
}
