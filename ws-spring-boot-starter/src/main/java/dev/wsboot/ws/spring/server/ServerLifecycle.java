package dev.wsboot.ws.spring.server;

import dev.wsboot.ws.net.ListenException;
import dev.wsboot.ws.net.WsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the server when all beans are ready, and stops it before they are destroyed. May be started again after a stop.
 */
public final class ServerLifecycle
        implements SmartLifecycle, ApplicationContextAware, ApplicationListener<ContextClosedEvent> {

    /** The value of {@code WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE}, where web servers drain too. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

    private static final Log log = LogFactory.getLog(ServerLifecycle.class);

    private final RunningServer server;
    private final Supplier<WsServer.Builder> builders;
    private final List<ListenAddress> addresses;
    private final ShutdownPlan shutdown;
    private @Nullable ApplicationContext context;

    /**
     * For the auto-configuration.
     *
     * @param server where the server is kept while it runs
     * @param builders gives the server to be, once for each start
     * @param addresses where it is told to listen, for messages
     * @param shutdown how it stops
     */
    public ServerLifecycle(
            RunningServer server,
            Supplier<WsServer.Builder> builders,
            List<ListenAddress> addresses,
            ShutdownPlan shutdown) {
        this.server = server;
        this.builders = builders;
        this.addresses = List.copyOf(addresses);
        this.shutdown = shutdown;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        context = applicationContext;
    }

    /**
     * Readiness goes first, so that a load balancer looks elsewhere before the clients do. Spring Boot does so only where there is a
     * web server of its own.
     */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        ApplicationContext closing = event.getApplicationContext();
        if (closing == context && isReady(closing)) {
            AvailabilityChangeEvent.publish(closing, ReadinessState.REFUSING_TRAFFIC);
        }
    }

    private static boolean isReady(ApplicationContext context) {
        ApplicationAvailability availability =
                context.getBeanProvider(ApplicationAvailability.class).getIfAvailable();
        return availability == null || availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
    }

    @Override
    public void start() {
        WsServer started;
        try {
            started = server.start(builders.get());
        } catch (IOException e) {
            throw new CannotListenException(culprit(e), e);
        }
        for (SocketAddress address : started.addresses()) {
            if (address instanceof InetSocketAddress tcp) {
                log.info("WebSocket server listens on port " + tcp.getPort());
            } else {
                log.info("WebSocket server listens on " + address);
            }
        }
        if (started.addresses().stream().anyMatch(InetSocketAddress.class::isInstance)) {
            LocalPort.publish(context, started.port());
        }
    }

    private ListenAddress culprit(IOException error) {
        return addresses.stream()
                .filter(address -> error instanceof ListenException taken
                        && address.address().equals(taken.address()))
                .findFirst()
                .orElse(addresses.get(0));
    }

    @Override
    public void stop() {
        if (!server.isRunning()) {
            return;
        }
        log.info("WebSocket server stops: clients are told within %s ms, and have %s ms to close then"
                .formatted(
                        shutdown.drain().window().toMillis(), shutdown.timeout().toMillis()));
        server.stop(shutdown);
        log.info("WebSocket server stopped");
    }

    /** Sessions take their time to close, so the other beans of this phase are not kept waiting. */
    @Override
    public void stop(Runnable callback) {
        Runnable stopping = () -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        };
        new Thread(stopping, "ws-stop").start();
    }

    @Override
    public boolean isRunning() {
        return server.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    /** A cached test context that is paused and resumed would come back on another port. */
    @Override
    public boolean isPauseable() {
        return false;
    }
}
