package dev.wsboot.ws.net;

import dev.wsboot.ws.StreamedMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Sends one message while it is made: takes a part, waits until it has left, and asks for the next. What the source of the
 * parts calls may come on any thread, and is brought to the connection's event loop; all else belongs to that.
 */
final class MessagePump implements Flow.Subscriber<ByteBuffer> {

    private final MessageSender sender;
    private final WebSocketConnection connection;
    private final StreamedMessage message;
    private final CompletableFuture<Void> sent;
    private Flow.@Nullable Subscription source;
    private boolean begun;
    private boolean over;

    MessagePump(
            MessageSender sender,
            WebSocketConnection connection,
            StreamedMessage message,
            CompletableFuture<Void> sent) {
        this.sender = sender;
        this.connection = connection;
        this.message = message;
        this.sent = sent;
    }

    /** It is this message's turn. */
    void start() {
        try {
            message.parts().subscribe(this);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        onLoop(() -> {
            source = subscription;
            if (over) {
                cancel();
            } else {
                ask();
            }
        });
    }

    @Override
    public void onNext(ByteBuffer part) {
        onLoop(() -> take(part));
    }

    @Override
    public void onError(Throwable error) {
        onLoop(() -> failed(error));
    }

    @Override
    public void onComplete() {
        onLoop(this::complete);
    }

    private void onLoop(Runnable work) {
        EventLoop loop = connection.loop();
        if (loop.inLoop()) {
            work.run();
        } else {
            loop.execute(LoopTask.of(work));
        }
    }

    private void ask() {
        if (over || source == null) {
            return;
        }
        try {
            source.request(1);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void take(ByteBuffer part) {
        if (over) {
            return;
        }
        if (part.hasRemaining()) {
            begun = true;
            if (!sender.writePart(this, message.type(), part, false)) {
                sessionEnded();
                return;
            }
        }
        // In a turn of its own, so that a long message to a fast reader does not keep the other connections waiting.
        CompletableFuture<Void> left = new CompletableFuture<>();
        sender.flush(left);
        var unused = left.whenComplete((nothing, error) -> connection.loop().execute(LoopTask.of(this::ask)));
    }

    private void complete() {
        if (over) {
            return;
        }
        over = true;
        if (sender.finish(this, message.type(), true)) {
            sender.flush(sent);
        } else {
            sent.completeExceptionally(MessageSender.sessionEnded());
        }
    }

    /** A message that was begun cannot be taken back, nor completed: the session ends with it. */
    private void failed(Throwable error) {
        if (over) {
            return;
        }
        over = true;
        cancel();
        if (begun) {
            connection.handlerFailed();
        } else {
            sender.finish(this, message.type(), false);
        }
        sent.completeExceptionally(error);
    }

    void sessionEnded() {
        if (!over) {
            over = true;
            cancel();
            sent.completeExceptionally(MessageSender.sessionEnded());
        }
    }

    private void cancel() {
        if (source != null) {
            try {
                source.cancel();
            } catch (RuntimeException e) {
                sent.completeExceptionally(e);
            }
        }
    }
}
