package dev.wsboot.ws.benchmarks.server;

import java.util.Map;
import java.util.TreeMap;

/** {@code server MODE PORT}: starts a server, which listens until the process is killed. */
public final class Servers {

    /** Listens on a port of the loopback address, on threads that keep the process alive. */
    @FunctionalInterface
    interface Starter {
        void start(int port) throws Exception;
    }

    private static final Map<String, Starter> MODES = modes();

    private Servers() {}

    private static Map<String, Starter> modes() {
        Map<String, Starter> modes = new TreeMap<>();
        for (Option option : Option.values()) {
            modes.put("bare" + option.suffix(), port -> BareServer.start(port, option));
            modes.put("endpoint-loop" + option.suffix(), port -> EndpointServer.start(port, "event-loop", option));
            modes.put("endpoint-default" + option.suffix(), port -> EndpointServer.start(port, "executor", option));
        }
        modes.put("netty", port -> NettyServer.start(port, 0));
        modes.put(
                "netty-tuned",
                port -> NettyServer.start(port, Runtime.getRuntime().availableProcessors()));
        modes.put("undertow", UndertowServer::start);
        modes.put("jetty", JettyServer::start);
        modes.put("tomcat", TomcatServer::start);
        modes.put("java-websocket", JavaWebSocketServer::start);
        return modes;
    }

    /**
     * Starts a server.
     *
     * @param args its mode and its port
     * @throws Exception if it cannot listen
     */
    public static void main(String[] args) throws Exception {
        Starter starter = args.length == 2 ? MODES.get(args[0]) : null;
        if (starter == null) {
            System.err.println("usage: server MODE PORT, where MODE is one of " + MODES.keySet());
            System.exit(64);
            return;
        }
        starter.start(Integer.parseInt(args[1]));
        System.out.println("listening " + args[1] + " " + args[0]);
    }
}
