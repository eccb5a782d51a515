package dev.wsboot.ws.spring.actuate;

import dev.wsboot.ws.protocol.CloseCode;
import java.util.Set;

/**
 * Close codes as tags: exact where the code is registered or the application named it, otherwise {@code other}, because
 * peers have two thousand codes to choose from.
 *
 * @param applicationCodes codes of the application's own
 */
record CloseCodeTags(Set<Integer> applicationCodes) {

    private static final String OTHER = "other";

    CloseCodeTags {
        applicationCodes = Set.copyOf(applicationCodes);
    }

    String tag(int code) {
        boolean registered = code >= CloseCode.NORMAL && code <= CloseCode.TLS_FAILURE;
        return registered || applicationCodes.contains(code) ? Integer.toString(code) : OTHER;
    }
}
