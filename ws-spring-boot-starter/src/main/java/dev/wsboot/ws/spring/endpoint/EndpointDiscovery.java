package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.net.EndpointOptions;
import dev.wsboot.ws.net.SendQueuePolicy;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.spring.WsArgumentResolver;
import dev.wsboot.ws.spring.WsEndpoint;
import dev.wsboot.ws.spring.WsPayloadCodec;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.MethodIntrospector;
import org.springframework.util.ClassUtils;

/**
 * Finds the beans with {@link WsEndpoint} when all singletons are there, lazy ones included, and makes them ready for the
 * server. What cannot work fails the start of the application, with an analysis that says what to do.
 */
public final class EndpointDiscovery implements SmartInitializingSingleton {

    private static final Log log = LogFactory.getLog(EndpointDiscovery.class);

    private final ListableBeanFactory beans;
    private final ArgumentFactory arguments;
    private final List<Endpoint> endpoints = new ArrayList<>();

    /**
     * For the auto-configuration.
     *
     * @param beans where to look
     * @param resolvers of the application, in order
     * @param codec reads and writes what is neither text nor bytes; null where there is no JSON
     */
    public EndpointDiscovery(
            ListableBeanFactory beans, List<WsArgumentResolver> resolvers, @Nullable WsPayloadCodec codec) {
        this.beans = beans;
        this.arguments =
                new ArgumentFactory(List.copyOf(resolvers), ApplicationConversionService.getSharedInstance(), codec);
    }

    /**
     * What was found.
     *
     * @return unmodifiable; empty before all singletons are there
     */
    public List<Endpoint> endpoints() {
        return Collections.unmodifiableList(endpoints);
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, EndpointType> byShape = new HashMap<>();
        // The engine knows best what a path template is.
        WsServer.Builder probe = WsServer.builder();
        for (String name : beans.getBeanNamesForAnnotation(WsEndpoint.class)) {
            WsEndpoint annotation = Objects.requireNonNull(beans.findAnnotationOnBean(name, WsEndpoint.class));
            EndpointType type = describe(name, annotation);
            requireFree(byShape, type);
            Endpoint endpoint = build(type, beans.getBean(name), annotation);
            try {
                probe.endpoint(endpoint.path(), endpoint.handler(), endpoint.options());
            } catch (IllegalArgumentException e) {
                throw type.error(
                        "cannot be served: " + e.getMessage() + ".", "Write a path such as /chat or /chat/{room}.", e);
            }
            endpoints.add(endpoint);
        }
        if (endpoints.isEmpty()) {
            log.warn("There is no bean with @WsEndpoint to connect to");
        } else {
            log.debug("WebSocket endpoints: "
                    + endpoints.stream().map(Endpoint::path).toList());
        }
    }

    private EndpointType describe(String name, WsEndpoint annotation) {
        Class<?> found = Objects.requireNonNull(beans.getType(name));
        EndpointType type = EndpointType.of(ClassUtils.getUserClass(found), annotation.path());
        if (!beans.isSingleton(name)) {
            throw type.error(
                    "is no singleton, but one bean serves all connections of an endpoint.",
                    "Remove the scope. Keep what belongs to one connection in WsSession.attributes().");
        }
        if (type.path().isEmpty()) {
            throw type.error("has a @WsEndpoint without a path.", "Write one, such as @WsEndpoint(\"/chat\").");
        }
        return type;
    }

    private static void requireFree(Map<String, EndpointType> byShape, EndpointType type) {
        EndpointType other = byShape.putIfAbsent(type.shape(), type);
        if (other == null) {
            return;
        }
        if (other.type() == type.type()) {
            throw type.error(
                    "is there as two beans with the path " + type.path() + ".",
                    "Keep one: found as a component, or made by a @Bean method.");
        }
        boolean same = other.path().equals(type.path());
        throw type.error(
                "has the path " + type.path() + ", and " + other.type().getName() + " has "
                        + (same ? "it too." : other.path() + ", which matches the same."),
                "Give one of them another path.");
    }

    private Endpoint build(EndpointType declared, Object bean, WsEndpoint annotation) {
        Class<?> target = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
        EndpointType type = new EndpointType(target, declared.path(), declared.variables());
        Map<Method, Set<Callback>> methods = MethodIntrospector.selectMethods(target, EndpointDiscovery::callbacks);
        if (bean instanceof WsHandler handler) {
            if (!methods.isEmpty()) {
                throw type.error(
                        "is a WsHandler and has annotated methods, which would never be called.",
                        "Remove the annotations, or \"implements WsHandler\".");
            }
            return new Endpoint(type.path(), handler, options(type, bean, annotation));
        }
        if (methods.isEmpty()) {
            throw type.error(
                    "has @WsEndpoint, but nothing that could be called.",
                    "Add a method with @OnOpen, @OnMessage or @OnClose, or implement WsHandler.");
        }
        HandlerBuilder builder = new HandlerBuilder(type, bean, arguments);
        methods.forEach((method, callbacks) -> callbacks.forEach(callback -> builder.add(method, callback)));
        return new Endpoint(type.path(), builder.handler(), builder.options(options(type, bean, annotation)));
    }

    /** A bean that is a check as well is asked who may connect. */
    private static EndpointOptions options(EndpointType type, Object bean, WsEndpoint annotation) {
        EndpointOptions options = EndpointOptions.DEFAULT.withSubprotocols(annotation.subprotocols());
        SendQueuePolicy[] policies = annotation.sendQueuePolicy();
        if (policies.length > 1) {
            throw type.error(
                    "has a @WsEndpoint with " + policies.length + " policies for its send queue.",
                    "Keep one, such as sendQueuePolicy = SendQueuePolicy.DROP_OLDEST.");
        }
        if (policies.length == 1) {
            options = options.withSendQueuePolicy(policies[0]);
        }
        return bean instanceof WsUpgradeCheck check ? options.withUpgradeCheck(check) : options;
    }

    private static @Nullable Set<Callback> callbacks(Method method) {
        Set<Callback> callbacks = Callback.of(method);
        return callbacks.isEmpty() ? null : callbacks;
    }
}
