package dev.wsboot.ws.benchmarks.server;

import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.MessageLimits;
import java.net.InetAddress;
import java.time.Duration;

/** The limits that the scenarios need; everything else is as the library has it: origin rule, heartbeat, timeouts, threads. */
final class Limits {

    static final String HOST = "127.0.0.1";

    static final int MAX_MESSAGE = 16 << 20;

    /** Connections that may wait to be accepted, as far as the operating system allows. */
    static final int BACKLOG = 16_384;

    /** Some echoes of the largest message may wait. */
    private static final int SEND_QUEUE = 4 * MAX_MESSAGE;

    private Limits() {}

    static void apply(WsServer.Builder builder) {
        builder.address(InetAddress.getLoopbackAddress())
                .backlog(BACKLOG)
                .messageLimits(new MessageLimits(MAX_MESSAGE, MAX_MESSAGE, MessageLimits.DEFAULT.maxFragments()))
                .sendQueue(SEND_QUEUE, Duration.ofSeconds(10));
    }
}
