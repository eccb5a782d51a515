package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.wsboot.ws.WsHandler;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the builder takes, and starting and stopping without a peer. What the server does with peers is tested elsewhere. */
@Timeout(20)
class WsServerTest {

    private static final WsHandler HANDLER = new WsHandler() {};

    private static WsServer.Builder local() {
        return WsServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .ioThreads(2)
                .endpoint("/ws", HANDLER);
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                refused("port must be from 0 to 65535, but is -2", builder -> builder.port(-2)),
                refused("port must be from 0 to 65535, but is 65536", builder -> builder.port(65_536)),
                refused("backlog must be positive, but is 0", builder -> builder.backlog(0)),
                refused("maxConnections must not be negative, but is -1", builder -> builder.maxConnections(-1)),
                refused(
                        "maxConnectionsPerAddress must not be negative, but is -1",
                        builder -> builder.maxConnectionsPerAddress(-1)),
                refused("ioThreads must be positive, but is 0", builder -> builder.ioThreads(0)),
                refused("maxCallbacks must be positive, but is 0", builder -> builder.handlerQueue(0)),
                refused("maxBytes must be positive, but is 0", builder -> builder.sendQueue(0, Duration.ofSeconds(1))),
                refused("stallTimeout must be positive, but is PT0S", builder -> builder.sendQueue(1, Duration.ZERO)),
                refused(
                        "handshakeTimeout must be positive, but is PT0S",
                        builder -> builder.handshakeTimeout(Duration.ZERO)),
                refused(
                        "closeTimeout must be positive, but is PT-1S",
                        builder -> builder.closeTimeout(Duration.ofSeconds(-1))),
                refused(
                        "'ws' is not a path template: it must start with a slash",
                        builder -> builder.endpoint("ws", HANDLER)));
    }

    @Test
    void takesNoCertificatesWhereItSpeaksNoTls() throws Exception {
        try (WsServer server = local().start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> server.reloadTls(TlsOptions.systemDefault()))
                    .withMessage("the server does not speak TLS");
        }
    }

    private static Arguments refused(String message, Consumer<WsServer.Builder> call) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void theBuilderRefusesWhatMakesNoSense(String message, Consumer<WsServer.Builder> call) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.accept(WsServer.builder()))
                .withMessage(message);
    }

    @Test
    void theBuilderTakesNoNull() {
        WsServer.Builder builder = WsServer.builder();

        assertThatNullPointerException().isThrownBy(() -> builder.endpoint("/ws", null));
        assertThatNullPointerException().isThrownBy(() -> builder.endpoint("/ws", HANDLER, null));
        assertThatNullPointerException().isThrownBy(() -> builder.originRule(null));
        assertThatNullPointerException().isThrownBy(() -> builder.handshakeLimits(null));
        assertThatNullPointerException().isThrownBy(() -> builder.messageLimits(null));
        assertThatNullPointerException().isThrownBy(() -> builder.heartbeat(null));
        assertThatNullPointerException().isThrownBy(() -> builder.observer(null));
    }

    @Test
    void refusesEndpointsThatMatchTheSamePaths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> local().endpoint("/ws", HANDLER).start())
                .withMessage("'/ws' and '/ws' match the same paths");
    }

    @Test
    void tellsItsRealPort() throws IOException {
        try (WsServer server = local().start()) {
            assertThat(server.port()).isPositive().isEqualTo(server.address().getPort());
            assertThat(server.address().getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(server.sessions()).isEmpty();
        }
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (WsServer server = local().start()) {
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> local().port(server.port()).start())
                    .withMessageContaining("cannot listen on ")
                    .withMessageContaining(":" + server.port());
        }
    }

    @Test
    void freesItsPortAndItsThreadsWhenItIsStoppedAndMayBeStoppedAgain() throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        WsServer server = local().start();
        Set<Thread> loops = new HashSet<>(Thread.getAllStackTraces().keySet());
        loops.removeAll(before);
        loops.removeIf(thread -> !thread.getName().startsWith("ws-0-"));
        assertThat(loops).hasSize(2);

        server.stop(Duration.ofSeconds(1));
        server.stop(Duration.ofSeconds(1));
        server.close();

        assertThat(loops).noneMatch(Thread::isAlive);
        local().port(server.port()).start().close();
    }
}
