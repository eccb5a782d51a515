package dev.wsboot.ws.benchmarks.soak;

/**
 * What was asked for.
 *
 * @param minutes how long it shall take; where counts are said, how long it may take at most
 * @param cycles sessions that shall be opened and closed in order; 0 for any number
 * @param messages that shall be checked; 0 for any number
 */
record SoakOptions(int minutes, long cycles, long messages) {

    static final String USAGE = "usage: soak [--minutes N] [--cycles N] [--messages N]";

    private static final int LONGEST_MINUTES = 24 * 60;
    private static final int MOST = 1_000_000_000;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException if it is not as {@link #USAGE} says
     */
    static SoakOptions parse(String... args) {
        int minutes = 0;
        int cycles = 0;
        int messages = 0;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                // No samples would show no growth.
                case "--minutes" -> minutes = number(args, ++i, LONGEST_MINUTES);
                case "--cycles" -> cycles = number(args, ++i, MOST);
                case "--messages" -> messages = number(args, ++i, MOST);
                default -> throw new IllegalArgumentException("what is " + args[i] + "?");
            }
        }
        boolean counts = cycles > 0 || messages > 0;
        return new SoakOptions(minutes > 0 ? minutes : counts ? 120 : 10, cycles, messages);
    }

    private static int number(String[] args, int at, int most) {
        int value = at < args.length ? Integer.parseInt(args[at]) : 0;
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(args[at - 1] + " must be from 1 to " + most);
        }
        return value;
    }

    /** Whether it ends by counts, and not by time alone. */
    boolean counts() {
        return cycles > 0 || messages > 0;
    }

    /** Whether so much was done as was asked for. */
    boolean reachedBy(Tally tally) {
        return tally.cycles() >= cycles && tally.messages() >= messages;
    }
}
