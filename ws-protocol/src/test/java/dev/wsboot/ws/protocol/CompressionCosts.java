package dev.wsboot.ws.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;

/**
 * Makes the tables of {@code docs/compression.md}. It is no test: it measures CPU time of its thread and memory of its
 * process (Linux), and asserts nothing.
 */
final class CompressionCosts {

    private static final String[] WORDS =
            ("the of and to in is you that it he was for on are as with his they at be this"
                            + " have from or one had by word but not what all were we when your can said there use an each which"
                            + " she do how their if will up other about out many then them these so some her would make like him"
                            + " into time has look two more write go see number no way could people my than first water been call"
                            + " connection server message deploy tomorrow lunch meeting ticket review branch release")
                    .split(" ");

    private CompressionCosts() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            measureMemory(arguments[0], Integer.parseInt(arguments[1]));
            return;
        }
        System.out.println(System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + ", "
                + System.getProperty("os.arch"));
        chat();
        windows();
        memory();
    }

    // What a room of the sample chat hears: many lines, twice as many notices that somebody types, some who join.

    private static List<byte[]> chatTraffic() {
        Random random = new Random(1);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int kind = random.nextInt(20);
            messages.add(utf8(kind < 12 ? typing(random) : kind < 18 ? said(random, i) : joined(random, i)));
        }
        messages.add(utf8(welcome(random)));
        return messages;
    }

    private static String person(Random random) {
        int who = random.nextInt(12);
        return "{\"id\":\"%08x\",\"name\":\"%s\"}".formatted(0x3F9A_0000 + who * 7919, WORDS[who * 5]);
    }

    private static String typing(Random random) {
        return "{\"type\":\"typing\",\"person\":" + person(random) + "}";
    }

    private static String said(Random random, int i) {
        StringBuilder text = new StringBuilder();
        for (int words = 2 + random.nextInt(1 + random.nextInt(60)); words > 0; words--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return "{\"type\":\"said\",\"person\":%s,\"text\":\"%s\",\"at\":%d}"
                .formatted(person(random), text, 1_764_000_000_000L + 1713L * i);
    }

    private static String joined(Random random, int i) {
        return "{\"type\":\"joined\",\"person\":%s,\"at\":%d}"
                .formatted(person(random), 1_764_000_000_000L + 1713L * i);
    }

    /** With 50 lines, as the sample sends to whoever enters; some 8 KB. */
    private static String welcome(Random random) {
        return "{\"type\":\"welcome\",\"you\":" + person(random) + ",\"room\":\"lobby\",\"recent\":["
                + lines(random, 50) + "]}";
    }

    private static String lines(Random random, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(said(random, i));
        }
        return String.join(",", lines);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes on the wire and CPU for each level, threshold and takeover. */
    private static void chat() {
        List<byte[]> traffic = chatTraffic();
        long plain = traffic.stream().mapToLong(message -> message.length).sum();
        System.out.printf("%n%d messages of the chat, %d bytes on average%n%n", traffic.size(), plain / traffic.size());
        System.out.println("| context | level | threshold | messages compressed | bytes saved | us a message |");
        System.out.println("|---|---|---|---|---|---|");
        for (boolean takeover : new boolean[] {false, true}) {
            for (int level : new int[] {1, 6, 9}) {
                for (int threshold : new int[] {0, 128, 256, 512, 1024}) {
                    chat(traffic, plain, takeover, level, threshold);
                }
            }
        }
    }

    private static void chat(List<byte[]> traffic, long plain, boolean takeover, int level, int threshold) {
        DeflateOptions options = DeflateOptions.DEFAULT.withLevel(level).withThreshold(threshold, false);
        long[] sent = new long[2];
        Runnable all = () -> {
            WebSocketProtocol protocol = protocol(Role.SERVER, takeover, 15, options, new ZlibPool());
            Arrays.fill(sent, 0);
            for (byte[] message : traffic) {
                ByteBuffer compressed =
                        protocol.compresses(true, message.length) ? protocol.compress(ByteBuffer.wrap(message)) : null;
                sent[0] += compressed == null ? message.length : compressed.remaining();
                sent[1] += compressed == null ? 0 : 1;
            }
            protocol.release();
        };
        double micros = micros(all) / traffic.size();
        System.out.printf(
                "| %s | %d | %d | %.0f %% | %.0f %% | %.1f |%n",
                takeover ? "takeover" : "none",
                level,
                threshold,
                100.0 * sent[1] / traffic.size(),
                100.0 * (plain - sent[0]) / plain,
                micros);
    }

    /** What a smaller window than that of Java's zlib costs, by either way to honour it. */
    private static void windows() {
        Random random = new Random(2);
        byte[][] contents = {
            utf8(said(random, 1) + said(random, 2) + said(random, 3)), utf8(welcome(random)), utf8(lines(random, 700))
        };
        System.out.println("\n| message | bits | full flush: bytes | us | half a window as dictionary: bytes | us |");
        System.out.println("|---|---|---|---|---|---|");
        for (byte[] content : contents) {
            for (int bits = 8; bits <= 15; bits++) {
                int windowBits = bits;
                MessageDeflater deflater = deflater(bits);
                Deflater own = new Deflater(6, true);
                UnaryOperator<byte[]> flush =
                        message -> Hex.copyOf(deflater.deflatePart(ByteBuffer.wrap(message), true));
                UnaryOperator<byte[]> dictionary = message -> withDictionary(own, message, 1 << (windowBits - 1));
                System.out.printf(
                        "| %d bytes | %d | %d | %.0f | %d | %.0f |%n",
                        content.length,
                        bits,
                        flush.apply(content).length,
                        micros(() -> flush.apply(content)),
                        dictionary.apply(content).length,
                        micros(() -> dictionary.apply(content)));
                own.end();
            }
        }
    }

    private static byte[] withDictionary(Deflater deflater, byte[] message, int half) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[2 * half + 100];
        for (int from = 0; from < message.length; from += half) {
            deflater.reset();
            deflater.setDictionary(message, Math.max(0, from - half), Math.min(from, half));
            deflater.setInput(message, from, Math.min(half, message.length - from));
            int length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
            out.write(chunk, 0, length);
        }
        return Arrays.copyOf(out.toByteArray(), out.size() - 4);
    }

    private static double micros(Runnable action) {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 7; round++) {
            int times = 0;
            long start = cpu();
            while (cpu() - start < 60_000_000) {
                action.run();
                times++;
            }
            best = Math.min(best, (cpu() - start) / times);
        }
        return best / 1e3;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    // Memory, each in a JVM of its own.

    private static void memory() throws Exception {
        System.out.println("\n| idle connections, each has sent and received | how many | heap each | native each |");
        System.out.println("|---|---|---|---|");
        String[] kinds = {"plain", "no takeover", "takeover", "takeover, 64 KiB"};
        int[] counts = {20_000, 20_000, 3000, 1000};
        for (int i = 0; i < kinds.length; i++) {
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xms256m",
                            "-Xmx256m",
                            "-XX:+AlwaysPreTouch",
                            "-XX:+UseSerialGC",
                            "-XX:SoftRefLRUPolicyMSPerMB=0",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CompressionCosts.class.getName(),
                            kinds[i],
                            String.valueOf(counts[i]))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private static void measureMemory(String kind, int count) throws IOException {
        ZlibPool pool = new ZlibPool();
        DeflateOptions options = DeflateOptions.DEFAULT.withThreshold(0, false);
        byte[] message = utf8(said(new Random(3), 1));
        ByteBuffer received = frame(kind, message);
        Quiet events = new Quiet();
        List<WebSocketProtocol> idle = new ArrayList<>();
        long heap = 0;
        long rss = 0;
        int messages = kind.endsWith("64 KiB") ? (64 << 10) / message.length : 1;
        for (int i = -Math.min(count, 2000); i < count; i++) {
            if (i == 0) {
                heap = heap();
                rss = rss();
            }
            WebSocketProtocol protocol = kind.equals("plain")
                    ? new WebSocketProtocol(
                            ProtocolOptions.of(Role.CLIENT, MessageLimits.DEFAULT), FrameWriter.server(), events)
                    : protocol(Role.CLIENT, kind.startsWith("takeover"), 15, options, pool, events);
            for (int sent = 0; sent < messages; sent++) {
                if (protocol.compresses(true, message.length)) {
                    protocol.compress(ByteBuffer.wrap(message));
                }
                protocol.receive(received.rewind());
            }
            idle.add(protocol);
        }
        System.out.printf(
                "| %s | %d | %.1f KiB | %.0f KiB |%n",
                kind, count, (heap() - heap) / 1024.0 / count, Math.max(0, rss() - rss) / 1024.0 / count);
        idle.forEach(WebSocketProtocol::release);
    }

    private static ByteBuffer frame(String kind, byte[] message) {
        ByteBuffer frame = ByteBuffer.allocate(2 * message.length + 64);
        if (kind.equals("plain")) {
            FrameWriter.server().writeText(ByteBuffer.wrap(message), frame);
        } else {
            FrameWriter.server().writeCompressed(true, deflater(15).deflatePart(ByteBuffer.wrap(message), true), frame);
        }
        return frame.flip();
    }

    private static MessageDeflater deflater(int bits) {
        return new MessageDeflater(
                Role.SERVER,
                new Compression(new DeflateParameters(true, true, bits, bits), DeflateOptions.DEFAULT, new ZlibPool()));
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long rss() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static WebSocketProtocol protocol(
            Role role, boolean takeover, int bits, DeflateOptions options, ZlibPool pool) {
        return protocol(role, takeover, bits, options, pool, new Quiet());
    }

    private static WebSocketProtocol protocol(
            Role role, boolean takeover, int bits, DeflateOptions options, ZlibPool pool, ProtocolEvents events) {
        DeflateParameters agreed = new DeflateParameters(!takeover, !takeover, bits, bits);
        return new WebSocketProtocol(
                new ProtocolOptions(role, MessageLimits.DEFAULT, false, new Compression(agreed, options, pool), null),
                FrameWriter.server(),
                events);
    }

    private static final class Quiet implements ProtocolEvents {

        @Override
        public void onText(ByteBuffer payload, boolean ascii) {}

        @Override
        public void onBinary(ByteBuffer payload) {}

        @Override
        public void onPing(ByteBuffer payload) {}

        @Override
        public void onPong(ByteBuffer payload) {}

        @Override
        public void onClose(int code, String reason) {}

        @Override
        public void onFailure(ProtocolFailure failure) {
            throw failure;
        }
    }
}
