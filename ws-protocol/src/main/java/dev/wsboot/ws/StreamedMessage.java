package dev.wsboot.ws;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * A message that is made while it is sent, part by part, by {@link WsSession#send(StreamedMessage)}. Each part becomes one
 * frame, and is asked for when the one before has left, so that memory holds one part however long the message is. It can
 * be sent once.
 */
public final class StreamedMessage {

    private final MessageType type;
    private final Flow.Publisher<ByteBuffer> parts;

    private StreamedMessage(MessageType type, Flow.Publisher<ByteBuffer> parts) {
        this.type = type;
        this.parts = Objects.requireNonNull(parts, "parts");
    }

    /**
     * A text message from an iterator.
     *
     * @param parts asked on the event loop, so it must not block; a part must not be cut within a surrogate pair
     * @return the message
     */
    public static StreamedMessage text(Iterator<String> parts) {
        return new StreamedMessage(MessageType.TEXT, new IteratorPublisher<>(parts, StreamedMessage::encode));
    }

    /**
     * A text message from a publisher.
     *
     * @param parts asked for one part at a time; a part must not be cut within a surrogate pair
     * @return the message
     */
    public static StreamedMessage text(Flow.Publisher<String> parts) {
        return new StreamedMessage(MessageType.TEXT, new EncodingPublisher(parts));
    }

    /**
     * A binary message from an iterator.
     *
     * @param parts asked on the event loop, so it must not block. A buffer may be used again when the next one is asked for
     * @return the message
     */
    public static StreamedMessage binary(Iterator<ByteBuffer> parts) {
        return new StreamedMessage(MessageType.BINARY, new IteratorPublisher<>(parts, part -> part));
    }

    /**
     * A binary message from a publisher.
     *
     * @param parts asked for one part at a time. A buffer may be used again when the next one is asked for
     * @return the message
     */
    public static StreamedMessage binary(Flow.Publisher<ByteBuffer> parts) {
        return new StreamedMessage(MessageType.BINARY, parts);
    }

    /**
     * A binary message from a stream of bytes.
     *
     * @param data read to its end, and closed
     * @param reader where it is read, because reading may block
     * @return the message
     */
    public static StreamedMessage binary(InputStream data, Executor reader) {
        return new StreamedMessage(MessageType.BINARY, new InputStreamPublisher(data, reader));
    }

    /**
     * A text message from a stream of bytes.
     *
     * @param utf8 text in UTF-8, which is not checked here but by the peer; read to its end, and closed
     * @param reader where it is read, because reading may block
     * @return the message
     */
    public static StreamedMessage text(InputStream utf8, Executor reader) {
        return new StreamedMessage(MessageType.TEXT, new InputStreamPublisher(utf8, reader));
    }

    private static ByteBuffer encode(String part) {
        return ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Text or binary.
     *
     * @return the type
     */
    public MessageType type() {
        return type;
    }

    /**
     * For transports: the parts, which are asked for one at a time.
     *
     * @return a publisher for one subscriber
     */
    public Flow.Publisher<ByteBuffer> parts() {
        return parts;
    }

    /** Encodes what another publisher gives. */
    private record EncodingPublisher(Flow.Publisher<String> texts) implements Flow.Publisher<ByteBuffer> {

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            texts.subscribe(new Flow.Subscriber<String>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscriber.onSubscribe(subscription);
                }

                @Override
                public void onNext(String text) {
                    subscriber.onNext(encode(text));
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
