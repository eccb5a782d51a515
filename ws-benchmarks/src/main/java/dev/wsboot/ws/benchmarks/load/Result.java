package dev.wsboot.ws.benchmarks.load;

import java.util.Locale;

/**
 * What a run found.
 *
 * @param scenario what was done
 * @param messages echoes, deliveries or connections within the measured time
 * @param errors messages that came back other than they were sent, and connections that failed
 * @param seconds the measured time
 * @param p50 microseconds from sending to receiving, the median
 * @param p99 the same, for 99 of 100
 * @param serverMicros the server's CPU time for each message, user and system; NaN where it is not known
 * @param others the share of the machine's CPU time that other processes had, from 0 to 1; NaN where it is not known
 */
record Result(
        Scenario scenario,
        long messages,
        long errors,
        double seconds,
        double p50,
        double p99,
        double serverMicros,
        double others) {

    /** {@return one line of JSON} */
    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"scenario\":\"%s\",\"messages\":%d,\"errors\":%d,\"seconds\":%.3f,\"per_second\":%.0f,"
                        + "\"p50_us\":%.1f,\"p99_us\":%.1f,\"server_cpu_us\":%s,\"others\":%s}",
                scenario,
                messages,
                errors,
                seconds,
                messages / seconds,
                p50,
                p99,
                number(serverMicros),
                number(Math.max(0, others)));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "null" : String.format(Locale.ROOT, "%.4f", value);
    }
}
