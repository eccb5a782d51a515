package dev.wsboot.ws.benchmarks.soak;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** The names of what {@link Vitals} only counts: whoever sees one too many wants to know which. */
final class Holdings {

    private static final File DESCRIPTORS = new File("/proc/self/fd");

    private Holdings() {}

    /** Threads and descriptors of this process in one line; no descriptors where the operating system does not name them. */
    static String here() {
        return "threads: " + threads() + "; descriptors: " + descriptors();
    }

    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String descriptors() {
        File[] files = Objects.requireNonNullElse(DESCRIPTORS.listFiles(), new File[0]);
        return Arrays.stream(files).map(file -> target(file.toPath())).sorted().collect(Collectors.joining(", "));
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "the list itself";
        }
    }
}
