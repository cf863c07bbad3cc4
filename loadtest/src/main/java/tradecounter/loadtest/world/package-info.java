/**
 * Worlds: where the events of an ERP, a WMS and of suppliers come from when no real ones are there.
 *
 * <p>Upstream: compact tables in code and resources, or a seed. This: {@link
 * tradecounter.loadtest.world.World} turns them into canonical events, one at a time, in an order
 * in which every event finds what it refers to. Downstream: the feeds of the service, over the
 * wire. A world has no thread, no clock and no I/O beyond its own resources; a stream is consumed
 * by one thread. Tests: {@code DemoWorldTest}, {@code TourTest} (the engine's answers), {@code
 * TourPricesTest}, {@code PublicHolidaysTest}, {@code GeneratedWorldTest}.
 */
@NullMarked
package tradecounter.loadtest.world;

import org.jspecify.annotations.NullMarked;
