/**
 * A soak: one server in a process of its own, and clients of every bad manner, for a given time. What the server holds is measured
 * again and again, and what grows fails the run.
 *
 * <p>{@link dev.wsboot.ws.benchmarks.soak.Soak} reads the arguments, starts a {@code SoakServer} and the {@code Actor}s, and judges
 * by {@code Vitals} and their {@code Trend}.
 */
@NullMarked
package dev.wsboot.ws.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
