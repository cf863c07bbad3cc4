/**
 * {@code World} and {@code HashMap} → look-ups and hydration, measured → {@code target/results}.
 */
@NullMarked
package tradecounter.benchmarks.state;

import org.jspecify.annotations.NullMarked;
