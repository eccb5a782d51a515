package dev.wsboot.ws;

import dev.wsboot.ws.protocol.FrameWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/**
 * Publishes what a stream holds, into one array that is used again and again: the subscriber asks for the next part only
 * when it is done with the last. Reading and closing, which may block, are the executor's.
 */
final class InputStreamPublisher implements Flow.Publisher<ByteBuffer> {

    /** With its header it fits the buffer through which an event loop writes, and so leaves in one system call. */
    private static final int PART = 64 * 1024 - FrameWriter.MAX_HEADER;

    private final InputStream data;
    private final Executor reader;

    InputStreamPublisher(InputStream data, Executor reader) {
        this.data = Objects.requireNonNull(data, "data");
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        byte[] part = new byte[PART];
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                reader.execute(() -> read(part, subscriber));
            }

            @Override
            public void cancel() {
                try {
                    reader.execute(InputStreamPublisher.this::close);
                } catch (RejectedExecutionException e) {
                    // Better here than never.
                    close();
                }
            }
        });
    }

    private void read(byte[] part, Flow.Subscriber<? super ByteBuffer> subscriber) {
        int count;
        try {
            count = data.read(part);
        } catch (Throwable e) {
            close();
            subscriber.onError(e);
            return;
        }
        if (count < 0) {
            close();
            subscriber.onComplete();
        } else {
            subscriber.onNext(ByteBuffer.wrap(part, 0, count));
        }
    }

    private void close() {
        try {
            data.close();
        } catch (IOException | RuntimeException e) {
            // Nothing more is wanted of it.
        }
    }
}
