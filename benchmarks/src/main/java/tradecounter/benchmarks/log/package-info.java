/** Posting an event → until a question sees it, beside Kafka alone. */
@NullMarked
package tradecounter.benchmarks.log;

import org.jspecify.annotations.NullMarked;
