package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HeadBytesTest {

    private static ByteBuffer read(String text) {
        ByteBuffer in = Heads.buffer(text);
        return in.position(in.limit());
    }

    private static String complete(HeadBytes bytes, String text, int from, int without) {
        return Heads.text(bytes.complete(read(text), from, without));
    }

    @Test
    void inOnePiece() {
        assertThat(complete(new HeadBytes(100), "xabc", 1, 0)).isEqualTo("abc");
        assertThat(complete(new HeadBytes(100), "x\r\nabc", 1, 2)).isEqualTo("abc");
    }

    @Test
    void inManyPieces() {
        HeadBytes bytes = new HeadBytes(2_000);
        bytes.add(read("..ab"), 2);
        bytes.add(read("c".repeat(1_500)), 0);
        bytes.add(read(""), 0);

        assertThat(complete(bytes, ".d", 1, 1)).isEqualTo("b" + "c".repeat(1_500) + "d");
    }

    @Test
    void nothingIsKeptForTheNextHead() {
        HeadBytes bytes = new HeadBytes(100);
        bytes.add(read("ab"), 0);
        complete(bytes, "c", 0, 0);

        assertThat(complete(bytes, "d", 0, 0)).isEqualTo("d");
        bytes.add(read("e"), 0);
        assertThat(complete(bytes, "f", 0, 0)).isEqualTo("ef");
    }
}
