package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract: null, a response or an {@link UpgradeRejectedException}, never anything else; the same for every split
 * of the input; and what a response or a rejection answers never fails.
 */
class ClientHandshakeFuzzTest {

    private static final int ROUNDS = 30_000;
    private static final ResponseLimits LIMITS = new ResponseLimits(600, 12, 50);
    private static final List<String> RESPONSES = List.of(
            Responses.accepted() + "\u0081\0",
            Responses.accepted(
                    "Sec-WebSocket-Protocol: chat.v1",
                    "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_max_window_bits=9"),
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Responses.accepted("Content-Length: 5"),
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nforbidden",
            "HTTP/1.1 503 \r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n2;x=y\r\nef\r\n0\r\n\r\n",
            "HTTP/1.0 302 Found\r\nLocation: https://b/c?d\r\n\r\nuntil the end");
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
            "\u0085",
            "\u00c3\u00a9",
            "\u00ff",
            "0",
            "fffffffff",
            "HTTP/1.1 100 \r\n\r\n",
            "HTTP/1.0",
            "Content-Length: 3\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Upgrade: websocket\r\n",
            "permessage-deflate",
            "server_max_window_bits=8",
            "Location: /x\r\n",
            "\u0015\u0003\u0001");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void onlyDocumentedOutcomesAndTheSameForEverySplit(long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mutated(random);
            try {
                String whole = outcome(bytes, null);
                assertThat(outcome(bytes, random)).isEqualTo(whole);
                accepted += whole.startsWith("accepted") ? 1 : 0;
                refused += whole.startsWith("rejected true") ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                fail("seed %d, round %d: %s".formatted(seed, round, new String(bytes, StandardCharsets.ISO_8859_1)), e);
            }
        }
        // the mutations are neither so mild nor so wild that they prove nothing
        assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS / 2);
        assertThat(refused).isBetween(ROUNDS / 20, ROUNDS / 2);
    }

    private static byte[] mutated(Random random) {
        StringBuilder text = new StringBuilder(RESPONSES.get(random.nextInt(RESPONSES.size())));
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                case 2 -> text.delete(at, to);
                case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
                case 4 ->
                    text.insert(
                            at,
                            String.valueOf((char) (' ' + random.nextInt(95))).repeat(random.nextInt(300)));
                default -> text.setCharAt(at, (char) (text.charAt(at) ^ 0x20));
            }
            if (text.isEmpty()) {
                text.append('H');
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All that can be seen of a handshake, as text: in one piece, or in pieces of random sizes. */
    private static String outcome(byte[] bytes, @Nullable Random pieces) {
        ClientHandshake handshake = Responses.handshake(LIMITS);
        int at = 0;
        try {
            while (at < bytes.length) {
                int length = pieces == null ? bytes.length : 1 + pieces.nextInt(40);
                ByteBuffer in = ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length)));
                UpgradeResponse response = handshake.receive(in);
                if (response != null) {
                    return describe(response) + " rest " + (bytes.length - at - in.position());
                }
                assertThat(in.hasRemaining()).isFalse();
                at += in.position();
            }
            return "incomplete " + describe(handshake.inputEnded());
        } catch (UpgradeRejectedException e) {
            return describe(e);
        }
    }

    private static String describe(UpgradeResponse response) {
        StringBuilder text = new StringBuilder("accepted ").append(response.status());
        text.append(response.subprotocol()).append(response.deflate());
        response.headerNames().forEach(name -> text.append(name).append(response.headers(name)));
        return text.toString();
    }

    private static String describe(UpgradeRejectedException rejection) {
        StringBuilder text = new StringBuilder("rejected ").append(rejection.isRefusal());
        text.append(rejection.getMessage()).append(rejection.status()).append(rejection.body());
        rejection.headerNames().forEach(name -> text.append(name).append(rejection.headers(name)));
        assertThat(rejection.getMessage()).matches("[ -~]+");
        assertThat(rejection.body().length()).isLessThanOrEqualTo(LIMITS.maxBody());
        String location = rejection.location();
        if (location != null) {
            try {
                text.append(Responses.URI.resolve(location));
            } catch (IllegalArgumentException leadsNowhere) {
                text.append(leadsNowhere.getMessage());
            }
        }
        return text.toString();
    }
}
