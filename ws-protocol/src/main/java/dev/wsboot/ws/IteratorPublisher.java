package dev.wsboot.ws;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Publishes what an iterator gives, on the thread that asks. For one subscriber that asks for one at a time. */
final class IteratorPublisher<T> implements Flow.Publisher<ByteBuffer> {

    private final Iterator<T> parts;
    private final Function<T, ByteBuffer> encoder;

    IteratorPublisher(Iterator<T> parts, Function<T, ByteBuffer> encoder) {
        this.parts = Objects.requireNonNull(parts, "parts");
        this.encoder = encoder;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private boolean over;

            @Override
            public void request(long count) {
                if (!over) {
                    next(subscriber);
                }
            }

            @Override
            public void cancel() {
                over = true;
            }

            private void next(Flow.Subscriber<? super ByteBuffer> asking) {
                ByteBuffer part;
                try {
                    over = !parts.hasNext();
                    part = over ? ByteBuffer.allocate(0) : encoder.apply(parts.next());
                } catch (Throwable e) {
                    over = true;
                    asking.onError(e);
                    return;
                }
                if (over) {
                    asking.onComplete();
                } else {
                    asking.onNext(part);
                }
            }
        });
    }
}
