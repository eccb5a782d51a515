package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PreparedMessageTest {

    @Test
    void shouldBeOneUnmaskedFrame() {
        assertThat(frameOf(PreparedMessage.text("Hello"))).isEqualTo("810548656c6c6f");
        assertThat(frameOf(PreparedMessage.binary(ByteBuffer.wrap(new byte[] {1, 2}))))
                .isEqualTo("82020102");
        assertThat(frameOf(PreparedMessage.text(""))).isEqualTo("8100");
    }

    @Test
    void shouldSendALoneSurrogateAsAQuestionMark() {
        assertThat(frameOf(PreparedMessage.text("\ud800"))).isEqualTo("81013f");
    }

    @Test
    void shouldTellWhatItIs() {
        PreparedMessage message = PreparedMessage.text("é".repeat(100));

        assertThat(message.type()).isEqualTo(MessageType.TEXT);
        assertThat(message.payloadSize()).isEqualTo(200);
        assertThat(message.frameSize()).isEqualTo(204);
        assertThat(StandardCharsets.UTF_8.decode(message.payload()).toString()).isEqualTo("é".repeat(100));
        assertThat(message.payload().isReadOnly()).isTrue();
    }

    @Test
    void shouldTakeItsOwnCopyAndLeaveTheGivenBufferAlone() {
        byte[] bytes = {9, 1, 2, 9};
        ByteBuffer data = ByteBuffer.wrap(bytes, 1, 2);
        PreparedMessage message = PreparedMessage.binary(data);
        bytes[1] = 7;

        assertThat(frameOf(message)).isEqualTo("82020102");
        assertThat(data.position()).isEqualTo(1);
        assertThat(data.remaining()).isEqualTo(2);
    }

    @Test
    void shouldCopyInPiecesFromAnyPlaceOn() {
        PreparedMessage message = PreparedMessage.text("Hello, world");
        ByteBuffer whole = ByteBuffer.allocate(message.frameSize());
        int from = 0;
        while (from < message.frameSize()) {
            ByteBuffer piece = ByteBuffer.allocate(5);
            from += message.copyFrame(from, piece);
            whole.put(piece.flip());
        }

        assertThat(HexFormat.of().formatHex(whole.array())).isEqualTo(frameOf(message));
    }

    private static String frameOf(PreparedMessage message) {
        ByteBuffer out = ByteBuffer.allocate(message.frameSize() + 10);
        assertThat(message.copyFrame(0, out)).isEqualTo(message.frameSize());
        byte[] frame = new byte[out.position()];
        out.flip().get(frame);
        return HexFormat.of().formatHex(frame);
    }

    @Test
    void shouldShareItsBytesWithTheSameMessageThatHasAKey() {
        PreparedMessage plain = PreparedMessage.text("1.23");
        PreparedMessage keyed = plain.withKey("EURUSD");

        assertThat(plain.key()).isNull();
        assertThat(keyed.key()).isEqualTo("EURUSD");
        assertThat(keyed.type()).isEqualTo(MessageType.TEXT);
        assertThat(keyed.payload()).isEqualTo(plain.payload());
        assertThat(keyed.frameSize()).isEqualTo(plain.frameSize());
    }

    @Test
    void shouldTakeAPayloadThatIsEncodedAlready() {
        ByteBuffer utf8 = ByteBuffer.wrap(new byte[] {'a', 'b'}).position(1);

        assertThat(PreparedMessage.of(MessageType.TEXT, utf8).payload()).isEqualTo(ByteBuffer.wrap(new byte[] {'b'}));
        assertThat(utf8.position()).isEqualTo(1);
    }
}
