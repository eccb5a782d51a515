package dev.wsboot.ws.benchmarks;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.WsEndpoint;
import dev.wsboot.ws.spring.endpoint.EndpointDiscovery;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** From the engine to the application: an annotated method against a handler that is called directly. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {

    private final StubSession session = new StubSession();
    private final WsHandler bare = new BareEcho();
    private WsHandler annotated = bare;
    private WsHandler withSession = bare;

    @Setup
    public void discover() {
        annotated = handlerOf(new Echo());
        withSession = handlerOf(new EchoToSession());
    }

    private static WsHandler handlerOf(Object bean) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("endpoint", bean));
        EndpointDiscovery discovery = new EndpointDiscovery(beans, List.of(), null);
        discovery.afterSingletonsInstantiated();
        return discovery.endpoints().get(0).handler();
    }

    @Benchmark
    public @Nullable Object bare() throws Exception {
        bare.onText(session, "text");
        return session.sent;
    }

    /** The method takes the text and returns the reply. */
    @Benchmark
    public @Nullable Object annotated() throws Exception {
        annotated.onText(session, "text");
        return session.sent;
    }

    /** The method takes session and text and sends by itself. */
    @Benchmark
    public @Nullable Object annotatedWithSession() throws Exception {
        withSession.onText(session, "text");
        return session.sent;
    }

    private static final class BareEcho implements WsHandler {

        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }
    }

    @WsEndpoint("/ws")
    static final class Echo {

        @OnMessage
        String echo(String text) {
            return text;
        }
    }

    @WsEndpoint("/ws")
    static final class EchoToSession {

        @OnMessage
        void echo(WsSession session, String text) {
            session.sendText(text);
        }
    }
}
