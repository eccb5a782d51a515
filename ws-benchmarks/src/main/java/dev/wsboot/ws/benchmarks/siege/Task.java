package dev.wsboot.ws.benchmarks.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A thread of a process, as Linux has it under {@code /proc}.
 *
 * @param id which no other thread has, as long as it lives
 * @param name as Linux cuts it; empty where it has ended meanwhile
 * @param directory what there is to know of it
 */
record Task(String id, String name, Path directory) {

    /** The threads that a process has; none where there is no such process, or no Linux. */
    static List<Task> of(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid), "task");
        List<Path> all = List.of();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> threads = Files.list(directory)) {
                all = threads.toList();
            }
        }
        return all.stream()
                .map(thread -> new Task(thread.getFileName().toString(), read(thread.resolve("comm")), thread))
                .toList();
    }

    /** What stands in one of its files; empty where the thread has ended meanwhile, or Linux does not tell. */
    String content(String file) {
        return read(directory.resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            return "";
        }
    }
}
