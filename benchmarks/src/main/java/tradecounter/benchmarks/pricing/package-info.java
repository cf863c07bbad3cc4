/** Pricing on a small world → time per question. */
@NullMarked
package tradecounter.benchmarks.pricing;

import org.jspecify.annotations.NullMarked;
