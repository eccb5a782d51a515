package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class FrameParserTest {

    private final Side side;
    private final RecordingSink sink = new RecordingSink();
    private final FrameParser parser;

    FrameParserTest(Side side) {
        this.side = side;
        this.parser = new FrameParser(side.role(), 0, sink);
    }

    /** Writes frames down as {@code F1:3}, {@code 616263} and {@code .}: FIN, opcode and length, pieces, end. */
    private static final class RecordingSink implements FrameSink {

        private final List<String> calls = new ArrayList<>();
        private Consumer<ByteBuffer> onPayload = piece -> {};
        private Runnable onEnd = () -> {};
        private long left;

        /** The most that is taken of a piece. */
        private int appetite = Integer.MAX_VALUE;

        @Override
        public void frameStarts(boolean fin, int opcode, boolean rsv1, long length) {
            calls.add((fin ? "F" : "-") + opcode + (rsv1 ? "c" : "") + ":" + length);
            left = length;
        }

        @Override
        public int framePayload(ByteBuffer bytes) {
            int taken = Math.min(appetite, bytes.remaining());
            if (left > 0) {
                calls.add(Hex.of(bytes.slice(bytes.position(), taken)));
            }
            left -= taken;
            onPayload.accept(bytes);
            if (left == 0) {
                calls.add(".");
                onEnd.run();
            }
            return taken;
        }
    }

    private byte[] wire(String... frames) {
        return Conversation.wire(side, List.of(frames));
    }

    @Test
    void frameInOnePiece() {
        Buffers.both(wire("81 03 616263")).forEach(in -> {
            parser.receive(in);
            assertThat(in.hasRemaining()).isFalse();
            Buffers.assertGuardsIntact(in);
        });
        assertThat(sink.calls).containsExactly("F1:3", "616263", ".", "F1:3", "616263", ".");
    }

    @Test
    void emptyFrameHasNoPayload() {
        parser.receive(ByteBuffer.wrap(wire("89 00", "01 00", "80 00")));
        assertThat(sink.calls).containsExactly("F9:0", ".", "-1:0", ".", "F0:0", ".");
    }

    @Test
    void payloadGoesOnAsItArrives() {
        byte[] wire = wire("82 05 0102030405");
        ByteBuffer in = ByteBuffer.wrap(wire);

        parser.receive(in.limit(wire.length - 5));
        assertThat(sink.calls).containsExactly("F2:5");
        parser.receive(in.limit(wire.length - 4));
        assertThat(sink.calls).containsExactly("F2:5", "01");
        parser.receive(in.limit(wire.length - 1));
        assertThat(sink.calls).containsExactly("F2:5", "01", "020304");
        parser.receive(in.limit(wire.length));
        assertThat(sink.calls).containsExactly("F2:5", "01", "020304", "05", ".");
    }

    @Test
    void payloadIsUnmaskedAcrossPieces() {
        byte[] wire = wire("82 7E 0100" + "A5".repeat(256), "82 09 010203040506070809");
        for (int split = 0; split <= wire.length; split++) {
            sink.calls.clear();
            ByteBuffer in = ByteBuffer.wrap(wire.clone());
            FrameParser fresh = new FrameParser(side.role(), 0, sink);
            fresh.receive(in.limit(split));
            fresh.receive(in.limit(wire.length));
            assertThat(String.join("", sink.calls))
                    .as("split at %d", split)
                    .isEqualTo("F2:256" + "A5".repeat(256) + ".F2:9010203040506070809.");
        }
    }

    /** More than an int can count: the length of a frame that is read piece by piece. */
    @ParameterizedTest
    @ValueSource(longs = {1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE})
    void lengthIsLong(long length) {
        parser.receive(ByteBuffer.wrap(wire("82 7F %016X 0102".formatted(length))));
        assertThat(sink.calls).containsExactly("F2:" + length, "0102");

        parser.receive(ByteBuffer.allocate(0));
        assertThat(sink.calls).hasSize(2);
    }

    @Test
    void brokenHeaderFailsAtItsSecondByte() {
        parser.receive(ByteBuffer.wrap(new byte[] {(byte) 0x83}));
        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> parser.receive(ByteBuffer.wrap(wire("83 00"), 1, 1)))
                .withMessage("unknown opcode 3");
        assertThat(sink.calls).isEmpty();
    }

    @Test
    void brokenHeaderFailsBeforeItIsComplete() {
        byte[] start = Arrays.copyOf(wire("80 7E 0100"), 3);
        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> parser.receive(ByteBuffer.wrap(start)))
                .withMessage("continuation without a message");
    }

    @Test
    void headerInPieces() {
        for (byte b : wire("82 7F 0000000000010000 01")) {
            parser.receive(ByteBuffer.wrap(new byte[] {b}));
        }
        assertThat(sink.calls).containsExactly("F2:65536", "01");
    }

    @Test
    void pauseStopsBehindTheFrame() {
        ByteBuffer in = ByteBuffer.wrap(wire("81 01 61", "89 00", "81 01 62"));
        sink.onEnd = parser::pause;

        parser.receive(in);
        assertThat(sink.calls).containsExactly("F1:1", "61", ".");
        parser.receive(in);
        assertThat(sink.calls).hasSize(5).endsWith("F9:0", ".");
        parser.receive(in);
        assertThat(sink.calls).hasSize(8).endsWith("F1:1", "62", ".");
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void pauseInPayloadFinishesTheFrame() {
        ByteBuffer in = ByteBuffer.wrap(wire("81 01 61", "81 01 62"));
        sink.onPayload = piece -> parser.pause();

        parser.receive(in);

        assertThat(sink.calls).containsExactly("F1:1", "61", ".");
    }

    @Test
    void sinkMayLeaveThePieceAsItLikes() {
        sink.onPayload = piece -> piece.clear().order(ByteOrder.LITTLE_ENDIAN);
        byte[] wire = wire("82 02 0102", "82 7E 0080" + "07".repeat(128), "82 01 03");
        Buffers.both(wire).forEach(in -> {
            sink.calls.clear();
            parser.receive(in);
            assertThat(sink.calls)
                    .containsExactly("F2:2", "0102", ".", "F2:128", "07".repeat(128), ".", "F2:1", "03", ".");
        });
    }

    @Test
    void sinkThatThrowsFindsTheBufferBehindThePiece() {
        ProtocolFailure failure = ProtocolFailure.invalidUtf8();
        sink.onPayload = piece -> {
            throw failure;
        };
        byte[] wire = wire("81 02 FFFF", "89 00");
        ByteBuffer in = ByteBuffer.wrap(wire);

        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> parser.receive(in))
                .isSameAs(failure);
        assertThat(in.position()).isEqualTo(wire("81 02 FFFF").length);
        assertThat(in.limit()).isEqualTo(wire.length);
    }
}
