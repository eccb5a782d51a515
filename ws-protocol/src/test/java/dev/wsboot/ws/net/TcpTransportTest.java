package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transport whose other end is a blocking socket of the test's own. */
@Timeout(20)
class TcpTransportTest {

    private final Selector selector = Selector.open();
    private final SocketChannel peer;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final TcpTransport transport;
    private int closed;

    TcpTransportTest() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peer = SocketChannel.open(listener.getLocalAddress());
            channel = listener.accept();
        }
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ);
        transport = new TcpTransport(channel, key, () -> closed++);
    }

    @AfterEach
    void closeEverything() throws IOException {
        transport.close();
        peer.close();
        selector.close();
    }

    private static ByteBuffer direct(String text) {
        return ByteBuffer.allocateDirect(10).put(text.getBytes()).flip();
    }

    @Test
    void tellsOnceThatItIsClosed() {
        transport.close();
        transport.close();

        assertThat(closed).isEqualTo(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void readsWhatIsThereAndWaitsForNothing() throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(10);
        assertThat(transport.read(target)).isZero();

        peer.write(direct("abc"));
        selector.select();

        assertThat(transport.read(target)).isEqualTo(3);
        assertThat(Frames.hex(target.flip())).isEqualTo(Frames.ascii("abc"));
    }

    @Test
    void seesTheEnd() throws IOException {
        peer.shutdownOutput();
        selector.select();

        assertThat(transport.read(ByteBuffer.allocateDirect(10))).isEqualTo(-1);
    }

    @Test
    void writesAndClosesItsDirectionOnly() throws IOException {
        transport.write(direct("abc"));
        transport.shutdownOutput();
        ByteBuffer received = ByteBuffer.allocate(10);
        while (peer.read(received) >= 0) {
            assertThat(received.position()).isPositive();
        }
        assertThat(Frames.hex(received.flip())).isEqualTo(Frames.ascii("abc"));

        peer.write(direct("more"));
        selector.select();
        assertThat(transport.read(ByteBuffer.allocateDirect(10))).isEqualTo(4);
    }

    @Test
    void wantsToBeToldOfWhatItIsAskedFor() {
        transport.interest(true, true);
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        transport.interest(false, true);
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_WRITE);
        transport.interest(true, false);
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
        transport.interest(false, false);
        assertThat(key.interestOps()).isZero();
    }

    @Test
    void mayBeClosedAgainAndIsOfNoUseAfterwards() {
        transport.close();
        transport.close();
        transport.interest(true, true);

        assertThat(channel.isOpen()).isFalse();
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> transport.read(ByteBuffer.allocateDirect(1)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> transport.write(direct("a")));
        assertThatExceptionOfType(IOException.class).isThrownBy(transport::shutdownOutput);
    }

    @Test
    void knowsThePeersAddressForEver() throws IOException {
        InetSocketAddress address = (InetSocketAddress) peer.getLocalAddress();
        transport.close();

        assertThat(transport.remoteAddress()).isEqualTo(address);
    }
}
