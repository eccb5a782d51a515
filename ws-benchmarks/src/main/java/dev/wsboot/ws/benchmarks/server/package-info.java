/**
 * One server a process: ours in several modes, and those of others. All do the same: echo at {@code /ws}, text as text and
 * binary as binary, and at {@code /fanout} send each message to everybody who is connected there, the sender included. They
 * listen on the loopback address only, and take messages of up to 16 MiB.
 */
@NullMarked
package dev.wsboot.ws.benchmarks.server;

import org.jspecify.annotations.NullMarked;
