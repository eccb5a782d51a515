package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    private String filled(int room) {
        ByteBuffer out = ByteBuffer.allocate(room);
        backlog.fill(out);
        return Frames.hex(out.flip());
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.tail()).isNull();
        assertThat(filled(9)).isEmpty();
    }

    @Test
    void keepsTheOrderAndTakesOutWhatWasWritten() {
        backlog.tail(2).bytes.put((byte) 1).put((byte) 2);
        backlog.add(PreparedMessage.text("a"));
        backlog.tail(1).bytes.put((byte) 3);
        assertThat(filled(9)).isEqualTo("010281016103");
        assertThat(filled(4)).isEqualTo("01028101");

        backlog.consume(3);
        assertThat(filled(9)).isEqualTo("016103");
        backlog.consume(3);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void fillsTheChunkAtItsEnd() {
        Backlog.Chunk chunk = backlog.tail(1000);
        assertThat(chunk.bytes.capacity()).isEqualTo(1024);
        chunk.bytes.put(new byte[1000]);
        assertThat(chunk.newBytes()).isEqualTo(1000);
        assertThat(chunk.newBytes()).isZero();

        assertThat(backlog.tail(24)).isSameAs(chunk).isSameAs(backlog.tail());
        assertThat(backlog.tail(25)).isNotSameAs(chunk);
        assertThat(backlog.tail(5000).bytes.capacity()).isEqualTo(5000);
    }

    @Test
    void putsNothingIntoAChunkBeforeAMessage() {
        Backlog.Chunk chunk = backlog.tail(1);
        backlog.add(PreparedMessage.text("a"));

        assertThat(backlog.tail()).isNull();
        assertThat(backlog.tail(1)).isNotSameAs(chunk);
    }

    @Test
    void forgetsEverything() {
        backlog.tail(1).bytes.putShort((short) 0x0102);
        backlog.consume(1);
        backlog.clear();
        assertThat(backlog.isEmpty()).isTrue();
        backlog.tail(1).bytes.putShort((short) 0x0304);

        assertThat(filled(9)).isEqualTo("0304");
    }
}
