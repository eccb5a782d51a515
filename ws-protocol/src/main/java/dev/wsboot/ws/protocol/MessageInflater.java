package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the messages of one connection (RFC 7692 section 7.2.2), piece by piece as they arrive, a chunk at a time. It
 * holds an {@link Inflater} while a message is unfinished, and for good where the peer may refer to earlier messages.
 */
final class MessageInflater {

    /**
     * RFC 7692 section 7.2.2: "Append 4 octets of 0x00 0x00 0xff 0xff to the tail end of the payload of the message." What
     * follows here is an empty last block: where it is understood as one, the message ended at the end of a block.
     */
    private static final byte[] TAIL_AND_LAST_BLOCK = {0, 0, (byte) 0xFF, (byte) 0xFF, 1, 0, 0, (byte) 0xFF, (byte) 0xFF
    };

    private static final int TAIL = 4;

    private static final byte[] NOTHING = {};

    private final boolean contextTakeover;
    private final ZlibPool pool;
    private final MessageContent content;

    /** Null while it is used, and while there is no message. */
    private @Nullable Inflater idle;

    private boolean paused;
    private boolean released;

    /** Whether nothing came since the message began, or since a block that says to be the last one. */
    private boolean ended = true;

    MessageInflater(boolean contextTakeover, ZlibPool pool, MessageContent content) {
        this.contextTakeover = contextTakeover;
        this.pool = pool;
        this.content = content;
    }

    /** Called from within what is handed on: makes {@link #accept} leave what it has not inflated yet. */
    void pause() {
        paused = true;
    }

    /**
     * Takes the next piece of a message and hands on what it becomes.
     *
     * @param piece is consumed, but for what lies behind a pause
     * @param last whether the message ends with it
     */
    void accept(ByteBuffer piece, boolean last) {
        if (released) {
            piece.position(piece.limit());
            return;
        }
        Inflater inflater = idle == null ? pool.borrowInflater() : idle;
        idle = null;
        paused = false;
        boolean over = false;
        try {
            over = inflate(inflater, piece, last) && !contextTakeover;
        } finally {
            if (over || released) {
                pool.giveBack(inflater);
            } else {
                // It would keep the piece until the next one.
                inflater.setInput(NOTHING);
                idle = inflater;
            }
        }
    }

    /** Returns whether the message is complete. */
    private boolean inflate(Inflater inflater, ByteBuffer piece, boolean last) {
        ByteBuffer out = pool.roomForInflated();
        if (piece.hasRemaining()) {
            ended = inflate(inflater, piece, out);
        }
        boolean complete = last && !piece.hasRemaining();
        if (complete && !ended) {
            inflateTail(inflater, out);
        }
        // RFC 7692 section 7.2.3.6 makes an empty message one byte, "0x00". Where zlib had nothing to flush, peers send
        // none, to which the tail would not fit.
        ended |= complete;
        if (!released) {
            content.accept(out.flip(), complete);
        }
        return complete;
    }

    /** Where blocks end can be seen only by ending the data, after which nothing could be referred to any more. */
    private void inflateTail(Inflater inflater, ByteBuffer out) {
        ByteBuffer tail = ByteBuffer.wrap(TAIL_AND_LAST_BLOCK, 0, contextTakeover ? TAIL : TAIL_AND_LAST_BLOCK.length);
        boolean over = inflate(inflater, tail, out);
        while (tail.hasRemaining() && !released) {
            // Paused where the data was cut: what is left of the tail is not the peer's to send again.
            over = inflate(inflater, tail, out);
        }
        if (!over && !contextTakeover && !released) {
            corrupt(out);
        }
    }

    /** Returns whether the input ended with a block that says to be the last one. */
    private boolean inflate(Inflater inflater, ByteBuffer in, ByteBuffer out) {
        inflater.setInput(in);
        try {
            while (true) {
                fill(inflater, out);
                if (!out.hasRemaining()) {
                    content.accept(out.flip(), false);
                    out.clear().order(ByteOrder.BIG_ENDIAN);
                    // Without input there is little to come, and nothing that would bring it later.
                    if (released || (paused && in.hasRemaining())) {
                        return false;
                    }
                } else if (!inflater.finished()) {
                    return false;
                } else {
                    // RFC 7692 section 7.2.3.4 has messages of blocks with BFINAL. What stands behind one belongs
                    // to the same message, and refers to nothing before it.
                    inflater.reset();
                    if (!in.hasRemaining()) {
                        return true;
                    }
                    inflater.setInput(in);
                }
            }
        } catch (DataFormatException e) {
            corrupt(out);
            return false;
        }
    }

    /** What {@link Inflater} made before it failed is in the buffer, but does not count for its position. */
    private static void fill(Inflater inflater, ByteBuffer out) throws DataFormatException {
        int start = out.position();
        long before = inflater.getBytesWritten();
        try {
            inflater.inflate(out);
        } catch (DataFormatException e) {
            out.position(start + (int) (inflater.getBytesWritten() - before));
            throw e;
        }
    }

    /** What stands before the fault goes on first, and may be too large: as it does where it arrives earlier. */
    private void corrupt(ByteBuffer out) {
        content.accept(out.flip(), false);
        if (!released) {
            throw new ProtocolFailure(CloseCode.INVALID_PAYLOAD, "compressed data is corrupt");
        }
    }

    /** Gives back what it holds, for good; a message that was begun is lost. */
    void release() {
        released = true;
        if (idle != null) {
            pool.giveBack(idle);
            idle = null;
        }
    }
}
