package dev.wsboot.ws.benchmarks.siege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wsboot.ws.benchmarks.soak.Partner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdlersTest {

    @Test
    void runOnlyWhereNobodyElseDoes() throws Exception {
        assumeTrue(canBe(), "chrt is not here, or not allowed");
        List<String> command = new ArrayList<>(Idlers.command());
        command.addAll(List.of("chrt", "--pid", "0"));
        Process idler = new ProcessBuilder(command).start();
        String policy = new String(idler.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(policy).contains("SCHED_IDLE");
    }

    @Test
    void theCompilersOfAVirtualMachineAreMadeSuch() throws Exception {
        assumeTrue(canBe(), "chrt is not here, or not allowed");
        try (Partner other = Partner.start(List.of(), List.of(), Waiting.class)) {
            other.read();

            assertThat(Idlers.makeCompilers(other.pid())).isTrue();
        }
    }

    private static boolean canBe() throws Exception {
        List<String> command = new ArrayList<>(Idlers.command());
        command.add("true");
        return command.size() > 1 && new ProcessBuilder(command).start().waitFor() == 0;
    }

    /** A process that says that it is there, and does nothing. */
    static final class Waiting {

        public static void main(String... args) throws IOException {
            System.out.println("here");
            System.in.read();
        }
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
