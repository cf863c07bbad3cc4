/**
 * What a feed tells completely ↔ what it had told before → what has vanished, and whether that can
 * be meant.
 *
 * <p>Pure. Threads: as each class says. Tests: {@code SnapshotComparisonTest}.
 */
@NullMarked
package tradecounter.engine.snapshot;

import org.jspecify.annotations.NullMarked;
