package dev.wsboot.ws.handshake;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 6455 section 4.2.1 asks of the headers of an opening handshake. From the outside it is one pure function:
 * {@link #check}.
 */
final class UpgradeRules {

    /** Characters of 16 bytes in base64. */
    static final int KEY_LENGTH = 24;

    private final byte[] head;
    private int hosts;
    private @Nullable Authority host;
    private int contentLengths;
    private boolean body;
    private boolean upgrade;
    private boolean connectionUpgrade;
    private int versions;
    private boolean otherVersion;
    private int keys;
    private boolean badKey;

    private UpgradeRules(byte[] head) {
        this.head = head;
    }

    /**
     * Throws unless the headers are those of a WebSocket client of version 13.
     */
    static void check(byte[] head, int fieldsFrom, RequestTarget target) throws HandshakeException {
        UpgradeRules rules = new UpgradeRules(head);
        FieldLines line = new FieldLines(head, fieldsFrom);
        while (line.next()) {
            rules.collect(line);
        }
        rules.checkHost(target);
        rules.checkNoBody();
        rules.checkUpgrade();
        rules.checkVersion();
        rules.checkKey();
    }

    /** The length tells most names apart, and most of the other lines from all of these. */
    private void collect(FieldLines line) throws HandshakeException {
        switch (line.nameLength()) {
            case 4 -> collectHost(line);
            case 7 -> upgrade |= line.isNamed("upgrade") && ListElements.contain(line, head, "websocket");
            case 10 -> connectionUpgrade |= line.isNamed("connection") && ListElements.contain(line, head, "upgrade");
            case 14 -> collectContentLength(line);
            case 17 -> collectKeyOrTransferEncoding(line);
            case 21 -> collectVersion(line);
            case 22 -> checkSubprotocols(line);
            case 24 -> checkExtensions(line);
            default -> {
                // none that the handshake looks at
            }
        }
    }

    private void collectHost(FieldLines line) {
        if (line.isNamed("host")) {
            hosts++;
            host = Authority.parse(line.value());
        }
    }

    private void collectContentLength(FieldLines line) {
        if (line.isNamed("content-length")) {
            contentLengths++;
            body |= contentLengths > 1 || !line.valueIs("0");
        }
    }

    private void collectKeyOrTransferEncoding(FieldLines line) {
        if (line.isNamed("sec-websocket-key")) {
            keys++;
            badKey = !isKey(line.valueFrom(), line.valueTo());
        } else {
            body |= line.isNamed("transfer-encoding");
        }
    }

    private void collectVersion(FieldLines line) {
        if (line.isNamed("sec-websocket-version")) {
            versions++;
            otherVersion |= !line.valueIs("13");
        }
    }

    /** RFC 6455 section 11.3.4: the elements are tokens. */
    private void checkSubprotocols(FieldLines line) throws HandshakeException {
        if (line.isNamed("sec-websocket-protocol")) {
            ListElements elements = new ListElements(line, head);
            while (elements.next()) {
                if (!elements.isToken()) {
                    throw bad("Sec-WebSocket-Protocol is malformed");
                }
            }
        }
    }

    /**
     * RFC 6455 section 9.1: "If a value is received by either the client or the server during negotiation that does not
     * conform to the ABNF below, the recipient of such malformed data MUST immediately _Fail the WebSocket
     * Connection_."
     */
    private void checkExtensions(FieldLines line) throws HandshakeException {
        if (line.isNamed("sec-websocket-extensions") && !ExtensionParser.parse(line, head, new ArrayList<>())) {
            throw bad("Sec-WebSocket-Extensions is malformed");
        }
    }

    private void checkHost(RequestTarget target) throws HandshakeException {
        // RFC 9112 section 3.2: "A server MUST respond with a 400 (Bad Request) status code to any HTTP/1.1 request
        // message that lacks a Host header field and to any request message that contains more than one Host header
        // field line or a Host header field with an invalid field value."
        if (hosts != 1) {
            throw bad(hosts == 0 ? "Host is missing" : "Host is repeated");
        }
        if (host == null) {
            throw bad("Host is invalid");
        }
        // RFC 9112 section 3.2: "If the target URI includes an authority component, then a client MUST send a field
        // value for Host that is identical to that authority component". Section 3.2.2 would have us ignore a Host that
        // differs; whoever looked at the Host in front of us has been deceived then, so it is refused.
        Authority authority = target.authority();
        if (authority != null && !authority.isSameAs(host, target.defaultPort())) {
            throw bad("Host and the request target name different servers");
        }
    }

    /** What looks like a body to a proxy and like frames to us, or the reverse, smuggles the one as the other. */
    private void checkNoBody() throws HandshakeException {
        if (body) {
            throw bad("A WebSocket handshake has no body");
        }
    }

    private void checkUpgrade() throws HandshakeException {
        // RFC 6455 section 4.2.1: "An |Upgrade| header field containing the value "websocket", treated as an ASCII
        // case-insensitive value." and "A |Connection| header field that includes the token "Upgrade"".
        if (!upgrade || !connectionUpgrade) {
            throw new HandshakeException(HandshakeRefusal.upgradeRequired());
        }
    }

    private void checkVersion() throws HandshakeException {
        // RFC 6455 section 4.2.2: "If this version does not match a version understood by the server, the server MUST
        // abort the WebSocket handshake ... and instead send an appropriate HTTP error code (such as 426 Upgrade
        // Required)".
        if (versions == 0 || otherVersion) {
            throw new HandshakeException(HandshakeRefusal.unsupportedVersion());
        }
        // RFC 6455 section 4.2.1: "A |Sec-WebSocket-Version| header field, with a value of 13": one, not several.
        if (versions > 1) {
            throw bad("Sec-WebSocket-Version is repeated");
        }
    }

    private void checkKey() throws HandshakeException {
        // RFC 6455 section 11.3.1: "The |Sec-WebSocket-Key| header field MUST NOT appear more than once in an HTTP
        // request."
        if (keys != 1) {
            throw bad(keys == 0 ? "Sec-WebSocket-Key is missing" : "Sec-WebSocket-Key is repeated");
        }
        // RFC 6455 section 4.2.1: "a base64-encoded ... value that, when decoded, is 16 bytes in length."
        if (badKey) {
            throw bad("Sec-WebSocket-Key is not 16 bytes in base64");
        }
    }

    private boolean isKey(int from, int to) {
        if (to - from != KEY_LENGTH || head[to - 1] != '=' || head[to - 2] != '=') {
            return false;
        }
        for (int i = from; i < to - 3; i++) {
            if (!isBase64(head[i])) {
                return false;
            }
        }
        // The last character holds two bits of the value and four of padding. RFC 4648 section 3.5: "These pad bits
        // MUST be set to zero by conforming encoders".
        byte last = head[to - 3];
        return last == 'A' || last == 'Q' || last == 'g' || last == 'w';
    }

    private static boolean isBase64(byte b) {
        int lower = HeaderGrammar.toLower(b);
        return (lower >= 'a' && lower <= 'z') || (b >= '0' && b <= '9') || b == '+' || b == '/';
    }

    private static HandshakeException bad(String why) {
        return new HandshakeException(HandshakeRefusal.badRequest(why));
    }
}
