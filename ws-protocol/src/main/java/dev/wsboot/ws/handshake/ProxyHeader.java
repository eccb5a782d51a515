package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of the PROXY protocol, version 1 or 2, by which a proxy that forwards TCP says who has connected to it (HAProxy's
 * {@code proxy-protocol.txt}). It stands before everything else, TLS included. One instance serves one connection, by one thread at a
 * time; it keeps the addresses and skips the rest, whatever length the header has.
 *
 * <p>Only a proxy may be asked: whoever can reach the port could write any address here.
 */
public final class ProxyHeader {

    /** What has come of the header. */
    public enum Progress {
        /** More bytes are needed. */
        NEED_MORE,
        /** The header is complete. */
        COMPLETE,
        /** It breaks a rule, and the connection is to be closed. */
        BAD
    }

    /** "The maximum line lengths the receiver must support including the CRLF" is this one. */
    private static final int LINE_LENGTH = 107;

    /** "PROXY UNKNOWN" and CRLF. */
    private static final int SHORTEST_LINE = 15;

    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final int FIXED_LENGTH = 16;
    private static final int VERSION = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;

    private final int maxLength;
    private final byte[] kept = new byte[LINE_LENGTH];
    private int count;

    /** Of version 2, once it is known. */
    private int length;

    private Progress progress = Progress.NEED_MORE;
    private ForwardedNode source = ForwardedNode.UNTOLD;
    private @Nullable String problem;
    private boolean tooLarge;

    /**
     * Nothing has been read.
     *
     * @param maxLength how long a header of version 2 may be, which may carry more than addresses; one of version 1 has at most 107
     *     bytes
     */
    public ProxyHeader(int maxLength) {
        this.maxLength = maxLength;
    }

    /**
     * Takes what has arrived; what is behind the header stays in the buffer.
     *
     * @param in from position to limit; heap or direct
     * @return what has come of it
     */
    public Progress receive(ByteBuffer in) {
        while (progress == Progress.NEED_MORE && in.hasRemaining()) {
            if (count < kept.length) {
                take(in.get());
            } else {
                skip(in);
            }
        }
        return progress;
    }

    /**
     * How many bytes the header has still at least: so many may be read without touching what is behind it.
     *
     * @return 0 where it is complete or bad
     */
    public int missing() {
        if (progress != Progress.NEED_MORE) {
            return 0;
        }
        if (length > 0) {
            return length - count;
        }
        if (count < SHORTEST_LINE) {
            return SHORTEST_LINE - count;
        }
        // Of version 2 the length is the next byte; of version 1 CR and LF stand at the end.
        return isLine() && kept[count - 1] != '\r' ? 2 : 1;
    }

    /**
     * Whether anything has arrived.
     *
     * @return true from the first byte on
     */
    public boolean hasBegun() {
        return count > 0;
    }

    /**
     * Who has connected to the proxy.
     *
     * @return null where the proxy speaks for itself, as in a health check, or does not know, or where it was no address of IP
     */
    public @Nullable IpAddress source() {
        return source.address();
    }

    /**
     * The port of {@link #source()}.
     *
     * @return 0 where there is no source
     */
    public int sourcePort() {
        return source.port();
    }

    /**
     * Which rule a bad header breaks.
     *
     * @return one sentence without bytes of the peer's choosing; null where the header is not bad
     */
    public @Nullable String problem() {
        return problem;
    }

    /**
     * Whether the rule is the one about the length that the constructor was given.
     *
     * @return true where a header of version 2 is too long
     */
    public boolean isTooLarge() {
        return tooLarge;
    }

    private boolean isLine() {
        return kept[0] == LINE_START[0];
    }

    private void take(byte b) {
        kept[count] = b;
        byte[] start = isLine() ? LINE_START : SIGNATURE;
        if (count < start.length && b != start[count]) {
            bad("The connection does not begin with a PROXY header");
            return;
        }
        count++;
        if (isLine()) {
            endOfLine();
        } else {
            if (count == FIXED_LENGTH) {
                checkFixed();
            }
            endOfBlock();
        }
    }

    private void skip(ByteBuffer in) {
        int skipped = Math.min(in.remaining(), length - count);
        in.position(in.position() + skipped);
        count += skipped;
        endOfBlock();
    }

    private void endOfLine() {
        if (kept[count - 1] == '\n' && kept[count - 2] == '\r') {
            ForwardedNode parsed = ProxyLine.parse(new String(kept, 0, count - 2, StandardCharsets.ISO_8859_1));
            if (parsed == null) {
                bad("The line of the PROXY header is malformed");
            } else {
                source = parsed;
                progress = Progress.COMPLETE;
            }
        } else if (count == kept.length) {
            bad("The line of the PROXY header does not end");
        }
    }

    /** Section 2.2: "The 13th byte", "the 14th byte", and "The 15th and 16th bytes". */
    private void checkFixed() {
        int version = kept[12] >> 4 & 0xF;
        int command = kept[12] & 0xF;
        length = FIXED_LENGTH + ((kept[14] & 0xFF) << Byte.SIZE | (kept[15] & 0xFF));
        if (version != VERSION) {
            bad("The PROXY header has an unknown version");
        } else if (command != LOCAL && (command != PROXY || shortest(kept[13]) < 0)) {
            // "Receivers must drop connections presenting unexpected values here."
            bad("The PROXY header has a command or an address family that is unknown or no stream");
        } else if (command == PROXY && length < FIXED_LENGTH + shortest(kept[13])) {
            bad("The PROXY header is too short for its addresses");
        } else if (length > maxLength) {
            tooLarge = true;
            bad("The PROXY header is too long");
        }
    }

    /** How many bytes of addresses a family has; -1 where it is unknown, or a datagram's. */
    private static int shortest(byte familyAndTransport) {
        return switch (familyAndTransport) {
            case 0x00 -> 0;
            case 0x11 -> 2 * (IpAddress.IPV4_LENGTH + 2);
            case 0x21 -> 2 * (IpAddress.IPV6_LENGTH + 2);
            case 0x31 -> 2 * 108;
            default -> -1;
        };
    }

    private void endOfBlock() {
        if (progress == Progress.NEED_MORE && count == length) {
            progress = Progress.COMPLETE;
            boolean proxied = (kept[12] & 0xF) == PROXY;
            // "the receiver must accept this connection as valid and must use the real connection endpoints and
            // discard the protocol block including the family which is ignored".
            if (proxied && kept[13] == 0x11) {
                source = source(IpAddress.IPV4_LENGTH);
            } else if (proxied && kept[13] == 0x21) {
                source = source(IpAddress.IPV6_LENGTH);
            }
        }
    }

    /** Source, destination, source's port, destination's port. */
    private ForwardedNode source(int addressLength) {
        int port = FIXED_LENGTH + 2 * addressLength;
        return new ForwardedNode(
                IpAddress.of(Arrays.copyOfRange(kept, FIXED_LENGTH, FIXED_LENGTH + addressLength)),
                (kept[port] & 0xFF) << Byte.SIZE | (kept[port + 1] & 0xFF));
    }

    private void bad(String why) {
        progress = Progress.BAD;
        problem = why;
    }
}
