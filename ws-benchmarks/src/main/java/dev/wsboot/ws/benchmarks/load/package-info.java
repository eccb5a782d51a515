/**
 * A load generator: one thread, one selector, the loopback address only, bounded in time and connections.
 *
 * <p>{@link dev.wsboot.ws.benchmarks.load.Load} reads the arguments and prints the result of a {@code Generator}, which drives
 * {@code Client}s as the {@code Scenario} says. It uses nothing of the library that it measures.
 */
@NullMarked
package dev.wsboot.ws.benchmarks.load;

import org.jspecify.annotations.NullMarked;
