/**
 * The parts of the service → measured beside the least that could do the same → {@code
 * target/results}.
 *
 * <p>{@link tradecounter.benchmarks.Benchmarks} runs everything; the packages below mirror the ones
 * they measure. Requests per second swing with whatever else the machine does, so what is compared
 * is CPU time and allocation per request, in windows that alternate between both sides.
 */
@NullMarked
package tradecounter.benchmarks;

import org.jspecify.annotations.NullMarked;
