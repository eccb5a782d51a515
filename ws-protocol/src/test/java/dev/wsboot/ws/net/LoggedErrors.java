package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test in which an error or a warning was logged that the test did not {@link #expect}: the loop catches what
 * escapes from below, so the log is where a bug shows. What is logged stays out of the build's output.
 */
final class LoggedErrors implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger = Logger.getLogger("dev.wsboot.ws");
    private final Collection<String> messages = new ConcurrentLinkedQueue<>();
    private final List<String> everything = new CopyOnWriteArrayList<>();
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord line) {
            everything.add(line.getMessage());
            if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
                messages.add(line.getMessage() + (line.getThrown() == null ? "" : ": " + line.getThrown()));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Override
    public void beforeEach(ExtensionContext context) {
        messages.clear();
        logger.setUseParentHandlers(false);
        logger.addHandler(recorder);
    }

    /** Has also what is only for debugging logged, and returns what is logged from now on. */
    List<String> recordEverything() {
        logger.setLevel(Level.ALL);
        everything.clear();
        return everything;
    }

    /** Asserts that something was logged, and forgets it. */
    void expect(String part) {
        assertThat(messages).anyMatch(message -> message.contains(part));
        messages.removeIf(message -> message.contains(part));
    }

    /** Forgets what was logged with that part, if anything was. */
    void forget(String part) {
        messages.removeIf(message -> message.contains(part));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.removeHandler(recorder);
        logger.setLevel(null);
        logger.setUseParentHandlers(true);
        assertThat(messages).as("logged").isEmpty();
    }
}
