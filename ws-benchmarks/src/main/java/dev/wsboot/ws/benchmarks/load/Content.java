package dev.wsboot.ws.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What a message is made of; always the same for the same size. */
enum Content {
    /** Text of ASCII letters. */
    ASCII("text") {
        @Override
        byte[] bytes(int size) {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) ('a' + i % 26);
            }
            return bytes;
        }
    },
    /** Text of characters of one to four bytes, each at random. */
    UTF8("text of characters of one to four bytes at random") {
        @Override
        byte[] bytes(int size) {
            String[] characters = {"a", "z", "\u00E9", "\u20AC", "\u65E5", "\uD83D\uDE00"};
            Random random = new Random(size);
            byte[] bytes = new byte[size];
            Arrays.fill(bytes, (byte) '.');
            int i = 0;
            while (i < size - 3) {
                byte[] next = characters[random.nextInt(characters.length)].getBytes(StandardCharsets.UTF_8);
                System.arraycopy(next, 0, bytes, i, next.length);
                i += next.length;
            }
            return bytes;
        }
    },
    /** Bytes of all values. */
    BINARY("binary") {
        @Override
        byte[] bytes(int size) {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i * 31);
            }
            return bytes;
        }
    };

    private final String description;

    Content(String description) {
        this.description = description;
    }

    abstract byte[] bytes(int size);

    /** {@return a few words for the docs} */
    String description() {
        return description;
    }

    boolean isText() {
        return this != BINARY;
    }
}
