package dev.wsboot.ws.protocol;

import static dev.wsboot.ws.protocol.PayloadBuffer.SMALLEST_ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@link WebSocketProtocol#payloadRoom} has the next bytes read to, and that it makes no difference to the events. */
class WebSocketProtocolRoomTest {

    private static final int ANY = 1 << 20;

    private static ProtocolOptions options(Side side, boolean inParts) {
        return new ProtocolOptions(side.role(), MessageLimits.DEFAULT, inParts, null, new PayloadSlab());
    }

    private static Conversation conversation(Side side) {
        return new Conversation(side, options(side, false));
    }

    /** Of a message of 64 KiB, its header and 24 KiB. */
    private static byte[] start(Conversation conversation, String first) {
        byte[] wire = conversation.wire(first + " 7F 0000000000010000" + "A5".repeat(24 << 10) + "00".repeat(40 << 10));
        return Arrays.copyOf(wire, wire.length - (40 << 10));
    }

    @ParameterizedTest
    @EnumSource
    void inTheMiddleOfLargeMessage(Side side) {
        Conversation conversation = conversation(side);
        conversation.receiveBytes(start(conversation, "82"));

        ByteBuffer room = conversation.protocol.payloadRoom(ANY);
        assertThat(room).isNotNull();
        assertThat(room.isDirect()).isTrue();
        assertThat(room.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(room.remaining()).as("all that is missing").isEqualTo(40 << 10);
        assertThat(conversation.protocol.payloadRoom(SMALLEST_ROOM).remaining()).isEqualTo(SMALLEST_ROOM);
    }

    @Test
    void isNotWorthItWhereLittleIsMissing() {
        Conversation conversation = conversation(Side.SERVER);
        byte[] wire = start(conversation, "82");
        conversation.receiveBytes(wire);
        assertThat(conversation.protocol.payloadRoom(SMALLEST_ROOM - 1)).isNull();

        conversation.receiveBytes(new byte[(40 << 10) - SMALLEST_ROOM]);
        assertThat(conversation.protocol.payloadRoom(ANY)).isNotNull();
        conversation.receiveBytes(new byte[1]);
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    @Test
    void betweenMessages() {
        Conversation conversation = conversation(Side.SERVER);
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
        conversation.receive("82 01 01").expect("binary(01)");
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    /** What comes next may be a control frame, or the header of a fragment. */
    @Test
    void betweenFragments() {
        Conversation conversation = conversation(Side.SERVER);
        conversation.receive("02 7E 8000" + "A5".repeat(32 << 10));
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    @Test
    void insideControlFrame() {
        Conversation conversation = conversation(Side.SERVER);
        conversation.receive("02 7E 8000" + "A5".repeat(32 << 10));
        byte[] ping = conversation.wire("89 7D" + "42".repeat(125));
        conversation.receiveBytes(Arrays.copyOf(ping, 20));
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    @Test
    void insideText() {
        Conversation conversation = conversation(Side.SERVER);
        byte[] wire = conversation.wire("81 7F 0000000000010000" + "61".repeat(64 << 10));
        conversation.receiveBytes(Arrays.copyOf(wire, 24 << 10));
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    @Test
    void inParts() {
        Conversation conversation = new Conversation(Side.SERVER, options(Side.SERVER, true));
        conversation.receiveBytes(start(conversation, "82")).expect("binary-part(" + "A5".repeat(24 << 10) + ")");
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    /** Nobody wants the message any more. */
    @Test
    void behindClose() {
        Conversation conversation = conversation(Side.SERVER);
        conversation.receiveBytes(start(conversation, "82"));
        conversation.close(1000, "");
        assertThat(conversation.protocol.payloadRoom(ANY)).isNull();
    }

    @Test
    void mayBeLeftUnused() {
        Conversation conversation = conversation(Side.SERVER);
        conversation.receiveBytes(start(conversation, "82"));
        assertThat(conversation.protocol.payloadRoom(ANY)).isNotNull();
        conversation.receiveBytes(new byte[40 << 10]);
        assertThat(conversation.events.all()).singleElement().asString().hasSize("binary()".length() + (128 << 10));
    }

    /** Reading to the room or elsewhere, and however much, the same arrives. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void makesNoDifference(int rooms) {
        for (Side side : Side.values()) {
            byte[] wire = Conversation.wire(
                    side,
                    List.of(
                            "82 7F 00000000000186A0" + "0123456789".repeat(20_000),
                            "02 7F 0000000000011170" + "A5".repeat(70_000),
                            "89 01 07",
                            "80 7F 0000000000015F90" + "5A".repeat(90_000),
                            "81 05" + Hex.ascii("Hello")));
            Conversation whole = conversation(side);
            whole.protocol.receive(ByteBuffer.wrap(wire.clone()));
            for (int seed = 0; seed < 20; seed++) {
                assertThat(read(side, wire, new Random(seed), rooms))
                        .as("%s, seed %d", side, seed)
                        .isEqualTo(whole.events.all());
            }
        }
    }

    private static List<String> read(Side side, byte[] wire, Random random, int rooms) {
        Conversation conversation = conversation(side);
        ByteBuffer source = ByteBuffer.wrap(wire);
        while (source.hasRemaining()) {
            ByteBuffer room = conversation.protocol.payloadRoom(SMALLEST_ROOM + random.nextInt(SMALLEST_ROOM));
            ByteBuffer in = room == null || random.nextInt(rooms) > 0 ? ByteBuffer.allocate(40_000) : room;
            int count = Math.min(1 + random.nextInt(in.remaining()), source.remaining());
            in.put(in.position(), source, source.position(), count).limit(in.position() + count);
            source.position(source.position() + count);
            conversation.protocol.receive(in);
            assertThat(in.hasRemaining()).isFalse();
        }
        return conversation.events.all();
    }
}
