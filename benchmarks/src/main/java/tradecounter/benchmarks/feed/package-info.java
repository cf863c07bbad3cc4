/** Bytes of events → time to read them, beside Jackson alone. */
@NullMarked
package tradecounter.benchmarks.feed;

import org.jspecify.annotations.NullMarked;
