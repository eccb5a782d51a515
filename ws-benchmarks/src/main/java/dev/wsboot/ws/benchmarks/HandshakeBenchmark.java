package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.handshake.HandshakeException;
import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.ServerHandshake;
import dev.wsboot.ws.handshake.UpgradeRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A server that reads a request and answers it, in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandshakeBenchmark {

    private static final String BROWSER = """
            GET /chat/lobby?name=ada HTTP/1.1
            Host: example.com
            Connection: Upgrade
            Pragma: no-cache
            Cache-Control: no-cache
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            Upgrade: websocket
            Origin: https://example.com
            Sec-WebSocket-Version: 13
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-GB,en;q=0.9
            Cookie: session=0123456789abcdef0123456789abcdef
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits

            """;

    private final ByteBuffer browser = direct(BROWSER.replace("\n", "\r\n"));
    private final ByteBuffer bare = direct(RawClient.request("/ws"));

    private static ByteBuffer direct(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** What a browser sends. */
    @Benchmark
    public byte[] browser() throws HandshakeException {
        return answer(browser.rewind());
    }

    /** What must be there, and nothing else. */
    @Benchmark
    public byte[] bare() throws HandshakeException {
        return answer(bare.rewind());
    }

    private static byte[] answer(ByteBuffer head) throws HandshakeException {
        UpgradeRequest request = new ServerHandshake(HandshakeLimits.defaults()).receive(head);
        return ServerHandshake.acceptance(Objects.requireNonNull(request), null, null, Map.of());
    }
}
