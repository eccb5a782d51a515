package dev.wsboot.ws.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

/** Netty 4.2's WebSocket codec on NIO; it flushes once for all that was read, as Netty's own example of an echo does. */
final class NettyServer {

    private NettyServer() {}

    /**
     * Listens.
     *
     * @param threads event loops; 0 for Netty's default, which is two for each core
     */
    static void start(int port, int threads) throws InterruptedException {
        EventLoopGroup acceptor = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        new ServerBootstrap()
                .group(acceptor, loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, Limits.BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Pipeline(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE)))
                .bind(Limits.HOST, port)
                .sync();
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final ChannelGroup everybody;

        Pipeline(ChannelGroup everybody) {
            this.everybody = everybody;
        }

        @Override
        protected void initChannel(Channel channel) {
            WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                    .websocketPath("/")
                    .checkStartsWith(true)
                    .decoderConfig(WebSocketDecoderConfig.newBuilder()
                            .maxFramePayloadLength(Limits.MAX_MESSAGE)
                            .allowExtensions(false)
                            .build())
                    .build();
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(1 << 16),
                            new WebSocketServerProtocolHandler(config),
                            new WebSocketFrameAggregator(Limits.MAX_MESSAGE),
                            new EchoOrFanout(everybody));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed by exceptionCaught
    private static final class EchoOrFanout extends ChannelInboundHandlerAdapter {

        private final ChannelGroup everybody;
        private boolean fanout;

        EchoOrFanout(ChannelGroup everybody) {
            this.everybody = everybody;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete done
                    && done.requestUri().startsWith("/fanout")) {
                fanout = true;
                everybody.add(context.channel());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (fanout) {
                everybody.writeAndFlush(message);
            } else {
                context.write((WebSocketFrame) message, context.voidPromise());
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
