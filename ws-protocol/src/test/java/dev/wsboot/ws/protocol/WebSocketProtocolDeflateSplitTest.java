package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.Zlib.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.protocol.ReferenceDecoder.Compressed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any split of the input gives the same events with permessage-deflate too, whole messages and parts, with pauses and
 * without; and the same as the JDK's zlib over each whole message. Seeds can be run alone.
 */
@Tag("sweep")
class WebSocketProtocolDeflateSplitTest {

    private static final MessageLimits LIMITS = new MessageLimits(40_000, 4_000, 6);
    private static final String HELLO = "F248CDC9C90700";
    private static final String ZEROS = Hex.of(Zlib.deflate(new byte[40_000]));
    private static final String TOO_MUCH = Hex.of(Zlib.deflate(new byte[40_001]));

    private static final List<List<String>> CONVERSATIONS = List.of(
            List.of("C1 07" + HELLO, "89 00", "C1 01 00", "C2 00", "81 01 61", "88 05 03E8" + "627965"),
            List.of("41 03 F248CD", "89 02 0102", "00 00", "80 04 C9C90700", "C1 07" + HELLO, "82 02 DEAD"),
            List.of("C1 07" + HELLO, "C1 05 F200110000", "C1 08 F348CDC9C9070000", "C1 07" + HELLO),
            List.of("41 07 F348CDC9C90700", "00 00", "80 07" + HELLO, "C1 07 F348CDC9C90700", "C1 05 F200110000"),
            List.of("C1 0D F24805000000FFFFCAC9C90700", "C1 0B 000500FAFF48656C6C6F00", "01 01 61", "80 00"),
            List.of("C1 0A 4B0400 828100000000 62", "89 00", "81 01 61"),
            List.of(frame("C2", Hex.bytes(ZEROS)), "89 00", "C2 07" + HELLO),
            List.of(frame("C2", Hex.bytes(TOO_MUCH)), "89 00", "C2 07" + HELLO),
            List.of(frame("C2", Hex.bytes(TOO_MUCH + "FFFFFF")), "89 00"),
            List.of(frame("42", Hex.bytes(ZEROS)), "89 00", "80 03 FFFFFF"),
            List.of("C1 04 F248CDC9", "89 00", "C1 07" + HELLO),
            List.of("C2 03 4B9C07", "C2 03 4B9C"),
            List.of(frame("C1", Zlib.deflate(Hex.bytes("61E282ACC3A9F09F9880FF61"))), "89 00"),
            List.of(frame("C1", Zlib.deflate(Hex.bytes("61E282"))), "89 00"),
            List.of("41 01 F2", "C0 01 48", "89 00"),
            List.of("41 01 F2", "C9 00"),
            List.of("41 00", "00 00", "00 00", "00 00", "00 00", "00 00", "80 00"));

    private final ZlibPool pool = new ZlibPool();

