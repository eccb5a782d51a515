package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one direct buffer through which everything that a loop sends goes to the operating system. It is lent to one
 * connection at a time, which collects in it what one system call then writes; who wants it next makes the borrower write
 * first.
 */
final class WriteBuffer {

    private final ByteBuffer bytes;
    private @Nullable Outbound borrower;

    WriteBuffer(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity);
    }

    /** Lends the buffer, empty where somebody else had it. */
    ByteBuffer lendTo(Outbound outbound) {
        if (borrower != outbound) {
            if (borrower != null) {
                borrower.flushLent();
            }
            borrower = outbound;
            bytes.clear();
        }
        return bytes;
    }

    boolean isLentTo(Outbound outbound) {
        return borrower == outbound;
    }

    void giveBack() {
        borrower = null;
    }

    int capacity() {
        return bytes.capacity();
    }
}
