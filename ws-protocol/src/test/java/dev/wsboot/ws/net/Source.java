package dev.wsboot.ws.net;

import dev.wsboot.ws.StreamedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;

/** Where a message comes from that a test makes part by part; on whatever thread calls. */
final class Source implements Flow.Publisher<ByteBuffer>, Flow.Subscription {

    int subscribed;
    volatile long requested;
    volatile boolean cancelled;
    private Flow.Subscriber<? super ByteBuffer> subscriber;

    StreamedMessage text() {
        return StreamedMessage.text(new Decoded(this));
    }

    StreamedMessage binary() {
        return StreamedMessage.binary(this);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> wanting) {
        subscribed++;
        subscriber = wanting;
        wanting.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        requested += count;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    void gives(String ascii) {
        gives(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void gives(ByteBuffer part) {
        subscriber.onNext(part);
    }

    void gives(byte[] part) {
        subscriber.onNext(ByteBuffer.wrap(part));
    }

    void ends() {
        subscriber.onComplete();
    }

    void fails(Throwable error) {
        subscriber.onError(error);
    }

    /** The same as strings. */
    private record Decoded(Source source) implements Flow.Publisher<String> {

        @Override
        public void subscribe(Flow.Subscriber<? super String> subscriber) {
            source.subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscriber.onSubscribe(subscription);
                }

                @Override
                public void onNext(ByteBuffer part) {
                    subscriber.onNext(StandardCharsets.UTF_8.decode(part).toString());
                }

                @Override
                public void onError(Throwable error) {
                    subscriber.onError(error);
                }

                @Override
                public void onComplete() {
                    subscriber.onComplete();
                }
            });
        }
    }
}
