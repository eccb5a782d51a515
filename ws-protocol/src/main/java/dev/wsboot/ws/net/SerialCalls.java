package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Calls the handler on an executor. Payloads are copied, because the event loop goes on meanwhile. */
final class SerialCalls implements HandlerCalls {

    private final EventLoop loop;
    private final Callbacks callbacks;
    private final SerialExecutor serial;
    private @Nullable PartDecoder partDecoder;

    SerialCalls(EventLoop loop, Callbacks callbacks, SerialExecutor serial) {
        this.loop = loop;
        this.callbacks = callbacks;
        this.serial = serial;
    }

    @Override
    public void open() {
        serial.execute(callbacks::open, 0);
    }

    @Override
    public void text(ByteBuffer utf8, boolean ascii) {
        int size = utf8.remaining();
        String text = loop.textDecoder().decode(utf8, ascii);
        serial.execute(() -> callbacks.text(text), size);
    }

    @Override
    public void binary(ByteBuffer data) {
        ByteBuffer copy = MessageSender.copyOf(data);
        serial.execute(() -> callbacks.binary(copy), copy.remaining());
    }

    @Override
    public void part(boolean text, ByteBuffer part, boolean last) {
        int size = part.remaining();
        if (!text) {
            ByteBuffer copy = MessageSender.copyOf(part);
            serial.execute(() -> callbacks.binaryPart(copy, last), size);
            return;
        }
        if (partDecoder == null) {
            partDecoder = new PartDecoder(loop.textDecoder());
        }
        String decoded = partDecoder.decode(part);
        if (last || !decoded.isEmpty()) {
            serial.execute(() -> callbacks.textPart(decoded, last), size);
        }
    }

    @Override
    public void ping(ByteBuffer payload) {
        ByteBuffer copy = MessageSender.copyOf(payload);
        serial.execute(() -> callbacks.ping(copy), copy.remaining());
    }

    @Override
    public void pong(ByteBuffer payload) {
        ByteBuffer copy = MessageSender.copyOf(payload);
        serial.execute(() -> callbacks.pong(copy), copy.remaining());
    }

    @Override
    public void afterThem(Runnable work) {
        LoopTask last = LoopTask.of(work);
        if (serial.isIdle()) {
            // An executor that is busy with others is not waited for. What they sent is in the loop's queue already.
            loop.execute(last);
        } else {
            serial.execute(() -> loop.execute(last), 0);
        }
    }

    @Override
    public void close(CloseEvent event) {
        serial.execute(() -> callbacks.close(event), 0);
    }
}
