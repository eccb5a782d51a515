package dev.wsboot.ws.handshake;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says that a server, or a proxy before it, did not open the connection: it refused, or it answered what RFC 6455
 * section 4.1 does not let a client accept. It carries what the answer was.
 *
 * <p>Its message is one sentence for people, which never contains bytes of the peer's choosing. It has no stack trace:
 * the place in the code says nothing about why a peer refuses.
 */
public final class UpgradeRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ResponseHead head;
    private final String body;
    private final boolean refusal;

    private UpgradeRejectedException(String message, @Nullable ResponseHead head, String body, boolean refusal) {
        super(message, null, false, false);
        this.head = head;
        this.body = body;
        this.refusal = refusal;
    }

    /** A response of HTTP that says no. */
    static UpgradeRejectedException refused(String message, ResponseHead head, String body) {
        return new UpgradeRejectedException(message, head, body, true);
    }

    /** A response that breaks a rule. */
    static UpgradeRejectedException invalid(String message, ResponseHead head) {
        return new UpgradeRejectedException(message, head, "", false);
    }

    /** No response at all, or not one of HTTP. */
    static UpgradeRejectedException unreadable(String message) {
        return new UpgradeRejectedException(message, null, "", false);
    }

    /**
     * Whether this is an answer of HTTP with a status other than the one that was asked for: the peer speaks HTTP and
     * says no. It may say yes another time, to another request or under another address.
     *
     * @return true for a refusal; false where the response is missing, malformed or breaks the rules of the handshake
     */
    public boolean isRefusal() {
        return refusal;
    }

    /**
     * The status code.
     *
     * @return 100 to 599; 0 where there is no response or it is malformed
     */
    public int status() {
        return head == null ? 0 : head.status();
    }

    /**
     * The value of a header of the response, without the white space around it.
     *
     * @param name in any case
     * @return the first value where the header is repeated; null where there is none
     */
    public @Nullable String header(String name) {
        return head == null ? null : head.lines().first(name);
    }

    /**
     * All values of a header of the response, one for each line of that name.
     *
     * @param name in any case
     * @return in the order in which they were sent; empty where there is none
     */
    public List<String> headers(String name) {
        return head == null ? List.of() : head.lines().all(name);
    }

    /**
     * The names of all headers of the response.
     *
     * @return as sent, without repetition in any case
     */
    public Set<String> headerNames() {
        return head == null ? Set.of() : head.lines().names();
    }

    /**
     * The body of a refusal, as far as it was taken ({@link ResponseLimits#maxBody()}). It is the peer's text: escape
     * it before it goes into a log or a page.
     *
     * @return decoded as UTF-8, with a replacement character for what is none; empty where there is none
     */
    public String body() {
        return body;
    }

    /**
     * Where a redirection leads (RFC 9110 section 10.2.2), for {@link WsUri#resolve(String)}.
     *
     * @return the value of {@code Location}, unchecked; null where the status is not 3xx, or the header is missing or
     *     repeated
     */
    public @Nullable String location() {
        if (head == null || !head.isRedirection()) {
            return null;
        }
        List<String> locations = head.lines().all("location");
        return locations.size() == 1 ? locations.get(0) : null;
    }
}
