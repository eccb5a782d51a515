package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One connection under test and the wire of its peer. Frames are written in hex, one string a frame, as if unmasked;
 * {@link Side} masks them. Whatever is received or sent must be expected before {@link #assertExhausted}.
 */
final class Conversation {

    final RecordingEvents events = new RecordingEvents();
    final WebSocketProtocol protocol;

    private final Side side;
    private final ByteBuffer out = ByteBuffer.allocate(1 << 18);

    Conversation(Side side) {
        this(side, MessageLimits.DEFAULT);
    }

    Conversation(Side side, MessageLimits limits) {
        this(side, ProtocolOptions.of(side.role(), limits));
    }

    Conversation(Side side, ProtocolOptions options) {
        this.side = side;
        this.protocol = new WebSocketProtocol(options, side.writer(), events);
    }

    /** One of several connections that share what reads them. */
    Conversation(Side side, MessageReaders readers) {
        this.side = side;
        this.protocol = new WebSocketProtocol(readers, side.writer(), events);
    }

    /** Frames arrive in one piece, between guard bytes, and must be consumed. */
    Conversation receive(String... frames) {
        return receiveBytes(wire(frames));
    }

    Conversation receiveBytes(byte[] bytes) {
        ByteBuffer in = Buffers.guarded(bytes);
        int end = in.limit();
        protocol.receive(in);
        assertThat(in.position()).as("position").isEqualTo(end);
        assertThat(in.limit()).as("limit").isEqualTo(end);
        Buffers.assertGuardsIntact(in);
        return this;
    }

    /** The bytes that the peer puts on the wire for these frames. */
    byte[] wire(String... frames) {
        return wire(side, List.of(frames));
    }

    static byte[] wire(Side side, List<String> frames) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        frames.forEach(frame -> wire.writeBytes(side.incoming(frame)));
        return wire.toByteArray();
    }

    Conversation expect(String... expected) {
        events.expect(expected);
        return this;
    }

    Conversation expectFailure(int code, String reason) {
        events.expect("failure(" + code + ")");
        assertThat(events.failureReason()).isEqualTo(reason);
        return this;
    }

    Conversation ping(String payload) {
        protocol.writePing(Hex.buffer(payload), out);
        return this;
    }

    Conversation pong(String payload) {
        protocol.writePong(Hex.buffer(payload), out);
        return this;
    }

    Conversation close(int code, String reason) {
        protocol.writeClose(code, reason, out);
        return this;
    }

    Conversation replyToClose() {
        protocol.writeCloseReply(out);
        return this;
    }

    /** Sends a part of a message, as a transport does. */
    Conversation part(boolean text, String part, boolean last) {
        ByteBuffer content = Buffers.guarded(Hex.bytes(part));
        protocol.writePart(text, protocol.preparePart(text, content, last), last, out);
        assertThat(Hex.of(content)).as("left alone").isEqualTo(part.replace(" ", ""));
        return this;
    }

    /** Sends a whole message, as a transport does: compressed where that is wanted and pays. */
    Conversation message(boolean text, byte[] payload) {
        ByteBuffer content = Buffers.guarded(payload);
        ByteBuffer compressed = protocol.compresses(text, payload.length) ? protocol.compress(content) : null;
        if (compressed != null) {
            protocol.writeCompressed(text, compressed, out);
        } else if (text) {
            protocol.writeText(content, out);
        } else {
            protocol.writeBinary(content, out);
        }
        return this;
    }

    /** Everything that was sent since it was last asked for. */
    byte[] sent() {
        byte[] bytes = Hex.copyOf(out.flip());
        out.clear();
        return bytes;
    }

    Conversation fail() {
        protocol.fail();
        return this;
    }

    /** Exactly this was sent since it was last asked for. */
    Conversation expectSent(String frame) {
        assertThat(Hex.of(out.flip())).isEqualTo(Hex.of(side.outgoing(frame)));
        out.clear();
        return this;
    }

    Conversation expectState(ConnectionState state) {
        assertThat(protocol.state()).isEqualTo(state);
        return this;
    }

    /** Nothing is left over. */
    void assertExhausted() {
        assertThat(events.all()).as("events that nobody expected").isEmpty();
        assertThat(Hex.of(out.flip())).as("bytes that nobody expected").isEmpty();
    }
}
