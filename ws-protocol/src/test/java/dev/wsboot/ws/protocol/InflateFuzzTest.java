package dev.wsboot.ws.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.Pieces;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The contract of {@link WebSocketProtocol} where permessage-deflate was negotiated, for bytes that a fuzzer makes up. */
class InflateFuzzTest {

    private static final MessageLimits LIMITS = new MessageLimits(50_000, 2_000, 8);
    private static final int NEVER = Integer.MAX_VALUE;

    private final ZlibPool pool = new ZlibPool();

    /** Both roles, with and without context takeover, whole messages and parts, pauses, a Close of this side. */
    @FuzzTest
    void anySplitGivesTheSameEvents(byte[] input) {
        Pieces pieces = new Pieces(input);
        FuzzEvents whole = run(pieces, false);
        FuzzEvents cut = run(pieces, true);
        if (!whole.sameAs(cut)) {
            throw new AssertionError("whole: " + whole + ", cut: " + cut);
        }
    }

    private FuzzEvents run(Pieces pieces, boolean cut) {
        boolean pauses = cut && pieces.option(3);
        FuzzEvents events = new FuzzEvents(pieces.option(2) ? 2 : NEVER, pauses);
        Role role = pieces.option(0) ? Role.CLIENT : Role.SERVER;
        WebSocketProtocol protocol = protocol(role, agreed(pieces.option(1), 15), pieces.option(4), events);
        events.of(protocol);
        if (cut) {
            pieces.feed(in -> receive(protocol, in, pauses));
        } else {
            receive(protocol, ByteBuffer.wrap(pieces.whole()), false);
        }
        protocol.release();
        return events;
    }

    private static void receive(WebSocketProtocol protocol, ByteBuffer in, boolean pauses) {
        for (int round = 0; round == 0 || (pauses && in.hasRemaining()); round++) {
            protocol.receive(in);
            require(round <= 100_000, "pauses without an end");
        }
        require(!in.hasRemaining(), "input was left");
        require(Retained.bytes(protocol) <= LIMITS.maxMessageSize() + (64 << 10), "more is kept than may be");
    }

    /** A message in one frame is what the JDK's Inflater makes of it, and fails where that fails. */
    @FuzzTest
    void aMessageIsWhatTheJdkMakesOfIt(byte[] compressed) {
        byte[] payload = Arrays.copyOf(compressed, Math.min(compressed.length, 125));
        FuzzEvents events = new FuzzEvents(NEVER, false);
        WebSocketProtocol protocol = protocol(Role.CLIENT, agreed(true, 15), false, events);
        events.of(protocol);
        ByteBuffer frame = ByteBuffer.allocate(2 + payload.length);
        protocol.receive(
                frame.put((byte) 0xC2).put((byte) payload.length).put(payload).flip());
        protocol.release();

        FuzzEvents expected = new FuzzEvents(NEVER, false);
        // No byte at all is taken for an empty message.
        byte[] message = payload.length == 0 ? payload : inflate(payload);
        if (message != null) {
            expected.onBinary(ByteBuffer.wrap(message));
            require(events.sameAs(expected), "not " + expected + " but " + events);
        } else {
            require(protocol.state() == ConnectionState.CLOSED, "corrupt data was taken: " + events);
        }
    }

    /** Null where it is corrupt, too large, or does not end at the end of a block. */
    private static byte[] inflate(byte[] payload) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (payload.length == 0) {
            return message.toByteArray(); // peers send it for an empty message, though RFC 7692 has them send one byte
        }
        byte[] chunk = new byte[1 << 16];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(payload);
            boolean tail = false;
            while (true) {
                message.write(chunk, 0, inflater.inflate(chunk));
                if (message.size() > LIMITS.maxMessageSize()) {
                    return null;
                }
                if (inflater.finished()) {
                    byte[] rest = Arrays.copyOfRange(payload, payload.length - inflater.getRemaining(), payload.length);
                    if (rest.length == 0) {
                        return message.toByteArray();
                    }
                    inflater.reset();
                    inflater.setInput(rest);
                } else if (inflater.needsInput()) {
                    if (tail) {
                        return null;
                    }
                    // RFC 7692 section 7.2.2, and an empty last block, which only is one where no other is open.
                    tail = true;
                    payload = Hex.bytes("0000FFFF 010000FFFF");
                    inflater.setInput(payload);
                }
            }
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    /** What one side compresses the other one gets, three times in a row, with every window. */
    @FuzzTest
    void whatIsCompressedIsReadAgain(byte[] input) {
        Pieces pieces = new Pieces(input);
        byte[] message = pieces.whole();
        int bits = 8 + (input.length == 0 ? 0 : input[0] >> 5 & 7);
        DeflateParameters agreed = agreed(pieces.option(1), bits);
        FuzzEvents events = new FuzzEvents(NEVER, false);
        WebSocketProtocol reader = protocol(Role.CLIENT, agreed, pieces.option(2), events);
        events.of(reader);
        FuzzEvents none = new FuzzEvents(NEVER, false);
        WebSocketProtocol writer = protocol(Role.SERVER, agreed, false, none);
        FuzzEvents expected = new FuzzEvents(NEVER, false);
        for (int i = 0; i < 3; i++) {
            reader.receive(frame(writer, ByteBuffer.wrap(message)));
            expected.onBinary(ByteBuffer.wrap(message));
        }
        writer.release();
        reader.release();
        require(events.sameAs(expected), "not " + expected + " but " + events);
    }

    private static ByteBuffer frame(WebSocketProtocol writer, ByteBuffer message) {
        ByteBuffer deflated = writer.compress(message);
        if (deflated == null) {
            ByteBuffer wire = ByteBuffer.allocate(FrameWriter.MAX_HEADER + message.remaining());
            writer.writeBinary(message, wire);
            return wire.flip();
        }
        ByteBuffer wire = ByteBuffer.allocate(FrameWriter.MAX_HEADER + deflated.remaining());
        writer.writeCompressed(false, deflated, wire);
        return wire.flip();
    }

    private WebSocketProtocol protocol(Role role, DeflateParameters agreed, boolean inParts, FuzzEvents events) {
        DeflateOptions options = DeflateOptions.DEFAULT.withThreshold(0, true);
        Compression compression = new Compression(agreed, options, pool);
        return new WebSocketProtocol(
                new ProtocolOptions(role, LIMITS, inParts, compression, null), FrameWriter.server(), events);
    }

    private static DeflateParameters agreed(boolean noContextTakeover, int windowBits) {
        return new DeflateParameters(noContextTakeover, noContextTakeover, windowBits, windowBits);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
