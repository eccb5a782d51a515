package dev.wsboot.ws.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketClientExtensionHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateClientExtensionHandshaker;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The client handler of Netty. */
final class NettyClient extends InteropClient {

    private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("netty-client", true), NioIoHandler.newFactory());

    private final WebSocketClientProtocolHandler protocol;
    private final Channel channel;
    private volatile boolean closing;

    NettyClient(boolean compression, URI uri, String... subprotocols) throws Exception {
        protocol = new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .subprotocol(subprotocols.length == 0 ? null : String.join(",", subprotocols))
                .allowExtensions(compression)
                .handleCloseFrames(false)
                .dropPongFrames(false)
                .maxFramePayloadLength(2 << 20)
                .build());
        Frames frames = new Frames();
        Bootstrap bootstrap = new Bootstrap()
                .group(GROUP)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(8192));
                        if (compression) {
                            // Its own default refuses a server that answers with client_no_context_takeover (RFC 7692
                            // section 7.1.1.2).
                            made.pipeline()
                                    .addLast(new WebSocketClientExtensionHandler(
                                            new PerMessageDeflateClientExtensionHandshaker(
                                                    6, false, 15, true, false, 4 << 20)));
                        }
                        made.pipeline().addLast(protocol, frames);
                    }
                });
        channel = await(bootstrap.connect(uri.getHost(), uri.getPort())).channel();
        frames.ready.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    void sendText(String text) {
        channel.writeAndFlush(new TextWebSocketFrame(text));
    }

    @Override
    void sendBinary(byte[] data) {
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(data)));
    }

    @Override
    void sendTextParts(String... parts) {
        sendParts(
                true,
                Arrays.stream(parts)
                        .map(part -> part.getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new));
    }

    @Override
    void sendBinaryParts(byte[]... parts) {
        sendParts(false, parts);
    }

    private void sendParts(boolean text, byte[]... parts) {
        for (int i = 0; i < parts.length; i++) {
            boolean fin = i == parts.length - 1;
            ByteBuf part = Unpooled.wrappedBuffer(parts[i]);
            WebSocketFrame first = text ? new TextWebSocketFrame(fin, 0, part) : new BinaryWebSocketFrame(fin, 0, part);
            channel.writeAndFlush(i == 0 ? first : new ContinuationWebSocketFrame(fin, 0, part));
        }
    }

    @Override
    void ping(byte[] payload) {
        channel.writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    @Override
    void close(int code, String reason) {
        closing = true;
        channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
    }

    @Override
    String subprotocol() {
        String chosen = protocol.handshaker().actualSubprotocol();
        return chosen == null ? "" : chosen;
    }

    @Override
    public void close() {
        channel.close();
    }

    private static ChannelFuture await(ChannelFuture future) throws Exception {
        if (!future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS) || !future.isSuccess()) {
            throw new AssertionError("not connected", future.cause());
        }
        return future;
    }

    private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

        final CompletableFuture<Void> ready = new CompletableFuture<>();

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ready.complete(null);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text) {
                onMessage(text.text());
            } else if (frame instanceof BinaryWebSocketFrame) {
                onMessage(ByteBufUtil.getBytes(frame.content()));
            } else if (frame instanceof PongWebSocketFrame) {
                onPong(ByteBufUtil.getBytes(frame.content()));
            } else if (frame instanceof CloseWebSocketFrame close) {
                onClosed(close.statusCode(), close.reasonText());
                if (!closing) {
                    context.writeAndFlush(close.retain());
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            onClosed(1006, "");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            ready.completeExceptionally(error);
            context.close();
        }
    }
}
