package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.protocol.Compression;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.FrameWriter;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.protocol.PayloadSlab;
import dev.wsboot.ws.protocol.ProtocolOptions;
import dev.wsboot.ws.protocol.Role;
import dev.wsboot.ws.protocol.WebSocketProtocol;
import dev.wsboot.ws.protocol.ZlibPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A compressed echo through the protocol, in memory, beside what zlib alone takes to inflate and deflate the same: the
 * difference is what the engine costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompressedEchoBenchmark {

    private static final int TAIL = 4;

    /** Bytes of a message of JSON. */
    @Param({"512", "4096", "65536"})
    private int size;

    /** Whether messages refer to earlier ones, in both directions. */
    @Param({"false", "true"})
    private boolean takeover;

    private final Inflater inflater = new Inflater(true);
    private final Deflater deflater = new Deflater(DeflateOptions.DEFAULT.level(), true);
    private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 18);
    private final byte[] inflated = new byte[1 << 16];
    private final byte[] deflated = new byte[1 << 17];
    private byte[] compressed = {};
    private ByteBuffer frame = out;
    private ByteBuffer read = out;
    private WebSocketProtocol server = server(false);

    /** Compresses the message as a client without takeover does: it refers to nothing before it. */
    @Setup(Level.Trial)
    public void prepare() {
        Deflater client = new Deflater(DeflateOptions.DEFAULT.level(), true);
        client.setInput(json(size));
        int length = client.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
        compressed = Arrays.copyOf(deflated, length);
        client.end();
        frame = ClientFrames.compressed(ByteBuffer.wrap(compressed, 0, length - TAIL));
        read = ByteBuffer.allocateDirect(frame.limit());
        server = server(takeover);
    }

    private WebSocketProtocol server(boolean contextTakeover) {
        DeflateOptions options = DeflateOptions.DEFAULT.withContextTakeover(contextTakeover, contextTakeover);
        DeflateParameters agreed = new DeflateParameters(!contextTakeover, !contextTakeover, 15, 15);
        return new WebSocketProtocol(
                new ProtocolOptions(
                        Role.SERVER,
                        MessageLimits.DEFAULT,
                        false,
                        new Compression(agreed, options, new ZlibPool()),
                        new PayloadSlab()),
                FrameWriter.server(),
                new Echo());
    }

    /** {@return so many bytes of JSON as a chat has it} */
    private static byte[] json(int size) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(size + 200);
        while (text.length() < size) {
            text.append("{\"type\":\"said\",\"room\":\"lobby\",\"from\":\"user")
                    .append(random.nextInt(500))
                    .append("\",\"at\":")
                    .append(1_700_000_000_000L + random.nextInt())
                    .append(",\"text\":\"")
                    .append(Long.toString(random.nextLong(), 36))
                    .append(" and so on\"},");
        }
        return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
    }

    /** What zlib takes. */
    @Benchmark
    public int zlib() throws DataFormatException {
        inflater.setInput(compressed);
        int length = inflater.inflate(inflated);
        deflater.setInput(inflated, 0, length);
        int written = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
        if (!takeover) {
            inflater.reset();
            deflater.reset();
        }
        return written;
    }

    /** The whole echo; the message becomes a {@code String}, as a handler gets it. */
    @Benchmark
    public ByteBuffer engine() {
        out.clear();
        read.clear().put(0, frame, 0, frame.limit());
        server.receive(read);
        if (out.position() == 0) {
            throw new IllegalStateException("no echo");
        }
        return out;
    }

    private final class Echo extends NoEvents {

        private final byte[] scratch = new byte[1 << 16];

        @Override
        public void onText(ByteBuffer payload, boolean ascii) {
            int length = payload.remaining();
            payload.get(payload.position(), scratch, 0, length);
            String text = new String(scratch, 0, length, StandardCharsets.UTF_8);
            ByteBuffer compressedReply = server.compress(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            if (compressedReply == null) {
                throw new IllegalStateException("it gets no shorter");
            }
            server.writeCompressed(true, compressedReply, out);
        }
    }
}
