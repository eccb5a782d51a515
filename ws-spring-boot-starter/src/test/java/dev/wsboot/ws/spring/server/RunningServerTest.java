package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.wsboot.ws.net.DrainOptions;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.net.WsServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunningServerTest {

    private final RunningServer running = new RunningServer();
    private final WsServer server = mock(WsServer.class);
    private final WsServer.Builder builder = mock(WsServer.Builder.class);

    @Test
    void shouldLetASessionWaitThatIsOpenedBeforeTheStartHasReturned() throws Exception {
        WsGroup group = mock(WsGroup.class);
        CountDownLatch opened = new CountDownLatch(1);
        when(server.newGroup()).thenReturn(group);
        when(builder.start()).thenAnswer(invocation -> {
            opened.await();
            return server;
        });
        Thread starting = new Thread(new FutureTask<>(() -> running.start(builder)));
        starting.start();
        await().until(() -> starting.getState() == Thread.State.WAITING);

        FutureTask<WsGroup> subscribing = new FutureTask<>(running::newGroup);
        Thread session = new Thread(subscribing);
        session.start();
        await().until(() -> session.getState() == Thread.State.WAITING);
        opened.countDown();

        assertThat(subscribing.get(10, TimeUnit.SECONDS)).isSameAs(group);
    }

    @Test
    void shouldForgetAServerThatCouldNotStopWell() throws Exception {
        when(builder.start()).thenReturn(server);
        running.start(builder);
        doThrow(new IllegalStateException("broken")).when(server).stop(DrainOptions.AT_ONCE, Duration.ZERO);

        assertThatThrownBy(() -> running.stop(new ShutdownPlan(DrainOptions.AT_ONCE, Duration.ZERO)))
                .hasMessage("broken");

        assertThat(running.isRunning()).isFalse();
    }
}
