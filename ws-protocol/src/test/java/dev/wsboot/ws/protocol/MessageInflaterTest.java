package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces in, content out. What a peer can do is in {@link WebSocketProtocolDeflateTest}. */
class MessageInflaterTest {

    private static final String HELLO = "F248CDC9C90700";

    private final ZlibPool pool = new ZlibPool();
    private final List<String> parts = new ArrayList<>();
    private Runnable afterEach = () -> {};
    private final MessageContent content = new MessageContent(1 << 20, true, null, new MessageSink() {
        @Override
        public void message(int opcode, ByteBuffer payload) {
            throw new AssertionError();
        }

        @Override
        public void part(int opcode, ByteBuffer payload, boolean last) {
            parts.add((last ? "last " : "") + payload.remaining());
            afterEach.run();
        }
    });

    private MessageInflater inflater(boolean takeover) {
        content.begin(Opcode.BINARY);
        return new MessageInflater(takeover, pool, content);
    }

    @Test
    void inflatesChunkByChunk() {
        inflater(false).accept(ByteBuffer.wrap(Zlib.deflate(new byte[40_000])), true);
        assertThat(parts).containsExactly("16384", "16384", "last 7232");
    }

    @Test
    void pauseStopsWhereInputIsLeft() {
        MessageInflater inflater = inflater(false);
        ByteBuffer piece = ByteBuffer.wrap(Zlib.deflate(new byte[400_000]));
        afterEach = inflater::pause;
        inflater.accept(piece, true);
        assertThat(parts).containsExactly("16384");
        assertThat(piece.hasRemaining()).isTrue();
        assertThat(Zlib.inflatersIn(pool)).isZero();
        afterEach = () -> {};
        inflater.accept(piece, true);
        assertThat(piece.hasRemaining()).isFalse();
        assertThat(parts).hasSize(25).endsWith("last " + 400_000 % ZlibPool.CHUNK);
        assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
    }

    /** While it waits for the rest of the message. */
    @Test
    void keepsNoPiece() {
        byte[] message = Zlib.deflate(new byte[40_000]);
        byte[] piece = Arrays.copyOf(message, message.length - 1);
        WeakReference<byte[]> reference = new WeakReference<>(piece);
        MessageInflater inflater = inflater(false);
        inflater.accept(ByteBuffer.wrap(piece), false);
        piece = null;
        for (int i = 0; i < 10 && reference.get() != null; i++) {
            System.gc();
        }

        assertThat(reference.get()).isNull();
        inflater.accept(ByteBuffer.wrap(message, message.length - 1, 1), true);
        assertThat(parts.stream()
                        .mapToInt(part -> Integer.parseInt(part.replace("last ", "")))
                        .sum())
                .isEqualTo(40_000);
    }

    @Test
    void pauseBetweenMessagesHasNoEffect() {
        MessageInflater inflater = inflater(false);
        inflater.pause();
        inflater.accept(ByteBuffer.wrap(Zlib.deflate(new byte[40_000])), true);
        assertThat(parts).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void releasedItConsumesAndDrops(boolean takeover) {
        MessageInflater inflater = inflater(takeover);
        inflater.accept(Hex.buffer(HELLO), false);
        inflater.release();
        assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
        ByteBuffer piece = Hex.buffer(HELLO);
        inflater.accept(piece, true);
        assertThat(piece.hasRemaining()).isFalse();
        assertThat(parts).containsExactly("5");
        assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contextIsKeptOnlyWithTakeover(boolean takeover) {
        MessageInflater inflater = inflater(takeover);
        inflater.accept(Hex.buffer(HELLO), true);
        assertThat(parts).containsExactly("last 5");
        assertThat(Zlib.inflatersIn(pool)).isEqualTo(takeover ? 0 : 1);
    }

    /** Whatever is thrown, what was borrowed is still known. */
    @Test
    void whatThrowsLosesNothing() {
        MessageInflater inflater = inflater(false);
        try {
            inflater.accept(Hex.buffer("FF"), true);
        } catch (ProtocolFailure expected) {
            assertThat(expected.code()).isEqualTo(CloseCode.INVALID_PAYLOAD);
        }
        assertThat(Zlib.inflatersIn(pool)).isZero();
        inflater.release();
        assertThat(Zlib.inflatersIn(pool)).isEqualTo(1);
    }
}
