/** Availability on a small world → time per question. */
@NullMarked
package tradecounter.benchmarks.availability;

import org.jspecify.annotations.NullMarked;
