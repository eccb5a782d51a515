package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {

    private static final DeflateParameters NO_CONTEXT = new DeflateParameters(true, true, 15, 15);

    private final ZlibPool pool = new ZlibPool();
    private final RecordingEvents events = new RecordingEvents();

    private MessageReader reader(Compression compression) {
        ProtocolOptions options = new ProtocolOptions(Role.CLIENT, MessageLimits.DEFAULT, false, compression, null);
        MessageReader reader = new MessageReader(options);
        reader.lendTo(new WebSocketProtocol(options, FrameWriter.client(() -> 0), events));
        return reader;
    }

    private Compression compression(DeflateParameters agreed) {
        return new Compression(agreed, DeflateOptions.DEFAULT, pool);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "81, false",
        "81 02, false",
        "81 02 61, false",
        "81 02 6162, true",
        "81 00, true",
        "01 01 61, false",
        "01 01 61 89 00, false",
        "01 01 61 80 00, true",
        "89 01, false",
        "89 01 61, true",
    })
    void isFreeBetweenMessages(String bytes, boolean free) {
        MessageReader reader = reader(null);
        reader.receive(ByteBuffer.wrap(Hex.bytes(bytes)));

        assertThat(reader.isFree()).isEqualTo(free);
    }

    @ParameterizedTest
    @CsvSource({
        "81 08 6162636465666768, true",
        "01 08 6162636465666768 80 08 6162636465666768, true",
        "01 08 6162636465666768 89 02 C3A9 80 08 6162636465666768, true",
        "81 08 6162636465C3A968, false",
        "01 08 616263646566C3A9 80 08 6162636465666768, false",
        "81 08 6162636465C3A968 81 08 6162636465666768, true",
    })
    void tellsOfAscii(String bytes, boolean ascii) {
        reader(null).receive(ByteBuffer.wrap(Hex.bytes(bytes)));

        assertThat(events.saidAscii()).isEqualTo(ascii);
    }

    @Test
    void isNeverFreeAgainOnceItDrops() {
        MessageReader reader = reader(null);
        reader.dropMessages();

        assertThat(reader.isFree()).isFalse();
    }

    /** RFC 7692 section 7.1.1: without context takeover a message refers to no earlier one. */
    @Test
    void isFreeWhereMessagesAreCompressedByThemselves() {
        MessageReader reader = reader(compression(NO_CONTEXT));
        reader.receive(ByteBuffer.wrap(Hex.bytes("C1 07 F248CDC9C90700")));

        events.expect("text(Hello)");
        assertThat(reader.isFree()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"CLIENT, true", "SERVER, false"})
    void staysWhereThePeerMayReferToEarlierMessages(Role keepsNothing, boolean serverKeeps) {
        DeflateParameters agreed = new DeflateParameters(!serverKeeps, serverKeeps, 15, 15);
        MessageReader reader = reader(compression(agreed));

        assertThat(agreed.noContextTakeover(keepsNothing)).isTrue();
        assertThat(reader.isFree()).isEqualTo(!serverKeeps);
    }
}
