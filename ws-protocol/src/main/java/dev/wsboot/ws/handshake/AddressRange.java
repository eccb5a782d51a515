package dev.wsboot.ws.handshake;

import org.jspecify.annotations.Nullable;

/**
 * All addresses that begin with the same bits (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param network the first of them
 * @param prefix how many bits they have in common
 */
record AddressRange(IpAddress network, int prefix) {

    /**
     * Reads such as {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException naming the text where it is none, or where bits behind the prefix are set: whoever wrote
     *     those meant another range
     */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int prefix = address == null ? -1 : prefix(address, slash < 0 ? null : text.substring(slash + 1));
        if (address == null || prefix < 0) {
            throw new IllegalArgumentException(
                    "Not an address or a range of addresses such as 10.0.0.0/8 or fd00::/8: " + text);
        }
        IpAddress network = address.network(prefix);
        if (!network.equals(address)) {
            throw new IllegalArgumentException(
                    text + " is in the middle of a range: its first address is " + network + "/" + prefix);
        }
        return new AddressRange(network, prefix);
    }

    /** All bits where there is no text; negative where it is no number of bits. */
    private static int prefix(IpAddress address, @Nullable String text) {
        return text == null ? address.bits() : Decimal.parse(text, address.bits());
    }

    boolean contains(IpAddress address) {
        return address.beginsLike(network, prefix);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return network + "/" + prefix;
    }
}
