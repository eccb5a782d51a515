package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All 65,536 pairs of first bytes, for both roles, inside and outside a fragmented message, against {@link FrameTable}. */
@Tag("sweep")
class FrameRulesOracleTest {

    /** So small that every kind of length can exceed it. */
    private static final int LIMIT = 100;

    private static final List<String> NOTHING = List.of();

    @ParameterizedTest
    @EnumSource
    void betweenMessages(Role role) {
        checkAllPairs(role, false);
    }

    @ParameterizedTest
    @EnumSource
    void insideFragmentedMessage(Role role) {
        checkAllPairs(role, true);
    }

    private static void checkAllPairs(Role role, boolean insideMessage) {
        for (int pair = 0; pair < 1 << 16; pair++) {
            int first = pair >> 8;
            int second = pair & 0xFF;
            assertThat(outcome(role, insideMessage, first, second))
                    .as("%04X to %s, inside a message: %s", pair, role, insideMessage)
                    .isEqualTo(expected(role, insideMessage, first, second));
        }
    }

    private static List<String> expected(Role role, boolean insideMessage, int first, int second) {
        if (!FrameTable.isLegal(first, second, role, insideMessage)) {
            return List.of("failure(1002)");
        }
        int length = second % 128;
        if (!FrameTable.isControl(first)) {
            return length > LIMIT ? List.of("failure(1009)") : emptyMessage(first, length);
        }
        if (length > 0) {
            return NOTHING;
        }
        return List.of(first == 0x88 ? "close(1005, )" : first == 0x89 ? "ping()" : "pong()");
    }

    private static List<String> emptyMessage(int first, int length) {
        if (length > 0 || first < 0x80) {
            return NOTHING;
        }
        return List.of(first == 0x82 ? "binary()" : "text()");
    }

    /** The header alone, with the shortest length that its form may have. */
    private static List<String> outcome(Role role, boolean insideMessage, int first, int second) {
        RecordingEvents events = new RecordingEvents();
        MessageLimits limits = new MessageLimits(LIMIT, LIMIT, 9);
        WebSocketProtocol protocol =
                new WebSocketProtocol(ProtocolOptions.of(role, limits), FrameWriter.server(), events);
        Side side = role == Role.SERVER ? Side.SERVER : Side.CLIENT;
        if (insideMessage) {
            protocol.receive(ByteBuffer.wrap(side.incoming("01 00")));
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

    /** What only {@link FrameRules} knows so far: bits that an extension gave a meaning. */
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
