package dev.wsboot.ws.benchmarks.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;

/** Jetty 12.1's own WebSocket API on its core server, without servlets. */
final class JettyServer {

    private JettyServer() {}

    static void start(int port) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(Limits.HOST);
        connector.setPort(port);
        connector.setAcceptQueueSize(Limits.BACKLOG);
        server.addConnector(connector);
        Set<Session> everybody = ConcurrentHashMap.newKeySet();
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> configure(container, everybody)));
        server.start();
    }

    private static void configure(ServerWebSocketContainer container, Set<Session> everybody) {
        container.setMaxTextMessageSize(Limits.MAX_MESSAGE);
        container.setMaxBinaryMessageSize(Limits.MAX_MESSAGE);
        container.setMaxFrameSize(Limits.MAX_MESSAGE);
        container.setIdleTimeout(Duration.ofMinutes(5));
        container.addMapping("/ws", (request, response, callback) -> new Echo());
        container.addMapping("/fanout", (request, response, callback) -> new Fanout(everybody));
    }

    /** Public, because Jetty calls it by method handles. */
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {

        @Override
        public void onWebSocketText(String text) {
            getSession().sendText(text, Callback.NOOP);
        }

        @Override
        public void onWebSocketBinary(ByteBuffer data, Callback callback) {
            getSession().sendBinary(data, callback);
        }
    }

    /** Public, because Jetty calls it by method handles. */
    public static final class Fanout extends Session.Listener.AbstractAutoDemanding {

        private final Set<Session> everybody;

        Fanout(Set<Session> everybody) {
            this.everybody = everybody;
        }

        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            everybody.add(session);
        }

        @Override
        public void onWebSocketText(String text) {
            for (Session each : everybody) {
                each.sendText(text, Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer data, Callback callback) {
            ByteBuffer copy = BufferUtil.copy(data);
            callback.succeed();
            for (Session each : everybody) {
                each.sendBinary(copy.duplicate(), Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            everybody.remove(getSession());
            callback.succeed();
        }
    }
}
