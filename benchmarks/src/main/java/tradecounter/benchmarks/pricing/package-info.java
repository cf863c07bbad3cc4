/**
 * Pricing on a small world → time per question; many contracts → bytes and times of price books.
 */
@NullMarked
package tradecounter.benchmarks.pricing;

import org.jspecify.annotations.NullMarked;
