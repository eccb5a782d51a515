package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same bytes into this protocol and into Netty's: valid frames, frames with some bits changed, and noise. They must
 * come to the same events and the same close code, but for what {@link Difference} lists. And the same messages out of both
 * must be the same bytes.
 */
@Tag("sweep")
class NettyDifferentialTest {

    private static final int ROUNDS = 20_000;
    private static final int MAX_FRAME = 200;

    /** Netty's decoder has a limit for frames alone. */
    private static final MessageLimits LIMITS = new MessageLimits(1 << 20, MAX_FRAME, 1_000);

    /** Where the two do not agree, and why this one is right. */
    private enum Difference {
        /**
         * Netty looks at a text when its frame is complete. RFC 6455 section 8.1 has the connection fail when the bytes are
         * found not to be UTF-8, which is earlier where the frame is never finished.
         */
        UNFINISHED_TEXT_FRAME {
            @Override
            boolean explains(List<String> ours, List<String> netty, String reason) {
                return ours.equals(plus(netty, "failure(1007)"));
            }
        },
        /** Netty takes a reason that ends in the middle of a character. Section 5.5.1 has it "UTF-8-encoded data". */
        CUT_CLOSE_REASON {
            @Override
            boolean explains(List<String> ours, List<String> netty, String reason) {
                int last = netty.size() - 1;
                return ours.equals(plus(netty.subList(0, Math.max(0, last)), "failure(1007)"))
                        && netty.get(last).startsWith("close(")
                        && netty.get(last).endsWith("\uFFFD)");
            }
        },
        /**
         * Netty takes every close code from 3000 on, and then looks at the reason. RFC 6455 section 7.4.2 knows codes up to
         * 4999.
         */
        CLOSE_CODE_FROM_5000 {
            @Override
            boolean explains(List<String> ours, List<String> netty, String reason) {
                int last = netty.size() - 1;
                return reason.matches("Close frame with the code ([5-9]\\d{3}|\\d{5})")
                        && ours.equals(plus(netty.subList(0, Math.max(0, last)), "failure(1002)"))
                        && (netty.get(last).equals("failure(1007)")
                                || netty.get(last).startsWith("close("));
            }
        };

        abstract boolean explains(List<String> ours, List<String> netty, String reason);

        private static List<String> plus(List<String> events, String last) {
            List<String> all = new ArrayList<>(events);
            all.add(last);
            return all;
        }
    }

    private final Set<Difference> seen = new HashSet<>();

