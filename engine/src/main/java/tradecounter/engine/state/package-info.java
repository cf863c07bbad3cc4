/**
 * Events in log order → the read model → {@code availability} and {@code pricing}. One writer
 * thread applies; readers on any thread see one consistent immutable snapshot per item, lock-free.
 * Tests: {@code WorldTest}, {@code StateHashTest}, {@code SnapshotConsistencyTest}, {@code
 * GeneratedWorldsTest} (against the naive oracle).
 */
@NullMarked
package tradecounter.engine.state;

import org.jspecify.annotations.NullMarked;
