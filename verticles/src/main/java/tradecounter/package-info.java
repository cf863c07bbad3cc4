/**
 * The service: everything with Vert.x or I/O around the engine.
 *
 * <p>{@link tradecounter.Wiring} builds the whole pipeline in numbered steps and is the
 * architecture diagram. Packages are the stages of the data path: {@code feed} (the door, which has
 * each event read by {@code decode}) → {@code log} (Kafka) → the engine's read model → {@code
 * storefront} (answers); {@code store} keeps it in Postgres behind the path. Tests to read first:
 * {@code FeedToQueryPathTest}.
 */
@NullMarked
package tradecounter;

import org.jspecify.annotations.NullMarked;
