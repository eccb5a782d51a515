package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that end without a word, or never do: each is explained by one event. */
@ParameterizedClass
@EnumSource
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DeadPeerIntegrationTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @Parameter
    HandlerMode mode;

    private final EchoLog handler = new EchoLog();
    private WsServer server;

    private void start(Heartbeat heartbeat) throws Exception {
        server = mode.server().endpoint("/ws", handler).heartbeat(heartbeat).start();
    }

    @AfterEach
    void stop() {
        server.close();
        assertThat(handler.closed).as("further ends of the one session").isEmpty();
    }

    private void assertAbnormal(Initiator initiator, Cause... causes) throws InterruptedException {
        CloseEvent event = handler.awaitClose();
        assertThat(event.code()).isEqualTo(1006);
        assertThat(event.reason()).isEmpty();
        assertThat(event.initiator()).isEqualTo(initiator);
        assertThat(event.cause()).isIn((Object[]) causes);
        assertThat(event.clean()).isFalse();
    }

    @Test
    void anEndWithoutAClose() throws Exception {
        start(Heartbeat.OFF);
        RawClient.open(server).close();
        assertAbnormal(Initiator.NONE, Cause.EOF_WITHOUT_CLOSE);
    }

    @Test
    void aReset() throws Exception {
        start(Heartbeat.OFF);
        RawClient.open(server).reset();
        assertAbnormal(Initiator.NONE, Cause.IO_ERROR);
    }

    @Test
    void aResetInTheMiddleOfAFrame() throws Exception {
        start(Heartbeat.OFF);
        RawClient client = RawClient.open(server);
        client.send(Frame.text("whole")).readFrame();
        client.sendHex("81 85 00000000 61").reset();
        assertAbnormal(Initiator.NONE, Cause.IO_ERROR);
    }

    @Test
    void aResetRightBehindACloseIsStillAClose() throws Exception {
        start(Heartbeat.OFF);
        RawClient client = RawClient.open(server);
        client.send(Frame.close(4001, "bye"));
        client.readFrame();
        client.reset();
        CloseEvent event = handler.awaitClose();
        assertThat(event).isEqualTo(new CloseEvent(4001, "bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
    }

    @Test
    void aKilledProcess() throws Exception {
        start(Heartbeat.OFF);
        Process process = KilledClient.start(server);
        try {
            handler.awaitOpen();
            assertThat(process.inputReader().readLine()).isEqualTo("connected");
        } finally {
            process.destroyForcibly();
        }
        assertAbnormal(Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, Cause.IO_ERROR);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatAnswersNoPing() throws Exception {
        start(new Heartbeat(SHORT, SHORT, 0, Duration.ZERO));
        try (RawClient client = RawClient.open(server)) {
            assertThat(client.readFrame().opcode()).isEqualTo(Frame.PING);
            assertAbnormal(Initiator.LOCAL, Cause.PING_TIMEOUT);
            // Whoever listens after all is told, in case only the way back is broken.
            assertThat(lastFrameBeforeEof(client).closeCode()).isEqualTo(1011);
        }
    }

    private static Frame lastFrameBeforeEof(RawClient client) throws IOException {
        Frame frame = client.readFrame();
        while (frame.opcode() == Frame.PING) {
            frame = client.readFrame();
        }
        client.expectEof();
        return frame;
    }

    @Test
    void aClientThatStopsInTheMiddleOfAFrame() throws Exception {
        start(new Heartbeat(SHORT, SHORT, 0, Duration.ZERO));
        try (RawClient client = RawClient.open(server)) {
            client.sendHex("82 FF 0000000000100000 00000000").send(new byte[1000]);
            assertAbnormal(Initiator.LOCAL, Cause.PING_TIMEOUT);
        }
    }

    @Test
    void aClientThatAnswersPingsStays() throws Exception {
        start(new Heartbeat(Duration.ofMillis(50), Duration.ofSeconds(20), 0, Duration.ZERO));
        try (RawClient client = RawClient.open(server)) {
            for (int i = 0; i < 5; i++) {
                Frame ping = client.readFrame();
                assertThat(ping.opcode()).isEqualTo(Frame.PING);
                client.send(Frame.masked(0x80 | Frame.PONG, ping.payload()));
            }
            assertThat(handler.closed).isEmpty();
            client.send(Frame.close(1000, ""));
            assertThat(lastFrameBeforeEof(client).closeCode()).isEqualTo(1000);
        }
        assertThat(handler.awaitClose().clean()).isTrue();
        assertThat(handler.awaitOpen().pingRoundTrip()).isPositive();
    }

    @Test
    void aClientThatIsIdle() throws Exception {
        start(new Heartbeat(Duration.ZERO, SHORT, 0, SHORT));
        try (RawClient client = RawClient.open(server)) {
            Frame close = client.readFrame();
            assertThat(close.closeCode()).isEqualTo(1001);
            client.send(Frame.close(1001, "")).expectEof();
        }
        CloseEvent event = handler.awaitClose();
        assertThat(event.cause()).isEqualTo(Cause.IDLE_TIMEOUT);
        assertThat(event.clean()).isTrue();
    }
}
