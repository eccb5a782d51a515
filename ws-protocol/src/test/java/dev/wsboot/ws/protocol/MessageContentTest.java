package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pieces in, messages or parts out. What a peer can do is in {@link WebSocketProtocolPartsTest}. */
class MessageContentTest {

    private static final long BEYOND_INT = 1L << 40;

    private final List<String> calls = new ArrayList<>();
    private final List<ByteBuffer> payloads = new ArrayList<>();

    private final PayloadSlab slab = Buffers.slabThatDoesNotGrow();

    private MessageContent content(long maxSize, boolean inParts) {
        return new MessageContent(maxSize, inParts, slab, new MessageSink() {
            @Override
            public void message(int opcode, ByteBuffer payload) {
                calls.add(opcode + ":" + Hex.of(payload));
                payloads.add(payload);
            }

            @Override
            public void part(int opcode, ByteBuffer payload, boolean last) {
                calls.add(opcode + (last ? " last:" : " part:") + Hex.of(payload));
                payloads.add(payload);
            }
        });
    }

    private void expect(String... expected) {
        assertThat(calls).containsExactly(expected);
        calls.clear();
    }

    @AfterEach
    void nothingIsLeftOver() {
        assertThat(calls).isEmpty();
    }

    /** What is collected becomes one array, of which a JVM makes none larger; parts may add up to more. */
    @ParameterizedTest
    @CsvSource({
        "1099511627776, false, 2147483639",
        "1099511627776, true, 1099511627776",
        "2147483639, false, 2147483639",
        "100, false, 100",
        "100, true, 100"
    })
    void mostThatMessageMayHave(long limit, boolean inParts, long expected) {
        assertThat(content(limit, inParts).maxSize()).isEqualTo(expected);
    }

    @Test
    void collectsWithLimitBeyondInt() {
        MessageContent content = content(BEYOND_INT, false);
        content.begin(Opcode.BINARY);
        content.accept(Hex.buffer("01"), false);
        content.accept(Hex.buffer(""), false);
        content.accept(Hex.buffer("02"), true);
        expect("2:0102");
    }

    @Test
    void onePieceIsNotCopied() {
        for (boolean inParts : new boolean[] {false, true}) {
            MessageContent content = content(100, inParts);
            content.begin(Opcode.BINARY);
            ByteBuffer piece = Hex.buffer("0102");
            content.accept(piece, true);
            expect(inParts ? "2 last:0102" : "2:0102");
            assertThat(payloads).last().isSameAs(piece);
        }
    }

    @Test
    void roomIsWhatIsExpectedAtMost() {
        MessageContent content = content(1000, false);
        content.begin(Opcode.BINARY);
        content.expect(3, true);
        content.accept(Hex.buffer("01"), false);
        content.accept(Hex.buffer("02"), true);
        content.begin(Opcode.BINARY);
        content.accept(Hex.buffer("01"), false);
        content.accept(Hex.buffer("02"), true);
        expect("2:0102", "2:0102");
        assertThat(payloads.get(0).capacity()).isEqualTo(3);
        assertThat(payloads.get(1).capacity()).as("forgotten").isEqualTo(256);
    }

    @Test
    void sizeAndTextAreCheckedThoughDropped() {
        MessageContent content = content(3, true);
        content.drop();
        content.begin(Opcode.TEXT);
        content.accept(Hex.buffer("616263"), false);
        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> content.accept(Hex.buffer("64"), true))
                .withMessage("message larger than 3 bytes");
        content.begin(Opcode.TEXT);
        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> content.accept(Hex.buffer("C3"), true))
                .withMessage("text is not valid UTF-8");
    }

    /** The same as if it came byte by byte. */
    @ParameterizedTest
    @CsvSource({
        "616263FF, message larger than 3 bytes",
        "6162E282, message larger than 3 bytes",
        "61FF6264, text is not valid UTF-8",
        "6162FF64, text is not valid UTF-8"
    })
    void whatComesFirstFails(String piece, String reason) {
        for (boolean last : new boolean[] {false, true}) {
            MessageContent content = content(3, false);
            content.begin(Opcode.TEXT);
            assertThatExceptionOfType(ProtocolFailure.class)
                    .isThrownBy(() -> content.accept(Hex.buffer(piece), last))
                    .withMessage(reason);
        }
    }

    @Test
    void droppedInTheMiddle() {
        MessageContent content = content(100, false);
        content.begin(Opcode.BINARY);
        content.accept(Hex.buffer("01"), false);
        content.drop();
        content.accept(Hex.buffer("02"), true);
    }

    /** Room of the slab is lent for the time of a message, however that ends. */
    @Nested
    class InSlab {

        private static final int LARGE = 20_000;

        private boolean isFree() {
            PayloadSlab.Region all = slab.take(PayloadSlab.FIRST);
            if (all != null) {
                all.giveBack();
            }
            return all != null;
        }

        private MessageContent content(int maxSize, Consumer<ByteBuffer> message) {
            return new MessageContent(maxSize, false, slab, new MessageSink() {
                @Override
                public void message(int opcode, ByteBuffer payload) {
                    message.accept(payload);
                }

                @Override
                public void part(int opcode, ByteBuffer payload, boolean last) {
                    throw new AssertionError("a part");
                }
            });
        }

        private MessageContent begun(int opcode, Consumer<ByteBuffer> message) {
            MessageContent content = content(LARGE, message);
            content.begin(opcode);
            content.expect(LARGE, true);
            content.accept(ByteBuffer.allocate(LARGE - 1), false);
            return content;
        }

        private MessageContent begun(int opcode) {
            return begun(opcode, payloads::add);
        }

        @Test
        void binaryIsCollectedThere() {
            MessageContent content = begun(Opcode.BINARY);
            assertThat(isFree()).isFalse();
            content.accept(ByteBuffer.allocate(1), true);
            assertThat(payloads.get(0).isDirect()).isTrue();
            assertThat(isFree()).isTrue();
        }

        @Test
        void textIsNot() {
            MessageContent content = begun(Opcode.TEXT);
            assertThat(isFree()).isTrue();
            content.accept(ByteBuffer.allocate(1), true);
            assertThat(payloads.get(0).hasArray()).isTrue();
        }

        /** No frame says how long it will be. */
        @Test
        void whatIsInflatedIsNot() {
            MessageContent content = content(LARGE, payloads::add);
            content.begin(Opcode.BINARY);
            content.accept(ByteBuffer.allocate(LARGE - 1), false);
            assertThat(isFree()).isTrue();
            content.accept(ByteBuffer.allocate(1), true);
            assertThat(payloads.get(0).hasArray()).isTrue();
        }

        @Test
        void whatIsDroppedIsGivenBack() {
            begun(Opcode.BINARY).drop();
            assertThat(isFree()).isTrue();
        }

        @Test
        void soItIsWhereTheMessageFails() {
            MessageContent content = begun(Opcode.BINARY, payload -> {
                throw new IllegalStateException("expected");
            });
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> content.accept(ByteBuffer.allocate(1), true));
            assertThat(isFree()).isTrue();
        }

        /** What a frame of several announces is believed, though not that it is all. */
        @Test
        void fragments() {
            MessageContent content = content(1 << 20, payloads::add);
            content.begin(Opcode.BINARY);
            content.expect(100_000, false);
            content.accept(ByteBuffer.allocate(1), false);
            content.expect(100_001, true);
            content.accept(ByteBuffer.allocate(100_000), true);
            assertThat(payloads.get(0).remaining()).isEqualTo(100_001);
            assertThat(payloads.get(0).capacity()).isEqualTo(7 * PayloadSlab.BLOCK);
        }
    }
}
