package dev.wsboot.ws.benchmarks.siege;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What runs only where a CPU has nothing else to do, by the program {@code chrt} of Linux, which everybody may use for that. Without it all
 * are equal. A lower priority is not enough: who has it still runs for some milliseconds before others have their turn.
 */
final class Idlers {

    private static final Path CHRT = Path.of("/usr/bin/chrt");

    /** As Linux cuts the names of HotSpot's compilers. */
    private static final List<String> COMPILERS = List.of("C1 CompilerThre", "C2 CompilerThre");

    private Idlers() {}

    /** What stands before a command that is one. */
    static List<String> command() {
        return Files.isExecutable(CHRT) ? List.of(CHRT.toString(), "--idle", "0") : List.of();
    }

    /**
     * Makes the compilers of a virtual machine such. On a machine that serves they have other CPUs than the event loop; here it has one.
     *
     * @param pid of its process, which has them by now
     * @return whether there were any, and all of them are such now
     */
    static boolean makeCompilers(long pid) throws IOException, InterruptedException {
        if (!Files.isExecutable(CHRT)) {
            return false;
        }
        List<Task> compilers = Task.of(pid).stream()
                .filter(task -> COMPILERS.contains(task.name()))
                .toList();
        boolean all = !compilers.isEmpty();
        for (Task compiler : compilers) {
            all &= new ProcessBuilder(CHRT.toString(), "--idle", "--pid", "0", compiler.id())
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        }
        return all;
    }
}
