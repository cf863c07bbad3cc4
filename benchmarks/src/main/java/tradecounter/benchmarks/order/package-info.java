/** Orders and holds over the wire → accepted orders per second, and what a hold costs. */
@NullMarked
package tradecounter.benchmarks.order;

import org.jspecify.annotations.NullMarked;
