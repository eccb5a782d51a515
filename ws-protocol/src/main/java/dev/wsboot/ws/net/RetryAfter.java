package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.UpgradeRejectedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a refusal says about trying again. */
final class RetryAfter {

    /** Nobody means more, and a mistake of the server must not stop a client for ever. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** RFC 9110 section 15.5 and RFC 8470: the request may be right another time. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private RetryAfter() {}

    /** Whether the same request can have another answer: not where it is wrong, or something else is to be asked. */
    static boolean isWorthIt(Throwable error) {
        if (!(error instanceof UpgradeRejectedException refusal) || !refusal.isRefusal()) {
            return true;
        }
        int status = refusal.status();
        return status < 300 || status >= 500 || PASSING.contains(status);
    }

    /**
     * How long the server wants not to be asked (RFC 9110 section 10.2.3: a date, or seconds).
     *
     * @return zero where it does not say so
     */
    static Duration of(Throwable error, Instant now) {
        String value = error instanceof UpgradeRejectedException refusal ? refusal.header("retry-after") : null;
        Duration wait = value == null ? null : parse(value, now);
        if (wait == null || wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    private static @Nullable Duration parse(String value, Instant now) {
        try {
            if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Duration.ofSeconds(Long.parseLong(value));
            }
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Duration.between(now, date.toInstant());
        } catch (NumberFormatException | DateTimeParseException e) {
            return null;
        }
    }
}
