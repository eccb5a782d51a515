/**
 * The opening handshake of RFC 6455 section 4: bytes in, a request, a refusal or a response out. Nothing here reads a
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
 *         write(ServerHandshake.acceptance(request, subprotocol, null, Map.of()));
 *         // what is left in the buffer is frames
 *     }
 * } catch (HandshakeException e) {
 *     refuse(e.refusal()); // write its encode(), discard whatever arrives, close
 * }
 * }</pre>
 *
 * <p>What this package does not do is the caller's: the deadline ({@link
 * dev.wsboot.ws.handshake.HandshakeRefusal#requestTimeout()}), and discarding after a refusal.
 *
 * <p>Where the specifications leave a choice, the stricter reading is taken wherever two readers could otherwise
 * disagree about where a line, a message or a path ends: the RFC's sentence stands beside each branch.
 */
@NullMarked
package dev.wsboot.ws.handshake;

import org.jspecify.annotations.NullMarked;
