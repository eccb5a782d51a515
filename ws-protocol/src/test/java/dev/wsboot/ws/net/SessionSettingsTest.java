package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SessionSettingsTest {

    private final SessionSettings settings = new SessionSettings();
    private final SessionRegistry sessions = new SessionRegistry(new Census());

    @Test
    void hasTheDefaultsThatTheBuildersTellOf() {
        assertThat(settings.options(sessions))
                .isEqualTo(new SessionOptions(
                        MessageLimits.DEFAULT,
                        false,
                        Duration.ofSeconds(60),
                        RateLimit.NONE,
                        null,
                        64,
                        DeflateOptions.DEFAULT,
                        Heartbeat.DEFAULT,
                        1024 * 1024,
                        16_384,
                        SendQueuePolicy.CLOSE,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        null,
                        256,
                        WsObserver.NONE,
                        sessions));
    }

    @Test
    void becomesWhatWasSet() {
        Executor executor = Runnable::run;
        MessageLimits limits = new MessageLimits(1, 2, 3);
        DeflateOptions deflate = DeflateOptions.DEFAULT.withLevel(1);
        RecordingObserver observer = new RecordingObserver();
        settings.messageLimits(limits);
        settings.messageTimeout(Duration.ofSeconds(8));
        settings.rateLimit(RateLimit.perSecond(9, 10));
        settings.maxPendingPongs(12);
        settings.compression(deflate);
        settings.heartbeat(Heartbeat.OFF);
        settings.sendQueue(4, Duration.ofSeconds(5));
        settings.sendQueueMessages(11);
        settings.sendQueuePolicy(SendQueuePolicy.BLOCK);
        settings.closeTimeout(Duration.ofSeconds(6));
        settings.executor(executor);
        settings.handlerQueue(7);
        settings.observer(observer);
        SessionOptions options = settings.options(sessions);

        assertThat(options)
                .isEqualTo(new SessionOptions(
                        limits,
                        false,
                        Duration.ofSeconds(8),
                        RateLimit.perSecond(9, 10),
                        null,
                        12,
                        deflate,
                        Heartbeat.OFF,
                        4,
                        11,
                        SendQueuePolicy.BLOCK,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        executor,
                        7,
                        options.observer(),
                        sessions));
        options.observer().handshakeRefused(404, "no endpoint");
        assertThat(observer.events).containsExactly("refused 404 no endpoint");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> settings.sendQueue(0, Duration.ofSeconds(1)))
                .hasMessage("maxBytes must be positive, but is 0");
        assertThatThrownBy(() -> settings.handlerQueue(-1)).hasMessage("maxCallbacks must be positive, but is -1");
        assertThatThrownBy(() -> settings.messageTimeout(Duration.ofSeconds(-1)))
                .hasMessage("messageTimeout must not be negative, but is PT-1S");
        assertThatThrownBy(() -> settings.messageLimits(null)).isInstanceOf(NullPointerException.class);
    }
}
