package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.wsboot.ws.net.DrainOptions;
import dev.wsboot.ws.net.ListenOptions;
import dev.wsboot.ws.net.WsServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class CannotListenFailureAnalyzerTest {

    @TempDir
    Path directory;

    @Test
    void shouldNameTheOneOfSeveralListenersThatCannotBeHad() {
        ListenOptions unix = ListenOptions.unixSocket(directory.resolve("missing/ws.sock"));
        ServerLifecycle lifecycle = new ServerLifecycle(
                new RunningServer(),
                () -> WsServer.builder().port(0).listen(unix),
                List.of(
                        new ListenAddress("ws.server", new InetSocketAddress(0)),
                        new ListenAddress("ws.server.listeners[0]", unix.address())),
                new ShutdownPlan(DrainOptions.AT_ONCE, Duration.ZERO));

        FailureAnalysis analysis = new CannotListenFailureAnalyzer().analyze(catchThrowable(lifecycle::start));

        assertThat(analysis.getDescription())
                .startsWith("The WebSocket server cannot listen on " + unix.address() + ": ");
        assertThat(analysis.getAction())
                .contains("set ws.server.listeners[0].unix-socket to another path, in a directory that is there");
    }
}
