package dev.wsboot.ws.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.spring.FakeSession;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConnectionLogTest {

    private final ConnectionLog log = new ConnectionLog();
    private final FakeSession session = new FakeSession("7", "/chat/{room}", Map.of());
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.wsboot.ws.connections");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.addAppender(lines);
        lines.start();
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    @Test
    void shouldExplainAnUncleanEndAtInfo() {
        logger.setLevel(Level.INFO);

        log.sessionClosed(
                session,
                new CloseEvent(1006, "", Initiator.NONE, Cause.EOF_WITHOUT_CLOSE, false),
                Duration.ofMillis(1234));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("Session 7 from /127.0.0.1:4711 on /chat/{room} ended after 1234 ms: "
                            + "1006 (abnormal) initiator=NONE cause=EOF_WITHOUT_CLOSE clean=false");
        });
    }

    @Test
    void shouldSpeakOfACleanEndOnlyAtDebug() {
        CloseEvent clean = new CloseEvent(1000, "", Initiator.REMOTE, Cause.CLOSE_FRAME, true);
        logger.setLevel(Level.INFO);
        log.sessionClosed(session, clean, Duration.ZERO);
        assertThat(lines.list).isEmpty();

        logger.setLevel(Level.DEBUG);
        log.sessionClosed(session, clean, Duration.ZERO);

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getLevel)
                .isEqualTo(Level.DEBUG);
    }

    @Test
    void shouldSpeakOfAFailedHandlerAtInfoEvenIfTheEndWasClean() {
        logger.setLevel(Level.INFO);

        log.sessionClosed(session, new CloseEvent(1011, "", Initiator.LOCAL, Cause.HANDLER_ERROR, true), Duration.ZERO);

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getLevel)
                .isEqualTo(Level.INFO);
    }

    @Test
    void shouldNotLetAPeerForgeALine() {
        log.sessionClosed(
                session,
                new CloseEvent(
                        4000, "a\r\n2026-01-01 INFO forged\u001b[2J", Initiator.REMOTE, Cause.CLOSE_FRAME, false),
                Duration.ZERO);

        assertThat(lines.list.get(0).getFormattedMessage())
                .doesNotContain("\r")
                .doesNotContain("\n")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldSpeakOfRefusalsAtDebug() {
        log.handshakeRefused(403, "the origin is not allowed");
        assertThat(lines.list).isEmpty();

        logger.setLevel(Level.DEBUG);
        log.handshakeRefused(403, "the origin is not allowed");

        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo("Handshake refused with 403: the origin is not allowed");
    }
}
