package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wsboot.ws.net.DrainOptions;
import dev.wsboot.ws.net.WsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class ServerLifecycleTest {

    private final RunningServer server = new RunningServer();
    private final GenericApplicationContext context = new GenericApplicationContext();
    private final ServerLifecycle lifecycle = lifecycle(tcp(null, 0));

    private static ListenAddress tcp(InetAddress address, int port) {
        return new ListenAddress("ws.server", new InetSocketAddress(address, port));
    }

    private ServerLifecycle lifecycle(ListenAddress address) {
        InetSocketAddress tcp = (InetSocketAddress) address.address();
        var made = new ServerLifecycle(
                server,
                () -> WsServer.builder()
                        .port(tcp.getPort())
                        .address(tcp.getAddress())
                        .ioThreads(1),
                List.of(address),
                new ShutdownPlan(DrainOptions.over(Duration.ofSeconds(5)), Duration.ofSeconds(5)));
        made.setApplicationContext(context);
        return made;
    }

    @AfterEach
    void stop() {
        lifecycle.stop();
    }

    @Test
    void shouldStartAfterAndStopBeforeTheOtherBeansOfTheApplication() {
        assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE - 1024);
        assertThat(lifecycle.isAutoStartup()).isTrue();
        assertThat(lifecycle.isPauseable()).isFalse();
    }

    @Test
    void shouldStartAndStopAndStartAgain() throws Exception {
        assertThat(lifecycle.isRunning()).isFalse();
        assertThatThrownBy(server::newGroup)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not running");

        for (int i = 0; i < 2; i++) {
            lifecycle.start();
            assertThat(lifecycle.isRunning()).isTrue();
            assertThat(server.newGroup()).isNotNull();
            int port = context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class);
            new java.net.Socket(InetAddress.getLoopbackAddress(), port).close();

            lifecycle.stop();
            assertThat(lifecycle.isRunning()).isFalse();
            assertThat(catchThrowable(() -> new java.net.Socket(InetAddress.getLoopbackAddress(), port).close()))
                    .isInstanceOf(java.net.ConnectException.class);
        }
    }

    @Test
    void shouldSayHowLongItsStopMayTakeWhereThereIsOne(CapturedOutput output) {
        lifecycle.stop();
        assertThat(output).doesNotContain("WebSocket server stops");

        lifecycle.start();
        lifecycle.stop();
        assertThat(output)
                .containsOnlyOnce(
                        "WebSocket server stops: clients are told within 5000 ms, and have 5000 ms to close then")
                .containsOnlyOnce("WebSocket server stopped");
    }

    @Test
    void shouldNotKeepOthersWaitingWhenItStops() throws Exception {
        lifecycle.start();
        CountDownLatch stopped = new CountDownLatch(1);

        lifecycle.stop(stopped::countDown);

        assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    void shouldRefuseTrafficBeforeItStopsWithItsContext() {
        List<String> events = new ArrayList<>();
        context.addApplicationListener((ApplicationListener<AvailabilityChangeEvent<?>>)
                event -> events.add(event.getState() + ", running: " + lifecycle.isRunning()));
        context.registerBean(ServerLifecycle.class, () -> lifecycle);
        context.refresh();
        try (GenericApplicationContext child = new GenericApplicationContext(context)) {
            child.refresh();
        }
        assertThat(events).isEmpty();

        context.close();
        assertThat(events).containsExactly("REFUSING_TRAFFIC, running: true");
    }

    @Test
    void shouldNotSayAgainThatTrafficIsRefused() {
        List<Object> events = new ArrayList<>();
        context.addApplicationListener(
                (ApplicationListener<AvailabilityChangeEvent<?>>) event -> events.add(event.getState()));
        context.registerBean(ServerLifecycle.class, () -> lifecycle);
        context.registerBean(ApplicationAvailabilityBean.class);
        context.refresh();
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);

        context.close();
        assertThat(events).containsExactly(ReadinessState.REFUSING_TRAFFIC);
    }

    @Test
    void shouldStopWithoutHavingStarted() {
        lifecycle.stop();

        assertThat(lifecycle.isRunning()).isFalse();
    }

    @Test
    void shouldNameThePropertyWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();

            FailureAnalysis analysis = analyze(tcp(null, port));

            assertThat(analysis.getDescription())
                    .isEqualTo("The WebSocket server cannot listen on port " + port + ": Address already in use.");
            assertThat(analysis.getAction())
                    .contains("Stop what is listening on port " + port, "ws.server.port")
                    .doesNotContain("ws.server.address");
            assertThat(lifecycle.isRunning()).isFalse();
        }
    }

    @Test
    void shouldNameTheAddressWhenOneIsGiven() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            FailureAnalysis analysis = analyze(tcp(InetAddress.getLoopbackAddress(), taken.getLocalPort()));

            assertThat(analysis.getDescription()).contains("of 127.0.0.1: ");
            assertThat(analysis.getAction()).contains("ws.server.port", "ws.server.address");
        }
    }

    @Test
    void shouldNotBlameThePortWhenAnyWouldDo() throws Exception {
        // TEST-NET-1 of RFC 5737, which no machine has.
        FailureAnalysis analysis = analyze(tcp(InetAddress.getByName("192.0.2.1"), 0));

        assertThat(analysis.getAction()).isEqualTo("Check that ws.server.address is an address of this machine.");
    }

    private FailureAnalysis analyze(ListenAddress address) {
        Throwable failure = catchThrowable(() -> lifecycle(address).start());
        return new CannotListenFailureAnalyzer().analyze(new IllegalStateException("refresh failed", failure));
    }
}
