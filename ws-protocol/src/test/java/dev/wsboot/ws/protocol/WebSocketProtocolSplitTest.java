package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.Hex.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Any split of the input gives the same events, with pauses and without. */
class WebSocketProtocolSplitTest {

    private static final MessageLimits LIMITS = new MessageLimits(100_000, 80_000, 6);

    private static final List<List<String>> VALID = List.of(
            List.of("81 05" + ascii("Hello"), "82 00", "89 00", "8A 02 0102", "81 00", "88 05 03E8" + ascii("bye")),
            List.of("01 02 E282", "89 03 010203", "00 00", "80 03 AC C3A9", "82 04 DEADBEEF", "88 00"),
            List.of("81 7E 0080" + "61".repeat(126) + "C3A9", "89 7D" + "42".repeat(125), "81 01 61", "01 01 61"),
            List.of("02 03 010203", "80 7E 00C8" + "07".repeat(200), "89 01 01", "82 02 0102", "02 00", "80 00"),
            List.of("81 0A 24 C2A2 E282AC F0908D88", "01 01 F0", "00 01 90", "8A 00", "00 01 8D", "80 01 88"),
            List.of("88 02 03E8", "81 01 61", "FF FF"));

    private static final List<List<String>> INVALID = List.of(
            List.of("81 01 61", "81 09 616263 E282AC FF 6161", "89 00"),
            List.of("01 02 E282", "89 00", "80 01 41"),
            List.of("81 03 61 E282", "81 00"),
            List.of("82 02 0102", "82 7E 007D 01"),
            List.of("82 02 0102", "82 7F 8000000000000001 01"),
            List.of("89 02 0102", "82 7F 0000000000013881 01"),
            List.of("01 00", "00 00", "00 00", "89 00", "00 00", "00 00", "00 00", "80 00"),
            List.of("01 01 61", "81 01 62"),
            List.of("89 00", "80 01 62"),
            List.of("81 01 61", "C1 01 61"),
            List.of("81 01 61", "83 01 61", "88 00"),
            List.of("81 01 61", "89 7E 007E 00"),
            List.of("89 01 01", "88 01 03"),
            List.of("89 01 01", "88 03 03E8 C0"),
            List.of("89 01 01", "88 06 03EC 616263", "88 00"));

    private static Stream<Arguments> conversations() {
        return Arrays.stream(Side.values())
                .flatMap(side -> Stream.concat(VALID.stream(), INVALID.stream())
                        .map(frames -> Arguments.of(side, Conversation.wire(side, frames))));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void everySplitInTwo(Side side, byte[] wire) {
        List<String> expected = reference(side, wire);
        for (int at = 0; at <= wire.length; at++) {
            assertThat(eventsOf(side, wire, at)).as("split at %d", at).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void oneByteAtTime(Side side, byte[] wire) {
        int[] everywhere = new int[wire.length];
        Arrays.setAll(everywhere, i -> i);
        assertThat(eventsOf(side, wire, everywhere)).isEqualTo(reference(side, wire));
    }

    /** All that are cut off somewhere: every start of a conversation is a conversation. */
    @ParameterizedTest
    @MethodSource("conversations")
    void everyStart(Side side, byte[] wire) {
        for (int length = 0; length < wire.length; length++) {
            byte[] start = Arrays.copyOf(wire, length);
            List<String> expected = reference(side, start);
            assertThat(eventsOf(side, start)).as("%d bytes", length).isEqualTo(expected);
            assertThat(eventsOf(side, start, length / 3, length / 2))
                    .as("%d bytes", length)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void randomSplitsAndPauses(Side side, byte[] wire) {
        List<String> expected = reference(side, wire);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            assertThat(eventsWithPauses(side, wire, random)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeMessage(Side side) {
        byte[] wire = Conversation.wire(
                side,
                List.of("02 7F 0000000000011170" + "A5".repeat(70_000), "89 00", "80 7E 7530" + "5A".repeat(30_000)));
        List<String> expected = List.of("ping()", "binary(" + "A5".repeat(70_000) + "5A".repeat(30_000) + ")");
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            assertThat(eventsWithPauses(side, wire, random)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pauseStopsBehindTheFrame(Side side) {
        Conversation conversation = new Conversation(side);
        byte[] wire = conversation.wire("81 01 61", "02 01 62", "89 01 63", "8A 00", "80 00", "81 01 64");
        ByteBuffer in = ByteBuffer.wrap(wire);
        conversation.events.afterEach(conversation.protocol::pause);

        for (String event : List.of("text(a)", "ping(63)", "pong()", "binary(62)", "text(d)")) {
            assertThat(in.hasRemaining()).isTrue();
            conversation.protocol.receive(in);
            conversation.expect(event);
        }
        assertThat(in.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void pauseDoesNotKeepWhatFollowsTheClose(Side side) {
        Conversation conversation = new Conversation(side);
        conversation.events.afterEach(conversation.protocol::pause);
        conversation.receive("88 00", "81 01 61").expect("close(1005, )");

        Conversation failing = new Conversation(side);
        failing.events.afterEach(failing.protocol::pause);
        failing.receive("83 00", "81 01 61").expect("failure(1002)");
    }

    @Test
    void pauseOutsideOfAnEventHasNoEffect() {
        Conversation conversation = new Conversation(Side.SERVER);
        conversation.protocol.pause();
        conversation.receive("81 01 61").expect("text(a)").assertExhausted();
    }

    private static List<String> reference(Side side, byte[] wire) {
        return new ReferenceDecoder(side.role(), LIMITS, Integer.MAX_VALUE).decode(wire);
    }

    /** The pieces lie in one buffer, as what a transport reads. */
    private static List<String> eventsOf(Side side, byte[] wire, int... splits) {
        Conversation conversation = new Conversation(side, LIMITS);
        int from = 0;
        for (int to : splits) {
            conversation.receiveBytes(Arrays.copyOfRange(wire, from, to));
            from = to;
        }
        return conversation
                .receiveBytes(Arrays.copyOfRange(wire, from, wire.length))
                .events
                .all();
    }

    /** What is left behind a pause is given again, sometimes with more behind it. */
    private static List<String> eventsWithPauses(Side side, byte[] wire, Random random) {
        Conversation conversation = new Conversation(side, LIMITS);
        conversation.events.afterEach(() -> {
            if (random.nextBoolean()) {
                conversation.protocol.pause();
            }
        });
        ByteBuffer in = ByteBuffer.wrap(wire.clone()).limit(0);
        int rounds = 0;
        while (in.position() < wire.length) {
            if (!in.hasRemaining() || random.nextInt(4) == 0) {
                in.limit(Math.min(wire.length, in.limit() + 1 + random.nextInt(1 + wire.length / 8)));
            }
            conversation.protocol.receive(in);
            assertThat(++rounds).as("rounds").isLessThan(10_000);
        }
        return conversation.events.all();
    }
}
