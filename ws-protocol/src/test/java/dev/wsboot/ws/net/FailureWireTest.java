package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the peer may not do, and how it is told: by a Close frame that it gets to read, whatever it is sending at the time,
 * and by one event.
 */
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class FailureWireTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @Parameter
    HandlerMode mode;

    private final EchoLog handler = new EchoLog() {
        @Override
        public void onText(WsSession session, String text) {
            if (text.equals("throw")) {
                throw new IllegalStateException("secret");
            }
            super.onText(session, text);
        }
    };
    private WsServer server;

    private RawClient open() throws Exception {
        server = mode.server().endpoint("/ws", handler).start();
        return RawClient.open(server);
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(handler.closed).as("further ends of the one session").isEmpty();
    }

    private void assertFailed(int code, Cause cause) throws InterruptedException {
        CloseEvent event = handler.awaitClose();
        assertThat(event.code()).isEqualTo(code);
        assertThat(event.cause()).isEqualTo(cause);
        assertThat(event.initiator()).isEqualTo(Initiator.LOCAL);
        assertThat(event.clean()).isFalse();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "81 01 61,                                                         1002, PROTOCOL_ERROR",
        "C1 81 00000000 61,                                                1002, PROTOCOL_ERROR",
        "89 FE 007E 00000000,                                              1002, PROTOCOL_ERROR",
        "09 80 00000000,                                                   1002, PROTOCOL_ERROR",
        "80 80 00000000,                                                   1002, PROTOCOL_ERROR",
        "83 FF 0000000040000000 00000000,                                  1002, PROTOCOL_ERROR",
        "82 FF FFFFFFFFFFFFFFFF 00000000,                                  1002, PROTOCOL_ERROR",
        "82 FE 007D 00000000,                                              1002, PROTOCOL_ERROR",
        "01 80 00000000 81 80 00000000,                                    1002, PROTOCOL_ERROR",
        "88 81 00000000 03,                                                1002, PROTOCOL_ERROR",
        "88 82 00000000 03EE,                                              1002, PROTOCOL_ERROR",
        "88 83 00000000 03E8FF,                                            1007, PROTOCOL_ERROR",
        "81 82 00000000 C3 28,                                             1007, PROTOCOL_ERROR",
        "81 83 00000000 ED A0 80,                                          1007, PROTOCOL_ERROR",
        "01 81 00000000 C3 80 80 00000000,                                 1007, PROTOCOL_ERROR",
        "82 FF 0000000000100001 00000000,                                  1009, MESSAGE_TOO_BIG",
        "01 81 00000000 61 80 FF 7FFFFFFFFFFFFFFF 00000000,                1009, MESSAGE_TOO_BIG",
    })
    void theHeaderAloneIsEnough(String hex, int code, Cause cause) throws Exception {
        try (RawClient client = open()) {
            client.sendHex(hex).expectCloseThenEof(code);
        }
        assertFailed(code, cause);
    }

    @Test
    void anUnmaskedFrameInAFloodIsAnsweredBeforeTheEnd() throws Exception {
        try (RawClient client = open()) {
            byte[] unmasked = HexFormat.of().parseHex("827F0000000000010000");
            client.send(unmasked);
            byte[] more = new byte[1 << 20];
            for (int i = 0; i < 32; i++) {
                client.send(more);
            }
            client.expectCloseThenEof(1002);
        }
        assertFailed(1002, Cause.PROTOCOL_ERROR);
    }

    /** aiohttp CVE-2026-54274, ws CVE-2026-48779: fragments without bytes are counted. */
    @Test
    void aFloodOfEmptyFragmentsIsStopped() throws Exception {
        try (RawClient client = open()) {
            client.sendHex("01 80 00000000");
            client.send(Frame.times(100_000, HexFormat.of().parseHex("008000000000")));
            client.expectCloseThenEof(1008);
        }
        assertFailed(1008, Cause.LIMIT_EXCEEDED);
    }

    @Test
    void aFloodOfOneByteFragmentsIsStopped() throws Exception {
        try (RawClient client = open()) {
            client.sendHex("02 81 00000000 61");
            client.send(Frame.times(100_000, HexFormat.of().parseHex("00810000000061")));
            client.expectCloseThenEof(1008);
        }
        assertFailed(1008, Cause.LIMIT_EXCEEDED);
    }

    @Test
    void whatWasSentBeforeTheFailureIsAnsweredFirst() throws Exception {
        try (RawClient client = open()) {
            client.send(Frame.text("one"));
            assertThat(client.readFrame().text()).isEqualTo("one");
            client.send(Frame.ping(new byte[] {7})).sendHex("83 80 00000000");
            assertThat(client.readFrame().opcode()).isEqualTo(Frame.PONG);
            client.expectCloseThenEof(1002);
        }
        assertFailed(1002, Cause.PROTOCOL_ERROR);
    }

    @Test
    void aHandlerThatThrowsEndsItsSessionWithoutDetail() throws Exception {
        try (RawClient client = open()) {
            client.send(Frame.text("throw"));
            Frame close = client.readFrame();
            assertThat(close.closeCode()).isEqualTo(1011);
            assertThat(close.closeReason()).isEmpty();
            client.expectEof();
            assertFailed(1011, Cause.HANDLER_ERROR);
            errors.expect("secret");
        }
    }

    @Test
    void aFragmentedTextFailsAtItsFirstBadByte() throws Exception {
        try (RawClient client = open()) {
            // The message would go on.
            client.sendHex("01 82 00000000 61 FF").expectCloseThenEof(1007);
        }
        assertFailed(1007, Cause.PROTOCOL_ERROR);
    }

    /** Undertow CVE-2021-3690: Ping and Close in one segment. */
    @Test
    void pingAndCloseInOneSegmentAreBothAnswered() throws Exception {
        try (RawClient client = open()) {
            client.sendHex("89 82 00000000 6869  88 82 00000000 0FA1  81 81 00000000 61");
            assertThat(client.readFrame().payload()).isEqualTo(new byte[] {'h', 'i'});
            client.expectCloseThenEof(4001);
        }
        assertThat(handler.awaitClose()).isEqualTo(new CloseEvent(4001, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
        assertThat(handler.messages).hasValue(0);
    }

    @Test
    void anEmptyCloseIsReportedAs1005AndEchoedEmpty() throws Exception {
        try (RawClient client = open()) {
            client.sendHex("88 80 00000000");
            assertThat(client.readFrame().payload()).isEmpty();
            client.expectEof();
        }
        assertThat(handler.awaitClose()).isEqualTo(new CloseEvent(1005, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
    }

    @Test
    void bothCloseAtTheSameTimeAndThatIsClean() throws Exception {
        try (RawClient client = open()) {
            handler.awaitOpen().close(4002, "ours");
            client.send(Frame.close(4001, "theirs"));
            assertThat(client.readFrame().opcode()).isEqualTo(Frame.CLOSE);
            client.expectEof();
        }
        CloseEvent event = handler.awaitClose();
        assertThat(event.code()).isEqualTo(4001);
        assertThat(event.clean()).isTrue();
    }
}
