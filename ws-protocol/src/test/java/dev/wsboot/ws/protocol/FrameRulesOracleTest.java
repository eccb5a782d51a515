package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All 65,536 pairs of first bytes against {@link FrameTable}: for both roles, between messages, inside a fragmented text and
 * a fragmented binary message, before and after this side's Close, with and without permessage-deflate.
 */
@Tag("sweep")
class FrameRulesOracleTest {

    /** So small that every kind of length can exceed it. */
    private static final int LIMIT = 100;

    private static final List<String> NOTHING = List.of();

    private static final DeflateParameters EACH_BY_ITSELF = new DeflateParameters(true, true, 15, 15);

    private final ByteBuffer out = ByteBuffer.allocate(128);

    private final ZlibPool pool = new ZlibPool();

    /** What has come before: a message may be unfinished, and this side may have sent its Close. */
    private record State(Role role, String before, boolean closeSent, boolean compression) {

        boolean insideMessage() {
            return !before.isEmpty();
        }
    }

    private static Stream<State> states() {
        List<State> states = new ArrayList<>();
        for (Role role : Role.values()) {
            for (String before : List.of("", "01 00", "02 00")) {
                for (boolean closeSent : new boolean[] {false, true}) {
                    states.add(new State(role, before, closeSent, false));
                    states.add(new State(role, before, closeSent, true));
                }
            }
        }
        return states.stream();
    }

    @ParameterizedTest
    @MethodSource("states")
    void allPairs(State state) {
        for (int pair = 0; pair < 1 << 16; pair++) {
            int first = pair >> 8;
            int second = pair & 0xFF;
            List<String> outcome = outcome(state, first, second);
            List<String> expected = expected(state, first, second);
            if (!outcome.equals(expected)) {
                assertThat(outcome).as("%04X", pair).isEqualTo(expected);
            }
        }
    }

    private static List<String> expected(State state, int first, int second) {
        if (!FrameTable.isLegal(first, second, state.role, state.insideMessage(), state.compression)) {
            return List.of("failure(1002)");
        }
        int length = second % 128;
        if (!FrameTable.isControl(first)) {
            // Compression may make a payload longer, so only the longest form is too long for certain there.
            boolean tooLong = FrameTable.isCompressed(first) ? length == 127 : length > LIMIT;
            return tooLong ? List.of("failure(1009)") : emptyMessage(state, first, length);
        }
        if (length > 0) {
            return NOTHING;
        }
        return List.of(first == 0x88 ? "close(1005, )" : first == 0x89 ? "ping()" : "pong()");
    }

    private static List<String> emptyMessage(State state, int first, int length) {
        if (length > 0 || first < 0x80 || state.closeSent) {
            return NOTHING;
        }
        // RFC 7692 section 7.2.3.6 compresses an empty message to one byte; no byte at all is taken for the same.
        return List.of(first % 16 == 2 || state.before.equals("02 00") ? "binary()" : "text()");
    }

    /** The header alone, with the shortest length that its form may have. */
    private List<String> outcome(State state, int first, int second) {
        RecordingEvents events = new RecordingEvents();
        Compression compression =
                state.compression ? new Compression(EACH_BY_ITSELF, DeflateOptions.DEFAULT, pool) : null;
        ProtocolOptions options =
                new ProtocolOptions(state.role, new MessageLimits(LIMIT, LIMIT, 9), false, compression, null);
        WebSocketProtocol protocol = new WebSocketProtocol(options, FrameWriter.server(), events);
        Side side = state.role == Role.SERVER ? Side.SERVER : Side.CLIENT;
        if (state.insideMessage()) {
            protocol.receive(ByteBuffer.wrap(side.incoming(state.before)));
        }
        if (state.closeSent) {
            protocol.writeClose(CloseCode.NORMAL, "", out.clear());
        }
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) first).put((byte) second);
        if (second % 128 == 126) {
            header.putShort((short) 126);
        } else if (second % 128 == 127) {
            header.putLong(65536);
        }
        header.put(new byte[second >= 128 ? 4 : 0]).flip();
        protocol.receive(header);
        return events.all();
    }

    /** What only {@link FrameRules} knows: other bits that an extension might give a meaning. */
    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x20, 0x10, 0x50, 0x70})
    void reservedBitsThatWereNegotiated(int allowed) {
        for (int first = 0; first <= 0xFF; first++) {
            for (boolean insideMessage : new boolean[] {false, true}) {
                int reserved = first & 0x70;
                boolean startsMessage = !insideMessage && List.of(1, 2).contains(first & 0x0F);
                boolean legal = FrameTable.isLegal(first - reserved, 1, Role.CLIENT, insideMessage)
                        && (reserved == 0 || startsMessage && (reserved | allowed) == allowed);
                assertThat(accepts(first, allowed, insideMessage))
                        .as("%02X where %02X is allowed, inside a message: %s", first, allowed, insideMessage)
                        .isEqualTo(legal);
            }
        }
    }

    private static boolean accepts(int first, int allowedRsv, boolean insideMessage) {
        try {
            FrameRules.check((byte) first, (byte) 1, Role.CLIENT, allowedRsv, insideMessage);
            return true;
        } catch (ProtocolFailure failure) {
            return false;
        }
    }
}
