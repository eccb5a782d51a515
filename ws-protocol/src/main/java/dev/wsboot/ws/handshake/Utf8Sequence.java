package dev.wsboot.ws.handshake;

/**
 * One non-ASCII character in a field value, byte by byte.
 *
 * <p>RFC 9110 section 5.5: "a recipient SHOULD treat other allowed octets in field content (i.e., obs-text) as opaque
 * data". Opaque is what becomes a forged log line later, so obs-text has to be well-formed UTF-8 here, which is what
 * browsers send in cookies, and none of the C1 controls (U+0080 to U+009F, of which U+0085 is a line break to some).
 */
final class Utf8Sequence {

    private int missing;
    private int lowest;
    private int highest;

    /** Takes the lead byte, 0x80 to 0xFF; false where none can begin so. RFC 3629 section 4 has the table. */
    boolean begin(int lead) {
        missing = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        lowest = switch (lead) {
            case 0xC2 -> 0xA0; // below: C1 controls
            case 0xE0 -> 0xA0; // below: overlong
            case 0xF0 -> 0x90; // below: overlong
            default -> 0x80;
        };
        highest = switch (lead) {
            case 0xED -> 0x9F; // above: surrogates
            case 0xF4 -> 0x8F; // above: beyond U+10FFFF
            default -> 0xBF;
        };
        return lead >= 0xC2 && lead <= 0xF4;
    }

    /** Takes a byte behind the lead; false where it cannot stand there. */
    boolean accept(int next) {
        boolean fits = next >= lowest && next <= highest;
        missing--;
        lowest = 0x80;
        highest = 0xBF;
        return fits;
    }

    boolean isComplete() {
        return missing == 0;
    }
}
