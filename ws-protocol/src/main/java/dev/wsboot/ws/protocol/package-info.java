/**
 * RFC 6455 after the handshake, without I/O, threads or time.
 *
 * <pre>
 *   bytes in --> FrameParser --> MessageAssembler --> MessageReader --> ProtocolEvents
 *                (FrameRules,    (limits, UTF-8)      (a Close by way of
 *                 Masking)                             WebSocketProtocol)
 *   bytes out &lt;-------------------- FrameWriter &lt;---- WebSocketProtocol &lt;-- the caller
 * </pre>
 *
 * <p>To drive it: make a {@link dev.wsboot.ws.protocol.WebSocketProtocol}, give it whatever arrived by
 * {@code receive}, and answer the events with the {@code write} methods. What breaks a rule is thrown within as a
 * {@link dev.wsboot.ws.protocol.ProtocolFailure}, which carries its close code, and comes out at one place:
 * {@link dev.wsboot.ws.protocol.ProtocolEvents#onFailure}.
 */
@NullMarked
package dev.wsboot.ws.protocol;

import org.jspecify.annotations.NullMarked;
