package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request of an opening handshake that has passed every rule of RFC 6455 section 4.2.1: what is left to decide is
 * whether there is an endpoint for it, and whether this client may use it.
 *
 * <p>Immutable, and made to live as long as the connection: it keeps the bytes of the head, and reads
 * everything out of them each time that it is asked for. Ask once and keep the answer where that matters.
 */
public final class UpgradeRequest {

    private static final int TARGET_FROM = "GET ".length();
    private static final int VERSION_LENGTH = " HTTP/1.1\r\n".length();

    private static final List<String> HANDSHAKE_LINES =
            List.of("upgrade", "connection", "sec-websocket-version", "sec-websocket-key");

    private final byte[] head;
    private final int targetTo;
    private final int queryFrom;

    private UpgradeRequest(byte[] head, int targetTo, int queryFrom) {
        this.head = head;
        this.targetTo = targetTo;
        this.queryFrom = queryFrom;
    }

    /** Checks a whole head that {@link HeadScanner} has accepted. The bytes are kept. */
    static UpgradeRequest parse(byte[] head, int targetLength) throws HandshakeException {
        int targetTo = TARGET_FROM + targetLength;
        RequestTarget target = RequestTarget.parse(head, TARGET_FROM, targetTo);
        UpgradeRules.check(head, targetTo + VERSION_LENGTH, target);
        return new UpgradeRequest(head, targetTo, target.queryFrom());
    }

    /** The request that this side sends itself, whose head has been made and not received. The bytes are kept. */
    static UpgradeRequest sent(byte[] head, int targetLength) {
        int targetTo = TARGET_FROM + targetLength;
        RequestTarget target = RequestTarget.known(head, TARGET_FROM, targetTo);
        return new UpgradeRequest(head, targetTo, target.queryFrom());
    }

    /**
     * The same request without the header lines that only the handshake needs, and that are much of the head: {@code Upgrade},
     * {@code Connection}, {@code Sec-WebSocket-Version} and {@code Sec-WebSocket-Key}.
     *
     * @return what is worth to be kept as long as the connection; it cannot be answered any more
     */
    public UpgradeRequest withoutHandshakeLines() {
        return with(HANDSHAKE_LINES, "");
    }

    /** The same request for another host, which must be an {@link Authority}. */
    UpgradeRequest withHost(String host) {
        return with(List.of("host"), "Host: " + host + "\r\n");
    }

    /** The same request without the lines of these names, and with others at its end. */
    private UpgradeRequest with(List<String> withoutNames, String lines) {
        byte[] added = (lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] kept = new byte[head.length + added.length];
        int length = targetTo + VERSION_LENGTH;
        System.arraycopy(head, 0, kept, 0, length);
        FieldLines line = lines();
        while (line.next()) {
            if (withoutNames.stream().noneMatch(line::isNamed)) {
                System.arraycopy(head, line.from(), kept, length, line.length());
                length += line.length();
            }
        }
        System.arraycopy(added, 0, kept, length, added.length);
        return new UpgradeRequest(Arrays.copyOf(kept, length + added.length), targetTo, queryFrom);
    }

    /**
     * The request target as it was sent: a path with its query, or a whole URL (RFC 9112 section 3.2).
     *
     * @return visible ASCII
     */
    public String target() {
        return new String(head, TARGET_FROM, targetTo - TARGET_FROM, StandardCharsets.US_ASCII);
    }

    /**
     * The path in its one spelling, for routing, authorisation and logs: percent-decoded once, case-sensitive, without
     * empty segments, dot segments, parameters ({@code ;}), backslashes and control characters, because a request with
     * any of these has been refused.
     *
     * @return begins with a slash
     */
    public String path() {
        return RequestTarget.known(head, TARGET_FROM, targetTo).path();
    }

    /**
     * The query as it was sent.
     *
     * @return what follows the question mark, may be empty; null where there is none
     */
    public @Nullable String query() {
        return queryFrom < 0 ? null : new String(head, queryFrom, targetTo - queryFrom, StandardCharsets.US_ASCII);
    }

    /**
     * Looks a query parameter up, decoding it as HTML forms are: {@code +} is a space, {@code %XX} a byte of UTF-8. A
     * parameter that cannot be decoded is treated as absent.
     *
     * @param name of the parameter, decoded and case-sensitive
     * @return its first value, empty where it has no equals sign; null where there is no such parameter
     */
    public @Nullable String queryParameter(String name) {
        return queryFrom < 0 ? null : QueryString.find(head, queryFrom, targetTo, name);
    }

    /**
     * The value of a header, without the white space around it.
     *
     * @param name in any case
     * @return the first value where the header is repeated; null where there is none
     */
    public @Nullable String header(String name) {
        return lines().first(name);
    }

    /**
     * All values of a header, one for each line of that name; lists in a line are not taken apart.
     *
     * @param name in any case
     * @return in the order in which they were sent; empty where there is none
     */
    public List<String> headers(String name) {
        return lines().all(name);
    }

    /**
     * The names of all headers.
     *
     * @return each once, as it was first sent; the set is sorted and looks names up in any case
     */
    public Set<String> headerNames() {
        return lines().names();
    }

    /**
     * The server's name as the client knows it.
     *
     * @return the value of {@code Host}, valid, with the port where one was given
     */
    public String host() {
        return Objects.requireNonNull(header("host"));
    }

    /**
     * Who made the browser connect (RFC 6454). Not for deciding whether it may: that is {@link OriginRule}'s matter,
     * which also sees repeated headers.
     *
     * @return the value of {@code Origin}, unchecked; null where there is none, as with most clients that are no
     *     browser
     */
    public @Nullable String origin() {
        return header("origin");
    }

    /**
     * The subprotocols that the client offers (RFC 6455 section 11.3.4).
     *
     * @return in the client's order of preference; empty where it offers none
     */
    public List<String> subprotocols() {
        List<String> offers = new ArrayList<>();
        FieldLines line = lines();
        while (line.next()) {
            if (line.isNamed("sec-websocket-protocol")) {
                ListElements elements = new ListElements(line, head);
                while (elements.next()) {
                    offers.add(elements.text());
                }
            }
        }
        return Collections.unmodifiableList(offers);
    }

    /**
     * Chooses a subprotocol by the server's preference.
     *
     * @param supported by the server, most preferred first, compared with regard to case
     * @return the first one that the client offers too; null where there is none, and then the response names none
     */
    public @Nullable String selectSubprotocol(List<String> supported) {
        List<String> offers = subprotocols();
        for (String candidate : supported) {
            if (offers.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * The extensions that the client offers (RFC 6455 section 9.1).
     *
     * @return in the client's order of preference; empty where it offers none
     */
    public List<ExtensionOffer> extensions() {
        List<ExtensionOffer> offers = new ArrayList<>();
        FieldLines line = lines();
        while (line.next()) {
            if (line.isNamed("sec-websocket-extensions")) {
                ExtensionParser.parse(line, head, offers);
            }
        }
        return Collections.unmodifiableList(offers);
    }

    /** The answer to the client's key. */
    String acceptKey() {
        FieldLines line = lines();
        while (line.next()) {
            if (line.isNamed("sec-websocket-key")) {
                return AcceptKey.of(head, line.valueFrom(), UpgradeRules.KEY_LENGTH);
            }
        }
        throw new IllegalStateException("The key was left out");
    }

    private FieldLines lines() {
        return new FieldLines(head, targetTo + VERSION_LENGTH);
    }

    /**
     * The path alone, because a query often has credentials in it.
     *
     * @return such as {@code GET /chat/lobby}
     */
    @Override
    public String toString() {
        return "GET " + path();
    }
}
