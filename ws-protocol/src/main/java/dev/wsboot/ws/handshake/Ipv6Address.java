package dev.wsboot.ws.handshake;

import java.util.regex.Pattern;

/** The grammar of RFC 3986 section 3.2.2 for {@code IPv6address}, which knows no zone, and for the {@code IPv4address} in it. */
final class Ipv6Address {

    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern IPV4 =
            Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final int GROUPS = 8;

    /** However many groups there are on the other side of a gap, the sum stays negative. */
    private static final int MALFORMED = Integer.MIN_VALUE / 2;

    private Ipv6Address() {}

    /** Whether the text, without brackets, is an address. */
    static boolean isValid(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        // "::" stands for one group of zeros at least.
        int present = groups(text.substring(0, gap), false) + groups(text.substring(gap + 2), true);
        return present >= 0 && present < GROUPS;
    }

    /** Whether the text is four numbers from 0 to 255 without leading zeros, and dots. */
    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** How many groups of 16 bits there are; negative where it is malformed, also together with those of another text. */
    static int groups(String text, boolean last) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (GROUP.matcher(parts[i]).matches()) {
                count++;
            } else if (last && i == parts.length - 1 && isIpv4(parts[i])) {
                count += 2;
            } else {
                return MALFORMED;
            }
        }
        return count;
    }
}
