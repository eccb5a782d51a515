package dev.wsboot.ws.handshake;

import dev.wsboot.ws.protocol.DeflateParameters;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one permessage-deflate element, of an offer as of an answer (RFC 7692 section 7.1).
 *
 * @param serverNoContextTakeover whether it is there
 * @param clientNoContextTakeover whether it is there
 * @param serverMaxWindowBits 8 to 15; {@link #ABSENT} where it is not there
 * @param clientMaxWindowBits 8 to 15; {@link #ABSENT} where it is not there, {@link #NO_VALUE} where it has no value
 */
record DeflateElement(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {

    static final String NAME = "permessage-deflate";
    static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
    static final int ABSENT = 0;
    static final int NO_VALUE = -1;

    private static final Set<String> NAMES = Set.of(
            SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER, SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS);

    /**
     * Reads an element of that name. RFC 7692 section 7.1 has a server decline, and a client fail the connection, where
     * an element has a parameter not defined for it, one with an invalid value, or several with the same name.
     */
    static DeflateElement parse(ExtensionOffer element) throws BadHeadException {
        Map<String, @Nullable String> values = new HashMap<>();
        for (ExtensionOffer.Parameter parameter : element.parameters()) {
            String name = parameter.name();
            if (!NAMES.contains(name)) {
                throw new BadHeadException("permessage-deflate has an unknown parameter");
            }
            if (values.containsKey(name)) {
                throw new BadHeadException("permessage-deflate has " + name + " twice");
            }
            values.put(name, parameter.value());
        }
        return new DeflateElement(
                flag(values, SERVER_NO_CONTEXT_TAKEOVER),
                flag(values, CLIENT_NO_CONTEXT_TAKEOVER),
                serverBits(values),
                bits(values, CLIENT_MAX_WINDOW_BITS));
    }

    /** RFC 7692 sections 7.1.1.1 and 7.1.1.2: "This extension parameter has no value." */
    private static boolean flag(Map<String, @Nullable String> values, String name) throws BadHeadException {
        if (values.get(name) != null) {
            throw new BadHeadException(name + " has a value");
        }
        return values.containsKey(name);
    }

    /** RFC 7692 section 7.1.2.1: "This parameter has a decimal integer value": it cannot go without. */
    private static int serverBits(Map<String, @Nullable String> values) throws BadHeadException {
        int bits = bits(values, SERVER_MAX_WINDOW_BITS);
        if (bits == NO_VALUE) {
            throw new BadHeadException(SERVER_MAX_WINDOW_BITS + " has no value");
        }
        return bits;
    }

    /** RFC 7692 section 7.1.2: the value is "without leading zeroes between 8 to 15, inclusive". */
    private static int bits(Map<String, @Nullable String> values, String name) throws BadHeadException {
        String value = values.get(name);
        if (value == null) {
            return values.containsKey(name) ? NO_VALUE : ABSENT;
        }
        for (int bits = DeflateParameters.MIN_WINDOW_BITS; bits <= DeflateParameters.MAX_WINDOW_BITS; bits++) {
            if (value.equals(Integer.toString(bits))) {
                return bits;
            }
        }
        throw new BadHeadException(name + " is not a number from 8 to 15");
    }
}
