package dev.wsboot.ws.handshake;

import dev.wsboot.ws.protocol.DeflateParameters;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The response that opens a connection: it has passed every rule of RFC 6455 section 4.1. Immutable. */
public final class UpgradeResponse {

    private final ResponseHead head;
    private final @Nullable String subprotocol;
    private final @Nullable DeflateParameters deflate;

    UpgradeResponse(ResponseHead head, @Nullable String subprotocol, @Nullable DeflateParameters deflate) {
        this.head = head;
        this.subprotocol = subprotocol;
        this.deflate = deflate;
    }

    /**
     * The status code.
     *
     * @return 101
     */
    public int status() {
        return head.status();
    }

    /**
     * The value of a header, without the white space around it.
     *
     * @param name in any case
     * @return the first value where the header is repeated; null where there is none
     */
    public @Nullable String header(String name) {
        return head.lines().first(name);
    }

    /**
     * All values of a header, one for each line of that name; lists in a line are not taken apart.
     *
     * @param name in any case
     * @return in the order in which they were sent; empty where there is none
     */
    public List<String> headers(String name) {
        return head.lines().all(name);
    }

    /**
     * The names of all headers.
     *
     * @return each once, as it was first sent; the set is sorted and looks names up in any case
     */
    public Set<String> headerNames() {
        return head.lines().names();
    }

    /**
     * The subprotocol that the server chose.
     *
     * @return one of those that were offered; null where it chose none
     */
    public @Nullable String subprotocol() {
        return subprotocol;
    }

    /**
     * What was agreed on for permessage-deflate (RFC 7692).
     *
     * @return the parameters; null where messages are not compressed
     */
    public @Nullable DeflateParameters deflate() {
        return deflate;
    }
}
