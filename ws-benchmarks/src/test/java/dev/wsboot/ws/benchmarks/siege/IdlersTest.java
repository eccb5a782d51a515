package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdlersTest {

    @Test
    void runOnlyWhereNobodyElseDoes() throws Exception {
        assumeThat(Idlers.command()).isNotEmpty();
        List<String> command = new ArrayList<>(Idlers.command());
        command.addAll(List.of("chrt", "--pid", "0"));
        Process idler = new ProcessBuilder(command).start();
        String policy = new String(idler.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(policy).contains("SCHED_IDLE");
    }

    @Test
    void theCompilersOfAVirtualMachineAreMadeSuch() throws Exception {
        assumeThat(Idlers.command()).isNotEmpty();

        assertThat(Idlers.makeCompilers(ProcessHandle.current().pid())).isTrue();
    }

    @Test
    void aProcessThatIsNoVirtualMachineHasNoCompilers() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(Idlers.makeCompilers(other.pid())).isFalse();
        } finally {
            other.destroyForcibly();
        }
    }
}
