package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.benchmarks.compare.Compare;
import dev.wsboot.ws.benchmarks.load.Load;
import dev.wsboot.ws.benchmarks.server.Servers;
import dev.wsboot.ws.benchmarks.siege.Siege;
import dev.wsboot.ws.benchmarks.soak.Soak;
import java.util.Arrays;

/**
 * The entry of {@code benchmarks.jar}: {@code server} starts one server, {@code load} keeps one busy, {@code compare} does both
 * for many, {@code soak} lets many bad clients have at the engine for a time, {@code siege} attacks
 * it while good clients are there; every other argument is JMH's.
 *
 * <pre>{@code
 * java -jar ws-benchmarks/target/benchmarks.jar server bare 6060
 * java -jar ws-benchmarks/target/benchmarks.jar load pipe64 6060
 * java -jar ws-benchmarks/target/benchmarks.jar compare --servers bare,netty --scenarios pipe64
 * java -jar ws-benchmarks/target/benchmarks.jar soak --minutes 10
 * java -jar ws-benchmarks/target/benchmarks.jar soak --cycles 1000000 --messages 10000000
 * java -jar ws-benchmarks/target/benchmarks.jar siege --seconds 10 pings bombs
 * java -jar ws-benchmarks/target/benchmarks.jar -prof gc Echo
 * }</pre>
 */
public final class Main {

    private Main() {}

    /**
     * Runs what the first word says.
     *
     * @param args the word and its arguments
     * @throws Exception whatever stops it
     */
    public static void main(String[] args) throws Exception {
        String word = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (word) {
            case "server" -> Servers.main(rest);
            case "load" -> Load.main(rest);
            case "compare" -> Compare.main(rest);
            case "soak" -> Soak.main(rest);
            case "siege" -> Siege.main(rest);
            default -> org.openjdk.jmh.Main.main(args);
        }
    }
}
