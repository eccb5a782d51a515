package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.CloseCode;
import dev.wsboot.ws.spring.SubscriptionRefusedException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls the annotated methods of one bean.
 *
 * @param open null where there is none; then nothing happens
 * @param text null where there is none; then text is refused. Called with parts where the endpoint takes messages so
 * @param binary null where there is none; then binary is refused. Called as the one for text
 * @param close null where there is none; then nothing happens
 * @param errors those that take exceptions
 * @param replies sends what the methods return
 */
record AnnotatedHandler(
        @Nullable HandlerMethod open,
        @Nullable HandlerMethod text,
        @Nullable HandlerMethod binary,
        @Nullable HandlerMethod close,
        ErrorMethods errors,
        Replies replies)
        implements WsHandler {

    private static final Log log = LogFactory.getLog(AnnotatedHandler.class);

    @Override
    public void onOpen(WsSession session) throws Exception {
        if (open != null) {
            reply(session, open.call(session, session));
        }
    }

    @Override
    public void onText(WsSession session, String message) throws Exception {
        if (text != null) {
            reply(session, text.call(session, message));
        } else {
            WsHandler.super.onText(session, message);
        }
    }

    @Override
    public void onBinary(WsSession session, ByteBuffer data) throws Exception {
        if (binary != null) {
            reply(session, binary.call(session, data));
        } else {
            WsHandler.super.onBinary(session, data);
        }
    }

    @Override
    public void onTextPart(WsSession session, String part, boolean last) throws Exception {
        if (text != null) {
            reply(session, text.call(session, new Part(part, last)));
        } else {
            WsHandler.super.onTextPart(session, part, last);
        }
    }

    @Override
    public void onBinaryPart(WsSession session, ByteBuffer part, boolean last) throws Exception {
        if (binary != null) {
            reply(session, binary.call(session, new Part(part, last)));
        } else {
            WsHandler.super.onBinaryPart(session, part, last);
        }
    }

    @Override
    public void onClose(WsSession session, CloseEvent event) throws Exception {
        if (close != null) {
            close.call(session, event);
        }
    }

    @Override
    public void onError(WsSession session, Exception error) throws Exception {
        Exception thrown = error instanceof UnreadableMessageException unreadable ? unreadable.problem() : error;
        HandlerMethod method = errors.find(thrown);
        if (method != null) {
            reply(session, method.call(session, thrown));
        } else if (error instanceof UnreadableMessageException) {
            // Only the type: what a codec says quotes the message, and the message is a stranger's.
            log.debug("Session " + session.id() + " of " + session.endpoint() + " sent what could not be read: "
                    + thrown.getClass().getName());
            session.close(CloseCode.INVALID_PAYLOAD, "message is not what is expected here");
        } else if (error instanceof SubscriptionRefusedException refused
                && refused.sessionId().equals(session.id())) {
            // Not 1011 and a stack trace: whoever may choose a topic's name could fill the log with them.
            log.debug("Session " + session.id() + " of " + session.endpoint() + " is closed with 1008: "
                    + refused.getMessage());
            session.close(CloseCode.POLICY_VIOLATION, "subscription refused");
        } else {
            throw error;
        }
    }

    private void reply(WsSession session, @Nullable Object result) {
        // Whether a String is an interface that it is not takes JDK 17 some 15 ns.
        if (result instanceof String || !(result instanceof CompletionStage<?> stage)) {
            if (result != null) {
                replies.send(session, result);
            }
        } else {
            stage.whenComplete((value, failure) -> replyLater(session, value, failure));
        }
    }

    /** Stands in for the engine, which is not there to catch what is thrown on somebody else's thread. */
    private void replyLater(WsSession session, @Nullable Object value, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                onError(session, asException(failure));
            } else if (value != null) {
                replyOrError(session, value);
            }
        } catch (Exception | Error e) {
            log.error("The handler of " + session + " failed; closing with 1011", e);
            session.close(CloseCode.INTERNAL_ERROR, "", CloseEvent.Cause.HANDLER_ERROR);
        }
    }

    private void replyOrError(WsSession session, Object value) throws Exception {
        try {
            replies.send(session, value);
        } catch (RuntimeException e) {
            onError(session, e);
        }
    }

    private static Exception asException(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
        Throwable thrown = cause != null ? cause : failure;
        return thrown instanceof Exception exception ? exception : new CompletionException(thrown);
    }
}
