package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.Pieces;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The contract of {@link WebSocketProtocol}, for bytes that a fuzzer makes up: nothing is thrown, a failure or a Close is
 * the last event, the input is consumed, what is kept is bounded, and how the input is cut changes nothing.
 */
class FrameFuzzTest {

    private static final MessageLimits SMALL = new MessageLimits(40, 30, 4);
    private static final MessageLimits LARGE = new MessageLimits(1000, 800, 20);
    /** Looking at what is kept is slow. */
    private static final int LOOK_EVERY = 8;

    private static final int NEVER = Integer.MAX_VALUE;

    /** Both roles, two sets of limits, pauses, a Close of this side after the second event, and a look at what is kept. */
    @FuzzTest
    void anySplitGivesTheSameEvents(byte[] input) {
        Pieces pieces = new Pieces(input);
        FuzzEvents whole = run(pieces, false);
        FuzzEvents cut = run(pieces, true);
        if (!whole.sameAs(cut)) {
            throw new AssertionError("whole: " + whole + ", cut: " + cut);
        }
    }

    private static FuzzEvents run(Pieces pieces, boolean cut) {
        MessageLimits limits = limits(pieces);
        boolean pauses = cut && pieces.option(3);
        FuzzEvents events = new FuzzEvents(pieces.option(2) ? 2 : NEVER, pauses);
        WebSocketProtocol protocol =
                new WebSocketProtocol(ProtocolOptions.of(role(pieces), limits), FrameWriter.server(), events);
        events.of(protocol);
        if (cut) {
            pieces.feed(in -> {
                receive(protocol, in, pauses);
                if (pieces.option(4) && in.limit() % LOOK_EVERY == 0) {
                    requireBounded(protocol, limits, in.limit());
                }
            });
        } else {
            receive(protocol, ByteBuffer.wrap(pieces.whole()), false);
        }
        return events;
    }

    private static void receive(WebSocketProtocol protocol, ByteBuffer in, boolean pauses) {
        int most = in.limit();
        for (int round = 0; round == 0 || (pauses && in.hasRemaining()); round++) {
            protocol.receive(in);
            require(round <= most, "a pause without a frame");
        }
        require(!in.hasRemaining(), "input was left");
    }

    private static void requireBounded(WebSocketProtocol protocol, MessageLimits limits, int arrived) {
        // The payloads of a message and of a control frame, and an unfinished header.
        long bound = Math.min(limits.maxMessageSize(), Math.max(256, 2 * arrived)) + 125 + 14;
        require(Retained.bytes(protocol) <= bound, "more is kept than arrived");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static Role role(Pieces pieces) {
        return pieces.option(0) ? Role.CLIENT : Role.SERVER;
    }

    private static MessageLimits limits(Pieces pieces) {
        return pieces.option(1) ? LARGE : SMALL;
    }

    /** Slower: what comes out is what the {@link ReferenceDecoder} says. */
    @FuzzTest
    void eventsAreThoseOfTheReference(byte[] input) {
        Pieces pieces = new Pieces(input);
        RecordingEvents events = new RecordingEvents();
        WebSocketProtocol protocol =
                new WebSocketProtocol(ProtocolOptions.of(role(pieces), limits(pieces)), FrameWriter.server(), events);
        pieces.feed(protocol::receive);

        List<String> expected = new ReferenceDecoder(role(pieces), limits(pieces), NEVER).decode(pieces.whole());
        if (!events.all().equals(expected)) {
            assertThat(events.all()).isEqualTo(expected);
        }
    }
}
