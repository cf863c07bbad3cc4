/** The service behind its port, beside a bare server → CPU and memory per request. */
@NullMarked
package tradecounter.benchmarks.storefront;

import org.jspecify.annotations.NullMarked;
