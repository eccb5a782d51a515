package dev.wsboot.ws.handshake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.Pieces;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contract of {@link ServerHandshake}, for bytes that a fuzzer makes up: null, a request or a
 * {@link HandshakeException} comes out and nothing else; how the bytes are cut changes nothing; and what a request answers
 * never fails.
 */
class RequestHeadFuzzTest {

    private static final HandshakeLimits LIMITS = new HandshakeLimits(700, 120, 14);
    private static final List<OriginRule> RULES =
            List.of(OriginRule.sameHost(), OriginRule.matching(List.of("https://*.example.com:*")));

    @FuzzTest
    void anySplitGivesTheSameOutcome(byte[] input) {
        Pieces pieces = new Pieces(input);
        Server whole = new Server();
        whole.take(ByteBuffer.wrap(pieces.whole()));
        Server cut = new Server();
        pieces.feed(cut::take);
        String outcome = whole.outcome();
        if (!outcome.equals(cut.outcome())) {
            throw new AssertionError("whole: " + outcome + ", cut: " + cut.outcome());
        }
    }

    /** One handshake, and what came of it. */
    private static final class Server {

        private final ServerHandshake handshake = new ServerHandshake(LIMITS);
        private @Nullable UpgradeRequest request;
        private @Nullable HandshakeException failure;
        private int taken;

        void take(ByteBuffer in) {
            if (request != null || failure != null) {
                return;
            }
            int from = in.position();
            try {
                request = handshake.receive(in);
            } catch (HandshakeException e) {
                failure = e;
                return;
            }
            taken += in.position() - from;
            if (request == null && (in.hasRemaining() || taken >= LIMITS.maxHead())) {
                throw new AssertionError("neither complete nor refused after " + taken + " bytes");
            }
        }

        String outcome() {
            if (failure != null) {
                return Heads.text(failure.refusal().encode()) + failure.looksLikeTls();
            }
            return request == null ? "incomplete" : describe(request) + " after " + taken;
        }

        private static String describe(UpgradeRequest request) {
            String path = request.path();
            if (!path.startsWith("/") || path.contains("//") || path.contains("/../") || path.contains("\0")) {
                throw new AssertionError("not normal: " + path);
            }
            StringBuilder text = new StringBuilder(path);
            text.append(request.target()).append(request.query()).append(request.queryParameter("f"));
            text.append(request.host()).append(request.origin()).append(request.subprotocols());
            text.append(request.extensions()).append(request.selectSubprotocol(List.of("b")));
            request.headerNames().forEach(name -> text.append(name).append(request.headers(name)));
            RULES.forEach(rule -> text.append(rule.allows(request)));
            text.append(Heads.text(ServerHandshake.acceptance(request, null, null, Map.of())));
            return text.toString();
        }
    }
}
