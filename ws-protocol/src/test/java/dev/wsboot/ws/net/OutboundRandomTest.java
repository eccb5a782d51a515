package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in comes out, in order and to the last byte, whatever the operating system takes at a time. */
class OutboundRandomTest {

    private static final int STEPS = 2_000;

    private final EventLoop loop = new EventLoop(new FakePoller(), () -> 0);

    /** An outbound, and checksums of what went in and of what came out. */
    private final class Line implements Outbound.Listener {

        private final MemoryTransport transport = new MemoryTransport();
        private final Outbound outbound = new Outbound(loop, transport, this);
        private final CRC32 in = new CRC32();
        private final CRC32 out = new CRC32();
        private long bytesIn;
        private long bytesOut;
        private boolean blocked;

        @Override
        public void blockedChanged(boolean now) {
            assertThat(now).as("a change").isNotEqualTo(blocked);
            blocked = now;
        }

        @Override
        public void writeFailed(IOException error) {
            throw new AssertionError(error);
        }

        void reserve(Random random) {
            byte[] bytes = new byte[size(random)];
            random.nextBytes(bytes);
            // As for text, more room is asked for than is used.
            outbound.reserve(bytes.length + random.nextInt(2 * bytes.length + 1))
                    .put(bytes);
            outbound.commit();
            count(bytes);
        }

        void writeThrough(Random random) {
            byte[] bytes = new byte[size(random)];
            random.nextBytes(bytes);
            ByteBuffer payload = random.nextBoolean()
                    ? ByteBuffer.wrap(bytes)
                    : ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            if (outbound.writesThrough(bytes.length)) {
                byte[] header = {1, 2, 3};
                outbound.reserve(14).put(header);
                outbound.commit();
                count(header);
                outbound.writeThrough(payload.asReadOnlyBuffer());
                count(bytes);
            }
        }

        void add(Random random) {
            byte[] bytes = new byte[size(random)];
            random.nextBytes(bytes);
            PreparedMessage message = PreparedMessage.binary(ByteBuffer.wrap(bytes));
            outbound.add(message);
            byte[] frame = new byte[message.frameSize()];
            message.copyFrame(0, ByteBuffer.wrap(frame));
            count(frame);
        }

        private int size(Random random) {
            return switch (random.nextInt(8)) {
                case 0 -> 0;
                case 1 -> EventLoop.WRITE_BUFFER - 5 + random.nextInt(10);
                case 2 -> random.nextInt(800_000);
                case 3 -> random.nextInt(20_000);
                default -> random.nextInt(200);
            };
        }

        private void count(byte[] bytes) {
            in.update(bytes);
            bytesIn += bytes.length;
        }

        void collect() {
            byte[] sent = transport.sent();
            out.update(sent);
            bytesOut += sent.length;
        }

        /** After a turn, everything is either with the operating system or counted. */
        void check() {
            collect();
            assertThat(bytesOut + outbound.queued()).isEqualTo(bytesIn);
            assertThat(outbound.isBlocked()).isEqualTo(blocked).isEqualTo(bytesOut < bytesIn);
            assertThat(outbound.isEmpty()).isNotEqualTo(blocked);
        }

        void finish() {
            transport.takeEverything();
            outbound.writable();
            check();
            assertThat(outbound.queued()).isZero();
            assertThat(out.getValue()).isEqualTo(in.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyByteArrivesInOrder(long seed) {
        Random random = new Random(seed);
        List<Line> lines = new ArrayList<>();
        // More than fit into a batch, and few enough for each to come often.
        for (int i = 0; i < WriteBatch.CONNECTIONS + 4; i++) {
            lines.add(new Line());
        }
        Line line = lines.get(0);
        for (int step = 0; step < STEPS; step++) {
            // Mostly the same one as before.
            line = random.nextInt(3) == 0 ? lines.get(random.nextInt(lines.size())) : line;
            switch (random.nextInt(14)) {
                case 12, 13 -> line.outbound.flushSoon();
                case 10, 11 -> line.writeThrough(random);
                case 0, 1, 2, 3 -> line.reserve(random);
                case 4, 5 -> line.add(random);
                case 6 -> line.outbound.flush();
                case 7 -> line.transport.take(random.nextBoolean() ? random.nextInt(1_000_000) : random.nextInt(50));
                case 8 -> {
                    if (line.blocked) {
                        line.outbound.writable();
                    }
                }
                default -> {
                    loop.turn();
                    lines.forEach(Line::check);
                }
            }
        }
        loop.turn();
        lines.forEach(Line::finish);
    }
}
