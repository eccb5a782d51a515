package dev.wsboot.ws.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Asks an HTTP proxy for a tunnel to a server (RFC 9110 section 9.3.6, RFC 6455 section 4.1): gives the bytes of the
 * request, takes the bytes of the response. One instance serves one connection, by one thread at a time.
 */
public final class ProxyConnect {

    private final byte[] request;
    private final ResponseReader response;

    /**
     * Makes the request.
     *
     * @param target the server to reach
     * @param headers for the proxy alone, such as {@code Proxy-Authorization}
     * @param limits how large the response may be
     * @throws IllegalArgumentException where a header name is no token, a value has anything but visible ASCII, spaces
     *     and tabs, or a header is one that is set here itself
     */
    public ProxyConnect(WsUri target, List<ClientHandshake.Header> headers, ResponseLimits limits) {
        OutgoingHeaders.requireAllowedInRequest(headers);
        this.response = new ResponseReader(limits, ResponseReader.Expected.TUNNEL);
        String authority = target.hostAndPort();
        StringBuilder head = new StringBuilder(128);
        head.append("CONNECT ").append(authority).append(" HTTP/1.1\r\nHost: ").append(authority);
        head.append("\r\n");
        headers.forEach(header -> OutgoingHeaders.append(head, header.name(), header.value()));
        this.request = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
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
     * Takes what has arrived. Any 2xx opens the tunnel: what follows its head stays in the buffer, and comes from the
     * server. RFC 9110 section 9.3.6: "A client MUST ignore any Content-Length or Transfer-Encoding header fields
     * received in a successful response to CONNECT."
     *
     * @param in from position to limit; heap or direct
     * @return whether the tunnel is open; false where more bytes are needed, and then the buffer has been emptied
     * @throws UpgradeRejectedException where the proxy opens no tunnel, as soon as its body is complete or as large as
     *     is wanted, or at the first byte that breaks a rule. The connection is to be closed
     * @throws IllegalStateException where the tunnel is open, or an exception has already come out
     */
    public boolean receive(ByteBuffer in) throws UpgradeRejectedException {
        return response.receive(in) != null;
    }

    /**
     * What is to be told where the proxy has closed, or has not completed its response in time.
     *
     * @return the refusal, with as much of its body as there is; without status where there is no complete head
     */
    public UpgradeRejectedException inputEnded() {
        return response.inputEnded();
    }
}
