package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class SlowReadersTest {

    /** Or a soak would go on for ever, and be content, when its server has died. */
    @Test
    void aServerThatIsNotThereIsNoneThatCuts() throws Exception {
        Tally tally = new Tally();
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new SlowReaders(port, tally).act());
        assertThat(tally.broken.sum()).isZero();
    }
}
