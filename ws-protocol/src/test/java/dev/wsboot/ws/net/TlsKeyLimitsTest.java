package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RFC 8446 section 5.5: keys are used for so much data only. The JDK reads the limit once, so it takes another JVM. */
class TlsKeyLimitsTest {

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void newKeysEveryFewRecordsChangeNothing() throws Exception {
        Path security = Files.writeString(
                directory.resolve("security"), "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 40000\n");
        Path log = directory.resolve("log");
        String classPath = Stream.of(
                        "target/test-classes",
                        "target/classes",
                        System.getProperty("java.class.path"),
                        System.getProperty("jdk.module.path"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.security.properties=" + security,
                        "-Djavax.net.debug=ssl:handshake",
                        "-cp",
                        classPath,
                        TlsKeyLimits.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        int exit = process.waitFor();
        String output = Files.readString(log);
        assertThat(exit).as(output).isZero();
        assertThat(output).contains("everything arrived");
        assertThat(output.split("Produced KeyUpdate").length).as("key updates").isGreaterThan(10);
    }
}
