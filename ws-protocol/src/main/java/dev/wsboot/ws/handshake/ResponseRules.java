package dev.wsboot.ws.handshake;

import dev.wsboot.ws.protocol.DeflateOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 6455 section 4.1 asks of the headers of a 101 response. From the outside it is one pure function:
 * {@link #check}.
 *
 * <p>Lengths of a body are not looked at. RFC 9112 section 6.3: "any response with a 1xx (Informational) ... status code
 * is always terminated by the first empty line after the header fields, regardless of the header fields present in the
 * message".
 */
final class ResponseRules {

    private final ResponseHead head;

    private ResponseRules(ResponseHead head) {
        this.head = head;
    }

    /**
     * Throws unless the response opens the connection.
     *
     * @param accept the answer to our key
     * @param subprotocols that were offered
     * @param deflate what was offered of permessage-deflate; null where it was not
     */
    static UpgradeResponse check(
            ResponseHead head, String accept, List<String> subprotocols, @Nullable DeflateOptions deflate)
            throws BadHeadException {
        ResponseRules rules = new ResponseRules(head);
        rules.checkVersion();
        rules.checkUpgrade();
        rules.checkConnection();
        rules.checkAccept(accept);
        String subprotocol = rules.subprotocol(subprotocols);
        return new UpgradeResponse(head, subprotocol, DeflateNegotiation.verify(rules.extensions(), deflate));
    }

    /** RFC 9110 section 15.2: "Since HTTP/1.0 did not define any 1xx status codes", this is no switch of protocols. */
    private void checkVersion() throws BadHeadException {
        if (head.minorVersion() == 0) {
            throw new BadHeadException("It is HTTP/1.0, which has no such response");
        }
    }

    /**
     * RFC 6455 section 4.1: "If the response lacks an |Upgrade| header field or the |Upgrade| header field contains a
     * value that is not an ASCII case-insensitive match for the value "websocket", the client MUST _Fail the WebSocket
     * Connection_." So it names this protocol and no other.
     */
    private void checkUpgrade() throws BadHeadException {
        int lines = 0;
        FieldLines line = head.lines();
        while (line.next()) {
            if (line.isNamed("upgrade")) {
                lines++;
                if (!line.valueIs("websocket")) {
                    throw new BadHeadException("Upgrade is not websocket");
                }
            }
        }
        if (lines != 1) {
            throw new BadHeadException(lines == 0 ? "Upgrade is missing" : "Upgrade is repeated");
        }
    }

    /**
     * RFC 6455 section 4.1: "If the response lacks a |Connection| header field or the |Connection| header field doesn't
     * contain a token that is an ASCII case-insensitive match for the value "Upgrade", the client MUST _Fail the
     * WebSocket Connection_."
     */
    private void checkConnection() throws BadHeadException {
        boolean upgrade = false;
        FieldLines line = head.lines();
        while (line.next()) {
            upgrade |= line.isNamed("connection") && ListElements.contain(line, head.bytes(), "upgrade");
        }
        if (!upgrade) {
            throw new BadHeadException("Connection does not say Upgrade");
        }
    }

    /**
     * RFC 6455 section 4.1: "If the response lacks a |Sec-WebSocket-Accept| header field or the |Sec-WebSocket-Accept|
     * contains a value other than the base64-encoded SHA-1 of the concatenation of the |Sec-WebSocket-Key| ... but
     * ignoring any leading and trailing whitespace, the client MUST _Fail the WebSocket Connection_."
     */
    private void checkAccept(String accept) throws BadHeadException {
        String value = single("Sec-WebSocket-Accept");
        if (value == null) {
            throw new BadHeadException("Sec-WebSocket-Accept is missing");
        }
        if (!value.equals(accept)) {
            throw new BadHeadException("Sec-WebSocket-Accept does not answer the key");
        }
    }

    /**
     * RFC 6455 section 4.1: "If the response includes a |Sec-WebSocket-Protocol| header field and this header field
     * indicates the use of a subprotocol that was not present in the client's handshake (the server has indicated a
     * subprotocol not requested by the client), the client MUST _Fail the WebSocket Connection_."
     */
    private @Nullable String subprotocol(List<String> offered) throws BadHeadException {
        String value = single("Sec-WebSocket-Protocol");
        if (value != null && !offered.contains(value)) {
            throw new BadHeadException("Sec-WebSocket-Protocol names a subprotocol that was not offered");
        }
        return value;
    }

    /**
     * RFC 6455 section 9.1: "If a value is received by either the client or the server during negotiation that does not
     * conform to the ABNF below, the recipient of such malformed data MUST immediately _Fail the WebSocket
     * Connection_."
     */
    private List<ExtensionOffer> extensions() throws BadHeadException {
        single("Sec-WebSocket-Extensions");
        List<ExtensionOffer> extensions = new ArrayList<>();
        FieldLines line = head.lines();
        while (line.next()) {
            if (line.isNamed("sec-websocket-extensions") && !ExtensionParser.parse(line, head.bytes(), extensions)) {
                throw new BadHeadException("Sec-WebSocket-Extensions is malformed");
            }
        }
        return extensions;
    }

    /**
     * RFC 6455 sections 11.3.2, 11.3.3 and 11.3.4 say of three headers that each "MUST NOT appear more than once in an
     * HTTP response".
     */
    private @Nullable String single(String name) throws BadHeadException {
        List<String> values = head.lines().all(name);
        if (values.size() > 1) {
            throw new BadHeadException(name + " is repeated");
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
