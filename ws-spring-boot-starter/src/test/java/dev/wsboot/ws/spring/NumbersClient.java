package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A client of {@link NumbersApplication} that looks at each byte, on a thread of its own. */
final class NumbersClient {

    /** How many numbers are there before {@link #running} is done. */
    private static final int SOME = 500;

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    /** A masked Close frame with 1001; its mask changes nothing. */
    private static final byte[] GOING_AWAY = {(byte) CLOSE, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xE9};

    /**
     * What came.
     *
     * @param session the session's id
     * @param count how many numbers, from 0 on
     * @param close code and reason
     */
    record Received(String session, int count, String close) {}

    final CountDownLatch running = new CountDownLatch(1);
    final CompletableFuture<Received> received = new CompletableFuture<>();

    NumbersClient(int port) {
        new Thread(() -> {
                    try {
                        received.complete(receive(port));
                    } catch (Throwable e) {
                        received.completeExceptionally(e);
                    } finally {
                        running.countDown();
                    }
                })
                .start();
    }

    private Received receive(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            String request = "GET /numbers HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: Omt7iN7CaEUxYdm+wlVEaA==\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertThat(in.readUnsignedByte()).isEqualTo(TEXT);
            String session = payload(in);
            int count = 0;
            int first = in.readUnsignedByte();
            for (; first == TEXT; first = in.readUnsignedByte()) {
                assertThat(payload(in)).isEqualTo(Integer.toString(count));
                count++;
                if (count == SOME) {
                    running.countDown();
                }
            }
            assertThat(first).isEqualTo(CLOSE);
            String close = payload(in);
            socket.getOutputStream().write(GOING_AWAY);
            assertThat(in.read()).isEqualTo(-1);
            int code = close.charAt(0) << 8 | close.charAt(1);
            return new Received(session, count, code + " " + close.substring(2));
        }
    }

    /** Of a frame that is short. */
    private static String payload(DataInputStream in) throws IOException {
        byte[] payload = new byte[in.readUnsignedByte()];
        in.readFully(payload);
        return new String(payload, StandardCharsets.ISO_8859_1);
    }
}
