package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An outbound, what it writes to, and what it tells. */
final class OutboundProbe implements Outbound.Listener {

    final MemoryTransport transport = new MemoryTransport();
    final Outbound outbound;
    final List<String> events = new ArrayList<>();

    /** Thrown when it is told that it is blocked, as where there is no memory. */
    @Nullable
    Error whenBlocked;

    /** Thrown when it is told that writing failed. */
    @Nullable
    Error whenFailed;

    OutboundProbe(EventLoop loop) {
        outbound = new Outbound(loop, transport, this);
    }

    @Override
    public void blockedChanged(boolean blocked) {
        events.add(blocked ? "blocked" : "unblocked");
        if (blocked && whenBlocked != null) {
            throw whenBlocked;
        }
    }

    @Override
    public void writeFailed(IOException error) {
        events.add("failed: " + error.getMessage());
        if (whenFailed != null) {
            throw whenFailed;
        }
    }

    void send(byte[] bytes) {
        outbound.reserve(bytes.length).put(bytes);
        outbound.commit();
    }

    void send(int b, int size) {
        send(bytes(b, size));
    }

    /** A binary message, of which only the header differs from the bytes. */
    void add(int b, int size) {
        outbound.add(PreparedMessage.binary(ByteBuffer.wrap(bytes(b, size))));
    }

    void expect(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(8 * EventLoop.WRITE_BUFFER);
        for (byte[] part : parts) {
            all.put(part);
        }
        byte[] expected = Arrays.copyOf(all.array(), all.position());
        assertThat(runs(transport.sent())).isEqualTo(runs(expected));
    }

    void expectEvents(String... expected) {
        assertThat(events).containsExactly(expected);
        events.clear();
    }

    /** Bytes as they can be read: how often each comes in a row. */
    private static List<String> runs(byte[] bytes) {
        List<String> runs = new ArrayList<>();
        for (int from = 0, to = 0; from < bytes.length; from = to) {
            while (to < bytes.length && bytes[to] == bytes[from]) {
                to++;
            }
            runs.add((to - from) + " x " + bytes[from]);
        }
        return runs;
    }

    static byte[] bytes(int b, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) b);
        return bytes;
    }

    /** A whole binary message of the same byte. */
    static byte[] frame(int b, int size) {
        return Frames.bytes(Frames.binary(Frames.hex(bytes(b, size))));
    }
}
