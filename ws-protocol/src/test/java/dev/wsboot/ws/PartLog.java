package dev.wsboot.ws;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;

/** Writes down what a publisher of parts tells, and asks when the test does. */
final class PartLog implements Flow.Subscriber<ByteBuffer> {

    final List<String> events = new ArrayList<>();
    final List<ByteBuffer> parts = new ArrayList<>();
    private Flow.Subscription subscription;

    void ask() {
        subscription.request(1);
    }

    void cancel() {
        subscription.cancel();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        events.add("subscribed");
        subscription = given;
    }

    @Override
    public void onNext(ByteBuffer part) {
        events.add(part.remaining() + " bytes");
        parts.add(part);
    }

    @Override
    public void onError(Throwable error) {
        events.add("failed: " + error);
    }

    @Override
    public void onComplete() {
        events.add("complete");
    }
}
