/**
 * A siege: one server, 2,000 good clients, and an attacker, each in a process of its own. What the good clients notice is measured while
 * nobody attacks, and again while 1,000 stalled readers and one flood after the other do.
 *
 * <p>{@link dev.wsboot.ws.benchmarks.siege.Siege} starts the three as {@link dev.wsboot.ws.benchmarks.soak.Partner}s that it talks to by lines: {@code SiegeServer},
 * {@code GoodClients} with a {@code GoodClient} for each connection, and {@code Attacker} with {@code Hostile} connections that do what
 * their {@code Flood} says. It judges each {@code Finding} by the {@code Budget}.
 */
@NullMarked
package dev.wsboot.ws.benchmarks.siege;

import org.jspecify.annotations.NullMarked;
