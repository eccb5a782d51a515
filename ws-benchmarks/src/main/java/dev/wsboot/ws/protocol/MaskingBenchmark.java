package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Unmasks a payload where it was read to: in a direct buffer, behind a header of six bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskingBenchmark {

    private static final int HEADER = 6;

    /** Bytes of payload. */
    @Param({"16", "64", "256", "1024", "16384", "65536"})
    public int size;

    private ByteBuffer bytes = ByteBuffer.allocate(0);

    @Setup
    public void allocate() {
        bytes = ByteBuffer.allocateDirect(HEADER + size);
    }

    @Benchmark
    public ByteBuffer unmask() {
        Masking.apply(bytes, HEADER, HEADER + size, 0x1234_5678);
        return bytes;
    }
}
