package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@EnumSource
class FrameWriterTest {

    private final Side side;
    private final FrameWriter writer;

    FrameWriterTest(Side side) {
        this.side = side;
        this.writer = side.writer();
    }

    /** What was written, between guard bytes that must be untouched. */
    private static String written(ByteBuffer out, int start) {
        Buffers.assertGuardsIntact(out);
        return Hex.of(out.duplicate().flip().position(start));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2",
        "1, 2",
        "125, 2",
        "126, 4",
        "127, 4",
        "255, 4",
        "32768, 4",
        "65535, 4",
        "65536, 10",
        "65537, 10",
        "100000, 10"
    })
    void headerIsAsSmallAsCanBe(int length, int headerSize) {
        byte[] payload = new byte[length];
        new Random(1).nextBytes(payload);
        String header = headerSize == 2
                ? "%02X".formatted(length)
                : headerSize == 4 ? "7E%04X".formatted(length) : "7F%016X".formatted(length);
        byte[] expected = side.outgoing("82" + header + Hex.of(payload));

        assertThat(writer.frameSize(length)).isEqualTo(expected.length);
        Buffers.both(new byte[expected.length]).forEach(out -> {
            int start = out.position();
            writer.writeBinary(ByteBuffer.wrap(payload), out);
            assertThat(out.hasRemaining()).isFalse();
            assertThat(written(out, start)).isEqualTo(Hex.of(expected));
        });
    }

    @Test
    void utf8IsWrittenAsText() {
        ByteBuffer out = ByteBuffer.allocate(20);
        writer.writeText(Hex.buffer("C3A9"), out);
        assertThat(Hex.of(out.flip())).isEqualTo(Hex.of(side.outgoing("81 02 C3A9")));
    }

    @Test
    void framesFollowEachOther() {
        ByteBuffer out = ByteBuffer.allocate(60);
        writer.writeText("a", out);
        writer.writeBinary(Hex.buffer("01"), out);
        writer.writeText(Hex.buffer("62"), out);
        writer.write(FrameRules.FIN | Opcode.PING, Hex.buffer(""), out);

        String expected = Stream.of("81 01 61", "82 01 01", "81 01 62", "89 00")
                .map(frame -> Hex.of(side.outgoing(frame)))
                .collect(Collectors.joining());
        assertThat(Hex.of(out.flip())).isEqualTo(expected);
    }

    /** ws CVE-2016-10518: memory outside of the payload was sent. */
    @Test
    void onlyWhatLiesFromPositionToLimitLeaves() {
        ByteBuffer dirty = Hex.buffer("DEAD 010203 BEEF").position(2).limit(5);
        for (ByteBuffer payload : List.of(dirty, dirty.slice(), dirty.asReadOnlyBuffer(), direct(dirty))) {
            ByteBuffer out = ByteBuffer.allocate(20);
            writer.writeBinary(payload, out);
            assertThat(Hex.of(out.flip())).isEqualTo(Hex.of(side.outgoing("82 03 010203")));
        }
    }

    private static ByteBuffer direct(ByteBuffer content) {
        return ByteBuffer.allocateDirect(8)
                .position(3)
                .put(content.duplicate())
                .flip()
                .position(3);
    }

    @Test
    void payloadIsLeftAlone() {
        ByteBuffer payload = Hex.buffer("DEAD 010203 BEEF").position(2).limit(5);
        writer.writeBinary(payload, ByteBuffer.allocate(20));
        writer.writeText(payload, ByteBuffer.allocate(20));

        assertThat(payload.position()).isEqualTo(2);
        assertThat(payload.limit()).isEqualTo(5);
        assertThat(Hex.of(payload.array())).isEqualTo("DEAD010203BEEF");
    }

    @Nested
    class Text {

        private static Stream<String> texts() {
            return Stream.of(
                            List.of("", "a", "é", "€", "\uD83D\uDE00", "\uD800", "aé"),
                            // The number of bytes needs a longer length than the number of chars.
                            around("a", 125, 65535),
                            around("é", 62, 125, 32767, 65535),
                            around("€", 41, 125, 21845, 65535),
                            around("\uD83D\uDE00", 31, 62, 16383, 32767),
                            List.of("é".repeat(100), "a".repeat(125) + "é", "a".repeat(65534) + "é"))
                    .flatMap(List::stream);
        }

        private static List<String> around(String character, int... counts) {
            List<String> texts = new ArrayList<>();
            for (int count : counts) {
                for (int i = -1; i <= 1; i++) {
                    texts.add(character.repeat(count + i));
                }
            }
            return texts;
        }

        /** Room exactly as promised, and the same bytes as if the text had been encoded before. */
        @ParameterizedTest
        @MethodSource("texts")
        void isWrittenAsItsUtf8(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer expected = ByteBuffer.allocate(writer.frameSize(utf8.length));
            writer.writeText(ByteBuffer.wrap(utf8), expected);

            Buffers.both(new byte[(int) FrameWriter.maxTextFrameSize(text)]).forEach(out -> {
                int start = out.position();
                assertThat(writer.writeText(text, out)).isEqualTo(utf8.length);
                assertThat(written(out, start)).isEqualTo(Hex.of(expected.array()));
            });
        }

        @Test
        void roomIsForTheLongestHeaderAndThreeBytesForEveryChar() {
            assertThat(FrameWriter.maxTextFrameSize("")).isEqualTo(14);
            assertThat(FrameWriter.maxTextFrameSize("abc")).isEqualTo(23);
        }
    }

    @Test
    void peerReadsWhatWasWritten() {
        Side peer = Stream.of(Side.values())
                .filter(other -> other.role() != side.role())
                .findFirst()
                .orElseThrow();
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] payload = new byte[random.nextInt(1 << random.nextInt(18))];
            random.nextBytes(payload);
            String text = "aé€\uD83D\uDE00".repeat(random.nextInt(200)) + "z".repeat(random.nextInt(10));
            ByteBuffer out = ByteBuffer.allocate(1 << 18);
            writer.writeBinary(ByteBuffer.wrap(payload), out);
            writer.writeText(text, out);

            Conversation conversation = new Conversation(peer);
            conversation.receiveBytes(Hex.copyOf(out.flip()));
            conversation.expect("binary(" + Hex.of(payload) + ")", "text(" + text + ")");
        }
    }

    /** Section 5.3: what a client's payload becomes on the wire is not what it is. */
    @Test
    void onlyAServersHeaderGoesWithoutItsPayload() {
        ByteBuffer out = ByteBuffer.allocate(FrameWriter.MAX_HEADER);
        if (side.role() == Role.CLIENT) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> writer.writeUnmaskedHeader(0xC2, 65_536, out))
                    .withMessage("a client's payload must be masked");
            assertThat(out.position()).isZero();
        } else {
            writer.writeUnmaskedHeader(0xC2, 65_536, out);
            assertThat(Hex.of(out.flip())).isEqualTo(Hex.of(Hex.buffer("C2 7F 0000000000010000")));
        }
    }
}
