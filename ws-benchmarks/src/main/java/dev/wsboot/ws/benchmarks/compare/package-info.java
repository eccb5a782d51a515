/**
 * Servers side by side. {@link dev.wsboot.ws.benchmarks.compare.Compare} starts each server and each load as a process of its
 * own, server after server and round by round, so that what the machine does besides hits all of them alike, and writes the
 * medians as a table and a chart.
 */
@NullMarked
package dev.wsboot.ws.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
