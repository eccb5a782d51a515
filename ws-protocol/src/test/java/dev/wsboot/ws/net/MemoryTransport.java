package dev.wsboot.ws.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connection to a peer in the same memory. It does what a socket does, or what a test tells it to; what nobody may do
 * with a socket, such as to write behind a half-close, is an {@link AssertionError}.
 */
final class MemoryTransport implements Transport {

    /** What goes wrong with one operation. */
    enum Fault {
        /** It throws, and so does everything after it, as behind a reset. */
        RESET,
        /** It throws. */
        FAIL,
        /** It moves one byte. */
        SHORT,
        /** It moves nothing. */
        NOTHING,
        /** A read finds the end; anything else throws. */
        END,
        /** It throws what it must not. */
        BUG
    }

    /** The sizes of what single writes took. */
    final List<Integer> writes = new ArrayList<>();

    boolean reading = true;
    boolean writing;
    boolean outputShut;
    boolean secure;
    int closed;

    /** To be called when the transport has become ready by itself. */
    Runnable ready;

    int operations;

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private byte[] incoming = new byte[0];
    private boolean inputEnded;
    private IOException readError;
    private IOException writeError;
    private RuntimeException writeBug;
    private int room = Integer.MAX_VALUE;
    private int mostAtATime = Integer.MAX_VALUE;
    private boolean falselyReady;
    private int faultyOperation = -1;
    private int every = Integer.MAX_VALUE;
    private Fault fault;

    // The peer.

    /** Bytes arrive from the peer. */
    void arrive(byte[] bytes) {
        int before = incoming.length;
        incoming = Arrays.copyOf(incoming, before + bytes.length);
        System.arraycopy(bytes, 0, incoming, before, bytes.length);
    }

    /** The peer sends no more. */
    void endInput() {
        inputEnded = true;
    }

    /** The bytes that the server has sent and that were not asked for before. */
    byte[] sent() {
        byte[] bytes = taken.toByteArray();
        taken.reset();
        return bytes;
    }

    /** How many bytes wait to be read by the server. */
    int unread() {
        return incoming.length;
    }

    // The script.

    /** The operating system takes only this many bytes more. */
    void take(int bytes) {
        room = bytes;
    }

    void takeEverything() {
        take(Integer.MAX_VALUE);
    }

    /** Each write and each read moves only this many bytes. */
    void moveAtATime(int bytes) {
        mostAtATime = bytes;
    }

    void failReads() {
        readError = new IOException("connection reset");
    }

    void failWrites() {
        writeError = new IOException("broken pipe");
    }

    void failWritesWith(RuntimeException bug) {
        writeBug = bug;
    }

    /** Readiness is told once, though there is nothing to read and no room to write. */
    void beFalselyReady() {
        falselyReady = true;
    }

    /** The operation with that number, counted from 0 over reads, writes and half-closes, goes wrong. */
    void breakOperation(int number, Fault how) {
        faultyOperation = number;
        fault = how;
    }

    /** Every operation goes wrong whose number, counted from 1, is a multiple of that one. */
    void breakEvery(int multiple, Fault how) {
        every = multiple;
        fault = how;
    }

    // The selector.

    /** What a selector would tell now. */
    int readyOps() {
        if (closed > 0) {
            return 0;
        }
        boolean readable = incoming.length > 0 || inputEnded || readError != null || falselyReady;
        boolean writable = room > 0 || writeError != null || falselyReady;
        falselyReady = false;
        return (reading && readable ? SelectionKey.OP_READ : 0) | (writing && writable ? SelectionKey.OP_WRITE : 0);
    }

    // The transport.

    @Override
    public void begin(Runnable ready) {
        this.ready = ready;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        check(target.isDirect(), "read into a direct buffer");
        Fault fault = begin();
        if (fault == Fault.FAIL || fault == Fault.RESET || readError != null) {
            throw readError != null ? readError : new IOException("connection reset");
        }
        int most = Math.min(target.remaining(), most(fault));
        int count = Math.min(most, incoming.length);
        if (fault == Fault.END || (count == 0 && inputEnded && fault == null)) {
            inputEnded = true;
            incoming = new byte[0];
            return -1;
        }
        target.put(incoming, 0, count);
        incoming = Arrays.copyOfRange(incoming, count, incoming.length);
        return count;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        check(source.isDirect(), "write from a direct buffer");
        check(!outputShut, "write nothing behind the half-close");
        Fault fault = begin();
        if (writeBug != null) {
            throw writeBug;
        }
        if (fails(fault) || writeError != null) {
            throw writeError != null ? writeError : new IOException("broken pipe");
        }
        int count = Math.min(Math.min(source.remaining(), room), most(fault));
        byte[] bytes = new byte[count];
        source.get(bytes);
        taken.writeBytes(bytes);
        writes.add(count);
        room -= room == Integer.MAX_VALUE ? 0 : count;
    }

    @Override
    public void shutdownOutput() throws IOException {
        Fault fault = begin();
        if (fails(fault)) {
            throw new IOException("not connected");
        }
        outputShut = true;
    }

    private Fault begin() {
        check(closed == 0, "leave a closed connection alone");
        int number = operations++;
        boolean faulty =
                faultyOperation >= 0 && fault == Fault.RESET ? number >= faultyOperation : number == faultyOperation;
        if (!faulty && operations % every != 0) {
            return null;
        }
        if (fault == Fault.BUG) {
            throw new IllegalStateException("bug");
        }
        return fault;
    }

    private static boolean fails(Fault fault) {
        return fault == Fault.FAIL || fault == Fault.RESET || fault == Fault.END;
    }

    private int most(Fault fault) {
        return fault == Fault.SHORT ? 1 : fault == Fault.NOTHING ? 0 : mostAtATime;
    }

    private static void check(boolean rule, String text) {
        if (!rule) {
            throw new AssertionError("rule broken: " + text);
        }
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        check(closed == 0, "leave a closed connection alone");
        this.reading = reading;
        this.writing = writing;
    }

    @Override
    public void close() {
        closed++;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
    }
}
