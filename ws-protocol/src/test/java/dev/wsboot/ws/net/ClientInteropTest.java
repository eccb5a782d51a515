package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our client against everybody's servers, with and without an offer of compression. */
@ParameterizedClass(name = "{0} compression={1}")
@MethodSource("serversAndOffers")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class ClientInteropTest {

    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000, MIB};

    @Parameter(0)
    InteropServer.Kind kind;

    @Parameter(1)
    boolean compression;

    private final ClientLog handler = new ClientLog();
    private InteropServer server;
    private WsClient client;
    private WsSession session;

    static Stream<Arguments> serversAndOffers() {
        return Arrays.stream(InteropServer.Kind.values())
                .flatMap(kind -> Stream.of(true, false).map(offer -> Arguments.of(kind, offer)));
    }

    @BeforeEach
    void connect() throws Exception {
        server = kind.start();
        client = WsClient.builder()
                .compression(compression ? DeflateOptions.DEFAULT : null)
                // What cannot be compressed becomes a little larger than the message.
                .messageLimits(new MessageLimits(2 * MIB, 2 * MIB, 1024))
                .sendQueue(64 * MIB, Duration.ofSeconds(10))
                .build();
        session = client.connect(WsRequest.to("ws://localhost:" + server.port() + "/ws"), handler)
                .get(15, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void compressionIsAgreedOnWhereBothWantIt() {
        assertThat(session.deflate() != null).isEqualTo(compression);
    }

    @Test
    void textOfAnySizeComesBack() throws Exception {
        for (int size : SIZES) {
            String text = "\u00e4".repeat(size / 2) + "a".repeat(size % 2);
            session.sendText(text);
            assertThat(handler.awaitMessage()).isEqualTo(text);
        }
    }

    @Test
    void binaryOfAnySizeComesBack() throws Exception {
        Random random = new Random(1);
        for (int size : SIZES) {
            byte[] data = new byte[size];
            random.nextBytes(data);
            session.sendBinary(ByteBuffer.wrap(data));
            assertThat(handler.awaitMessage()).isEqualTo(data);
        }
    }

    @Test
    void manyMessagesComeBackInOrder() throws Exception {
        for (int i = 0; i < 1000; i++) {
            session.sendText("message " + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(handler.awaitMessage()).isEqualTo("message " + i);
        }
    }

    @Test
    void theClientCloses() throws Exception {
        session.close(4321, "bye");

        CloseEvent event = handler.awaitClose();
        assertThat(event.code()).isEqualTo(4321);
        assertThat(event.initiator()).isEqualTo(Initiator.LOCAL);
        assertThat(event.clean()).isTrue();
        assertThat(server.awaitClosed()).isEqualTo("4321 bye");
    }

    @Test
    void theServerCloses() throws Exception {
        session.sendText("close");

        assertThat(handler.awaitClose())
                .isEqualTo(new CloseEvent(4000, "asked", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
    }
}
