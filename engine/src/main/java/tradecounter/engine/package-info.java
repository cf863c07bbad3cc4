/**
 * The domain of the trade counter, pure: no I/O, no clock, no threads of its own.
 *
 * <p>Upstream: decoded canonical events → this → downstream: answers as records. Every {@code long}
 * quantity is in millionths of the item's base unit and every {@code long} amount in millionths of
 * its currency unit (see {@link tradecounter.engine.canonical.FixedPoint}); every {@code int} day
 * is an epoch day in the location's calendar; time comes in as a parameter.
 *
 * <p>Packages in the order of the data path: {@code canonical} (what feeds say), {@code state} (the
 * read model: one writer, lock-free readers), {@code availability} and {@code pricing} (the two
 * questions).
 */
@NullMarked
package tradecounter.engine;

import org.jspecify.annotations.NullMarked;
