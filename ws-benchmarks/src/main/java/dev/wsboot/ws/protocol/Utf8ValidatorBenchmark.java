package dev.wsboot.ws.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

/** Validates text in a direct buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Utf8ValidatorBenchmark {

    /** What the text is made of, by the length of its characters. */
    public enum Script {
        ASCII("The quick brown fox jumps over the lazy dog. "),
        TWO_BYTES("Съешь же ещё этих мягких французских булок. "),
        THREE_BYTES("色は匂へど散りぬるを我が世誰ぞ常ならむ"),
        FOUR_BYTES("😀🎉🚀🌍🎵"),
        MIXED("Grüße, мир, 世界, 🌍! ");

        private final String sample;

        Script(String sample) {
            this.sample = sample;
        }
    }

    @Param
    public Script script = Script.ASCII;

    /** Bytes, less what would cut a character. */
    @Param({"64", "4096"})
    public int size;

    private final Utf8Validator validator = new Utf8Validator();
    private ByteBuffer text = ByteBuffer.allocate(0);

    @Setup
    public void encode() {
        byte[] sample = script.sample.repeat(1 + size / script.sample.length()).getBytes(StandardCharsets.UTF_8);
        int end = size;
        while ((sample[end] & 0xC0) == 0x80) {
            end--;
        }
        text = ByteBuffer.allocateDirect(end).put(sample, 0, end).flip();
    }

    @Benchmark
    public boolean validate() {
        validator.reset();
        return validator.accept(text) && validator.isComplete();
    }
}
