package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.spring.WsPayloadCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends what handler methods return.
 *
 * @param codec writes what is neither text nor bytes; null where there is no JSON
 */
record Replies(@Nullable WsPayloadCodec codec) {

    private static final Log log = LogFactory.getLog(Replies.class);

    /** Whether values of this declared type can be sent; what an {@code Object} holds shows only when it is there. */
    boolean canSend(Class<?> type) {
        return codec != null
                || type == void.class
                || type == Void.class
                || type == Object.class
                || type == String.class
                || type == byte[].class
                || ByteBuffer.class.isAssignableFrom(type)
                || type == PreparedMessage.class
                || type == StreamedMessage.class;
    }

    void send(WsSession session, Object message) {
        if (message instanceof String text) {
            session.sendText(text);
        } else if (message instanceof byte[] bytes) {
            session.sendBinary(ByteBuffer.wrap(bytes));
        } else if (message instanceof ByteBuffer buffer) {
            session.sendBinary(buffer);
        } else if (message instanceof PreparedMessage prepared) {
            session.send(prepared);
        } else if (message instanceof StreamedMessage streamed) {
            var unused = session.send(streamed).whenComplete((sent, failure) -> streamed(session, failure));
        } else if (codec != null) {
            session.sendText(codec.write(message));
        } else {
            throw new IllegalStateException("No JsonMapper and no WsPayloadCodec to write a "
                    + message.getClass().getName() + "; add spring-boot-starter-jackson to the application");
        }
    }

    /** On the event loop, so no method of the application is called, which might block. */
    private static void streamed(WsSession session, @Nullable Throwable failure) {
        if (failure == null) {
            return;
        }
        if (failure instanceof IOException && !session.isOpen()) {
            log.debug("A reply to " + session + " was not sent to its end", failure);
            return;
        }
        log.error("Making a reply to " + session + " failed; closing with 1011", failure);
        session.close(CloseCode.INTERNAL_ERROR, "", CloseEvent.Cause.HANDLER_ERROR);
    }
}
