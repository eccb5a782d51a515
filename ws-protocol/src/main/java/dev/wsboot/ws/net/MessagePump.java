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
    private boolean started;
    private boolean asked;
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

    /** A message that will not be sent: its source lets go of what it holds; any thread. */
    static void discard(StreamedMessage message, CompletableFuture<Void> sent) {
        try {
            message.parts().subscribe(new Discard());
        } catch (Throwable e) {
            // Nothing was wanted of it.
        }
        sent.completeExceptionally(MessageSender.sessionEnded());
    }

    /** It is this message's turn. */
    void start() {
        started = true;
        guard(() -> message.parts().subscribe(this));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        onLoop(
                () -> {
                    source = subscription;
                    if (over) {
                        cancel();
                    } else {
                        ask();
                    }
                },
                subscription::cancel);
    }

    @Override
    public void onNext(ByteBuffer part) {
        onLoop(() -> take(part), this::sessionEnded);
    }

    @Override
    public void onError(Throwable error) {
        onLoop(() -> failed(error), this::sessionEnded);
    }

    @Override
    public void onComplete() {
        onLoop(this::complete, this::sessionEnded);
    }

    private void onLoop(Runnable work, Runnable otherwise) {
        EventLoop loop = connection.loop();
        if (loop.inLoop()) {
            guard(work);
        } else {
            loop.execute(LoopTask.of(() -> guard(work), otherwise));
        }
    }

    /** Whatever a source throws, errors included, somebody waits for this message, and others for their turn. */
    private void guard(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            failed(e);
            // Where it failed while it failed, such as by an error that is none.
            sent.completeExceptionally(e);
        }
    }

    private void ask() {
        if (!over && source != null) {
            asked = true;
            source.request(1);
        }
    }

    private void take(ByteBuffer part) {
        if (over) {
            return;
        }
        if (!asked) {
            throw new IllegalStateException("the source of a message gave a part that it was not asked for");
        }
        asked = false;
        if (part.hasRemaining()) {
            begun = true;
            if (!sender.sendPart(this, message.type(), part)) {
                sessionEnded();
                return;
            }
        }
        // In a turn of its own, so that a long message to a fast reader does not keep the other connections waiting.
        CompletableFuture<Void> left = new CompletableFuture<>();
        sender.flush(left);
        var unused = left.whenComplete((nothing, error) ->
                connection.loop().execute(LoopTask.of(() -> guard(this::ask), this::sessionEnded)));
    }

    private void complete() {
        if (over) {
            return;
        }
        begun = true;
        boolean taken = sender.complete(this, message.type(), sent);
        over = true;
        if (!taken) {
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
            sender.abandon(this);
        }
        sent.completeExceptionally(error);
    }

    /** Nothing can be sent any more. */
    void sessionEnded() {
        if (over) {
            return;
        }
        over = true;
        if (started) {
            cancel();
            sent.completeExceptionally(MessageSender.sessionEnded());
        } else {
            discard(message, sent);
        }
    }

    private void cancel() {
        if (source != null) {
            try {
                source.cancel();
            } catch (Throwable e) {
                // Nothing more is wanted of it.
            }
        }
    }

    /** Takes nothing, so that whoever publishes can let go of what he holds. */
    private static final class Discard implements Flow.Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(ByteBuffer part) {}

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
