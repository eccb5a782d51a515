package dev.wsboot.ws.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is doing at a time, and so who takes what happens to it:
 *
 * <pre>
 *   HandshakePhase ---- 101 ----> WebSocketConnection ---- Close ----> LingerPhase ----> closed
 *        |                                 |                               ^
 *        |                                 +---- the wire broke -----------|---------> closed
 *        +---- 4xx, 5xx ---------------------------------------------------+
 * </pre>
 *
 * <p>A client's begins with a {@link ClientHandshakePhase}, which anything but 101 ends at once.
 *
 * <p>Called on the connection's event loop.
 */
interface Phase {

    /** A deadline that never comes. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Takes what arrived.
     *
     * @param in is consumed, but for what is left to the next phase or stands behind a pause
     */
    void receive(ByteBuffer in);

    /**
     * Where the next bytes are best read to.
     *
     * @param most bytes that are to be read
     * @return null where any buffer is as good
     */
    default @Nullable ByteBuffer room(int most) {
        return null;
    }

    /** The peer sends no more. */
    void inputEnded();

    /** Reading or writing failed; the connection is of no more use. */
    void broken(IOException error);

    /** The peer has taken nothing of what waits for it for too long. */
    void stalled();

    /** Reading goes on after a pause, in which nothing could be heard of the peer. */
    default void resumed() {}

    /** Whether the peer is read though it takes nothing of what waits for it. */
    default boolean readsWhileBlocked() {
        return false;
    }

    /** Everything that waited was handed to the operating system. */
    default void outputDrained() {}

    /**
     * The server or the client ends: finish soon, and tell the peer.
     *
     * @param closeCode for a Close frame
     */
    void shutdown(int closeCode);

    /** The connection is about to be closed at once, for a reason of this side's own. */
    void cut();

    /** When {@link #expired} is to be called, by the loop's time; {@link #NEVER} where it is not. */
    long deadline();

    /** The deadline has come. */
    void expired(long now);

    /** What a turn left to be written was written as far as it could be. */
    default void outputFlushed() {}
}
