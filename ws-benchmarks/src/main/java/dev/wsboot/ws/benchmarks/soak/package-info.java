/**
 * A soak: one server in a process of its own, and clients of every bad manner, for a given time or until there
 * were so many of them. What the server holds is measured again and again, and what grows, or is left in the end, fails the run.
 *
 * <p>{@link dev.wsboot.ws.benchmarks.soak.Soak} reads the arguments, starts a {@code SoakServer} and the {@code Crowd} of
 * {@code Actor}s, and lets a {@code Verdict} judge by {@code Vitals} and their {@code Trend}.
 */
@NullMarked
package dev.wsboot.ws.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
