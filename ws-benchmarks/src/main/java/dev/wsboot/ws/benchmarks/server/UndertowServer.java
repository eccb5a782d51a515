package dev.wsboot.ws.benchmarks.server;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.Pooled;

/** Undertow's own WebSocket API, with its default threads. */
@SuppressWarnings("deprecation") // Undertow gives out Pooled, which XNIO has deprecated
final class UndertowServer {

    private UndertowServer() {}

    static void start(int port) {
        Set<WebSocketChannel> everybody = ConcurrentHashMap.newKeySet();
        Undertow.builder()
                .addHttpListener(port, Limits.HOST)
                .setSocketOption(Options.BACKLOG, Limits.BACKLOG)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, -1)
                .setHandler(Handlers.path()
                        .addPrefixPath("/ws", Handlers.websocket((exchange, channel) -> listen(channel, new Echo())))
                        .addPrefixPath("/fanout", Handlers.websocket((exchange, channel) -> {
                            everybody.add(channel);
                            channel.addCloseTask(everybody::remove);
                            listen(channel, new Fanout(everybody));
                        })))
                .build()
                .start();
    }

    private static void listen(WebSocketChannel channel, Listener listener) {
        channel.getReceiveSetter().set(listener);
        channel.resumeReceives();
    }

    private abstract static class Listener extends AbstractReceiveListener {

        @Override
        protected long getMaxTextBufferSize() {
            return Limits.MAX_MESSAGE;
        }

        @Override
        protected long getMaxBinaryBufferSize() {
            return Limits.MAX_MESSAGE;
        }
    }

    private static final class Echo extends Listener {

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            Pooled<ByteBuffer[]> data = message.getData();
            WebSockets.sendBinary(data.getResource(), channel, new Free(data));
        }
    }

    private static final class Fanout extends Listener {

        private final Set<WebSocketChannel> everybody;

        Fanout(Set<WebSocketChannel> everybody) {
            this.everybody = everybody;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            String text = message.getData();
            for (WebSocketChannel each : everybody) {
                WebSockets.sendText(text, each, null);
            }
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            try (Pooled<ByteBuffer[]> data = message.getData()) {
                ByteBuffer whole = WebSockets.mergeBuffers(data.getResource());
                for (WebSocketChannel each : everybody) {
                    WebSockets.sendBinary(whole.duplicate(), each, null);
                }
            }
        }
    }

    /**
     * Gives the received buffers back once they are sent.
     *
     * @param data the buffers
     */
    private record Free(Pooled<ByteBuffer[]> data) implements WebSocketCallback<Void> {

        @Override
        public void complete(WebSocketChannel channel, @Nullable Void context) {
            data.free();
        }

        @Override
        public void onError(WebSocketChannel channel, @Nullable Void context, Throwable cause) {
            data.free();
        }
    }
}
