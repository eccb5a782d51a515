package dev.wsboot.ws.net;

import java.nio.ByteBuffer;

/**
 * Makes strings of a valid UTF-8 text that arrives in parts, which may end within a character: its bytes are kept for the
 * next part. Belongs to one connection.
 */
final class PartDecoder {

    private static final int MOST_KEPT = 3;

    private final TextDecoder decoder;
    private final ByteBuffer kept = ByteBuffer.allocate(MOST_KEPT);

    PartDecoder(TextDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Decodes what is complete.
     *
     * @param part the next part; consumed
     * @return all characters that are complete now
     */
    String decode(ByteBuffer part) {
        ByteBuffer text = part;
        if (kept.position() > 0) {
            kept.flip();
            text = ByteBuffer.allocate(kept.remaining() + part.remaining())
                    .put(kept)
                    .put(part)
                    .flip();
            kept.clear();
        }
        int end = text.limit();
        int complete = endOfLastCharacter(text);
        String decoded = decoder.decode(text.limit(complete), false);
        kept.put(text.limit(end).position(complete));
        return decoded;
    }

    /** Where the last character ends that has all its bytes. */
    private static int endOfLastCharacter(ByteBuffer text) {
        int end = text.limit();
        int lead = end - 1;
        while (lead >= text.position() && (text.get(lead) & 0xC0) == 0x80) {
            lead--;
        }
        return lead < text.position() || lead + lengthOf(text.get(lead)) <= end ? end : lead;
    }

    /** RFC 3629 section 3: the first byte tells how many there are. */
    private static int lengthOf(byte lead) {
        return lead >= 0 ? 1 : Integer.numberOfLeadingZeros(~(lead << 24));
    }
}
