package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.net.ListenOptions;
import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.TlsOptions.ClientAuth;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.spring.WsArgumentResolver;
import dev.wsboot.ws.spring.WsPayloadCodec;
import dev.wsboot.ws.spring.WsServerCustomizer;
import dev.wsboot.ws.spring.actuate.ConnectionLog;
import dev.wsboot.ws.spring.autoconfigure.WsProperties.HandlerMode;
import dev.wsboot.ws.spring.endpoint.Endpoint;
import dev.wsboot.ws.spring.endpoint.EndpointDiscovery;
import dev.wsboot.ws.spring.server.HandlerThreads;
import dev.wsboot.ws.spring.server.ObserverChain;
import dev.wsboot.ws.spring.server.RunningServer;
import dev.wsboot.ws.spring.server.ServerLifecycle;
import dev.wsboot.ws.spring.server.ServerTls;
import dev.wsboot.ws.spring.server.ShutdownPlan;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** The listener, with the application's endpoints. {@code ws.server.enabled=false} switches it off. */
@AutoConfiguration(after = {WsAutoConfiguration.class, TaskExecutionAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "ws.server.enabled", matchIfMissing = true)
public final class WsServerAutoConfiguration {

    private static final Log log = LogFactory.getLog(WsServerAutoConfiguration.class);

    /** Made by Spring. */
    public WsServerAutoConfiguration() {}

    @Bean
    EndpointDiscovery wsEndpointDiscovery(
            ListableBeanFactory beans,
            ObjectProvider<WsArgumentResolver> resolvers,
            ObjectProvider<WsPayloadCodec> codec) {
        return new EndpointDiscovery(beans, resolvers.orderedStream().toList(), codec.getIfAvailable());
    }

    @Bean
    ConnectionLog wsConnectionLog() {
        return new ConnectionLog();
    }

    @Bean
    HandlerThreads wsHandlerThreads(
            Environment environment,
            @Qualifier(TaskExecutionAutoConfiguration.APPLICATION_TASK_EXECUTOR_BEAN_NAME)
                    ObjectProvider<Executor> applicationTaskExecutor) {
        return new HandlerThreads(
                Threading.VIRTUAL.isActive(environment)
                        ? new VirtualThreadTaskExecutor("ws-handler-")
                        : applicationTaskExecutor.getIfAvailable());
    }

    @Bean
    ServerLifecycle wsServerLifecycle(
            WsProperties properties,
            RunningServer server,
            EndpointDiscovery discovery,
            HandlerThreads threads,
            ObjectProvider<WsObserver> observers,
            ObjectProvider<WsServerCustomizer> customizers,
            ObjectProvider<SslBundles> sslBundles,
            ObjectProvider<LifecycleProperties> lifecycle) {
        ServerOptions options = ServerOptions.of(properties);
        int queueSize =
                Required.positive("ws.handler.queue-size", properties.handler().queueSize());
        ShutdownPlan shutdown = shutdown(properties.shutdown(), lifecycle);
        ServerTls tls = tls("ws.server", properties.server().ssl(), sslBundles);
        if (tls != null) {
            tls.onReload(server::reloadTls);
        }
        List<Consumer<WsServer.Builder>> listeners = options.listeners().stream()
                .map(listener -> listener(listener, sslBundles))
                .toList();
        Supplier<WsServer.Builder> builders = () -> {
            WsServer.Builder builder = options.newBuilder()
                    .observer(ObserverChain.of(observers.orderedStream().toList()));
            if (properties.handler().mode() == HandlerMode.EXECUTOR) {
                builder.executor(threads::execute).handlerQueue(queueSize);
            }
            for (Endpoint endpoint : discovery.endpoints()) {
                builder.endpoint(endpoint.path(), endpoint.handler(), endpoint.options());
            }
            if (tls != null) {
                builder.tls(usable("ws.server", tls));
            }
            listeners.forEach(listener -> listener.accept(builder));
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder;
        };
        return new ServerLifecycle(server, builders, options.addresses(), shutdown);
    }

    private static ShutdownPlan shutdown(
            WsProperties.Shutdown shutdown, ObjectProvider<LifecycleProperties> lifecycle) {
        ShutdownPlan plan = ServerOptions.shutdown(shutdown);
        LifecycleProperties phases = lifecycle.getIfAvailable();
        if (phases != null && !plan.fitsInto(phases.getTimeoutPerShutdownPhase())) {
            log.warn("When the application stops, clients may be cut: ws.shutdown.drain-window ("
                    + Required.print(shutdown.drainWindow()) + ") and ws.shutdown.timeout ("
                    + Required.print(shutdown.timeout()) + ") together should be less than"
                    + " spring.lifecycle.timeout-per-shutdown-phase ("
                    + Required.print(phases.getTimeoutPerShutdownPhase()) + ").");
        }
        return plan;
    }

    /** What adds a further listener to a server that is about to start. */
    private static Consumer<WsServer.Builder> listener(ListenerOptions options, ObjectProvider<SslBundles> bundles) {
        ListenOptions place = new ListenOptions(options.listen().address(), null, options.permissions());
        String property = options.listen().property();
        ServerTls tls = tls(property, options.ssl(), bundles);
        if (tls == null) {
            return builder -> builder.listen(place);
        }
        AtomicReference<TlsOptions> current = new AtomicReference<>();
        tls.onReload(current::set);
        return builder -> {
            current.set(usable(property, tls));
            builder.listen(place.withTls(current::get));
        };
    }

    private static TlsOptions usable(String property, ServerTls tls) {
        try {
            return tls.options();
        } catch (RuntimeException e) {
            InvalidPropertyException unusable = new InvalidPropertyException(
                    property + ".ssl.bundle",
                    "\"" + tls.name() + "\"",
                    "an SSL bundle that can be used (" + e.getMessage() + ")");
            unusable.initCause(e);
            throw unusable;
        }
    }

    private static @Nullable ServerTls tls(String property, WsProperties.Ssl ssl, ObjectProvider<SslBundles> bundles) {
        String name = ssl.bundle();
        if (name == null) {
            if (ssl.clientAuth() != ClientAuth.NONE) {
                // Or nobody would be asked, where somebody thinks that everybody is.
                throw new InvalidPropertyException(
                        property + ".ssl.client-auth",
                        ssl.clientAuth().name().toLowerCase(Locale.ROOT),
                        "none without " + property + ".ssl.bundle, because only over TLS there are certificates");
            }
            return null;
        }
        SslBundles available = bundles.getIfAvailable();
        if (available == null || !available.getBundleNames().contains(name)) {
            throw new InvalidPropertyException(
                    property + ".ssl.bundle",
                    "\"" + name + "\"",
                    "the name of an SSL bundle, which is defined by spring.ssl.bundle.pem." + name
                            + " or spring.ssl.bundle.jks." + name);
        }
        return new ServerTls(available, name, ssl.clientAuth());
    }
}
