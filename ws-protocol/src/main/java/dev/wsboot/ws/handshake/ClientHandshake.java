package dev.wsboot.ws.handshake;

import dev.wsboot.ws.protocol.DeflateOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one opening handshake (RFC 6455 section 4.1): gives the bytes of the request, takes the bytes of
 * the response. One instance serves one connection, by one thread at a time.
 *
 * <p>The grammar looks at each byte once, whatever the chunks, and what is kept is bounded by the limits.
 */
public final class ClientHandshake {

    private static final int NONCE_LENGTH = 16;

    private final byte[] request;
    private final UpgradeRequest sent;
    private final List<String> subprotocols;
    private final @Nullable DeflateOptions deflate;
    private final ResponseReader response;

    /**
     * Makes the request.
     *
     * @param uri where the connection is to lead
     * @param headers further headers, such as {@code Origin}, {@code Cookie} or {@code Authorization}; a name may be
     *     repeated
     * @param subprotocols to offer, most preferred first
     * @param deflate what to offer of permessage-deflate; null for nothing
     * @param nonce 16 bytes for the key, fresh for each connection. RFC 6455 section 4.1: "The nonce MUST be selected
     *     randomly for each connection"; take them from a secure source
     * @param limits how large the response may be
     * @throws IllegalArgumentException where a header name is no token, a value has anything but visible ASCII, spaces
     *     and tabs, a header is one that the handshake sets itself ({@code Host}, {@code Expect}, those of one hop, the
     *     lengths and {@code Sec-WebSocket-*}), a subprotocol is no token or repeated, or the nonce has not 16 bytes
     */
    public ClientHandshake(
            WsUri uri,
            List<Header> headers,
            List<String> subprotocols,
            @Nullable DeflateOptions deflate,
            byte[] nonce,
            ResponseLimits limits) {
        if (nonce.length != NONCE_LENGTH) {
            throw new IllegalArgumentException("The nonce must have 16 bytes, but has " + nonce.length);
        }
        OutgoingHeaders.requireAllowedInRequest(headers);
        requireSubprotocols(subprotocols);
        this.subprotocols = List.copyOf(subprotocols);
        this.deflate = deflate;
        this.response = new ResponseReader(limits, ResponseReader.Expected.UPGRADE);

        StringBuilder head = new StringBuilder(256);
        String target = uri.requestTarget();
        head.append("GET ").append(target).append(" HTTP/1.1\r\nHost: ").append(uri.hostHeader());
        head.append(
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ");
        head.append(Base64.getEncoder().encodeToString(nonce)).append("\r\n");
        appendOffers(head);
        headers.forEach(header -> OutgoingHeaders.append(head, header.name(), header.value()));
        this.request = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        this.sent = UpgradeRequest.sent(request, target.length());
    }

    /**
     * RFC 6455 section 4.1: "The elements that comprise this value MUST be non-empty strings with characters in the
     * range U+0021 to U+007E not including separator characters as defined in [RFC2616] and MUST all be unique
     * strings."
     */
    private static void requireSubprotocols(List<String> subprotocols) {
        Set<String> unique = new HashSet<>();
        for (String subprotocol : subprotocols) {
            if (!HeaderGrammar.isToken(subprotocol)) {
                throw new IllegalArgumentException("A subprotocol must be a token");
            }
            if (!unique.add(subprotocol)) {
                throw new IllegalArgumentException("The subprotocol " + subprotocol + " is offered twice");
            }
        }
    }

    private void appendOffers(StringBuilder head) {
        if (!subprotocols.isEmpty()) {
            OutgoingHeaders.append(head, "Sec-WebSocket-Protocol", String.join(", ", subprotocols));
        }
        if (deflate != null) {
            OutgoingHeaders.append(head, "Sec-WebSocket-Extensions", DeflateNegotiation.offer(deflate));
        }
    }

    /**
     * The whole request.
     *
     * @return a copy, ready to be written
     */
    public byte[] request() {
        return request.clone();
    }

    /**
     * The request as a server reads it. Its path is decoded where it has one spelling only, and otherwise stays as it
     * was given.
     *
     * @return what this client asks for
     */
    public UpgradeRequest sentRequest() {
        return sent;
    }

    /**
     * Takes what has arrived. An accepted response is taken up to the blank line that ends its head: what follows stays
     * in the buffer, and is frames.
     *
     * @param in from position to limit; heap or direct
     * @return the response; null where more bytes are needed, and then the buffer has been emptied
     * @throws UpgradeRejectedException where the server did not upgrade, as soon as its body is complete or as large as
     *     is wanted, or at the first byte that breaks a rule. The connection is to be closed
     * @throws IllegalStateException where a response or an exception has already come out
     */
    public @Nullable UpgradeResponse receive(ByteBuffer in) throws UpgradeRejectedException {
        ResponseHead head = response.receive(in);
        if (head == null) {
            return null;
        }
        try {
            return ResponseRules.check(head, sent.acceptKey(), subprotocols, deflate);
        } catch (BadHeadException e) {
            throw UpgradeRejectedException.invalid("The server's 101 response is not valid: " + e.reason(), head);
        }
    }

    /**
     * What is to be told where the server has closed, or has not completed its response in time.
     *
     * @return the refusal, with as much of its body as there is; without status where there is no complete head
     */
    public UpgradeRejectedException inputEnded() {
        return response.inputEnded();
    }

    /**
     * A header of the request.
     *
     * @param name a token
     * @param value visible ASCII, spaces and tabs
     */
    public record Header(String name, String value) {

        /**
         * Without the value, which often is a credential.
         *
         * @return the name
         */
        @Override
        public String toString() {
            return name;
        }
    }
}
