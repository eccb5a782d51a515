package dev.wsboot.ws.spring.server;

import dev.wsboot.ws.net.DrainOptions;
import java.time.Duration;

/**
 * How the server stops with the application.
 *
 * @param drain how the sessions are told
 * @param timeout how long they have to close after that
 */
public record ShutdownPlan(DrainOptions drain, Duration timeout) {

    /**
     * Whether Spring waits for all of it.
     *
     * @param phase how long it waits for the beans of a phase
     * @return false where the application would go on without the sessions that are left
     */
    public boolean fitsInto(Duration phase) {
        return drain.window().plus(timeout).compareTo(phase) < 0;
    }
}
