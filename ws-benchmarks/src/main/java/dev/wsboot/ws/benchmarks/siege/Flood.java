package dev.wsboot.ws.benchmarks.siege;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.Deflater;

/**
 * What an attacker's connections do: they send a beginning, then the same again and again, and read nothing. The mask key is 0. Who is
 * cut comes again.
 */
@SuppressWarnings("ImmutableEnumChecker") // only views of its buffers leave, and nobody writes into them
enum Flood {
    /** Echoes that nobody fetches. In every attack; this one is that alone. */
    STALLED(0, request(""), endless(frame("82FE3E80", 16_000)), 0, Long.MAX_VALUE),
    /** Pings with all the payload that they may have. */
    PINGS(64, request(""), endless(frame("89FD", 125)), 0, Long.MAX_VALUE),
    /** Pongs that nobody has asked for. */
    PONGS(64, request(""), endless(frame("8A80", 0)), 0, Long.MAX_VALUE),
    /** A message of empty fragments that does not end. */
    EMPTY_FRAGMENTS(64, join(request(""), frame("0180", 0)), endless(frame("0080", 0)), 0, Long.MAX_VALUE),
    /** A message of fragments of one byte that does not end. */
    TINY_FRAGMENTS(64, join(request(""), frame("0181", 1)), endless(frame("0081", 1)), 0, Long.MAX_VALUE),
    /** All but the last bytes of a large message, and then one byte after the other. */
    DRIBBLED_FRAMES(500, join(request(""), frame("82FE4000", 16_000)), new byte[1], 100, Long.MAX_VALUE),
    /** Messages of 15 KiB that become 15 MiB. */
    BOMBS(64, request("Sec-WebSocket-Extensions: permessage-deflate\r\n"), bomb(), 0, Long.MAX_VALUE),
    /** A frame of as many bytes as can be announced. */
    HUGE_LENGTHS(64, request(""), endless(frame("82FF7FFFFFFFFFFFFFFF", 0)), 0, Long.MAX_VALUE),
    /** Resets anywhere in the handshake, or just behind it. */
    RESETS(64, join(request(""), frame("8183", 3)), new byte[0], 0, 0),
    /** Heads that come byte after byte. */
    SLOWLORIS(500, "GET /ws HTTP/1.1\r\nHost: localhost\r\n".getBytes(US_ASCII), line(), 100, Long.MAX_VALUE),
    /** A request that is refused, and good ones behind it. */
    PIPELINED(64, "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII), endless(request("")), 0, 20 << 20),
    /** Heads of 20 MB. */
    LARGE_HEADS(64, "GET /ws HTTP/1.1\r\nHost: localhost\r\n".getBytes(US_ASCII), endless(line()), 0, 20 << 20);

    /** Of any flood. */
    static final int MOST_CONNECTIONS = 1_000;

    private final int connections;
    private final ByteBuffer beginning;
    private final ByteBuffer repeated;
    private final int pause;
    private final long most;

    /**
     * Describes it.
     *
     * @param connections at a time
     * @param pause milliseconds from one byte to the next behind the beginning; 0 for as fast as the wire takes them
     * @param most bytes of a connection, which is reset behind them; 0 to reset it anywhere in its beginning
     */
    Flood(int connections, byte[] beginning, byte[] repeated, int pause, long most) {
        this.connections = connections;
        this.beginning = direct(beginning);
        this.repeated = direct(repeated);
        this.pause = pause;
        this.most = most;
    }

    int connections() {
        return connections;
    }

    int pause() {
        return pause;
    }

    long most() {
        return most;
    }

    int beginningLength() {
        return beginning.capacity();
    }

    /** What follows behind so many bytes, as long as it is in one piece. */
    ByteBuffer after(long sent) {
        return sent < beginning.capacity()
                ? beginning.duplicate().position((int) sent)
                : repeated.duplicate().position((int) ((sent - beginning.capacity()) % repeated.capacity()));
    }

    /**
     * The flood of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Flood of(String name) {
        return Arrays.stream(values())
                .filter(flood -> flood.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no flood " + name));
    }

    static String names() {
        return Arrays.stream(values()).map(Flood::toString).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static byte[] request(String further) {
        return ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                        + further
                        + "\r\n")
                .getBytes(US_ASCII);
    }

    private static byte[] line() {
        return "X-Flood: abcdefgh\r\n".getBytes(US_ASCII);
    }

    /** A header, the mask key, and zeros. */
    private static byte[] frame(String header, int payload) {
        byte[] bytes = HexFormat.of().parseHex(header);
        return Arrays.copyOf(bytes, bytes.length + 4 + payload);
    }

    /** Zeros, compressed as permessage-deflate has it: without the last four bytes of an empty block. */
    private static byte[] bomb() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[15 << 20]);
        byte[] out = new byte[Budget.MAX_MESSAGE];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        byte[] header = ByteBuffer.allocate(4)
                .putShort((short) 0xC2FE)
                .putShort((short) length)
                .array();
        return join(header, new byte[4], Arrays.copyOf(out, length));
    }

    /** As often as makes a good write. */
    private static byte[] endless(byte[] unit) {
        byte[][] all = new byte[Math.max(1, (64 << 10) / unit.length)][];
        Arrays.fill(all, unit);
        return join(all);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
