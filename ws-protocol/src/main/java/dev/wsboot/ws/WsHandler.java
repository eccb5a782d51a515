package dev.wsboot.ws;

import dev.wsboot.ws.protocol.CloseCode;
import java.nio.ByteBuffer;

/**
 * What an application does with the connections of one endpoint. One handler serves all connections of its endpoint,
 * so it must be safe for use by many threads; what belongs to one connection goes into
 * {@link WsSession#attributes()}.
 *
 * <p>The callbacks of one session never overlap and come in order: {@link #onOpen}, then messages, pings and pongs as
 * they arrived, then one {@link #onClose}. They run on the connection's event loop, where they must not block, or on
 * the executor that the server or the client was given.
 *
 * <p>A callback that throws goes to {@link #onError}.
 */
public interface WsHandler {

    /**
     * The opening handshake is done.
     *
     * @param session the new session
     * @throws Exception ends in {@link #onError}
     */
    default void onOpen(WsSession session) throws Exception {}

    /**
     * A whole text message. An endpoint that does not override this refuses text with 1003.
     *
     * @param session the session that it came from
     * @param text the message
     * @throws Exception ends in {@link #onError}
     */
    default void onText(WsSession session, String text) throws Exception {
        // RFC 6455 section 7.4.1: "an endpoint that understands only text data MAY send this if it receives a binary
        // message", and the other way round.
        session.close(CloseCode.UNSUPPORTED_DATA, "text is not accepted here");
    }

    /**
     * A whole binary message. An endpoint that does not override this refuses binary with 1003.
     *
     * @param session the session that it came from
     * @param data the message, from position to limit; valid only until the callback returns, so copy what is kept
     * @throws Exception ends in {@link #onError}
     */
    default void onBinary(WsSession session, ByteBuffer data) throws Exception {
        session.close(CloseCode.UNSUPPORTED_DATA, "binary is not accepted here");
    }

    /**
     * A part of a text message, where the endpoint takes messages in parts, as they arrive; then {@link #onText} is not
     * called. A message may so be larger than memory. Nothing more is read until the callback returns, or until
     * {@link WsSession#resumeReading()} after a {@link WsSession#suspendReading()}; on an executor, some parts wait for it,
     * as many as whole messages may. An endpoint that takes parts and does not override this refuses text with 1003.
     *
     * @param session the session that it came from
     * @param part the next part; it never ends within a character, and only the last may be empty
     * @param last whether the message ends with it
     * @throws Exception ends in {@link #onError}
     */
    default void onTextPart(WsSession session, String part, boolean last) throws Exception {
        session.close(CloseCode.UNSUPPORTED_DATA, "text is not accepted here");
    }

    /**
     * A part of a binary message; as {@link #onTextPart}.
     *
     * @param session the session that it came from
     * @param part the next part, from position to limit; valid only until the callback returns
     * @param last whether the message ends with it
     * @throws Exception ends in {@link #onError}
     */
    default void onBinaryPart(WsSession session, ByteBuffer part, boolean last) throws Exception {
        session.close(CloseCode.UNSUPPORTED_DATA, "binary is not accepted here");
    }

    /**
     * A Ping arrived. It is answered already; there is nothing to do here but to look.
     *
     * @param session the session that it came from
     * @param payload at most 125 bytes; valid only until the callback returns
     * @throws Exception ends in {@link #onError}
     */
    default void onPing(WsSession session, ByteBuffer payload) throws Exception {}

    /**
     * A Pong arrived, asked for or not.
     *
     * @param session the session that it came from
     * @param payload at most 125 bytes; valid only until the callback returns
     * @throws Exception ends in {@link #onError}
     */
    default void onPong(WsSession session, ByteBuffer payload) throws Exception {}

    /**
     * The connection ended. Called exactly once for a session that was opened, and last; nothing can be sent any more.
     *
     * @param session the session that ended
     * @param close why
     * @throws Exception is logged; there is nobody left to tell
     */
    default void onClose(WsSession session, CloseEvent close) throws Exception {}

    /**
     * Another callback, {@link #onClose} excepted, threw an exception. Returning from here keeps the connection open;
     * throwing, which is the default, ends it with 1011 and cause
     * {@link CloseEvent.Cause#HANDLER_ERROR HANDLER_ERROR}. The peer is never told what the exception said.
     *
     * @param session the session whose callback failed
     * @param error what was thrown
     * @throws Exception to end the connection
     */
    default void onError(WsSession session, Exception error) throws Exception {
        throw error;
    }
}
