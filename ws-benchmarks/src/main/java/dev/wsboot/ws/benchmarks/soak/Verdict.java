package dev.wsboot.ws.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** What a soak says in the end, line by line, and whether all of it is good. */
final class Verdict {

    /** What may seem to grow by chance. */
    private static final double SHARE = 0.1;

    private final Consumer<String> lines;
    private boolean good = true;

    /**
     * Has said nothing yet.
     *
     * @param lines takes what it says
     */
    Verdict(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Something must not grow.
     *
     * @param nothing growth that is none
     */
    void steady(String what, List<Vitals> samples, ToLongFunction<Vitals> value, double nothing) {
        List<Long> values = samples.stream().mapToLong(value).boxed().toList();
        double growth = Trend.growth(values);
        double mean = Trend.mean(values);
        say(
                growth <= Math.max(nothing, SHARE * mean),
                String.format(Locale.ROOT, "%s: mean %,.0f, grows by %,.0f over the second half", what, mean, growth));
    }

    /** Something must be as it was. */
    void same(String what, long start, long end) {
        say(start == end, String.format(Locale.ROOT, "%s: %,d at the start, %,d at the end", what, start, end));
    }

    /** So much was to be done, if any. */
    void reached(String what, long count, long asked) {
        if (asked > 0) {
            say(count >= asked, String.format(Locale.ROOT, "%s: %,d of %,d", what, count, asked));
        }
    }

    /** Something went wrong. */
    void failed(Throwable failure) {
        say(false, failure.toString());
    }

    private void say(boolean isGood, String line) {
        good &= isGood;
        lines.accept(isGood ? line : "FAILED: " + line);
    }

    /** Whether nothing has failed. */
    boolean isGood() {
        return good;
    }
}
