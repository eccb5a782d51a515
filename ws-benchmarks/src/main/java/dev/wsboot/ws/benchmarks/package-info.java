/**
 * What the engine and the starter cost.
 *
 * <p>{@link dev.wsboot.ws.benchmarks.Main} is the entry. The benchmarks of this package are JMH's and use what everybody can
 * use; those of package-private classes stand in the package {@code dev.wsboot.ws.protocol} of this module.
 */
@NullMarked
package dev.wsboot.ws.benchmarks;

import org.jspecify.annotations.NullMarked;
