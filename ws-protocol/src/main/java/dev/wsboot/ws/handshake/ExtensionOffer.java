package dev.wsboot.ws.handshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One extension of a {@code Sec-WebSocket-Extensions} header, as RFC 6455 section 9.1 writes it.
 *
 * <p>Parameters are a list and not a map, because who negotiates must see that one came twice: RFC 7692 section 7.1 has
 * a server decline such an offer.
 *
 * @param name the extension token, as sent
 * @param parameters in the order in which they were sent
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {

    /**
     * Copies the list.
     *
     * @param name the extension token, as sent
     * @param parameters in the order in which they were sent
     */
    public ExtensionOffer {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter of an extension.
     *
     * @param name the token before the equals sign, as sent
     * @param value without quotes and backslashes; null where there is no equals sign
     */
    public record Parameter(String name, @Nullable String value) {}
}