    @ParameterizedTest
    @EnumSource
    void theSameEventsAndTheSameCloseCode(Side side) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] wire = WebSocketProtocolFuzzTest.frames(side, random);
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            }
            compare(side, wire, seed);
        }
        assertThat(seen)
                .as("differences that were met, or they are out of date")
                .contains(Difference.values());
    }

    @ParameterizedTest
    @EnumSource
    void theSameForNoise(Side side) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] wire = new byte[new Random(seed).nextInt(64)];
            new Random(seed).nextBytes(wire);
            compare(side, wire, seed);
        }
    }

    /** Closing with any code: the space that random frames hardly touch. */
    @ParameterizedTest
    @EnumSource
    void theSameForEveryCloseCode(Side side) {
        for (int code = 0; code <= 0xFFFF; code++) {
            compare(side, side.incoming("8802%04X".formatted(code)), code);
        }
    }

    private void compare(Side side, byte[] wire, int seed) {
        Conversation conversation = new Conversation(side, LIMITS);
        conversation.protocol.receive(ByteBuffer.wrap(wire.clone()));
        List<String> ours = conversation.events.all();
        List<String> netty = new Netty(side.role()).events(wire);
        if (ours.equals(netty)) {
            return;
        }
        boolean failed = !ours.isEmpty() && ours.get(ours.size() - 1).startsWith("failure");
        String reason = failed ? conversation.events.failureReason() : "";
        for (Difference difference : Difference.values()) {
            if (difference.explains(ours, netty, reason)) {
                seen.add(difference);
                return;
            }
        }
        assertThat(ours).as("seed %d: %s", seed, Hex.of(wire)).isEqualTo(netty);
    }

    @ParameterizedTest
    @EnumSource
    void theSameBytes(Side side) {
        int key = side == Side.CLIENT || side == Side.SERVER ? 0 : 0x37FA213D;
        EmbeddedChannel netty = new EmbeddedChannel(
                side.role() == Role.SERVER
                        ? new WebSocket13FrameEncoder(false)
                        : new WebSocket13FrameEncoder(() -> key));
        WebSocketProtocol ours = new Conversation(side).protocol;
        Random random = new Random(1);
        for (int size : new int[] {0, 1, 2, 3, 4, 5, 124, 125, 126, 127, 1_000, 65_535, 65_536, 70_001}) {
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            ByteBuffer out = ByteBuffer.allocate(size + 14);
            ours.writeBinary(ByteBuffer.wrap(payload), out);
            netty.writeOutbound(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(payload)));
            assertThat(Hex.of(out.flip())).as("%d bytes", size).isEqualTo(Hex.of(outbound(netty)));

            String text = "a\u00e9\u20ac\ud83d\ude00".repeat(size / 10);
            ByteBuffer textOut = ByteBuffer.allocate(3 * text.length() + 14);
            ours.writeText(text, textOut);
            netty.writeOutbound(new TextWebSocketFrame(text));
            assertThat(Hex.of(textOut.flip())).as("%d chars", text.length()).isEqualTo(Hex.of(outbound(netty)));
        }
        netty.finishAndReleaseAll();
    }

    private static byte[] outbound(EmbeddedChannel channel) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(ByteBufUtil.getBytes(part));
            part.release();
        }
        return all.toByteArray();
    }

    /** Netty's decoder and UTF-8 validator, and the assembly of messages, which it leaves to others. */
    private static final class Netty extends ChannelInboundHandlerAdapter {

        private final List<String> events = new ArrayList<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final EmbeddedChannel channel;
        private boolean text;
        private boolean ended;

        Netty(Role role) {
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(role == Role.SERVER)
                    .maxFramePayloadLength(MAX_FRAME)
                    .closeOnProtocolViolation(false)
                    .build();
            channel = new EmbeddedChannel(new WebSocket13FrameDecoder(config), new Utf8FrameValidator(false), this);
        }

        /** In the notation of {@link RecordingEvents}. */
        List<String> events(byte[] wire) {
            channel.writeInbound(Unpooled.copiedBuffer(wire));
            ended = true; // what comes while the channel is closed is no event of these bytes
            channel.finishAndReleaseAll();
            return events;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            if (!ended) {
                CorruptedWebSocketFrameException failure = (CorruptedWebSocketFrameException) error;
                events.add("failure(" + failure.closeStatus().code() + ")");
                ended = true;
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object received) {
            WebSocketFrame frame = (WebSocketFrame) received;
            if (!ended) {
                record(frame);
            }
            frame.release();
        }

        private void record(WebSocketFrame frame) {
            byte[] payload = ByteBufUtil.getBytes(frame.content());
            if (frame instanceof PingWebSocketFrame) {
                events.add("ping(" + Hex.of(payload) + ")");
            } else if (frame instanceof PongWebSocketFrame) {
                events.add("pong(" + Hex.of(payload) + ")");
            } else if (frame instanceof CloseWebSocketFrame close) {
                int code = close.statusCode() < 0 ? CloseCode.NO_STATUS : close.statusCode();
                events.add("close(" + code + ", " + close.reasonText() + ")");
                ended = true;
            } else {
                data(frame, payload);
            }
        }

        private void data(WebSocketFrame frame, byte[] payload) {
            if (!(frame instanceof ContinuationWebSocketFrame)) {
                text = frame instanceof TextWebSocketFrame;
                message.reset();
            }
            message.writeBytes(payload);
            if (frame.isFinalFragment()) {
                byte[] whole = message.toByteArray();
                events.add(
                        text
                                ? "text(" + new String(whole, StandardCharsets.UTF_8) + ")"
                                : "binary(" + Hex.of(whole) + ")");
            }
        }
    }
}
