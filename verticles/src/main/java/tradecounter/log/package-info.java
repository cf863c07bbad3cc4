/**
 * Accepted events → Kafka, the ordered log of what feeds said → the read model, on every node.
 *
 * <p>{@link tradecounter.log.LogAppender} writes (its own thread), {@link
 * tradecounter.log.LogFollower} reads and applies (its own thread, the one writer of the read
 * model). {@link tradecounter.log.LogReplay} reads it once more, up to a point in the past. Tests:
 * {@code FeedToQueryPathTest}, {@code RestartTest}, {@code AsOfTest}.
 */
@NullMarked
package tradecounter.log;

import org.jspecify.annotations.NullMarked;
