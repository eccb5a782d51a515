package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random bytes, against a second decoder and against the contract: {@code receive} never throws, at most one failure or
 * Close is the last event, and what is kept is bounded. A failing seed can be run alone.
 */
@Tag("sweep")
class WebSocketProtocolFuzzTest {

    private static final int CONVERSATIONS = 10_000;
    private static final MessageLimits LIMITS = new MessageLimits(300, 200, 5);
    private static final int NEVER = Integer.MAX_VALUE;

    @ParameterizedTest
    @EnumSource
    void randomBytes(Side side) {
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed);
            byte[] wire = new byte[random.nextInt(64)];
            random.nextBytes(wire);
            check(side, wire, NEVER, random, seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomFrames(Side side) {
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed);
            check(side, frames(side, random), NEVER, random, seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void framesWithSomeBytesChanged(Side side) {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed);
            byte[] wire = frames(side, random);
            for (int i = random.nextInt(3); i >= 0; i--) {
                wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            }
            seen.addAll(check(side, wire, NEVER, random, seed));
        }
        assertThat(seen).as("or the walk is no good").contains("failure(1002)", "failure(1007)", "failure(1008)");
        assertThat(seen).contains("failure(1009)", "close(1005, )", "close(1000, )", "text()", "binary()", "ping()");
    }

    @ParameterizedTest
    @EnumSource
    void closeFromWithinRandomEvent(Side side) {
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            Random random = new Random(seed);
            check(side, frames(side, random), 1 + random.nextInt(3), random, seed);
        }
    }

    private static List<String> check(Side side, byte[] wire, int eventsBeforeClose, Random random, int seed) {
        List<String> expected = new ReferenceDecoder(side.role(), LIMITS, eventsBeforeClose).decode(wire);
        List<String> actual = run(side, wire, eventsBeforeClose, random);

        assertThat(actual).as("seed %d", seed).isEqualTo(expected);
        return actual;
    }

    private static List<String> run(Side side, byte[] wire, int eventsBeforeClose, Random random) {
        Conversation conversation = new Conversation(side, LIMITS);
        WebSocketProtocol protocol = conversation.protocol;
        conversation.events.afterEach(() -> {
            if (conversation.events.all().size() == eventsBeforeClose
                    && protocol.state().canSendClose()) {
                conversation.close(1000, "");
            }
            if (random.nextInt(3) == 0) {
                protocol.pause();
            }
        });
        ByteBuffer in = ByteBuffer.wrap(wire.clone()).limit(0);
        while (in.position() < wire.length) {
            in.limit(Math.min(wire.length, in.limit() + random.nextInt(20)));
            protocol.receive(in);
            // The payloads of a message and of a control frame, and an unfinished header.
            int most = Math.min(300, Math.max(256, 2 * in.position())) + 125 + 14;
            assertThat(Retained.bytes(protocol)).isLessThanOrEqualTo(most);
        }
        return conversation.events.all();
    }

    /** Mostly legal frames: a random walk that knows the rules and breaks one now and then. */
    static byte[] frames(Side side, Random random) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        boolean insideMessage = false;
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            boolean fin = random.nextInt(3) > 0;
            int opcode = insideMessage ? 0 : 1 + random.nextInt(2);
            if (random.nextInt(4) == 0) {
                opcode = random.nextInt(10) == 0 ? 8 : 9 + random.nextInt(2);
                fin = true;
            } else {
                insideMessage = !fin;
            }
            if (random.nextInt(40) == 0) {
                opcode = random.nextInt(16);
            }
            wire.writeBytes(side.incoming(frame(fin, opcode, payload(opcode, random))));
        }
        return wire.toByteArray();
    }

    private static String frame(boolean fin, int opcode, byte[] payload) {
        String length = payload.length < 126 ? "%02X".formatted(payload.length) : "7E%04X".formatted(payload.length);
        return "%02X".formatted((fin ? 0x80 : 0) | opcode) + length + Hex.of(payload);
    }

    private static byte[] payload(int opcode, Random random) {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(220) : random.nextInt(12)];
        random.nextBytes(bytes);
        if (opcode < 2 && random.nextInt(8) > 0) {
            return "aé€\uD83D\uDE00".repeat(25).substring(0, bytes.length / 2).getBytes(StandardCharsets.UTF_8);
        }
        if (opcode == 8 && bytes.length >= 2) {
            bytes[0] = 3;
            bytes[1] = (byte) (0xE8 + random.nextInt(16));
        }
        return bytes;
    }
}
