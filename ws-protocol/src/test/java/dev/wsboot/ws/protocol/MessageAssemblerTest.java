package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmasked frames in, messages out. What a peer can do by itself is in {@link WebSocketProtocolTest}. */
class MessageAssemblerTest {

    private final List<String> messages = new ArrayList<>();
    private final List<ByteBuffer> payloads = new ArrayList<>();
    private final MessageAssembler assembler = assembler(new MessageLimits(1000, 900, 8));

    private MessageAssembler assembler(MessageLimits limits) {
        return new MessageAssembler(ProtocolOptions.of(Role.SERVER, limits), new MessageSink() {
            @Override
            public void message(int opcode, ByteBuffer payload) {
                messages.add(opcode + ":" + Hex.of(payload));
                payloads.add(payload);
            }

            @Override
            public void part(int opcode, ByteBuffer payload, boolean last) {
                messages.add("part");
            }
        });
    }

    @AfterEach
    void nothingIsLeftOver() {
        assertThat(messages).isEmpty();
    }

    private void expect(String... expected) {
        assertThat(messages).containsExactly(expected);
        messages.clear();
    }

    private void frame(boolean fin, int opcode, String... pieces) {
        int length = Hex.bytes(String.join("", pieces)).length;
        assembler.frameStarts(fin, opcode, false, length);
        if (length == 0) {
            assertThat(assembler.framePayload(ByteBuffer.allocate(0))).isZero();
        }
        for (String piece : pieces) {
            ByteBuffer bytes = Buffers.guarded(Hex.bytes(piece));
            assertThat(assembler.framePayload(bytes)).isEqualTo(Hex.bytes(piece).length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.PONG, Opcode.CLOSE})
    void whatArrivesInOnePieceIsNotCopied(int opcode) {
        ByteBuffer piece = Hex.buffer("6162");
        assembler.frameStarts(true, opcode, false, 2);
        assembler.framePayload(piece);
        expect(opcode + ":6162");
        assertThat(payloads).singleElement().isSameAs(piece);
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.PONG, Opcode.CLOSE})
    void piecesAreCollected(int opcode) {
        frame(true, opcode, "61", "6263", "64");
        expect(opcode + ":61626364");
        frame(true, opcode, "65", "66");
        expect(opcode + ":6566");
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.PONG, Opcode.CLOSE})
    void emptyFrame(int opcode) {
        frame(true, opcode);
        expect(opcode + ":");
    }

    @Test
    void fragmentsInPiecesWithControlFrameInPieces() {
        frame(false, Opcode.TEXT, "61", "62");
        frame(true, Opcode.PING, "01", "02");
        frame(false, Opcode.CONTINUATION);
        frame(true, Opcode.PONG);
        frame(true, Opcode.CONTINUATION, "63", "64");
        expect("9:0102", "10:", "1:61626364");
    }

    @Test
    void lastFragmentInOnePieceIsCollectedToo() {
        frame(false, Opcode.BINARY);
        frame(true, Opcode.CONTINUATION, "0102");
        expect("2:0102");
    }

    /** The whole size is known from the header of the last frame. */
    @Test
    void collectsIntoNoMoreRoomThanTheMessageNeeds() {
        frame(true, Opcode.BINARY, "01".repeat(300), "02");
        expect("2:" + "01".repeat(300) + "02");
        assertThat(payloads.remove(0).capacity()).isEqualTo(301);

        frame(false, Opcode.BINARY, "01".repeat(300));
        frame(true, Opcode.CONTINUATION, "02".repeat(400));
        expect("2:" + "01".repeat(300) + "02".repeat(400));
        assertThat(payloads.remove(0).capacity()).isEqualTo(700);
    }

    @Test
    void collectsIntoNoMoreRoomThanTheLimit() {
        frame(false, Opcode.BINARY, "01".repeat(600));
        frame(true, Opcode.CONTINUATION);
        expect("2:" + "01".repeat(600));
        assertThat(payloads.remove(0).capacity()).isEqualTo(1000);
    }

    @Test
    void controlFrameIsCollectedIntoNoMoreThanItsLength() {
        frame(true, Opcode.PING, "01", "02", "03");
        expect("9:010203");
        assertThat(payloads.remove(0).capacity()).isEqualTo(3);
    }

    @Test
    void droppedMessagesAreCheckedButNeitherKeptNorDelivered() {
        frame(false, Opcode.TEXT, "61");
        assembler.dropMessages();
        frame(true, Opcode.PING, "01");
        frame(true, Opcode.CONTINUATION, "62");
        frame(true, Opcode.BINARY, "63");
        frame(true, Opcode.TEXT);
        frame(true, Opcode.PONG, "02", "03");
        expect("9:01", "10:0203");

        assertThatExceptionOfType(ProtocolFailure.class)
                .isThrownBy(() -> frame(true, Opcode.TEXT, "C3"))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(1007));
    }

    @Test
    void textIsValidatedOnlyAsText() {
        frame(true, Opcode.BINARY, "C3");
        frame(true, Opcode.PING, "FF");
        frame(false, Opcode.TEXT, "C3");
        frame(true, Opcode.PONG, "FE", "FF");
        frame(true, Opcode.CONTINUATION, "A9");
        expect("2:C3", "9:FF", "10:FEFF", "1:C3A9");
    }
}
