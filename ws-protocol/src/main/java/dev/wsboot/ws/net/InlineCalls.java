package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Calls the handler on the event loop, which is the fastest way and the one that must not block. */
final class InlineCalls implements HandlerCalls {

    private final EventLoop loop;
    private final Callbacks callbacks;
    private @Nullable PartDecoder partDecoder;

    InlineCalls(EventLoop loop, Callbacks callbacks) {
        this.loop = loop;
        this.callbacks = callbacks;
    }

    @Override
    public void open() {
        callbacks.open();
    }

    @Override
    public void text(ByteBuffer utf8, boolean ascii) {
        String text = loop.textDecoder().decode(utf8, ascii);
        ReceivedText inHand = loop.receivedText();
        inHand.begin(text, utf8);
        try {
            callbacks.text(text);
        } finally {
            inHand.end();
        }
    }

    @Override
    public void binary(ByteBuffer data) {
        callbacks.binary(loop.readOnly(data));
    }

    @Override
    public void part(boolean text, ByteBuffer part, boolean last) {
        if (!text) {
            callbacks.binaryPart(loop.readOnly(part), last);
            return;
        }
        if (partDecoder == null) {
            partDecoder = new PartDecoder(loop.textDecoder());
        }
        String decoded = partDecoder.decode(part);
        if (last || !decoded.isEmpty()) {
            callbacks.textPart(decoded, last);
        }
    }

    @Override
    public void ping(ByteBuffer payload) {
        callbacks.ping(loop.readOnly(payload));
    }

    @Override
    public void pong(ByteBuffer payload) {
        callbacks.pong(loop.readOnly(payload));
    }

    @Override
    public void afterThem(Runnable work) {
        work.run();
    }

    @Override
    public void close(CloseEvent event) {
        // Later: the session may have ended from within one of its own callbacks, and they must not overlap.
        loop.execute(LoopTask.of(() -> callbacks.close(event)));
    }
}
