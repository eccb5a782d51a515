package dev.wsboot.ws.benchmarks.siege;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What was asked for.
 *
 * @param rounds of all floods, one after the other
 * @param seconds of each measurement, with and without the attack
 * @param clients good ones
 * @param stalled readers that are there in every attack
 * @param rate messages a second that the server takes from one client; 0 for any number
 * @param floods one after the other
 */
record SiegeOptions(int rounds, int seconds, int clients, int stalled, int rate, List<Flood> floods) {

    static final String USAGE =
            "usage: siege [--rounds N] [--seconds N] [--clients N] [--stalled N] [--rate N] [FLOOD...]; floods: "
                    + Flood.names();

    private static final int MOST_ROUNDS = 100;
    private static final int LONGEST_SECONDS = 600;

    /** So that no process holds more than 20,000 descriptors. */
    private static final int MOST_CONNECTIONS = 8_000;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not as {@link #USAGE} says
     */
    static SiegeOptions parse(String... args) {
        int rounds = 1;
        int seconds = 10;
        int clients = 2_000;
        int stalled = 1_000;
        int rate = 0;
        Set<Flood> floods = new LinkedHashSet<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rounds" -> rounds = number(args, ++i, 1, MOST_ROUNDS);
                case "--seconds" -> seconds = number(args, ++i, 1, LONGEST_SECONDS);
                case "--clients" -> clients = number(args, ++i, 1, MOST_CONNECTIONS);
                case "--stalled" -> stalled = number(args, ++i, 0, MOST_CONNECTIONS);
                case "--rate" -> rate = number(args, ++i, 0, 1_000_000);
                default -> floods.add(Flood.of(args[i]));
            }
        }
        return new SiegeOptions(
                rounds,
                seconds,
                clients,
                stalled,
                rate,
                floods.isEmpty() ? List.of(Flood.values()) : List.copyOf(floods));
    }

    private static int number(String[] args, int at, int least, int most) {
        int value = at < args.length ? Integer.parseInt(args[at]) : least - 1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(args[at - 1] + " must be from " + least + " to " + most);
        }
        return value;
    }

    /** All that the server lets in. */
    int maxConnections() {
        return clients + stalled + Flood.MOST_CONNECTIONS;
    }
}
