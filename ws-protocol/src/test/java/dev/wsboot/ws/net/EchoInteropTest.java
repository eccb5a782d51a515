package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.InteropClient.Closed;
import dev.wsboot.ws.net.InteropClient.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

/** Everybody's clients against our server, with callbacks on the event loop and on an executor. */
@ParameterizedClass(name = "{0} {1}")
@MethodSource("clientsAndModes")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class EchoInteropTest {

    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {0, 1, 125, 126, 127, 65_535, 65_536, 100_000, MIB};

    @Parameter(0)
    Kind kind;

    @Parameter(1)
    HandlerMode mode;

    private final EchoLog handler = new EchoLog() {
        @Override
        public void onOpen(WsSession session) {
            if ("greeting".equals(session.subprotocol())) {
                session.sendText("welcome");
            }
            super.onOpen(session);
        }
    };
    private WsServer server;

    static Stream<Arguments> clientsAndModes() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(HandlerMode.values()).map(mode -> Arguments.of(kind, mode)));
    }

    @BeforeEach
    void start() throws Exception {
        server = mode.server()
                .endpoint("/ws", handler, EndpointOptions.DEFAULT.withSubprotocols("chat.v2", "chat.v1", "greeting"))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** 20 MB through a send queue of 1 MiB: who reads is never too slow, however much arrives at once. */
    @Test
    void aBurstOfLargeMessagesIsEchoed() throws Exception {
        try (InteropClient client = kind.connect(server)) {
            byte[] data = new byte[65_000];
            for (int i = 0; i < 300; i++) {
                client.sendBinary(data);
            }
            for (int i = 0; i < 300; i++) {
                assertThat(client.awaitBinary()).hasSize(data.length);
            }
        }
    }

    @Test
    void messagesOfEverySizeAreEchoed() throws Exception {
        try (InteropClient client = kind.connect(server)) {
            for (int size : SIZES) {
                byte[] data = new byte[size];
                new Random(size).nextBytes(data);
                client.sendBinary(data);
                assertThat(client.awaitBinary()).isEqualTo(data);
                String text = "x".repeat(size);
                client.sendText(text);
                assertThat(client.awaitText()).isEqualTo(text);
            }
        }
    }

    @Test
    void charactersOfEveryLengthAreEchoed() throws Exception {
        String text = "aß€\uD83D\uDE00 \u0000\u007F\u0080\u07FF\u0800\uFFFD\uFFFF\uDBFF\uDFFF".repeat(3_000);
        try (InteropClient client = kind.connect(server)) {
            client.sendText(text);
            assertThat(client.awaitText()).isEqualTo(text);
        }
    }

    @Test
    void fragmentsBecomeOneMessage() throws Exception {
        try (InteropClient client = kind.connect(server)) {
            client.sendTextParts("Grüße, ", "", "\uD83D\uDE00", "!".repeat(70_000), "");
            assertThat(client.awaitText()).isEqualTo("Grüße, \uD83D\uDE00" + "!".repeat(70_000));
            client.sendBinaryParts(new byte[1], new byte[300], new byte[70_000]);
            assertThat(client.awaitBinary()).isEqualTo(new byte[70_301]);
        }
    }

    @Test
    void aPingIsAnsweredWithItsPayload() throws Exception {
        byte[] payload = new byte[125];
        new Random(5).nextBytes(payload);
        try (InteropClient client = kind.connect(server)) {
            client.ping(payload);
            assertThat(client.awaitPong()).isEqualTo(payload);
            client.ping(new byte[0]);
            assertThat(client.awaitPong()).isEmpty();
        }
    }

    @Test
    void theServersPreferenceDecidesOnTheSubprotocol() throws Exception {
        try (InteropClient client = kind.connect(server, "soap", "chat.v1", "chat.v2")) {
            assertThat(client.subprotocol()).isEqualTo("chat.v2");
            assertThat(handler.awaitOpen().subprotocol()).isEqualTo("chat.v2");
        }
        try (InteropClient client = kind.connect(server)) {
            assertThat(client.subprotocol()).isEmpty();
            assertThat(handler.awaitOpen().subprotocol()).isNull();
        }
    }

    @Test
    void aMessageRightBehindTheHandshakeArrives() throws Exception {
        try (InteropClient client = kind.connect(server, "greeting")) {
            assertThat(client.awaitText()).isEqualTo("welcome");
        }
    }

    @Test
    void theClientCloses() throws Exception {
        try (InteropClient client = kind.connect(server)) {
            client.close(4001, "enough — bye");
            assertThat(handler.awaitClose())
                    .isEqualTo(new CloseEvent(4001, "enough — bye", Initiator.REMOTE, Cause.CLOSE_FRAME, true));
            assertThat(client.awaitClosed().code()).isEqualTo(4001);
        }
    }

    @Test
    void theServerCloses() throws Exception {
        try (InteropClient client = kind.connect(server)) {
            handler.awaitOpen().close(4002, "go — away");
            assertThat(client.awaitClosed()).isEqualTo(new Closed(4002, "go — away"));
            CloseEvent event = handler.awaitClose();
            assertThat(event.initiator()).isEqualTo(Initiator.LOCAL);
            if (kind != Kind.JAVA_WEBSOCKET) { // of which one thread may end TCP before the other one has answered
                assertThat(event.code()).isEqualTo(4002);
                assertThat(event.cause()).isEqualTo(Cause.CLOSE_FRAME);
                assertThat(event.clean()).isTrue();
            }
        }
    }

    @Test
    void aThousandMessagesAtOnceComeBackInOrder() throws Exception {
        try (InteropClient client = kind.connect(server)) {
            for (int i = 0; i < 1_000; i++) {
                client.sendText("message " + i);
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(client.awaitText()).isEqualTo("message " + i);
            }
        }
    }

    @Test
    void twoHundredClientsEchoAtTheSameTime() throws Exception {
        List<InteropClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(kind.connect(server));
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < clients.size(); i++) {
                    clients.get(i).sendText("round " + round + " of " + i);
                }
                for (int i = 0; i < clients.size(); i++) {
                    assertThat(clients.get(i).awaitText()).isEqualTo("round " + round + " of " + i);
                }
            }
        } finally {
            clients.forEach(InteropClient::close);
        }
    }
}
