/**
 * Item snapshots and price books → the customer's own price, and why → storefront. Pure functions
 * on immutable values: any thread. Tests: {@code *ExamplesTest}, {@code GeneratedWorldsTest}.
 */
@NullMarked
package tradecounter.engine.pricing;

import org.jspecify.annotations.NullMarked;
