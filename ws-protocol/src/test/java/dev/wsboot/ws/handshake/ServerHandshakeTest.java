package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHandshakeTest {

    private final ServerHandshake handshake = new ServerHandshake(HandshakeLimits.defaults());

    private static void assertSeed(UpgradeRequest request) {
        assertThat(request.target()).isEqualTo("ws://localhost:6060/ws");
        assertThat(request.path()).isEqualTo("/ws");
        assertThat(request.host()).isEqualTo("localhost:6060");
        assertThat(request.extensions())
                .containsExactly(new ExtensionOffer(
                        "permessage-deflate", List.of(new ExtensionOffer.Parameter("client_max_window_bits", null))));
        assertThat(Heads.text(ServerHandshake.acceptance(request, null, null, Map.of())))
                .isEqualTo("HTTP/1.1 101 Switching Protocols\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Heads.ACCEPT + "\r\n\r\n");
    }

    @Nested
    class Section4_2_1_ReadingTheClientsHandshake {

        @Test
        void seedIsAcceptedByteForByte() throws HandshakeException {
            assertSeed(Heads.request(Heads.SEED));
        }

        @Test
        void emptyLineBeforeTheRequestIsNotKept() throws HandshakeException {
            assertSeed(Heads.request("\r\n" + Heads.SEED));
        }

        @Test
        void directBufferIsAcceptedLikeAnArray() throws HandshakeException {
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(Heads.SEED.length() + 10).position(10);
            direct.put(Heads.buffer(Heads.SEED)).flip().position(10);

            assertSeed(handshake.receive(direct.asReadOnlyBuffer()));
        }

        @Test
        void everyTwoPartSplitGivesTheSameRequest() throws HandshakeException {
            for (int split = 0; split <= Heads.SEED.length(); split++) {
                ServerHandshake parts = new ServerHandshake(HandshakeLimits.defaults());
                ByteBuffer first = Heads.buffer(Heads.SEED.substring(0, split));
                ByteBuffer second = Heads.buffer(Heads.SEED.substring(split));

                UpgradeRequest request = parts.receive(first);
                assertThat(first.hasRemaining()).isFalse();
                assertThat(request != null).isEqualTo(split == Heads.SEED.length());
                assertSeed(request == null ? parts.receive(second) : request);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\r\n"})
        void singleBytesGiveTheSameRequest(String prefix) throws HandshakeException {
            String head = prefix + Heads.SEED;
            for (int i = 0; i < head.length() - 1; i++) {
                assertThat(handshake.receive(Heads.buffer(head.substring(i, i + 1))))
                        .isNull();
            }
            assertSeed(handshake.receive(Heads.buffer("\n")));
        }

        @Test
        void positionOfTheBufferDoesNotMatter() throws HandshakeException {
            ByteBuffer in = Heads.buffer("before\r\n" + Heads.SEED + "behind");
            assertSeed(handshake.receive(in.position(6)));
            assertThat(in.remaining()).isEqualTo(6);

            ServerHandshake parts = new ServerHandshake(HandshakeLimits.defaults());
            in.position(6).limit(50);
            assertThat(parts.receive(in)).isNull();
            in.limit(100);
            assertThat(parts.receive(in)).isNull();
            in.limit(in.capacity());
            assertSeed(parts.receive(in));
            assertThat(in.remaining()).isEqualTo(6);
        }

        @Test
        void headLargerThanTheFirstBufferIsKeptWhole() throws HandshakeException {
            String cookie = "c".repeat(5_000);
            String head = Heads.get("/ws", "Cookie: " + cookie);
            UpgradeRequest request = null;
            for (int i = 0; i < head.length(); i += 100) {
                assertThat(request).isNull();
                request = handshake.receive(Heads.buffer(head.substring(i, Math.min(i + 100, head.length()))));
            }
            assertThat(request.header("cookie")).isEqualTo(cookie);
        }

        @Test
        void bytesBehindTheHeadStayInTheBuffer() throws HandshakeException {
            ByteBuffer in = Heads.buffer(Heads.SEED + "\u0081\u0080xyzw");

            assertSeed(handshake.receive(in));
            assertThat(in.remaining()).isEqualTo(6);
            assertThat(in.get()).isEqualTo((byte) 0x81);
        }

        @Test
        void bytesBehindAHeadInTwoPartsStayInTheBuffer() throws HandshakeException {
            handshake.receive(Heads.buffer(Heads.SEED.substring(0, 100)));
            ByteBuffer in = Heads.buffer(Heads.SEED.substring(100) + "frame");

            assertSeed(handshake.receive(in));
            assertThat(in.remaining()).isEqualTo(5);
        }

        @Test
        void onlyTheFirstOfPipelinedRequestsIsRead() throws HandshakeException {
            ByteBuffer in = Heads.buffer(Heads.SEED.repeat(100_000));

            assertSeed(handshake.receive(in));
            assertThat(in.position()).isEqualTo(Heads.SEED.length());
            assertThatIllegalStateException().isThrownBy(() -> handshake.receive(in));
        }

        @Test
        void nothingIsReadAfterARefusal() {
            ByteBuffer in = Heads.buffer("GET / HTTP/1.1\r\n\r\n" + Heads.SEED);

            assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> handshake.receive(in));
            assertThatIllegalStateException().isThrownBy(() -> handshake.receive(in));
        }

        @Test
        void nothingIsReadAfterABadByte() {
            assertThatExceptionOfType(HandshakeException.class).isThrownBy(() -> handshake.receive(Heads.buffer("\0")));
            assertThatIllegalStateException().isThrownBy(() -> handshake.receive(Heads.buffer(Heads.SEED)));
        }
    }

    @Nested
    class Section4_2_2_SendingTheServersHandshake {

        private UpgradeRequest request() throws HandshakeException {
            return Heads.request(Heads.get("/ws", "Sec-WebSocket-Protocol: chat, superchat"));
        }

        @Test
        void sampleKeyOfTheRfcIsAnswered() throws HandshakeException {
            UpgradeRequest sample =
                    Heads.request(Heads.without(Heads.KEY_LINE, "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));

            assertThat(Heads.text(ServerHandshake.acceptance(sample, null, null, Map.of())))
                    .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        }

        @Test
        void everythingAgreedOnIsNamed() throws HandshakeException {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Set-Cookie", "a=b");
            headers.put("Server", "us\tand them");

            assertThat(Heads.text(ServerHandshake.acceptance(request(), "chat", "permessage-deflate", headers)))
                    .isEqualTo("HTTP/1.1 101 Switching Protocols\r\n"
                            + "Upgrade: websocket\r\n"
                            + "Connection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + Heads.ACCEPT + "\r\n"
                            + "Sec-WebSocket-Protocol: chat\r\n"
                            + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                            + "Set-Cookie: a=b\r\n"
                            + "Server: us\tand them\r\n\r\n");
        }

        @Test
        void emptyMeansNotAgreedOn() throws HandshakeException {
            assertThat(Heads.text(ServerHandshake.acceptance(request(), "", "", Map.of())))
                    .doesNotContain("Protocol:", "Extensions:");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Chat", "chat, superchat", "mqtt", "chat\r\nX: y"})
        void subprotocolThatIsNotOfferedIsRefused(String subprotocol) throws HandshakeException {
            UpgradeRequest request = request();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerHandshake.acceptance(request, subprotocol, null, Map.of()))
                    .withMessage("The client does not offer the chosen subprotocol");
        }

        @Test
        void extensionsThatEndTheLineAreRefused() throws HandshakeException {
            UpgradeRequest request = request();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ServerHandshake.acceptance(request, null, "x\r\nSet-Cookie: y", Map.of()));
        }

        @Test
        void headersThatAreTheHandshakesOwnAreRefused() throws HandshakeException {
            UpgradeRequest request = request();
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            ServerHandshake.acceptance(request, null, null, Map.of("sec-websocket-accept", "forged")));
        }
    }

    /** Limits hold while bytes arrive, not when the head is complete. */
    @Nested
    class Section10_4_Limits {

        @Test
        void twentyMegabytesInSmallChunksEndAtTheLimit() {
            ByteBuffer chunk = Heads.buffer("x".repeat(16));
            int[] fed = {0};
            assertThatExceptionOfType(HandshakeException.class)
                    .isThrownBy(() -> {
                        handshake.receive(Heads.buffer("GET / HTTP/1.1\r\nX:"));
                        for (int i = 0; i < 20_000_000 / 16; i++) {
                            handshake.receive(chunk.rewind());
                            fed[0] += 16;
                        }
                    })
                    .satisfies(e -> assertThat(e.refusal().status()).isEqualTo(431));
            assertThat(fed[0]).isBetween(16 * 1024 - 64, 16 * 1024);
        }

        /**
         * tungstenite CVE-2023-43669: the head was parsed anew with every read, so that n bytes in chunks cost n². Eight
         * thousand times as much as in one piece it would be here.
         */
        @Tag("sweep")
        @Test
        void aLargeHeadInSmallChunksCostsNotMuchMoreThanInOnePiece() throws Exception {
            String head = Heads.get("/ws", "X: " + "x".repeat(256 * 1024));
            HandshakeLimits raised = new HandshakeLimits(1 << 20, 8192, 100);
            long inOnePiece = CpuTime.leastOf(
                    10, () -> assertThat(read(raised, head, head.length())).isNotNull());
            long inChunks =
                    CpuTime.leastOf(3, () -> assertThat(read(raised, head, 16)).isNotNull());

            assertThat(inChunks / inOnePiece).as("times the cost of one piece").isLessThan(200);
        }

        private static UpgradeRequest read(HandshakeLimits limits, String head, int size) throws HandshakeException {
            ServerHandshake handshake = new ServerHandshake(limits);
            ByteBuffer all = Heads.buffer(head);
            UpgradeRequest request = null;
            while (all.hasRemaining()) {
                ByteBuffer chunk = all.slice(all.position(), Math.min(size, all.remaining()));
                all.position(all.position() + chunk.remaining());
                request = handshake.receive(chunk);
            }
            return request;
        }

        @Test
        void exactlyTheLimitsAreAccepted() throws HandshakeException {
            String head = Heads.get("/a?b");
            HandshakeLimits exact = new HandshakeLimits(head.length(), 4, 5);

            assertThat(new ServerHandshake(exact).receive(Heads.buffer(head)).path())
                    .isEqualTo("/a");
            assertThat(Heads.failure(head, new HandshakeLimits(head.length() - 1, 4, 5))
                            .refusal()
                            .status())
                    .isEqualTo(431);
            assertThat(Heads.failure(head, new HandshakeLimits(head.length(), 3, 5))
                            .refusal()
                            .status())
                    .isEqualTo(414);
            assertThat(Heads.failure(head, new HandshakeLimits(head.length(), 4, 4))
                            .refusal()
                            .status())
                    .isEqualTo(431);
        }

        @Test
        void headThatReachesTheLimitUnfinishedIsRefusedWithoutWaitingForMore() {
            HandshakeLimits small = new HandshakeLimits(20, 100, 5);

            assertThat(Heads.failure("GET / HTTP/1.1\r\nAb: c", small).refusal().status())
                    .isEqualTo(431);
            assertThat(Heads.failure("GET /" + "a".repeat(15), small).refusal().status())
                    .isEqualTo(414);
        }

        @Test
        void longTargetIsRefusedBeforeItEnds() {
            assertThat(Heads.status("GET /" + "a".repeat(8192))).isEqualTo(414);
        }

        @Test
        void twoThousandHeadersAreRefused() {
            assertThat(Heads.status("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(2_000)))
                    .isEqualTo(431);
        }

        @Test
        void oneHundredHeadersAreAcceptedAndRepeatedOnesCount() throws HandshakeException {
            String[] lines = new String[95];
            Arrays.fill(lines, "a: b");
            assertThat(Heads.request(Heads.get("/ws", lines)).headers("a")).hasSize(95);

            String[] tooMany = new String[96];
            Arrays.fill(tooMany, "a: b");
            assertThat(Heads.status(Heads.get("/ws", tooMany))).isEqualTo(431);
        }

        @Test
        void spacesInATokenListAreRefusedAtTheLimit() {
            String connection = "Connection: keep-alive," + " ".repeat(50_000) + "Upgrade\r\n";
            String head = Heads.get("/ws").replace(Heads.CONNECTION, connection);

            assertThat(Heads.status(head)).isEqualTo(431);
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", ",", "\t", " ,", "a,", "a "})
        void longListsAreReadWhereTheLimitIsRaised(String filler) throws HandshakeException {
            String connection = "Connection: a," + filler.repeat(50_000) + ",Upgrade\r\n";
            String head = Heads.get("/ws").replace(Heads.CONNECTION, connection);

            assertThat(new ServerHandshake(new HandshakeLimits(1 << 20, 8192, 100)).receive(Heads.buffer(head)))
                    .isNotNull();
        }

        /** ws CVE-2021-32640: sixteen times as long costs some sixteen times as much, and not 256 times. */
        @Tag("sweep")
        @ParameterizedTest
        @ValueSource(strings = {" ", ",", "\t", " ,", "a,", "a "})
        void longListsCostWhatTheirLengthSays(String filler) throws Exception {
            HandshakeLimits raised = new HandshakeLimits(1 << 20, 8192, 100);
            String some = listOf(filler, 10_000);
            String many = listOf(filler, 160_000);
            long costOfSome = CpuTime.leastOf(
                    10, () -> assertThat(read(raised, some, some.length())).isNotNull());
            long costOfMany = CpuTime.leastOf(
                    3, () -> assertThat(read(raised, many, many.length())).isNotNull());

            assertThat(costOfMany / costOfSome)
                    .as("times the cost of a sixteenth")
                    .isLessThan(80);
        }

        private static String listOf(String filler, int times) {
            return Heads.get("/ws").replace(Heads.CONNECTION, "Connection: a," + filler.repeat(times) + ",Upgrade\r\n");
        }
    }
}
