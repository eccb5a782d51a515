package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A second decoder of DEFLATE (RFC 1951), slow and simple, that knows how far back a match may refer: the JDK's own knows
 * no window but the largest. One of these decodes the messages of one sender, which share the window.
 */
final class WindowedInflate {

    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final int window;
    private byte[] history = new byte[0];
    private int farthest;

    private byte[] in = {};
    private int bit;
    private Output out = new Output();

    WindowedInflate(int windowBits) {
        window = 1 << windowBits;
    }

    /** The farthest distance that was seen. */
    int farthest() {
        return farthest;
    }

    /** RFC 7692 section 7.2.2 for the next message, which must end with its blocks. */
    byte[] message(byte[] payload) {
        in = Arrays.copyOf(payload, payload.length + 4);
        System.arraycopy(Hex.bytes("0000FFFF"), 0, in, payload.length, 4);
        bit = 0;
        out = new Output();
        out.writeBytes(history);
        while (bit < 8 * in.length) {
            assertThat(bits(1)).as("BFINAL, which this side never sets").isZero();
            block(bits(2));
        }
        byte[] all = out.toByteArray();
        byte[] message = Arrays.copyOfRange(all, history.length, all.length);
        history = Arrays.copyOfRange(all, Math.max(0, all.length - window), all.length);
        return message;
    }

    private void block(int type) {
        switch (type) {
            case 0 -> stored();
            case 1 -> compressed(fixedLiterals(), new Huffman(filled(30, 5)));
            case 2 -> dynamic();
            default -> throw new AssertionError("block type 3");
        }
    }

    private void stored() {
        bit = (bit + 7) / 8 * 8;
        int length = bits(16);
        assertThat(bits(16)).isEqualTo(length ^ 0xFFFF);
        out.write(in, bit / 8, length);
        bit += 8 * length;
    }

    private static Huffman fixedLiterals() {
        int[] lengths = filled(288, 8);
        Arrays.fill(lengths, 144, 256, 9);
        Arrays.fill(lengths, 256, 280, 7);
        return new Huffman(lengths);
    }

    private static int[] filled(int count, int value) {
        int[] lengths = new int[count];
        Arrays.fill(lengths, value);
        return lengths;
    }

    private void dynamic() {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int[] codeLengths = new int[19];
        for (int i = 0, count = bits(4) + 4; i < count; i++) {
            codeLengths[ORDER[i]] = bits(3);
        }
        Huffman code = new Huffman(codeLengths);
        int[] lengths = new int[literals + distances];
        for (int i = 0; i < lengths.length; ) {
            int symbol = symbol(code);
            int value = symbol < 16 ? symbol : symbol == 16 ? lengths[i - 1] : 0;
            int times = symbol < 16 ? 1 : symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            Arrays.fill(lengths, i, i + times, value);
            i += times;
        }
        compressed(
                new Huffman(Arrays.copyOf(lengths, literals)),
                new Huffman(Arrays.copyOfRange(lengths, literals, lengths.length)));
    }

    private void compressed(Huffman literals, Huffman distances) {
        for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
            if (symbol < 256) {
                out.write(symbol);
            } else {
                int length = length(symbol - 257);
                copy(length, distance(symbol(distances)));
            }
        }
    }

    /** RFC 1951 section 3.2.5: the table of lengths. */
    private int length(int code) {
        if (code < 8) {
            return 3 + code;
        }
        if (code == 28) {
            return 258;
        }
        int extra = code / 4 - 1;
        return 3 + ((4 + code % 4) << extra) + bits(extra);
    }

    /** RFC 1951 section 3.2.5: the table of distances. */
    private int distance(int code) {
        if (code < 4) {
            return 1 + code;
        }
        int extra = code / 2 - 1;
        return 1 + ((2 + code % 2) << extra) + bits(extra);
    }

    private void copy(int length, int distance) {
        farthest = Math.max(farthest, distance);
        assertThat(distance).as("distance").isLessThanOrEqualTo(Math.min(window, out.size()));
        for (int i = 0; i < length; i++) {
            out.write(out.back(distance));
        }
    }

    private int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, bit++) {
            value |= ((in[bit / 8] >> (bit % 8)) & 1) << i;
        }
        return value;
    }

    private int symbol(Huffman huffman) {
        int code = 0;
        for (int length = 1; length <= 15; length++) {
            code = code << 1 | bits(1);
            int index = code - huffman.first[length];
            if (index >= 0 && index < huffman.count[length]) {
                return huffman.symbols[huffman.offset[length] + index];
            }
        }
        throw new AssertionError("no such code");
    }

    private static final class Output extends ByteArrayOutputStream {

        int back(int distance) {
            return buf[count - distance];
        }
    }

    /** RFC 1951 section 3.2.2: codes of one length follow each other in the order of their symbols. */
    private static final class Huffman {

        private final int[] count = new int[16];
        private final int[] first = new int[16];
        private final int[] offset = new int[16];
        private final int[] symbols;

        Huffman(int[] lengths) {
            symbols = new int[lengths.length];
            int used = 0;
            for (int length = 1; length <= 15; length++) {
                first[length] = (first[length - 1] + count[length - 1]) << 1;
                offset[length] = used;
                for (int symbol = 0; symbol < lengths.length; symbol++) {
                    if (lengths[symbol] == length) {
                        symbols[used++] = symbol;
                        count[length]++;
                    }
                }
            }
        }
    }
}
