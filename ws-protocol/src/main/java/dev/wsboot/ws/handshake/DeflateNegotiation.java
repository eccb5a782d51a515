package dev.wsboot.ws.handshake;

import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How client and server agree on permessage-deflate (RFC 7692 section 7.1): pure functions, for both roles. */
public final class DeflateNegotiation {

    private DeflateNegotiation() {}

    /**
     * What a server answers. RFC 7692 section 5: "The order of elements is important as it specifies the client's
     * preference." The first that this server can accept is accepted; one that is malformed is declined by itself alone.
     *
     * <p>The answer is true: it has every limit that the client asked for, and this server keeps them. A client that
     * does not say that it can limit its own window is not told to, whatever the options say.
     *
     * @param offers of the client, of this extension and others ({@link UpgradeRequest#extensions()})
     * @param options what this server wants
     * @return what both do from now on, and the header that says so; null where nothing was offered or can be accepted
     */
    public static @Nullable Agreement accept(List<ExtensionOffer> offers, DeflateOptions options) {
        for (ExtensionOffer offer : offers) {
            if (offer.name().equals(DeflateElement.NAME)) {
                try {
                    return agreement(DeflateElement.parse(offer), options);
                } catch (BadHeadException declined) {
                    // RFC 7692 section 7.1: "A server MUST decline an extension negotiation offer for this extension if
                    // any of the following conditions are met". The next one may be better.
                }
            }
        }
        return null;
    }

    private static Agreement agreement(DeflateElement offer, DeflateOptions options) {
        // RFC 7692 section 7.1.1.1: "A server accepts an extension negotiation offer that includes the
        // "server_no_context_takeover" extension parameter by including the "server_no_context_takeover" extension
        // parameter in the corresponding extension negotiation response". It may do so unasked.
        boolean serverNoContext = offer.serverNoContextTakeover() || !options.serverContextTakeover();
        boolean clientNoContext = offer.clientNoContextTakeover() || !options.clientContextTakeover();
        // RFC 7692 section 7.1.2.1: "A server accepts an extension negotiation offer with this parameter by including
        // the "server_max_window_bits" extension parameter in the extension negotiation response to send back to the
        // client with the same or smaller value as the offer."
        int serverBits = smaller(options.serverMaxWindowBits(), offer.serverMaxWindowBits());
        // RFC 7692 section 7.1.2.2: "If a received extension negotiation offer doesn't have the
        // "client_max_window_bits"
        // extension parameter, the corresponding extension negotiation response to the offer MUST NOT include the
        // "client_max_window_bits" extension parameter."
        int clientBits = offer.clientMaxWindowBits() == DeflateElement.ABSENT
                ? DeflateParameters.MAX_WINDOW_BITS
                : smaller(options.clientMaxWindowBits(), offer.clientMaxWindowBits());

        StringBuilder header = new StringBuilder(DeflateElement.NAME);
        appendFlag(header, DeflateElement.SERVER_NO_CONTEXT_TAKEOVER, serverNoContext);
        appendFlag(header, DeflateElement.CLIENT_NO_CONTEXT_TAKEOVER, clientNoContext);
        if (offer.serverMaxWindowBits() != DeflateElement.ABSENT) {
            appendBits(header, DeflateElement.SERVER_MAX_WINDOW_BITS, serverBits);
        } else {
            appendSmallBits(header, DeflateElement.SERVER_MAX_WINDOW_BITS, serverBits);
        }
        appendSmallBits(header, DeflateElement.CLIENT_MAX_WINDOW_BITS, clientBits);
        return new Agreement(
                new DeflateParameters(serverNoContext, clientNoContext, serverBits, clientBits), header.toString());
    }

    /**
     * What a client offers: one element, which lets the server limit the client's window.
     *
     * @param options what this client wants
     * @return the value of {@code Sec-WebSocket-Extensions}
     */
    public static String offer(DeflateOptions options) {
        StringBuilder header = new StringBuilder(DeflateElement.NAME);
        // RFC 7692 section 7.1.2.2: by the parameter without a value "a client informs the peer server that the client
        // supports the "client_max_window_bits" extension parameter in an extension negotiation response".
        if (options.clientMaxWindowBits() == DeflateParameters.MAX_WINDOW_BITS) {
            appendFlag(header, DeflateElement.CLIENT_MAX_WINDOW_BITS, true);
        } else {
            appendBits(header, DeflateElement.CLIENT_MAX_WINDOW_BITS, options.clientMaxWindowBits());
        }
        appendSmallBits(header, DeflateElement.SERVER_MAX_WINDOW_BITS, options.serverMaxWindowBits());
        appendFlag(header, DeflateElement.SERVER_NO_CONTEXT_TAKEOVER, !options.serverContextTakeover());
        appendFlag(header, DeflateElement.CLIENT_NO_CONTEXT_TAKEOVER, !options.clientContextTakeover());
        return header.toString();
    }

