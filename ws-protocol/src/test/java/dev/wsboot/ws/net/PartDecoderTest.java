package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartDecoderTest {

    private static final String TEXT = "aß€\uD83D\uDE00\u0000\u007F\u0080\u07FF\u0800\uFFFF\uD800\uDC00\uDBFF\uDFFFz";

    private final PartDecoder decoder = new PartDecoder(new TextDecoder());

    private static ByteBuffer part(byte[] bytes, int from, int to, boolean direct) {
        ByteBuffer part = direct ? ByteBuffer.allocateDirect(to - from + 2) : ByteBuffer.allocate(to - from + 2);
        return part.put(1, bytes, from, to - from).position(1).limit(1 + to - from);
    }

    /** RFC 3629 section 3: characters have one to four bytes; every cut into three, each kind of buffer. */
    @Test
    void aTextMayBeCutAnywhere() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= bytes.length; i++) {
            for (int j = i; j <= bytes.length; j++) {
                for (boolean direct : new boolean[] {false, true}) {
                    List<String> parts = new ArrayList<>();
                    for (ByteBuffer part : List.of(
                            part(bytes, 0, i, direct),
                            part(bytes, i, j, direct),
                            part(bytes, j, bytes.length, direct))) {
                        parts.add(decoder.decode(part));
                        assertThat(part.hasRemaining()).as("left over").isFalse();
                    }
                    assertThat(String.join("", parts)).as(i + " " + j).isEqualTo(TEXT);
                    assertThat(parts).noneMatch(part -> part.endsWith("\uD83D") || part.contains("\uFFFD"));
                }
            }
        }
    }

    @Test
    void eachByteAlone() {
        StringBuilder text = new StringBuilder();
        for (byte b : TEXT.getBytes(StandardCharsets.UTF_8)) {
            text.append(decoder.decode(ByteBuffer.wrap(new byte[] {b})));
        }
        assertThat(text).hasToString(TEXT);
    }

    @Test
    void whatIsCompleteIsNotHeldBack() {
        assertThat(decoder.decode(ByteBuffer.wrap("€".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("€");
        assertThat(decoder.decode(ByteBuffer.allocate(0))).isEmpty();
        assertThat(decoder.decode(ByteBuffer.wrap(new byte[] {'a', (byte) 0xE2, (byte) 0x82})))
                .isEqualTo("a");
        assertThat(decoder.decode(ByteBuffer.wrap(new byte[] {(byte) 0xAC}))).isEqualTo("€");
    }
}
