package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code kill -TERM} of a process whose clients are in the middle of being sent to. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class SigtermTest {

    private static final int CLIENTS = 24;

    private Process process;
    private BufferedReader output;

    @BeforeEach
    void start() throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NumbersApplication.class.getName(),
                        "--ws.server.port=0",
                        "--ws.shutdown.drain-window=600ms")
                .redirectErrorStream(true)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void shouldDeliverWhateverWasAccepted() throws Exception {
        int port = Integer.parseInt(lineAfter(NumbersApplication.PORT));
        List<NumbersClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new NumbersClient(port));
        }
        for (NumbersClient client : clients) {
            client.running.await();
        }

        // Unlike that of Process, it leaves the output to be read.
        process.toHandle().destroy();

        Map<String, Integer> accepted = output.lines()
                .filter(line -> line.startsWith(NumbersApplication.ACCEPTED))
                .map(line ->
                        line.substring(NumbersApplication.ACCEPTED.length()).split(" "))
                .collect(Collectors.toMap(line -> line[0], line -> Integer.valueOf(line[1])));
        assertThat(accepted).hasSize(CLIENTS);
        for (NumbersClient client : clients) {
            NumbersClient.Received received = client.received.get(60, TimeUnit.SECONDS);
            assertThat(received.close()).isEqualTo("1001 the server is shutting down");
            assertThat(received.count()).isEqualTo(accepted.get(received.session()));
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private String lineAfter(String prefix) throws Exception {
        List<String> before = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
            before.add(line);
        }
        throw new AssertionError("the application did not start: " + before);
    }
}
