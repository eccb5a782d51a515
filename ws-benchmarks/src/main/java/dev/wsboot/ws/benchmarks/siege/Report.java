package dev.wsboot.ws.benchmarks.siege;

/**
 * What the good clients have seen.
 *
 * @param open connections that still are
 * @param messages that came back since the measurement began
 * @param p50 microseconds from when a message was due to be sent until its echo was there
 * @param p99 of 99 of 100
 */
record Report(int open, long messages, long p50, long p99) {

    String toLine() {
        return open + " " + messages + " " + p50 + " " + p99;
    }

    static Report parse(String line) {
        String[] values = line.split(" ", -1);
        return new Report(
                Integer.parseInt(values[0]),
                Long.parseLong(values[1]),
                Long.parseLong(values[2]),
                Long.parseLong(values[3]));
    }
}
