/**
 * Whole files and polled pages → kept in Postgres → checked as a whole → applied record by record,
 * by {@link tradecounter.feed}'s door, into the log.
 *
 * <p>The keeper's threads block; one node at a time works for one feed. Tests: {@code
 * DeliveryTest}, {@code DeliveryKillTest}.
 */
@NullMarked
package tradecounter.delivery;

import org.jspecify.annotations.NullMarked;
