package dev.wsboot.ws.handshake;

import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * An address of IPv4 or IPv6, without a port. An IPv4 address that is written as one of IPv6 ({@code ::ffff:192.0.2.1}) is the same as
 * the IPv4 address. Immutable.
 */
public final class IpAddress {

    static final int IPV4_LENGTH = 4;
    static final int IPV6_LENGTH = 16;

    /** RFC 4291 section 2.5.5.2: what an "IPv4-Mapped IPv6 Address" begins with. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An address from its bytes.
     *
     * @param bytes 4 or 16, the most significant first; copied
     * @return the address
     * @throws IllegalArgumentException if there are neither 4 nor 16
     */
    public static IpAddress of(byte[] bytes) {
        return switch (bytes.length) {
            case IPV4_LENGTH -> new IpAddress(bytes.clone());
            case IPV6_LENGTH -> new IpAddress(isMapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes.clone());
            default -> throw new IllegalArgumentException("An address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    private static boolean isMapped(byte[] bytes) {
        return Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    }

    /** Null where the text is no address. Zones, leading zeros and names are none, and nothing is looked up. */
    static @Nullable IpAddress parse(String text) {
        if (Ipv6Address.isIpv4(text)) {
            byte[] bytes = new byte[IPV4_LENGTH];
            putIpv4(bytes, 0, text);
            return new IpAddress(bytes);
        }
        return Ipv6Address.isValid(text) ? of(ipv6(text)) : null;
    }

    private static byte[] ipv6(String text) {
        byte[] bytes = new byte[IPV6_LENGTH];
        int gap = text.indexOf("::");
        if (gap < 0) {
            putGroups(bytes, 0, text);
        } else {
            String behind = text.substring(gap + 2);
            putGroups(bytes, 0, text.substring(0, gap));
            putGroups(bytes, IPV6_LENGTH - 2 * Ipv6Address.groups(behind, true), behind);
        }
        return bytes;
    }

    private static void putGroups(byte[] bytes, int from, String groups) {
        if (groups.isEmpty()) {
            return;
        }
        int at = from;
        for (String group : groups.split(":", -1)) {
            if (group.indexOf('.') < 0) {
                int value = Integer.parseInt(group, 16);
                bytes[at++] = (byte) (value >> Byte.SIZE);
                bytes[at++] = (byte) value;
            } else {
                putIpv4(bytes, at, group);
            }
        }
    }

    private static void putIpv4(byte[] bytes, int from, String text) {
        int at = from;
        for (String number : text.split("\\.", -1)) {
            bytes[at++] = (byte) Integer.parseInt(number);
        }
    }

    /** How many bits it has: 32 or 128. */
    int bits() {
        return bytes.length * Byte.SIZE;
    }

    /** Whether it is of the same family and begins with the same bits. */
    boolean beginsLike(IpAddress other, int prefix) {
        if (bytes.length != other.bytes.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        int unlike = Byte.SIZE - prefix % Byte.SIZE;
        return Arrays.equals(bytes, 0, whole, other.bytes, 0, whole)
                && (unlike == Byte.SIZE || (bytes[whole] & 0xFF) >> unlike == (other.bytes[whole] & 0xFF) >> unlike);
    }

    /** The address whose bits behind the prefix are 0. */
    IpAddress network(int prefix) {
        byte[] network = new byte[bytes.length];
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            network[bit / Byte.SIZE] |= (byte) (bytes[bit / Byte.SIZE] & mask);
        }
        return new IpAddress(network);
    }

    /**
     * Its bytes, the most significant first.
     *
     * @return a copy, of 4 or 16
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /**
     * As it is usually written, without leaving zeros of IPv6 out.
     *
     * @return such as {@code 192.0.2.1} or {@code 2001:db8:0:0:0:0:0:1}
     */
    @Override
    public String toString() {
        if (bytes.length == IPV4_LENGTH) {
            StringJoiner text = new StringJoiner(".");
            for (byte b : bytes) {
                text.add(Integer.toString(b & 0xFF));
            }
            return text.toString();
        }
        StringJoiner text = new StringJoiner(":");
        for (int i = 0; i < bytes.length; i += 2) {
            text.add(Integer.toHexString((bytes[i] & 0xFF) << Byte.SIZE | (bytes[i + 1] & 0xFF)));
        }
        return text.toString();
    }
}
