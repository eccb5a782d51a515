package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one Sec-WebSocket-Extensions line. RFC 6455 section 9.1:
 *
 * <pre>
 * extension-list  = 1#extension
 * extension       = extension-token *( ";" extension-param )
 * extension-param = token [ "=" (token | quoted-string) ]
 * </pre>
 */
final class ExtensionParser {

    private final byte[] head;
    private final int end;
    private int next;

    private ExtensionParser(FieldLines line, byte[] head) {
        this.head = head;
        this.next = line.valueFrom();
        this.end = line.valueTo();
    }

    /** Adds the line's extensions to the list; false where it does not follow the grammar. */
    static boolean parse(FieldLines line, byte[] head, List<ExtensionOffer> into) {
        return new ExtensionParser(line, head).extensions(into);
    }

    private boolean extensions(List<ExtensionOffer> into) {
        boolean wellFormed = true;
        while (wellFormed && next < end) {
            // RFC 9110 section 5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements".
            if (!skip(',')) {
                wellFormed = extension(into);
            }
        }
        return wellFormed;
    }

    private boolean extension(List<ExtensionOffer> into) {
        String name = token();
        List<ExtensionOffer.Parameter> parameters = new ArrayList<>(2);
        while (skip(';')) {
            ExtensionOffer.Parameter parameter = parameter();
            if (parameter == null) {
                return false;
            }
            parameters.add(parameter);
        }
        if (name.isEmpty() || (next < end && head[next] != ',')) {
            return false;
        }
        into.add(new ExtensionOffer(name, parameters));
        return true;
    }

    private ExtensionOffer.@Nullable Parameter parameter() {
        String name = token();
        if (name.isEmpty()) {
            return null;
        }
        if (!skip('=')) {
            return new ExtensionOffer.Parameter(name, null);
        }
        String value = skip('"') ? quotedToken() : token();
        return value.isEmpty() ? null : new ExtensionOffer.Parameter(name, value);
    }

    /** The longest token from here; empty where there is none. */
    private String token() {
        skipSpace();
        int from = next;
        while (next < end && HeaderGrammar.isTokenByte(head[next])) {
            next++;
        }
        return new String(head, from, next - from, StandardCharsets.US_ASCII);
    }

    /**
     * RFC 6455 section 9.1: "When using the quoted-string syntax variant, the value after quoted-string unescaping MUST
     * conform to the 'token' ABNF." Empty where it does not; the opening quote has been read.
     */
    private String quotedToken() {
        StringBuilder token = new StringBuilder();
        while (next < end && head[next] != '"') {
            // RFC 9110 section 5.6.4: "Recipients that process the value of a quoted-string MUST handle a quoted-pair
            // as if it were replaced by the octet following the backslash."
            if (head[next] == '\\') {
                next++;
            }
            if (next == end || !HeaderGrammar.isTokenByte(head[next])) {
                return "";
            }
            token.append((char) head[next]);
            next++;
        }
        if (next == end) {
            return "";
        }
        next++;
        return token.toString();
    }

    /** Passes over white space and then the character, if it is there. */
    private boolean skip(char wanted) {
        skipSpace();
        boolean found = next < end && head[next] == wanted;
        if (found) {
            next++;
        }
        return found;
    }

    private void skipSpace() {
        while (next < end && HeaderGrammar.isSpace(head[next])) {
            next++;
        }
    }
}
