package dev.wsboot.ws.handshake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.Pieces;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The contract of {@link ClientHandshake}, for bytes that a fuzzer makes up: null, a response or an
 * {@link UpgradeRejectedException} comes out and nothing else; how the bytes are cut changes nothing; what is kept is
 * bounded; and what a response or a rejection answers never fails.
 */
class ResponseHeadFuzzTest {

    private static final ResponseLimits LIMITS = new ResponseLimits(600, 12, 50);

    @FuzzTest
    void anySplitGivesTheSameOutcome(byte[] input) {
        Pieces pieces = new Pieces(input);
        Client whole = new Client();
        whole.take(ByteBuffer.wrap(pieces.whole()));
        Client cut = new Client();
        pieces.feed(cut::take);
        String outcome = whole.outcome();
        if (!outcome.equals(cut.outcome())) {
            throw new AssertionError("whole: " + outcome + ", cut: " + cut.outcome());
        }
    }

    /** One handshake, and what came of it. */
    private static final class Client {

        private final ClientHandshake handshake = Responses.handshake(LIMITS);
        private @Nullable UpgradeResponse response;
        private @Nullable UpgradeRejectedException rejection;
        private int taken;

        void take(ByteBuffer in) {
            if (response != null || rejection != null) {
                return;
            }
            int from = in.position();
            try {
                response = handshake.receive(in);
            } catch (UpgradeRejectedException e) {
                rejection = e;
                return;
            }
            taken += in.position() - from;
            if (response == null && in.hasRemaining()) {
                throw new AssertionError("neither complete nor rejected, but " + in.remaining() + " bytes are left");
            }
        }

        String outcome() {
            if (response != null) {
                return describe(response) + " after " + taken;
            }
            return rejection == null ? "incomplete " + describe(handshake.inputEnded()) : describe(rejection);
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
            if (rejection.body().length() > LIMITS.maxBody()) {
                throw new AssertionError("a body of " + rejection.body().length());
            }
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
}
