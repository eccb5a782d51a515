package dev.wsboot.ws.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CPU time so far, in seconds; NaN where the operating system does not tell.
 *
 * @param server that of the server's process
 * @param others that of all processes but the server and this one
 */
record CpuTime(double server, double others) {

    /** Linux counts in hundredths of a second here, whatever its own clock is. */
    private static final double TICKS = 100;

    private static final Path STAT = Path.of("/proc/stat");

    static CpuTime now(long serverPid) {
        double server = of(ProcessHandle.of(serverPid).orElse(null));
        return new CpuTime(server, machine() - server - of(ProcessHandle.current()));
    }

    /** What happened since then. */
    CpuTime since(CpuTime before) {
        return new CpuTime(server - before.server, others - before.others);
    }

    private static double of(@Nullable ProcessHandle process) {
        return process == null
                ? Double.NaN
                : process.info()
                        .totalCpuDuration()
                        .map(time -> time.toNanos() / 1e9)
                        .orElse(Double.NaN);
    }

    private static double machine() {
        try {
            return parse(Files.readAllLines(STAT).get(0)) / TICKS;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** All of the machine, also where this process may use only some. */
    static long cpus() {
        try (Stream<String> lines = Files.lines(STAT)) {
            return lines.filter(line -> line.matches("cpu[0-9].*")).count();
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** The line {@code cpu user nice system idle iowait irq softirq steal ...}, without what was idle. */
    static long parse(String line) {
        String[] fields = line.trim().split(" +", -1);
        long busy = 0;
        for (int i = 1; i <= 8; i++) {
            busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return busy;
    }
}
