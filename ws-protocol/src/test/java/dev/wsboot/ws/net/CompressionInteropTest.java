package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.MessageLimits;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate (RFC 7692) over sockets: in every mode with ourselves, and with everybody who has it. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CompressionInteropTest {

    private static final int MIB = 1 << 20;
    private static final int[] SIZES = {0, 1, 125, 126, 1_023, 1_024, 40_000, 65_536, MIB};

    private static final DeflateOptions EVERYTHING = DeflateOptions.DEFAULT.withThreshold(0, true);

    /** What cannot be compressed becomes a little longer by it, and that counts too. */
    private static final MessageLimits LIMITS = new MessageLimits(2 * MIB, 2 * MIB, 1_024);

    private static WsServer.Builder server(DeflateOptions options, EchoLog handler) {
        return WsServer.builder()
                .port(0)
                .ioThreads(1)
                .compression(options)
                .messageLimits(LIMITS)
                .sendQueue(16 * MIB, Duration.ofSeconds(15))
                .endpoint("/ws", handler);
    }

    private static WsClient.Builder client(DeflateOptions options) {
        return WsClient.builder()
                .ioThreads(1)
                .compression(options)
                .messageLimits(LIMITS)
                .sendQueue(16 * MIB, Duration.ofSeconds(15));
    }

    /** Text that repeats now and then, near and far. */
    private static String text(int size) {
        Random random = new Random(size);
        StringBuilder text = new StringBuilder(size + 20);
        while (text.length() < size) {
            int from = text.length() < 100 ? 0 : random.nextInt(text.length() - 50);
            text.append(
                    random.nextInt(4) == 0
                            ? "" + random.nextLong()
                            : text.substring(from, Math.min(text.length(), from + 40)));
        }
        return text.substring(0, size);
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        return noise;
    }

    private static String utf8(int bytes) {
        return "ä€\uD83D\uDE00z".repeat(bytes / 10);
    }

    /** Messages of every kind, and small ones behind large ones, come back as they were. */
    private static void assertEchoes(WsSession session, ClientLog handler, int... sizes) throws Exception {
        for (int size : sizes) {
            String text = text(size);
            session.sendText(text);
            session.sendBinary(ByteBuffer.wrap(noise(size)));
            session.sendText(utf8(size));
            session.sendBinary(ByteBuffer.allocate(size));
            assertThat(handler.awaitMessage()).isEqualTo(text);
            assertThat(handler.awaitMessage()).isEqualTo(noise(size));
            assertThat(handler.awaitMessage()).isEqualTo(utf8(size));
            assertThat(handler.awaitMessage()).isEqualTo(new byte[size]);
        }
        String text = text(5_000);
        for (int part = 0; part < 5; part++) {
            session.sendTextPart(text.substring(part * 1_000, (part + 1) * 1_000), part == 4);
        }
        assertThat(handler.awaitMessage()).isEqualTo(text);
        for (int i = 0; i < 50; i++) {
            session.sendText("message " + i);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(handler.awaitMessage()).isEqualTo("message " + i);
        }
    }

    @Nested
    class Ourselves {

        /** RFC 7692 section 7.1: context takeover or not for either side, windows of every size. */
        static Stream<Arguments> modes() {
            return IntStream.rangeClosed(8, 15)
                    .boxed()
                    .flatMap(bits -> IntStream.range(0, 4)
                            .mapToObj(takeover -> Arguments.of(takeover / 2 == 1, takeover % 2 == 1, bits, 23 - bits)));
        }

        @ParameterizedTest(name = "takeover {0} {1}, windows {2} {3}")
        @MethodSource("modes")
        void everyMode(boolean serverTakeover, boolean clientTakeover, int serverBits, int clientBits)
                throws Exception {
            DeflateOptions options = EVERYTHING
                    .withContextTakeover(serverTakeover, clientTakeover)
                    .withMaxWindowBits(serverBits, clientBits);
            EchoLog echo = new EchoLog();
            ClientLog handler = new ClientLog();
            try (WsServer server = server(options, echo).start();
                    WsClient client = client(options).build()) {
                WsSession session = client.connect(WsRequest.to("ws://localhost:" + server.port() + "/ws"), handler)
                        .get(15, TimeUnit.SECONDS);
                DeflateParameters agreed = session.deflate();
                assertThat(agreed).isNotNull();
                assertThat(agreed.serverNoContextTakeover()).isEqualTo(!serverTakeover);
                assertThat(agreed.clientNoContextTakeover()).isEqualTo(!clientTakeover);
                assertThat(agreed.serverMaxWindowBits()).isEqualTo(serverBits);
                assertThat(agreed.clientMaxWindowBits()).isEqualTo(clientBits);
                assertThat(echo.awaitOpen().deflate()).isEqualTo(agreed);
                assertEchoes(session, handler, 0, 300, 70_000);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 5, 9})
        void everySizeAtLevels(int level) throws Exception {
            DeflateOptions options = EVERYTHING.withLevel(level).withContextTakeover(true, true);
            ClientLog handler = new ClientLog();
            try (WsServer server = server(options, new EchoLog()).start();
                    WsClient client = client(options).build()) {
                WsSession session = client.connect(WsRequest.to("ws://localhost:" + server.port() + "/ws"), handler)
                        .get(15, TimeUnit.SECONDS);
                assertEchoes(session, handler, SIZES);
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void throughTls(boolean takeover) throws Exception {
            DeflateOptions options =
                    DeflateOptions.DEFAULT.withThreshold(1_024, true).withContextTakeover(takeover, takeover);
            ClientLog handler = new ClientLog();
            try (WsServer server = server(options, new EchoLog())
                            .tls(TlsOptions.of(TestCertificates.server()))
                            .start();
                    WsClient client = client(options)
                            .tls(TlsOptions.of(TestCertificates.client()))
                            .build()) {
                WsSession session = client.connect(WsRequest.to("wss://localhost:" + server.port() + "/ws"), handler)
                        .get(15, TimeUnit.SECONDS);
                assertThat(session.deflate()).isNotNull();
                assertEchoes(session, handler, SIZES);
            }
        }
    }

    @Nested
    class TheirClients {

        static Stream<Arguments> clientsAndTakeover() {
            return Stream.of(InteropClient.Kind.NETTY, InteropClient.Kind.JAVA_WEBSOCKET)
                    .flatMap(kind -> Stream.of(true, false).map(takeover -> Arguments.of(kind, takeover)));
        }

        @ParameterizedTest(name = "{0} takeover={1}")
        @MethodSource("clientsAndTakeover")
        void withOurServer(InteropClient.Kind kind, boolean takeover) throws Exception {
            EchoLog echo = new EchoLog();
            try (WsServer server = server(EVERYTHING.withContextTakeover(takeover, takeover), echo)
                            .start();
                    InteropClient client =
                            kind.connectCompressed(URI.create("ws://localhost:" + server.port() + "/ws"))) {
                assertThat(echo.awaitOpen().deflate()).isNotNull();
                for (int size : SIZES) {
                    client.sendText(text(size));
                    assertThat(client.awaitText()).isEqualTo(text(size));
                    client.sendText(utf8(size));
                    assertThat(client.awaitText()).isEqualTo(utf8(size));
                    client.sendBinary(noise(size));
                    assertThat(client.awaitBinary()).isEqualTo(noise(size));
                    client.sendBinary(new byte[size]);
                    assertThat(client.awaitBinary()).isEqualTo(new byte[size]);
                }
            }
        }

        @ParameterizedTest(name = "{0} takeover={1}")
        @MethodSource("clientsAndTakeover")
        void fragmentedToOurServer(InteropClient.Kind kind, boolean takeover) throws Exception {
            EchoLog echo = new EchoLog();
            try (WsServer server = server(EVERYTHING.withContextTakeover(takeover, takeover), echo)
                            .start();
                    InteropClient client =
                            kind.connectCompressed(URI.create("ws://localhost:" + server.port() + "/ws"))) {
                for (int size : new int[] {3, 3_000, 300_000}) {
                    String text = text(size);
                    List<String> parts = new ArrayList<>();
                    for (int i = 0; i < 3; i++) {
                        parts.add(text.substring(i * size / 3, (i + 1) * size / 3));
                    }
                    client.sendTextParts(parts.toArray(String[]::new));
                    assertThat(client.awaitText()).isEqualTo(text);
                    byte[] noise = noise(size);
                    client.sendBinaryParts(Arrays.copyOf(noise, size / 2), Arrays.copyOfRange(noise, size / 2, size));
                    assertThat(client.awaitBinary()).isEqualTo(noise);
                }
            }
        }
    }

    @Nested
    class TheirServers {

        @ParameterizedTest
        @EnumSource(
                value = InteropServer.Kind.class,
                names = {"NETTY", "JAVA_WEBSOCKET"})
        void withOurClient(InteropServer.Kind kind) throws Exception {
            for (boolean takeover : new boolean[] {true, false}) {
                ClientLog handler = new ClientLog();
                try (InteropServer server = kind.start();
                        WsClient client = client(EVERYTHING.withContextTakeover(takeover, takeover))
                                .build()) {
                    WsSession session = client.connect(WsRequest.to("ws://localhost:" + server.port() + "/ws"), handler)
                            .get(15, TimeUnit.SECONDS);
                    assertThat(session.deflate()).isNotNull();
                    assertEchoes(session, handler, SIZES);
                }
            }
        }
    }
}
