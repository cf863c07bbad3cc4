/**
 * Bytes of events and deliveries → time to read them, beside the bare parser of the same library.
 */
@NullMarked
package tradecounter.benchmarks.feed;

import org.jspecify.annotations.NullMarked;
