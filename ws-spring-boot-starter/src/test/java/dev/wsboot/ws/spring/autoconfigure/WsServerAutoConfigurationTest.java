package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsRequest;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.PathParam;
import dev.wsboot.ws.spring.TestClient;
import dev.wsboot.ws.spring.WsEndpoint;
import dev.wsboot.ws.spring.WsServerCustomizer;
import dev.wsboot.ws.spring.WsSessions;
import dev.wsboot.ws.spring.server.ServerLifecycle;
import java.io.ByteArrayInputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@ExtendWith(OutputCaptureExtension.class)
class WsServerAutoConfigurationTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(WsAutoConfiguration.class, WsServerAutoConfiguration.class))
            .withPropertyValues("ws.server.port=0");

    private static int port(ApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
    }

    private static Object ask(ApplicationContext context, String question) throws Exception {
        TestClient client = new TestClient(port(context), "/ask");
        client.send(question);
        Object answer = client.next();
        client.close(1000, "");
        return answer;
    }

    @Test
    void shouldPublishThePort() {
        runner.run(context -> assertThat(port(context)).isPositive());
    }

    @Test
    void shouldListenOnAUnixSocketToo(@TempDir Path directory) {
        Path socket = directory.resolve("ws.sock");
        runner.withPropertyValues(
                        "ws.server.listeners[0].unix-socket=" + socket, "ws.server.listeners[0].permissions=rw-rw-rw-")
                .run(context -> {
                    assertThat(port(context)).isPositive();
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                            .isEqualTo("rw-rw-rw-");
                    SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
                });
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldListenOnNoPortWhenThereIsAUnixSocket(@TempDir Path directory, CapturedOutput output) {
        Path socket = directory.resolve("ws.sock");
        runner.withPropertyValues("ws.server.port=-1", "ws.server.listeners[0].unix-socket=" + socket)
                .run(context -> {
                    assertThat(context.getEnvironment().getProperty("local.ws.server.port"))
                            .isNull();
                    assertThat(output)
                            .contains("WebSocket server listens on " + socket)
                            .doesNotContain("listens on port");
                });
    }

    @Test
    void shouldNotListenWhenItIsOff() {
        runner.withPropertyValues("ws.server.enabled=false")
                .withBean(Asking.class)
                .run(context -> assertThat(context.getEnvironment().getProperty("local.ws.server.port"))
                        .isNull());
    }

    @Test
    void shouldWorkWithLazyInitialization() {
        runner.withInitializer(context -> context.addBeanFactoryPostProcessor(
                        new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
                .withBean(Asking.class)
                .run(context -> assertThat(ask(context, "hi")).isEqualTo("hi"));
    }

    @Test
    void shouldRunHandlersOnTheApplicationsTaskExecutor() {
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withPropertyValues("spring.task.execution.thread-name-prefix=app-")
                .withBean(Asking.class)
                .run(context -> {
                    assertThat(ask(context, "thread")).asString().startsWith("app-");
                    assertThat(context.getBeansOfType(Executor.class)).containsOnlyKeys("applicationTaskExecutor");
                });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldRunHandlersOnVirtualThreadsWhenTheyAreEnabled() {
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .withBean(Asking.class)
                .run(context -> assertThat(ask(context, "thread"))
                        .asString()
                        .startsWith("ws-handler-")
                        .endsWith(" virtual"));
    }

    @Test
    void shouldRunHandlersOnThreadsOfItsOwnWhenTheApplicationHasNone() {
        runner.withBean(Asking.class)
                .run(context -> assertThat(ask(context, "thread")).asString().startsWith("ws-handler-"));
    }

    @Test
    void shouldRunHandlersOnTheEventLoopWhenAsked() {
        runner.withPropertyValues("ws.handler.mode=event-loop")
                .withBean(Asking.class)
                .run(context -> assertThat(ask(context, "thread")).asString().startsWith("ws-0-"));
    }

    @Test
    void shouldCompressEachMessageByItself() {
        runner.withBean(Asking.class)
                .run(context -> assertThat(negotiated(context)).isEqualTo(new DeflateParameters(true, true, 15, 15)));
    }

    @Test
    void shouldLetOneSideReferToEarlierMessages() {
        runner.withBean(Asking.class)
                .withPropertyValues("ws.compression.server-context-takeover=true")
                .run(context -> assertThat(negotiated(context)).isEqualTo(new DeflateParameters(false, true, 15, 15)));
    }

    @Test
    void shouldNotCompressWhenThatIsSwitchedOff() {
        runner.withBean(Asking.class)
                .withPropertyValues("ws.compression.enabled=false")
                .run(context -> assertThat(negotiated(context)).isNull());
    }

    /** What an endpoint finds in its session, for a client that can do everything. */
    private static DeflateParameters negotiated(ApplicationContext context) {
        DeflateOptions all = DeflateOptions.DEFAULT.withContextTakeover(true, true);
        try (WsClient client = WsClient.builder().compression(all).build()) {
            URI uri = URI.create("ws://localhost:" + port(context) + "/ask");
            WsSession session = client.connect(uri, new WsHandler() {}).join();
            WsSession seen = await().until(
                            () -> context.getBean(WsSessions.class).all().stream()
                                    .findFirst()
                                    .orElse(null),
                            Objects::nonNull);
            assertThat(session.deflate()).isEqualTo(seen.deflate());
            return seen.deflate();
        }
    }

    /** A message of 8 MiB where whole ones end at 1 MiB, counted as it comes, and answered with one that is made meanwhile. */
    @Test
    void shouldTakeAndMakeMessagesInParts() {
        BlockingQueue<Integer> answer = new LinkedBlockingQueue<>();
        WsHandler counting = new WsHandler() {
            private int bytes;

            @Override
            public void onBinaryPart(WsSession session, ByteBuffer part, boolean last) {
                bytes += part.remaining();
                if (last) {
                    answer.add(bytes);
                }
            }
        };
        runner.withBean(Streaming.class).run(context -> {
            try (WsClient client = WsClient.create()) {
                WsRequest request = WsRequest.to("ws://localhost:" + port(context) + "/streaming")
                        .inParts(MessageLimits.UNBOUNDED_PARTS);
                WsSession session = client.connect(request, counting).join();

                session.send(
                        StreamedMessage.binary(new ByteArrayInputStream(new byte[8 << 20]), ForkJoinPool.commonPool()));

                assertThat(answer.poll(10, TimeUnit.SECONDS)).isEqualTo(8 << 20);
            }
        });
    }

    @Test
    void shouldTellObserversOfTheApplication() {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        runner.withBean(Asking.class)
                .withBean("broken", WsObserver.class, () -> new WsObserver() {
                    @Override
                    public void sessionOpened(WsSession session) {
                        throw new IllegalStateException("broken");
                    }
                })
                .withBean("watching", WsObserver.class, () -> new WsObserver() {
                    @Override
                    public void sessionOpened(WsSession session) {
                        seen.add(session.endpoint());
                    }
                })
                .run(context -> {
                    ask(context, "hi");
                    assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("/ask");
                });
    }

    @Test
    void shouldLetCustomizersHaveTheLastWord() {
        runner.withBean(
                        WsServerCustomizer.class,
                        () -> builder -> builder.endpoint("/added", new WsHandler() {
                            @Override
                            public void onOpen(WsSession session) {
                                session.sendText("added");
                            }
                        }))
                .run(context -> assertThat(new TestClient(port(context), "/added").next())
                        .isEqualTo("added"));
    }

    /** Whoever registers an endpoint, and however: a page of another host is refused before anything of it is called. */
    @Test
    void shouldRefuseForeignPagesOnEveryWayToRegisterAnEndpoint() {
        WsHandler never = new WsHandler() {
            @Override
            public void onOpen(WsSession session) {
                throw new AssertionError("a foreign page came in");
            }
        };
        runner.withBean(Streaming.class)
                .withBean(Foreign.class)
                .withBean(WsServerCustomizer.class, () -> builder -> builder.endpoint("/added", never))
                .run(context -> {
                    for (String path : List.of("/streaming", "/foreign", "/added")) {
                        assertThat(statusFor("https://good.example.evil.example", context, path))
                                .as(path)
                                .isEqualTo(403);
                        assertThat(statusFor("null", context, path)).as(path).isEqualTo(403);
                    }
                });
    }

    @Test
    void shouldLetPagesInThatThePropertyNames() {
        runner.withBean(Streaming.class)
                .withPropertyValues("ws.server.allowed-origins=https://good.example")
                .run(context -> {
                    assertThat(statusFor("https://good.example", context, "/streaming"))
                            .isEqualTo(101);
                    assertThat(statusFor("http://good.example", context, "/streaming"))
                            .isEqualTo(403);
                });
    }

    @Test
    void shouldBelieveTheProxiesThatThePropertiesTrust() {
        runner.withBean(Streaming.class)
                .withPropertyValues("ws.server.proxy.trusted=127.0.0.0/8,::1", "ws.server.proxy.headers=x-forwarded")
                .run(context -> assertThat(statusFor("https://good.example", context, "/streaming"))
                        .isEqualTo(101));
        runner.withBean(Streaming.class)
                .withPropertyValues("ws.server.proxy.trusted=10.0.0.0/8", "ws.server.proxy.headers=x-forwarded")
                .run(context -> assertThat(statusFor("https://good.example", context, "/streaming"))
                        .isEqualTo(403));
    }

    /** Asks with a page's origin, and says as a proxy would that this is the host. */
    private static int statusFor(String origin, ApplicationContext context, String path) {
        try (WsClient client = WsClient.create()) {
            WsRequest request = WsRequest.to("ws://localhost:" + port(context) + path)
                    .header("Origin", origin)
                    .header(
                            "X-Forwarded-Host",
                            String.valueOf(URI.create(origin).getHost()));
            Throwable refusal = catchThrowable(
                    () -> client.connect(request, new WsHandler() {}).join());
            if (refusal == null) {
                return 101;
            }
            assertThat(refusal.getCause()).isInstanceOf(UpgradeRejectedException.class);
            return ((UpgradeRejectedException) refusal.getCause()).status();
        }
    }

    @Test
    void shouldSayGoodbyeWith1001WhenTheApplicationStops() {
        BlockingQueue<CloseEvent> ends = new LinkedBlockingQueue<>();
        TestClient[] client = new TestClient[1];
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withBean(Closing.class, () -> new Closing(ends))
                .run(context -> {
                    client[0] = new TestClient(port(context), "/closing");
                    await().until(() -> context.getBean(WsSessions.class).all().size() == 1);
                });

        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.cause()).isEqualTo(CloseEvent.Cause.SHUTDOWN);
            assertThat(end.clean()).isTrue();
        });
        assertThat(catchThrowable(() -> assertThat(client[0].closed()).startsWith("1001 ")))
                .isNull();
    }

    @Test
    void shouldWarnWhenSpringDoesNotWaitForAllClients(CapturedOutput output) {
        runner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                .withPropertyValues("ws.shutdown.drain-window=26s")
                .run(context -> assertThat(output)
                        .contains(
                                "ws.shutdown.drain-window (26000ms)",
                                "ws.shutdown.timeout (5000ms)",
                                "less than spring.lifecycle.timeout-per-shutdown-phase (30000ms)"));
    }

    @Test
    void shouldNotWarnWhenSpringWaitsForAllClients(CapturedOutput output) {
        runner.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                .run(context -> assertThat(output).doesNotContain("spring.lifecycle"));
    }

    @Test
    void shouldTellClientsByTheCodeThatIsSet() throws Exception {
        TestClient[] client = new TestClient[1];
        runner.withPropertyValues("ws.shutdown.close-code=1012")
                .withBean(Asking.class)
                .run(context -> client[0] = new TestClient(port(context), "/ask"));

        assertThat(client[0].closed()).startsWith("1012 ");
    }

    @Test
    void shouldRefuseACloseCodeThatSaysSomethingElse() {
        runner.withPropertyValues("ws.shutdown.close-code=1000")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The property ws.shutdown.close-code is 1000, but must be 1001 or 1012."));
    }

    @Test
    void shouldComeBackAfterAStop() {
        runner.withBean(Asking.class).run(context -> {
            ServerLifecycle lifecycle = context.getBean(ServerLifecycle.class);
            assertThat(ask(context, "one")).isEqualTo("one");

            context.stop();
            assertThat(lifecycle.isRunning()).isFalse();
            context.start();

            assertThat(lifecycle.isRunning()).isTrue();
            assertThat(ask(context, "two")).isEqualTo("two");
        });
    }

    @Test
    void shouldStopBeforeTheTaskExecutorThatHandlersRunOn() {
        BlockingQueue<CloseEvent> ends = new LinkedBlockingQueue<>();
        runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
                .withBean(Closing.class, () -> new Closing(ends))
                .run(context -> {
                    TestClient client = new TestClient(port(context), "/closing");
                    await().until(() -> context.getBean(WsSessions.class).all().size() == 1);

                    context.stop();

                    assertThat(ends).hasSize(1);
                    assertThat(client.closed()).startsWith("1001 ");
                });
    }

    @Test
    void shouldEndAllItsThreadsWhenTheContextCloses() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();

        runner.withBean(Asking.class).run(context -> ask(context, "hi"));

        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("ws-")));
    }

    @Test
    void shouldRefuseASillyQueue() {
        runner.withPropertyValues("ws.handler.queue-size=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The property ws.handler.queue-size is 0, but must be at least 1."));
    }

    @Test
    void shouldRefuseANegativeShutdown() {
        runner.withPropertyValues("ws.shutdown.timeout=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The property ws.shutdown.timeout is -1000ms, but must be 0 or more."));
    }

    @Test
    void shouldExplainAnInvalidPropertyWithoutAStackTrace(CapturedOutput output) {
        fail(Application.class, "--ws.server.port=70000");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The property ws.server.port is 70000, but must be a number from 0 to 65535.")
                .contains("Change ws.server.port: it must be a number from 0 to 65535.")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldExplainAnInvalidEndpointWithoutAStackTrace(CapturedOutput output) {
        fail(Misspelling.class, "--ws.server.port=0");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Misspelled.say(String, String) cannot be called: argument 1 (rooom)")
                .contains("Add {rooom} to the path, or use one of [room].")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldExplainATakenPortWithoutAStackTrace(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            fail(Application.class, "--ws.server.port=" + taken.getLocalPort());

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("The WebSocket server cannot listen on port " + taken.getLocalPort())
                    .contains("set ws.server.port to another port")
                    .doesNotContain("\tat ");
        }
    }

    private static void fail(Class<?> application, String... arguments) {
        SpringApplication spring = new SpringApplication(application);
        spring.setWebApplicationType(WebApplicationType.NONE);
        assertThat(catchThrowable(() -> spring.run(arguments).close())).isNotNull();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({WsAutoConfiguration.class, WsServerAutoConfiguration.class})
    static class Application {}

    @Import(Misspelled.class)
    static class Misspelling extends Application {}

    @WsEndpoint("/{room}")
    static class Misspelled {
        @OnMessage
        void say(@PathParam String rooom, String text) {}
    }

    @WsEndpoint("/ask")
    static class Asking {
        @OnMessage
        String answer(String question) {
            Thread thread = Thread.currentThread();
            return question.equals("thread")
                    ? thread.getName() + (thread.toString().startsWith("VirtualThread") ? " virtual" : " platform")
                    : question;
        }
    }

    @WsEndpoint("/streaming")
    static class Streaming {
        private int bytes;

        @OnMessage
        StreamedMessage count(ByteBuffer part, boolean last) {
            bytes += part.remaining();
            return last
                    ? StreamedMessage.binary(new ByteArrayInputStream(new byte[bytes]), ForkJoinPool.commonPool())
                    : null;
        }
    }

    @WsEndpoint("/foreign")
    static class Foreign implements WsHandler {

        @Override
        public void onOpen(WsSession session) {
            throw new AssertionError("a foreign page came in");
        }
    }

    @WsEndpoint("/closing")
    static class Closing implements WsHandler {
        private final BlockingQueue<CloseEvent> ends;

        Closing(BlockingQueue<CloseEvent> ends) {
            this.ends = ends;
        }

        @Override
        public void onClose(WsSession session, CloseEvent close) {
            ends.add(close);
        }
    }
}
