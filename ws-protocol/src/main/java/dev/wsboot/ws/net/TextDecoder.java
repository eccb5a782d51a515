package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes strings of valid UTF-8, by way of one array where the bytes lie in a direct buffer. Belongs to one event loop. */
final class TextDecoder {

    private byte[] scratch = new byte[1024];

    String decode(ByteBuffer utf8) {
        int length = utf8.remaining();
        if (utf8.hasArray()) {
            return new String(utf8.array(), utf8.arrayOffset() + utf8.position(), length, StandardCharsets.UTF_8);
        }
        if (length > scratch.length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        utf8.get(utf8.position(), scratch, 0, length);
        return new String(scratch, 0, length, StandardCharsets.UTF_8);
    }
}
