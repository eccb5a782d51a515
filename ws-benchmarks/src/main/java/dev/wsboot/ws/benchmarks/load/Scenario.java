package dev.wsboot.ws.benchmarks.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the clients do. */
public enum Scenario {
    /** Request and response. */
    ECHO64("/ws", 64, 64, Content.ASCII, 1),
    /** Many on their way: the cost of a message itself. */
    PIPE64("/ws", 64, 64, Content.ASCII, 32),
    ECHO16K("/ws", 16, 1 << 14, Content.BINARY, 4),
    ECHO1M("/ws", 4, 1 << 20, Content.BINARY, 2),
    /** Text of characters of one to four bytes. */
    UTF8("/ws", 64, 1 << 10, Content.UTF8, 8),
    /** Messages of four fragments. */
    FRAGMENTED("/ws", 64, 1 << 12, Content.ASCII, 4),
    /** Clients with messages of one size beside clients with another. */
    MIXED("/ws", 64, 1 << 16, Content.BINARY, 4),
    /** One publishes, all receive; a message is counted for each that got it. */
    FANOUT16("/fanout", 1000, 128, Content.ASCII, 16),
    /** Connect, upgrade, close, again and again. */
    CONNECT("/ws", 32, 0, Content.ASCII, 1);

    private final String path;
    private final int connections;
    private final int size;
    private final Content content;
    private final int outstanding;

    Scenario(String path, int connections, int size, Content content, int outstanding) {
        this.path = path;
        this.connections = connections;
        this.size = size;
        this.content = content;
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

    /** What the clients send: the first the first, and so on, and then from the beginning. */
    List<Payload> payloads() {
        return switch (this) {
            case FRAGMENTED -> List.of(new Payload(content, size, outstanding, 4));
            case MIXED ->
                List.of(
                        new Payload(Content.ASCII, 16, outstanding, 1),
                        new Payload(Content.ASCII, 200, outstanding, 1),
                        new Payload(Content.BINARY, 1 << 12, outstanding, 1),
                        new Payload(Content.BINARY, size, outstanding, 1));
            default -> List.of(new Payload(content, size, outstanding, 1));
        };
    }

    String path() {
        return path;
    }

    int connections() {
        return connections;
    }

    /** {@return bytes of a message, of the largest where they differ} */
    public int size() {
        return size;
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
            case FRAGMENTED -> "64 connections, 4 KiB text in four fragments, 4 on their way each";
            case MIXED ->
                "64 connections, a quarter each with 16 B and 200 B text, 4 KiB and 64 KiB binary, 4 on their way each";
            default ->
                "%d connections, %s %s, %d on their way each"
                        .formatted(
                                connections,
                                size < 1024
                                        ? size + " B"
                                        : size < 1 << 20 ? size / 1024 + " KiB" : (size >> 20) + " MiB",
                                content.description(),
                                outstanding);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
