package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one opening handshake (RFC 6455 section 4.2): bytes in, an {@link UpgradeRequest} or a
 * {@link HandshakeRefusal} out. One instance serves one connection, by one thread at a time, until its request head is
 * complete.
 *
 * <p>The grammar looks at each byte once, whatever the chunks. A head that comes in one piece is copied once; one that
 * comes in pieces is collected in an array that grows with what has arrived, up to the limit.
 */
public final class ServerHandshake {

    private static final String SWITCHING_PROTOCOLS = "HTTP/1.1 101 Switching Protocols\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";

    private final HeadScanner scanner;
    private final HeadBytes bytes;

    /**
     * Begins a handshake.
     *
     * @param limits how large a request head may be
     */
    public ServerHandshake(HandshakeLimits limits) {
        this.scanner = new HeadScanner(limits);
        this.bytes = new HeadBytes(limits.maxHead());
    }

    /**
     * Takes what has arrived, up to the blank line that ends the head and not further. What follows it stays in the
     * buffer: after the response those bytes are frames.
     *
     * @param in from position to limit; heap or direct
     * @return the request; null where more bytes are needed, and then the buffer has been emptied
     * @throws HandshakeException at the first byte that makes a valid handshake impossible. The refusal is to be sent,
     *     and everything that has arrived or still arrives is to be discarded, the rest of the buffer included
     * @throws IllegalStateException where a request or an exception has already come out
     */
    public @Nullable UpgradeRequest receive(ByteBuffer in) throws HandshakeException {
        if (scanner.isOver()) {
            throw new IllegalStateException("The handshake has already ended");
        }
        int from = in.position();
        if (!scanner.scan(in)) {
            bytes.add(in, from);
            return null;
        }
        return UpgradeRequest.parse(bytes.complete(in, from, scanner.emptyLineLength()), scanner.targetLength());
    }

    /**
     * The response that opens the connection (RFC 6455 section 4.2.2).
     *
     * @param request that is answered
     * @param subprotocol one that the client offers; null or empty where none is agreed on
     * @param extensions the value of {@code Sec-WebSocket-Extensions}; null or empty where none is agreed on
     * @param headers further headers, such as {@code Set-Cookie}
     * @return the whole response, ready to be written; frames may follow it at once
     * @throws IllegalArgumentException where the client does not offer the subprotocol, a header name is no token, a
     *     value has anything but visible ASCII, spaces and tabs, or a header is one that the handshake sets itself
     *     (those of one hop, the lengths and {@code Sec-WebSocket-*})
     */
    public static byte[] acceptance(
            UpgradeRequest request,
            @Nullable String subprotocol,
            @Nullable String extensions,
            Map<String, String> headers) {
        OutgoingHeaders.requireAllowed(headers);
        StringBuilder response = new StringBuilder(256);
        response.append(SWITCHING_PROTOCOLS).append(request.acceptKey()).append("\r\n");
        if (subprotocol != null && !subprotocol.isEmpty()) {
            requireOffered(request, subprotocol);
            OutgoingHeaders.append(response, "Sec-WebSocket-Protocol", subprotocol);
        }
        if (extensions != null && !extensions.isEmpty()) {
            OutgoingHeaders.requireValue("Sec-WebSocket-Extensions", extensions);
            OutgoingHeaders.append(response, "Sec-WebSocket-Extensions", extensions);
        }
        headers.forEach((name, value) -> OutgoingHeaders.append(response, name, value));
        return response.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * RFC 6455 section 4.1 has the client fail the connection where "this header field indicates the use of a
     * subprotocol that was not present in the client's handshake".
     */
    private static void requireOffered(UpgradeRequest request, String subprotocol) {
        if (!request.subprotocols().contains(subprotocol)) {
            throw new IllegalArgumentException("The client does not offer the chosen subprotocol");
        }
    }
}