    private static Stream<Arguments> conversations() {
        return Arrays.stream(Side.values())
                .flatMap(side -> Stream.of(Compressed.EACH_BY_ITSELF, Compressed.WITH_TAKEOVER)
                        .flatMap(compressed -> CONVERSATIONS.stream()
                                .map(frames -> Arguments.of(side, compressed, Conversation.wire(side, frames)))));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void everySplitInTwo(Side side, Compressed compressed, byte[] wire) {
        List<String> expected = reference(side, compressed, wire);
        for (int at = 0; at <= wire.length; at++) {
            assertThat(events(side, compressed, false, wire, at))
                    .as("split at %d", at)
                    .isEqualTo(expected);
            assertThat(events(side, compressed, true, wire, at))
                    .as("split at %d", at)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void everyStart(Side side, Compressed compressed, byte[] wire) {
        for (int length = 0; length < wire.length; length++) {
            byte[] start = Arrays.copyOf(wire, length);
            assertThat(events(side, compressed, false, start, length / 2))
                    .as("%d bytes", length)
                    .isEqualTo(reference(side, compressed, start));
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void randomSplitsAndPauses(Side side, Compressed compressed, byte[] wire) {
        List<String> expected = reference(side, compressed, wire);
        for (int seed = 0; seed < 40; seed++) {
            boolean inParts = seed % 2 == 1;
            assertThat(eventsWithPauses(side, compressed, inParts, wire, new Random(seed)))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomConversations(Side side) {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            Compressed compressed = random.nextBoolean() ? Compressed.EACH_BY_ITSELF : Compressed.WITH_TAKEOVER;
            byte[] wire = conversation(side, compressed, random);
            List<String> expected = reference(side, compressed, wire);
            // Fragments of parts are not counted.
            boolean inParts = random.nextBoolean() && !expected.contains("failure(1008)");
            assertThat(eventsWithPauses(side, compressed, inParts, wire, random))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            seen.addAll(expected);
        }
        assertThat(seen).as("or the walk is no good").contains("failure(1002)", "failure(1007)", "failure(1008)");
        assertThat(seen).contains("failure(1009)", "text()", "binary()", "ping()");
    }

    private static byte[] conversation(Side side, Compressed compressed, Random random) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(1 + random.nextInt(9), true);
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            boolean text = random.nextBoolean();
            boolean deflated = random.nextInt(4) > 0;
            byte[] payload = content(text, random);
            if (deflated && compressed == Compressed.EACH_BY_ITSELF) {
                deflater.reset();
            }
            payload = deflated ? Zlib.deflate(deflater, payload) : payload;
            if (random.nextInt(12) == 0 && payload.length > 0) {
                payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
            } else if (random.nextInt(20) == 0) {
                payload = Arrays.copyOf(payload, random.nextInt(payload.length + 1));
            }
            message(side, (text ? 1 : 2) | (deflated ? 0x40 : 0), payload, random, wire);
        }
        deflater.end();
        return wire.toByteArray();
    }

    private static void message(Side side, int first, byte[] payload, Random random, ByteArrayOutputStream wire) {
        int from = 0;
        for (int opcode = first; ; opcode = random.nextInt(200) == 0 ? 0x40 : 0) {
            boolean last = random.nextInt(3) > 0;
            int to = last ? payload.length : from + random.nextInt(payload.length - from + 1);
            String firstByte = "%02X".formatted(opcode | (last ? 0x80 : 0));
            wire.writeBytes(side.incoming(frame(firstByte, Arrays.copyOfRange(payload, from, to))));
            if (last) {
                return;
            }
            if (random.nextInt(3) == 0) {
                wire.writeBytes(side.incoming(random.nextBoolean() ? "89 00" : "8A 02 0102"));
            }
            from = to;
        }
    }

    private static byte[] content(boolean text, Random random) {
        int size = random.nextInt(8) == 0 ? 0 : random.nextInt(random.nextInt(6) == 0 ? 45_000 : 300);
        if (text) {
            String alphabet = random.nextBoolean() ? "abc" : "aé€ the \uD83D\uDE00";
            return alphabet.repeat(1 + size / alphabet.length())
                    .substring(0, size)
                    .getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[Math.min(size, random.nextBoolean() ? 45_000 : 3_900)];
        if (size < 4_000) {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private static List<String> reference(Side side, Compressed compressed, byte[] wire) {
        return new ReferenceDecoder(side.role(), LIMITS, Integer.MAX_VALUE, compressed).decode(wire);
    }

    private List<String> events(Side side, Compressed compressed, boolean inParts, byte[] wire, int at) {
        Connection connection = new Connection(side, compressed, inParts, pool);
        connection.receive(ByteBuffer.wrap(wire.clone()).limit(at));
        connection.receive(ByteBuffer.wrap(wire.clone()).position(at));
        return connection.end();
    }

    private List<String> eventsWithPauses(
            Side side, Compressed compressed, boolean inParts, byte[] wire, Random random) {
        Connection connection = new Connection(side, compressed, inParts, pool);
        connection.events.pauses = random;
        ByteBuffer in = ByteBuffer.wrap(wire.clone()).limit(0);
        int rounds = 0;
        while (in.position() < wire.length) {
            if (!in.hasRemaining() || random.nextInt(4) == 0) {
                in.limit(Math.min(wire.length, in.limit() + 1 + random.nextInt(1 + wire.length / 4)));
            }
            connection.protocol.receive(in);
            assertThat(Retained.bytes(connection.protocol)).isLessThanOrEqualTo(40_000 + 125 + 14);
            assertThat(++rounds).as("rounds").isLessThan(10_000);
        }
        return connection.end();
    }

    private static final class Connection {

        private final Joining events = new Joining();
        private final WebSocketProtocol protocol;
        private final ZlibPool pool;

        Connection(Side side, Compressed compressed, boolean inParts, ZlibPool pool) {
            boolean alone = compressed == Compressed.EACH_BY_ITSELF;
            Compression compression =
                    new Compression(new DeflateParameters(alone, alone, 15, 15), DeflateOptions.DEFAULT, pool);
            this.pool = pool;
            protocol = new WebSocketProtocol(
                    new ProtocolOptions(side.role(), LIMITS, inParts, compression, null), side.writer(), events);
            events.protocol = protocol;
        }

        void receive(ByteBuffer in) {
            protocol.receive(in);
            assertThat(in.hasRemaining()).isFalse();
        }

        /** One Inflater at most was lent, and is back. */
        List<String> end() {
            protocol.release();
            assertThat(Zlib.inflatersIn(pool)).isLessThanOrEqualTo(1);
            pool.borrowInflater().end();
            return events.recorded.all();
        }
    }

    /** Where parts end depends on how the input is cut; what they add up to does not. */
    private static final class Joining implements ProtocolEvents {

        private final RecordingEvents recorded = new RecordingEvents();
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private WebSocketProtocol protocol;
        private Random pauses;

        private void maybePause() {
            if (pauses != null && pauses.nextBoolean()) {
                protocol.pause();
            }
        }

        @Override
        public void onPart(boolean text, ByteBuffer payload, boolean last) {
            assertThat(last || payload.hasRemaining())
                    .as("not empty but for the last")
                    .isTrue();
            parts.writeBytes(Hex.copyOf(payload));
            if (!last) {
                maybePause();
                return;
            }
            ByteBuffer message = ByteBuffer.wrap(parts.toByteArray());
            parts.reset();
            if (text) {
                onText(message, false);
            } else {
                onBinary(message);
            }
        }

        @Override
        public void onText(ByteBuffer payload, boolean ascii) {
            recorded.onText(payload, ascii);
            maybePause();
        }

        @Override
        public void onBinary(ByteBuffer payload) {
            recorded.onBinary(payload);
            maybePause();
        }

        @Override
        public void onPing(ByteBuffer payload) {
            recorded.onPing(payload);
            maybePause();
        }

        @Override
        public void onPong(ByteBuffer payload) {
            recorded.onPong(payload);
            maybePause();
        }

        @Override
        public void onClose(int code, String reason) {
            recorded.onClose(code, reason);
        }

        @Override
        public void onFailure(ProtocolFailure failure) {
            recorded.onFailure(failure);
        }
    }
}
