package dev.wsboot.ws.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** {@code load SCENARIO PORT [--pid PID] [--seconds N] [--warmup N]}: prints one line of JSON. */
public final class Load {

    private static final int LONGEST = 3600;

    private Load() {}

    /**
     * Runs one scenario against a server on the loopback address.
     *
     * @param args as above
     * @throws IOException if the server does not do what it should
     */
    public static void main(String[] args) throws IOException {
        Optional<Scenario> scenario = args.length < 2 ? Optional.empty() : Scenario.named(args[0]);
        if (scenario.isEmpty() || args.length % 2 != 0) {
            System.err.println(
                    "usage: load SCENARIO PORT [--pid PID] [--seconds N] [--warmup N], where SCENARIO is one of "
                            + Scenario.names());
            System.exit(64);
            return;
        }
        long pid = 0;
        int seconds = 5;
        int warmup = 4;
        for (int i = 2; i < args.length; i += 2) {
            int value = Integer.parseInt(args[i + 1]);
            switch (args[i]) {
                case "--pid" -> pid = value;
                case "--seconds" -> seconds = Math.min(value, LONGEST);
                case "--warmup" -> warmup = Math.min(value, LONGEST);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        long server = pid;
        Result result = new Generator(
                        scenario.get(),
                        Integer.parseInt(args[1]),
                        Duration.ofSeconds(warmup),
                        Duration.ofSeconds(seconds),
                        () -> CpuTime.now(server))
                .run();
        System.out.println(result.toJson());
        if (result.errors() > 0) {
            System.exit(1);
        }
    }
}
