package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * One message that is larger than memory, through an echo and back: a server that takes and sends it in parts, and a client
 * that makes it while it is sent and checks it as it comes, in one small JVM. By itself:
 *
 * <pre>java -Xmx64m -cp ... dev.wsboot.ws.net.LargeEcho 4294967296 binary</pre>
 */
final class LargeEcho {

    /** What is sent, and how. */
    enum Mode {
        BINARY,
        TEXT,
        COMPRESSED_BINARY,
        COMPRESSED_TEXT,
        /** Compressed text too, and callbacks on threads of their own. */
        ON_EXECUTORS;

        private boolean isText() {
            return this == TEXT || this == COMPRESSED_TEXT || this == ON_EXECUTORS;
        }

        private Executor executor() {
            return this != ON_EXECUTORS
                    ? null
                    : Executors.newFixedThreadPool(2, task -> {
                        Thread thread = new Thread(task, "handler");
                        thread.setDaemon(true);
                        return thread;
                    });
        }

        private DeflateOptions deflate() {
            return this == BINARY || this == TEXT
                    ? null
                    : DeflateOptions.DEFAULT.withLevel(1).withThreshold(1, true);
        }
    }

    private static final int PART = 64 * 1024;
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);

    private LargeEcho() {}

    /** In a JVM of its own with 64 MiB of heap; its output is what it found, or why it failed. */
    static Process start(long bytes, Mode mode) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp"));
        command.add(classesOf(LargeEcho.class) + System.getProperty("path.separator") + classesOf(WsServer.class));
        command.addAll(List.of(LargeEcho.class.getName(), Long.toString(bytes), mode.name()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Where classes were compiled to, also where they are patched into a module. */
    private static Path classesOf(Class<?> type) throws Exception {
        Path file = Path.of(type.getResource(type.getSimpleName() + ".class").toURI());
        return file.getParent().getParent().getParent().getParent().getParent();
    }

    public static void main(String[] arguments) throws Exception {
        System.out.println(run(Long.parseLong(arguments[0]), Mode.valueOf(arguments[1].toUpperCase(Locale.ROOT))));
    }

    private static String run(long bytes, Mode mode) throws Exception {
        long begin = System.nanoTime();
        Executor executor = mode.executor();
        try (WsServer server = WsServer.builder()
                        .port(0)
                        .ioThreads(1)
                        .executor(executor)
                        .compression(mode.deflate())
                        .sendQueue(1 << 20, STALL_TIMEOUT)
                        .endpoint("/ws", new Echo(), EndpointOptions.DEFAULT.withParts(MessageLimits.UNBOUNDED_PARTS))
                        .start();
                WsClient client = WsClient.builder()
                        .ioThreads(1)
                        .executor(executor)
                        .compression(mode.deflate())
                        .sendQueue(1 << 20, STALL_TIMEOUT)
                        .build()) {
            Parts parts = new Parts(bytes);
            Check check = new Check();
            WsRequest request = WsRequest.to(URI.create("ws://localhost:" + server.port() + "/ws"));
            WsSession session = client.connect(request.inParts(MessageLimits.UNBOUNDED_PARTS), check)
                    .get(15, TimeUnit.SECONDS);
            session.send(mode.isText() ? StreamedMessage.text(parts.asText()) : StreamedMessage.binary(parts))
                    .whenComplete((sent, error) -> {
                        if (error != null) {
                            check.done.completeExceptionally(error);
                        }
                    });
            check.done.get();
            if (check.bytes != bytes || check.sum.getValue() != parts.sum.getValue()) {
                throw new IllegalStateException("sent " + bytes + " bytes, but received " + check.bytes);
            }
        }
        return "%s of %d bytes echoed in %.1f s, peak heap %.1f MiB, heap after a collection %.1f MiB, direct %.1f MiB"
                .formatted(
                        mode,
                        bytes,
                        (System.nanoTime() - begin) / 1e9,
                        mib(peakHeap()),
                        mib(heapAfterCollection()),
                        mib(directMemory()));
    }

    private static double mib(long bytes) {
        return bytes / 1048576.0;
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Sends each part back as it comes. */
    private static final class Echo implements WsHandler {

        @Override
        public void onTextPart(WsSession session, String part, boolean last) {
            session.sendTextPart(part, last);
        }

        @Override
        public void onBinaryPart(WsSession session, ByteBuffer part, boolean last) {
            session.sendBinaryPart(part, last);
        }
    }

    /** Makes the message: each part is its own, and the sum is of all that were asked for. */
    private static final class Parts implements Iterator<ByteBuffer> {

        private final byte[] content = new byte[PART];
        private final CRC32C sum = new CRC32C();
        private long left;
        private long number;

        Parts(long bytes) {
            left = bytes;
            Random random = new Random(3);
            for (int i = 0; i < PART; i++) {
                // Some of it repeats, as real data does.
                content[i] = i < PART / 8 ? (byte) (' ' + random.nextInt(95)) : content[i - PART / 8];
            }
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public ByteBuffer next() {
            int size = (int) Math.min(PART, left);
            byte[] mark = "%016d".formatted(number++).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(mark, 0, content, 0, mark.length);
            left -= size;
            sum.update(content, 0, size);
            return ByteBuffer.wrap(content, 0, size);
        }

        Iterator<String> asText() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return Parts.this.hasNext();
                }

                @Override
                public String next() {
                    ByteBuffer part = Parts.this.next();
                    return new String(part.array(), 0, part.limit(), StandardCharsets.US_ASCII);
                }
            };
        }
    }

    /** Counts and sums up what comes back. */
    private static final class Check implements WsHandler {

        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final CRC32C sum = new CRC32C();
        private long bytes;

        @Override
        public void onTextPart(WsSession session, String part, boolean last) {
            onBinaryPart(session, ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)), last);
        }

        @Override
        public void onBinaryPart(WsSession session, ByteBuffer part, boolean last) {
            bytes += part.remaining();
            sum.update(part);
            if (last) {
                done.complete(null);
            }
        }

        @Override
        public void onClose(WsSession session, CloseEvent close) {
            done.completeExceptionally(new IllegalStateException("closed: " + close));
        }
    }
}
