package dev.wsboot.ws.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.protocol.FrameWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private final List<String> events = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 125, 126, 65_535, 65_536})
    void findsTheMessageThatWasSentAtEachSplit(int size) throws IOException {
        byte[] twice = concat(frame(size), frame(size));

        for (int chunk : new int[] {1, 2, 3, 7, 64, 4096, twice.length}) {
            events.clear();
            read(new Payload(Content.ASCII, size, 1, 1), twice, chunk);
            assertThat(events).as("chunks of %s", chunk).containsExactly("good", "good");
        }
    }

    @Test
    void tellsWhatIsAnotherMessage() throws IOException {
        byte[] changed = frame(64);
        changed[40] ^= 1;
        byte[] shorter = frame(63);
        byte[] longer = frame(65);

        read(new Payload(Content.ASCII, 64, 1, 1), concat(concat(changed, shorter), concat(longer, frame(64))), 10);

        assertThat(events).containsExactly("bad", "bad", "bad", "good");
    }

    @Test
    void tellsWhatIsOfAnotherKind() throws IOException {
        byte[] binary = frame(64);
        binary[0] = (byte) 0x82;

        read(new Payload(Content.ASCII, 64, 1, 1), binary, 64);

        assertThat(events).containsExactly("bad");
    }

    @Test
    void joinsFragmentsAroundAPing() throws IOException {
        byte[] whole = frame(4);
        byte[] first = {0x01, 2, whole[2], whole[3]};
        byte[] ping = {(byte) 0x89, 2, 'h', 'i'};
        byte[] last = {(byte) 0x80, 2, whole[4], whole[5]};

        read(new Payload(Content.ASCII, 4, 1, 1), concat(concat(first, ping), last), 5);

        assertThat(events).containsExactly("ping hi", "good");
    }

    @Test
    void seesTheEnd() throws IOException {
        read(new Payload(Content.ASCII, 4, 1, 1), new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8}, 4);

        assertThat(events).containsExactly("close");
    }

    private void read(Payload payload, byte[] bytes, int chunk) throws IOException {
        FrameReader reader = new FrameReader(payload, new Recording());
        int left = 0;
        for (int at = 0; at < bytes.length; at += chunk) {
            ByteBuffer in = ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at));
            reader.read(in);
            left += in.remaining();
        }
        assertThat(left).isZero();
    }

    private static byte[] frame(int size) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append((char) ('a' + i % 26));
        }
        ByteBuffer out = ByteBuffer.allocate(FrameWriter.server().frameSize(size));
        FrameWriter.server().writeText(StandardCharsets.US_ASCII.encode(text.toString()), out);
        return out.array();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    private final class Recording implements FrameReader.Sink {

        @Override
        public void message(boolean good) {
            events.add(good ? "good" : "bad");
        }

        @Override
        public void ping(byte[] payload) {
            events.add("ping " + new String(payload, StandardCharsets.US_ASCII));
        }

        @Override
        public void closeFrame() {
            events.add("close");
        }
    }
}
