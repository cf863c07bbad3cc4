/** What holds and orders cost: over HTTP, against bare commits on the same Postgres. */
@NullMarked
package tradecounter.benchmarks.order;

import org.jspecify.annotations.NullMarked;
