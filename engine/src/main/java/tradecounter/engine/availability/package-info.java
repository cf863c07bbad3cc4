/**
 * Item snapshots → what can be promised, by date, from where → storefront. Pure functions on
 * immutable snapshots: any thread. Tests: {@code AvailabilityExamplesTest}, {@code
 * GeneratedWorldsTest}.
 */
@NullMarked
package tradecounter.engine.availability;

import org.jspecify.annotations.NullMarked;
