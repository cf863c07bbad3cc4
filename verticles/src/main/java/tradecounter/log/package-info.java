/**
 * Accepted events → Kafka, the ordered log of what feeds said → the read model, on every node.
 *
 * <p>{@link tradecounter.log.LogAppender} writes (its own thread), {@link
 * tradecounter.log.LogFollower} reads and applies (its own thread, the one writer of the read
 * model). Tests: {@code FeedToQueryPathTest}, {@code RestartTest}.
 */
@NullMarked
package tradecounter.log;

import org.jspecify.annotations.NullMarked;
