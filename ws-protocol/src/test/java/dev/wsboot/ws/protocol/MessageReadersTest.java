package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that share what reads them, and must not show it. */
@ParameterizedClass
@EnumSource
class MessageReadersTest {

    private static final String A = "81 01 61";

    private final Side side;
    private final MessageReaders readers;
    private final Conversation one;
    private final Conversation other;

    MessageReadersTest(Side side) {
        this.side = side;
        this.readers = new MessageReaders(ProtocolOptions.of(side.role(), new MessageLimits(5, 5, 9)));
        this.one = new Conversation(side, readers);
        this.other = new Conversation(side, readers);
    }

    /** Every split of a conversation, with another one in between. */
    @Test
    void whoIsInTheMiddleOfAMessageKeepsItsReader() {
        byte[] wire = one.wire("01 02 6162", "89 01 62", "80 02 6364", "82 01 65");
        for (int split = 0; split <= wire.length; split++) {
            Conversation each = new Conversation(side, readers);
            ByteBuffer first = ByteBuffer.wrap(wire.clone(), 0, split);
            each.protocol.receive(first);
            other.receive(A).expect("text(a)");
            each.protocol.receive(ByteBuffer.wrap(wire.clone(), split, wire.length - split));

            each.expect("ping(62)", "text(abcd)", "binary(65)");
        }
    }

    @Test
    void aReaderIsUsedAgain() {
        MessageReader reader = readers.lendTo(one.protocol);
        assertThat(readers.lendTo(other.protocol)).isNotSameAs(reader);
        readers.giveBack(reader);
        assertThat(readers.lendTo(other.protocol)).isSameAs(reader);
        readers.giveBack(reader);
        one.receive(A).expect("text(a)");
        other.receive(A).expect("text(a)");

        assertThat(readers.lendTo(one.protocol)).isSameAs(reader);
    }

    @Test
    void whoHasSentCloseDropsMessagesAloneAndBetweenThem() {
        one.receive(A).expect("text(a)");
        one.protocol.writeClose(1000, "", ByteBuffer.allocate(200));
        one.receive(A, "89 00").expect("ping()");
        other.receive(A).expect("text(a)");
        one.receive(A, "8A 00", "88 00").expect("pong()", "close(1005, )");
        other.receive(A).expect("text(a)");
    }

    @Test
    void whoFailsTakesItsReaderAlong() {
        one.receive("81 06 616161616161").expect("failure(1009)");
        one.receive(A);
        other.receive(A).expect("text(a)");
    }

    @Test
    void aConnectionMayEndFromWithinAnEvent() {
        one.events.afterEach(() -> {
            one.protocol.fail();
            one.protocol.pause();
            one.protocol.release();
        });
        one.receive(A, A).expect("text(a)");
        other.receive(A, A).expect("text(a)", "text(a)");
    }

    @Test
    void whoHasNoReaderMayPauseAndFail() {
        one.protocol.pause();
        one.protocol.fail();
        one.receive(A);
        other.receive(A).expect("text(a)");
    }
}
