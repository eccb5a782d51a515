package dev.wsboot.ws.net;

import java.time.Duration;

/**
 * How a server or a client finds out that its peer is gone. A TCP connection over which nothing is sent can be dead for hours without
 * either side knowing; browsers cannot send pings, so the server must.
 *
 * @param interval time between pings; zero sends none
 * @param timeout how long after a ping the peer may stay silent. Any byte that arrives is life, not only the Pong
 * @param jitter the share of the interval by which each ping is moved at random, 0 to 1, so that connections that were
 *     opened together are not pinged together
 * @param idleTimeout ends a connection on which nothing arrived for this long, with pings or without; zero never does. For
 *     clients that send pings by themselves
 */
public record Heartbeat(Duration interval, Duration timeout, double jitter, Duration idleTimeout) {

    /** A ping every 25 seconds, which is below the 60 seconds of nginx and of most load balancers, and 20 to answer it. */
    public static final Heartbeat DEFAULT =
            new Heartbeat(Duration.ofSeconds(25), Duration.ofSeconds(20), 0.1, Duration.ZERO);

    /** No pings, no timeouts. */
    public static final Heartbeat OFF = new Heartbeat(Duration.ZERO, Duration.ofSeconds(20), 0, Duration.ZERO);

    /**
     * Checks the values.
     *
     * @param interval time between pings
     * @param timeout how long the peer may stay silent
     * @param jitter a share of the interval
     * @param idleTimeout time without any input
     * @throws IllegalArgumentException if one of them makes no sense; the message names it
     */
    public Heartbeat {
        Durations.requireNotNegative(interval, "interval");
        Durations.requirePositive(timeout, "timeout");
        Durations.requireNotNegative(idleTimeout, "idleTimeout");
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1, but is " + jitter);
        }
    }
}
