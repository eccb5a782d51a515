package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A message that is larger than the memory of the JVM that sends it, echoes it and takes it: 64 MiB. */
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class LargeMessageIntegrationTest {

    @ParameterizedTest
    @CsvSource({"256, BINARY", "128, TEXT", "96, COMPRESSED_BINARY", "96, COMPRESSED_TEXT", "96, ON_EXECUTORS"})
    void goesThroughAnEchoAndBack(int mebibytes, LargeEcho.Mode mode) throws Exception {
        long bytes = (long) mebibytes << 20;
        Process process = LargeEcho.start(bytes, mode);
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).startsWith(mode + " of " + bytes + " bytes echoed in ");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
