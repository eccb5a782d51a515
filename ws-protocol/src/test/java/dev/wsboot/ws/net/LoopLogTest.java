package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoopLogTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @Test
    void logsWhatFailed() {
        LoopLog.error("this", new IllegalStateException("a bug"));

        errors.expect("this: java.lang.IllegalStateException: a bug");
    }

    @Test
    void survivesALogThatHasNoMemoryForALine() {
        AtomicInteger lines = new AtomicInteger();
        Handler full = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.incrementAndGet();
                throw new OutOfMemoryError("a test");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.wsboot.ws");
        logger.addHandler(full);
        try {
            LoopLog.error("this", new IllegalStateException("a bug"));
        } finally {
            logger.removeHandler(full);
        }

        assertThat(lines).hasValue(1);
        errors.expect("this");
    }
}
