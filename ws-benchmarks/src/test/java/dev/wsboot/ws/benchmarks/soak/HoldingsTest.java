package dev.wsboot.ws.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldingsTest {

    @Test
    void nameThisThread() {
        assertThat(Holdings.here()).contains(Thread.currentThread().getName());
    }

    @Test
    void nameAFileThatIsOpen(@TempDir Path folder) throws Exception {
        assumeTrue(new File("/proc/self/fd").exists(), "descriptors have no names here");
        Path file = folder.toRealPath().resolve("file");
        try (var out = Files.newOutputStream(file)) {
            assertThat(Holdings.here()).contains(file.toString());
            out.flush();
        }
        assertThat(Holdings.here()).doesNotContain(file.toString());
    }
}
