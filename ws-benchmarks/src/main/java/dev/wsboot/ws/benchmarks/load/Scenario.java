package dev.wsboot.ws.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the clients do. */
public enum Scenario {
    /** Request and response. */
    ECHO64("/ws", 64, 64, true, 1),
    /** Many on their way: the cost of a message itself. */
    PIPE64("/ws", 64, 64, true, 32),
    ECHO16K("/ws", 16, 1 << 14, false, 4),
    ECHO1M("/ws", 4, 1 << 20, false, 2),
    /** One publishes, all receive; a message is counted for each that got it. */
    FANOUT16("/fanout", 1000, 128, true, 16),
    /** Connect, upgrade, close, again and again. */
    CONNECT("/ws", 32, 0, true, 1);

    private final String path;
    private final int connections;
    private final int size;
    private final boolean text;
    private final int outstanding;

    Scenario(String path, int connections, int size, boolean text, int outstanding) {
        this.path = path;
        this.connections = connections;
        this.size = size;
        this.text = text;
        this.outstanding = outstanding;
    }

    /**
     * Finds one.
     *
     * @param name as the command line has it
     * @return the scenario, if there is one
     */
    public static Optional<Scenario> named(String name) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.toString().equals(name))
                .findFirst();
    }

    /** {@return all names, for a message to the user} */
    public static String names() {
        return Arrays.stream(values()).map(Scenario::toString).collect(Collectors.joining(","));
    }

    String path() {
        return path;
    }

    int connections() {
        return connections;
    }

    /** {@return bytes of a message} */
    public int size() {
        return size;
    }

    boolean text() {
        return text;
    }

    /** {@return messages that a connection, or a publisher, has on their way at most} */
    int outstanding() {
        return outstanding;
    }

    /** {@return one sentence for the docs} */
    public String description() {
        return switch (this) {
            case FANOUT16 -> "1 publisher, 1,000 subscribers, 128 B text, 16 on their way; a message is one delivery";
            case CONNECT -> "32 loops of connect, upgrade, close; a message is one connection";
            default ->
                "%d connections, %s %s, %d on their way each"
                        .formatted(
                                connections,
                                size < 1024
                                        ? size + " B"
                                        : size < 1 << 20 ? size / 1024 + " KiB" : (size >> 20) + " MiB",
                                text ? "text" : "binary",
                                outstanding);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
