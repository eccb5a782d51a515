/**
 * The opening handshake of RFC 6455 section 4: bytes in, a request, a refusal or a response out, for both roles. Nothing here reads a
 * socket, waits or knows the time, so that it runs on any transport, and a test is a string of bytes.
 *
 * <pre>
 *                    +----------------- ServerHandshake ------------------+
 *   bytes ---------&gt; | HeadScanner     grammar and limits, byte by byte   |
 *                    | RequestTarget   one spelling of the path           | ---&gt; UpgradeRequest
 *                    | UpgradeRules    what the headers must say          |
 *                    +----------------------------------------------------+
 *                            | HandshakeException                   OriginRule, routing, authentication
 *                            v                                              | no             | yes
 *                    HandshakeRefusal &lt;-------------------------------------+                v
 *                            | encode()                              ServerHandshake.acceptance()
 *                            v                                                     v
 *                    bytes, then close                                    bytes, then frames
 * </pre>
 *
 * <p>A server drives it like this:
 *
 * <pre>{@code
 * ServerHandshake handshake = new ServerHandshake(HandshakeLimits.defaults()); // one per connection
 * try {
 *     UpgradeRequest request = handshake.receive(in); // whenever bytes have arrived
 *     if (request == null) {
 *         return; // more are needed
 *     }
 *     if (!OriginRule.sameHost().allows(request)) {
 *         refuse(HandshakeRefusal.forbidden("This origin is not allowed"));
 *     } else if (!request.path().equals("/ws")) {
 *         refuse(HandshakeRefusal.notFound());
 *     } else {
 *         String subprotocol = request.selectSubprotocol(List.of("chat.v2", "chat.v1"));
 *         DeflateNegotiation.Agreement deflate = DeflateNegotiation.accept(request.extensions(), DeflateOptions.DEFAULT);
 *         String extensions = deflate == null ? null : deflate.header();
 *         write(ServerHandshake.acceptance(request, subprotocol, extensions, Map.of()));
 *         // what is left in the buffer is frames
 *     }
 * } catch (HandshakeException e) {
 *     refuse(e.refusal()); // write its encode(), discard whatever arrives, close
 * }
 * }</pre>
 *
 * <p>The client's side:
 *
 * <pre>
 *                          WsUri, headers, subprotocols, DeflateOptions, nonce
 *                                               | request()
 *                                               v
 *               +------------------------ ClientHandshake -------------------------+
 *   bytes ----&gt; | ResponseScanner  grammar and limits, byte by byte, past 1xx       |
 *               | ResponseRules    what the headers of a 101 must say               | ---&gt; UpgradeResponse, then frames
 *               | ResponseBody     what a refusal says, as far as that is wanted    |
 *               +------------------------------------------------------------------+
 *                                               v
 *                                   UpgradeRejectedException, then close
 * </pre>
 *
 * <pre>{@code
 * WsUri uri = WsUri.parse("wss://example.com/chat");
 * ClientHandshake handshake = new ClientHandshake(
 *         uri, List.of(), List.of("chat.v2"), DeflateOptions.DEFAULT, nonce, ResponseLimits.defaults());
 * write(handshake.request());
 * try {
 *     UpgradeResponse response = handshake.receive(in); // whenever bytes have arrived
 *     if (response == null) {
 *         return; // more are needed; where none come: handshake.inputEnded()
 *     }
 *     // what is left in the buffer is frames
 * } catch (UpgradeRejectedException e) {
 *     fail(e); // status, headers, body; a redirection leads to uri.resolve(e.location())
 * }
 * }</pre>
 *
 * <p>{@link dev.wsboot.ws.handshake.ProxyConnect} does the same with a proxy, before TLS and before this handshake. Both
 * roles read header lines with one grammar (FieldScanner) and agree on compression by {@link
 * dev.wsboot.ws.handshake.DeflateNegotiation}:
 *
 * <pre>
 *   client                                           server
 *   offer(options) ---- Sec-WebSocket-Extensions --&gt; accept(offers, options)
 *   verify(answer, options) &lt;-- Agreement.header() ---+ Agreement.parameters()
 * </pre>
 *
 * <p>Behind a proxy of the server's own, {@link dev.wsboot.ws.handshake.ProxyHeader} reads what stands before TLS and the request
 * (the PROXY protocol), and {@link dev.wsboot.ws.handshake.TrustedProxies} knows whose word counts, there and in
 * {@code Forwarded} and {@code X-Forwarded-*}.
 *
 * <p>What this package does not do is the caller's: the deadline ({@link
 * dev.wsboot.ws.handshake.HandshakeRefusal#requestTimeout()}), the nonce, and discarding after a refusal.
 *
 * <p>Where the specifications leave a choice, the stricter reading is taken wherever two readers could otherwise
 * disagree about where a line, a message or a path ends: the RFC's sentence stands beside each branch.
 */
@NullMarked
package dev.wsboot.ws.handshake;

import org.jspecify.annotations.NullMarked;