    /**
     * What a client makes of the answer to its {@link #offer}. Throws where the answer is not one to it.
     *
     * @param answer of the server, empty where it uses no extension
     * @param offered null where nothing was offered
     * @return what both do from now on; null where messages are not compressed
     */
    static @Nullable DeflateParameters verify(List<ExtensionOffer> answer, @Nullable DeflateOptions offered)
            throws BadHeadException {
        if (answer.isEmpty()) {
            return null;
        }
        // RFC 6455 section 4.1: "If the response includes a |Sec-WebSocket-Extensions| header field and this header
        // field indicates the use of an extension that was not present in the client's handshake (the server has
        // indicated an extension not requested by the client), the client MUST _Fail the WebSocket Connection_."
        if (offered == null
                || !answer.stream().allMatch(element -> element.name().equals(DeflateElement.NAME))) {
            throw new BadHeadException("Sec-WebSocket-Extensions names an extension that was not offered");
        }
        // One was offered, and it cannot be accepted twice.
        if (answer.size() > 1) {
            throw new BadHeadException("Sec-WebSocket-Extensions accepts permessage-deflate twice");
        }
        return parameters(DeflateElement.parse(answer.get(0)), offered);
    }

    private static DeflateParameters parameters(DeflateElement answer, DeflateOptions offered) throws BadHeadException {
        // RFC 7692 section 7.1.1.1: "A server accepts an extension negotiation offer that includes the
        // "server_no_context_takeover" extension parameter by including the "server_no_context_takeover" extension
        // parameter in the corresponding extension negotiation response": without it, nothing has been accepted.
        if (!offered.serverContextTakeover() && !answer.serverNoContextTakeover()) {
            throw new BadHeadException("The answer lacks server_no_context_takeover, which was asked for");
        }
        // RFC 7692 section 7.1.2.1: the server accepts the parameter "with the same or smaller value as the offer". A
        // server that leaves it out goes on with a window that this client has not agreed to.
        int serverBits = smaller(DeflateParameters.MAX_WINDOW_BITS, answer.serverMaxWindowBits());
        if (serverBits > offered.serverMaxWindowBits()) {
            throw new BadHeadException("The answer lacks server_max_window_bits as small as was asked for");
        }
        // RFC 7692 section 7.1.2.2: the parameter in an answer has "a decimal integer value", "equal to or smaller than
        // the received value" where the offer had one.
        if (answer.clientMaxWindowBits() == DeflateElement.NO_VALUE) {
            throw new BadHeadException("client_max_window_bits has no value");
        }
        if (answer.clientMaxWindowBits() > offered.clientMaxWindowBits()) {
            throw new BadHeadException("client_max_window_bits is larger than was offered");
        }
        // RFC 7692 section 7.1.1.2: a client that offers client_no_context_takeover gives "a hint that even if the
        // server
        // doesn't include the "client_no_context_takeover" extension parameter in the corresponding extension
        // negotiation
        // response to the offer, the client is not going to use context takeover". So it is with the window.
        return new DeflateParameters(
                answer.serverNoContextTakeover(),
                answer.clientNoContextTakeover() || !offered.clientContextTakeover(),
                serverBits,
                smaller(offered.clientMaxWindowBits(), answer.clientMaxWindowBits()));
    }

    /** The smaller window of what one side wants and what the other said, if it said a number. */
    private static int smaller(int wanted, int said) {
        return said > 0 ? Math.min(wanted, said) : wanted;
    }

    private static void appendFlag(StringBuilder header, String name, boolean present) {
        if (present) {
            header.append("; ").append(name);
        }
    }

    /** The whole window is what holds where nothing is said. */
    private static void appendSmallBits(StringBuilder header, String name, int bits) {
        if (bits < DeflateParameters.MAX_WINDOW_BITS) {
            appendBits(header, name, bits);
        }
    }

    private static void appendBits(StringBuilder header, String name, int bits) {
        header.append("; ").append(name).append('=').append(bits);
    }

    /**
     * What a server has agreed to.
     *
     * @param parameters for both directions
     * @param header the element for {@code Sec-WebSocket-Extensions} of the 101 response
     */
    public record Agreement(DeflateParameters parameters, String header) {}
}
