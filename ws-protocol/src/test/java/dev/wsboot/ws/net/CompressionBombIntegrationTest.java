package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * 100 MiB of nothing in 100 kB. What it costs is what the event loop's thread allocates meanwhile, garbage included: as much
 * of the message as may be, and the few objects of an ending session. Outside of the heap it costs one inflater, which zlib
 * gives about 40 KiB, whatever comes.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class CompressionBombIntegrationTest {

    private static final int MIB = 1 << 20;
    private static final long LIMIT = MessageLimits.DEFAULT.maxMessageSize();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final byte[] BOMB = deflated(100 * MIB);

    private static byte[] deflated(int size) {
        Deflater deflater = new Deflater(9, true);
        byte[] chunk = new byte[MIB];
        byte[] out = new byte[MIB];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < size / MIB; i++) {
            deflater.setInput(chunk);
            int flush = i == size / MIB - 1 ? Deflater.SYNC_FLUSH : Deflater.NO_FLUSH;
            bytes.write(out, 0, deflater.deflate(out, 0, out.length, flush));
        }
        deflater.end();
        byte[] all = bytes.toByteArray();
        return Arrays.copyOf(all, all.length - 4);
    }

    private static long allocated() {
        return Vitals.loops().stream()
                .mapToLong(thread -> THREADS.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    private static void assertBounded(long before) {
        assertThat(allocated() - before).isBetween(LIMIT / 2, LIMIT + 64 * 1024);
    }

    @Test
    void costsAServerNoMoreThanAMessage() throws Exception {
        EchoLog handler = new EchoLog();
        byte[] bomb = Frame.masked(0xC2, BOMB);
        try (WsServer server = WsServer.builder()
                .port(0)
                .ioThreads(1)
                .compression(DeflateOptions.DEFAULT)
                .endpoint("/ws", handler)
                .start()) {
            // The second time, because the first one loads classes.
            for (int i = 0; i < 2; i++) {
                try (RawClient client = RawClient.connect(server)) {
                    client.send(Requests.get("/ws")
                            .replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n"));
                    assertThat(client.readHead()).contains("permessage-deflate");
                    handler.awaitOpen();
                    long before = allocated();
                    client.send(bomb);
                    assertEnd(handler.awaitClose());
                    if (i == 1) {
                        assertBounded(before);
                    }
                    client.expectCloseThenEof(1009);
                }
            }
        }
        assertThat(handler.messages).hasValue(0);
    }

    @Test
    void costsAClientNoMoreThanAMessage() throws Exception {
        ClientLog handler = new ClientLog();
        BlockingQueue<OutputStream> outputs = new LinkedBlockingQueue<>();
        byte[] header = ByteBuffer.allocate(10)
                .putShort((short) 0xC27F)
                .putLong(BOMB.length)
                .array();
        try (RawServer server = new RawServer((socket, head) -> {
                    RawServer.send(
                            socket,
                            RawServer.accept(head)
                                    .replace(
                                            "\r\n\r\n",
                                            "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n"));
                    outputs.add(socket.getOutputStream());
                    socket.getInputStream().readAllBytes();
                });
                WsClient client = WsClient.builder()
                        .ioThreads(1)
                        .compression(DeflateOptions.DEFAULT)
                        .build()) {
            for (int i = 0; i < 2; i++) {
                client.connect(WsRequest.to(server.uri("/ws")), handler).get(15, TimeUnit.SECONDS);
                OutputStream output = outputs.poll(15, TimeUnit.SECONDS);
                long before = allocated();
                output.write(header);
                output.write(BOMB);
                assertEnd(handler.awaitClose());
                if (i == 1) {
                    assertBounded(before);
                }
            }
        }
    }

    private static void assertEnd(CloseEvent end) {
        assertThat(end.code()).isEqualTo(1009);
        assertThat(end.cause()).isEqualTo(Cause.MESSAGE_TOO_BIG);
    }
}
