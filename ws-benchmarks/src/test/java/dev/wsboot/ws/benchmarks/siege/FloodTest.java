package dev.wsboot.ws.benchmarks.siege;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class FloodTest {

    private static byte[] first(Flood flood, long sent, int count) {
        ByteBuffer out = ByteBuffer.allocate(count);
        for (long at = sent; out.hasRemaining(); at = sent + out.position()) {
            ByteBuffer next = flood.after(at);
            out.put(next.limit(Math.min(next.limit(), next.position() + out.remaining())));
        }
        return out.array();
    }

    private static String hex(Flood flood, int count) {
        return HexFormat.of().formatHex(first(flood, flood.beginningLength(), count));
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Flood flood) {
        assertThat(Flood.of(flood.toString())).isSameAs(flood);
        assertThat(Flood.names()).contains(flood.toString());
        assertThat(flood.connections()).isLessThanOrEqualTo(Flood.MOST_CONNECTIONS);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RESETS")
    void beginsWithARequestAndDoesNotEnd(Flood flood) {
        assertThat(new String(first(flood, 0, 16), US_ASCII)).isEqualTo("GET /ws HTTP/1.1");
        assertThat(flood.after(flood.beginningLength() + 10_000_000_019L).hasRemaining())
                .isTrue();
    }

    @Test
    void framesFollowUponFrames() {
        assertThat(hex(Flood.PONGS, 12)).isEqualTo("8a8000000000".repeat(2));
        assertThat(hex(Flood.EMPTY_FRAGMENTS, 12)).isEqualTo("008000000000".repeat(2));
        assertThat(hex(Flood.TINY_FRAGMENTS, 14)).isEqualTo("00810000000000".repeat(2));
        assertThat(hex(Flood.PINGS, 262)).isEqualTo(("89fd00000000" + "00".repeat(125)).repeat(2));
        assertThat(hex(Flood.HUGE_LENGTHS, 14)).isEqualTo("82ff7fffffffffffffff00000000");
    }

    @Test
    void aBombIsWithinTheLimitUntilItIsInflated() throws Exception {
        byte[] bomb = first(Flood.BOMBS, Flood.BOMBS.beginningLength(), 2 * Budget.MAX_MESSAGE);
        ByteBuffer frame = ByteBuffer.wrap(bomb);
        assertThat(frame.getShort()).isEqualTo((short) 0xC2FE);
        int length = frame.getShort();
        assertThat(length).isPositive().isLessThanOrEqualTo(Budget.MAX_MESSAGE);
        assertThat(ByteBuffer.wrap(bomb).getShort(8 + length)).isEqualTo((short) 0xC2FE);

        Inflater inflater = new Inflater(true);
        inflater.setInput(bomb, 8, length);
        byte[] out = new byte[1 << 20];
        long size = 0;
        for (int count = inflater.inflate(out); count > 0; count = inflater.inflate(out)) {
            size += count;
        }
        inflater.end();
        assertThat(size).isEqualTo(15 << 20);
    }
}
