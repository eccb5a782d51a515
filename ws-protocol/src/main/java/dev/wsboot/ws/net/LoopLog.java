package dev.wsboot.ws.net;

import java.lang.System.Logger.Level;

/** What event loops log of failures. Where there is no memory left for a line, that is no reason for a loop to end. */
final class LoopLog {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private LoopLog() {}

    /** Logs an error, if that can be done. */
    static void error(String what, Throwable error) {
        try {
            LOG.log(Level.ERROR, what, error);
        } catch (Throwable e) {
            // Whoever logs goes on, and serves the other connections.
        }
    }
}
