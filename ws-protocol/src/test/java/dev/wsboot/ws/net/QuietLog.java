package dev.wsboot.ws.net;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps errors that a test provokes out of the build's output. */
final class QuietLog implements AutoCloseable {

    private final Logger logger = Logger.getLogger("dev.wsboot.ws");
    private final Level before = logger.getLevel();

    QuietLog() {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void close() {
        logger.setLevel(before);
    }
}
