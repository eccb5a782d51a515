package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract: null, a request or a {@link HandshakeException}, never anything else; the same for every split of the
 * input; and what a request answers never fails.
 */
@Tag("sweep")
class ServerHandshakeFuzzTest {

    private static final int ROUNDS = 40_000;
    private static final HandshakeLimits LIMITS = new HandshakeLimits(1_024, 200, 20);
    private static final List<String> HEADS = List.of(
            Heads.SEED,
            "\r\n"
                    + Heads.get(
                            "/a/b%20c?d=e&f=%41+g",
                            "Origin: http://localhost:3000", "Cookie: caf\u00c3\u00a9\u00e2\u0082\u00ac"),
            Heads.get(
                    "wss://localhost:6060?x",
                    "Sec-WebSocket-Protocol: a, b",
                    "Sec-WebSocket-Extensions: x; y=\"z\\q\"; w=1, v",
                    "Content-Length: 0"));
    private static final List<String> SNIPPETS = List.of(
            "\r\n",
            "\r",
            "\n",
            " ",
            "\t",
            "\0",
            ":",
            ",",
            ";",
            "=",
            "\"",
            "\\",
            "%",
            "%2e",
            "%2F",
            "%C3%A9",
            "/",
            "//",
            "/../",
            "?",
            "&",
            "#",
            "@",
            "[",
            "]",
            "://",
            "HTTP/1.0",
            "\u0085",
            "\u00c3",
            "\u00c3\u00a9",
            "\u00ff",
            "Host: a\r\n",
            "Transfer-Encoding: x\r\n",
            "Upgrade: ",
            "13",
            "websocket",
            "\u0016\u0003\u0001",
            "*",
            "null");
    private static final List<OriginRule> RULES =
            List.of(OriginRule.sameHost(), OriginRule.any(), OriginRule.matching(List.of("https://*.example.com:*")));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void onlyDocumentedOutcomesAndTheSameForEverySplit(long seed) {
        Random random = new Random(seed);
        int requests = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] head = mutated(random);
            try {
                String whole = outcome(head, null);
                assertThat(outcome(head, random)).isEqualTo(whole);
                requests += whole.startsWith("GET") ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                fail("seed %d, round %d: %s".formatted(seed, round, new String(head, StandardCharsets.ISO_8859_1)), e);
            }
        }
        // the mutations are neither so mild nor so wild that they prove nothing
        assertThat(requests).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 5);
    }

    private static byte[] mutated(Random random) {
        StringBuilder head = new StringBuilder(HEADS.get(random.nextInt(HEADS.size())));
        for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
            int at = random.nextInt(head.length());
            int to = Math.min(head.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> head.setCharAt(at, (char) random.nextInt(256));
                case 1 -> head.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                case 2 -> head.delete(at, to);
                case 3 -> head.insert(random.nextInt(head.length()), head.substring(at, to));
                case 4 ->
                    head.insert(
                            at,
                            String.valueOf((char) (' ' + random.nextInt(95))).repeat(random.nextInt(300)));
                default -> head.setCharAt(at, (char) (head.charAt(at) ^ 0x20));
            }
            if (head.isEmpty()) {
                head.append('G');
            }
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All that can be seen of a handshake, as text: in one piece, or in pieces of random sizes. */
    private static String outcome(byte[] head, @Nullable Random pieces) {
        ServerHandshake handshake = new ServerHandshake(LIMITS);
        int at = 0;
        try {
            while (at < head.length) {
                int length = pieces == null ? head.length : 1 + pieces.nextInt(40);
                ByteBuffer in = ByteBuffer.wrap(Arrays.copyOfRange(head, at, Math.min(head.length, at + length)));
                UpgradeRequest request = handshake.receive(in);
                if (request != null) {
                    return describe(request) + " rest " + (head.length - at - in.position());
                }
                assertThat(in.hasRemaining()).isFalse();
                at += in.position();
            }
            return "incomplete";
        } catch (HandshakeException e) {
            return e.refusal() + " " + Heads.text(e.refusal().encode()) + e.looksLikeTls();
        }
    }

    private static String describe(UpgradeRequest request) {
        StringBuilder text = new StringBuilder(request.toString());
        text.append(request.target()).append(request.query()).append(request.queryParameter("f"));
        text.append(request.host()).append(request.origin()).append(request.subprotocols());
        text.append(request.extensions()).append(request.selectSubprotocol(List.of("b")));
        request.headerNames().forEach(name -> text.append(name).append(request.headers(name)));
        RULES.forEach(rule -> text.append(rule.allows(request)));
        text.append(Heads.text(ServerHandshake.acceptance(request, null, null, Map.of())));
        assertThat(request.path()).startsWith("/").doesNotContain("//", "/../", "\\", ";", "\r", "\n", "\0");
        return text.toString();
    }
}
