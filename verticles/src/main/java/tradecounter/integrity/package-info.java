/**
 * What the log has taken of each feed → does it say what it usually says? → exceptions that name
 * its owner, and the source is asked to tell again what got lost; operators → paused, resumed and
 * rewound feeds, on every node.
 *
 * <p>{@link tradecounter.integrity.FeedPulse} judges and is pure; {@link
 * tradecounter.integrity.FeedWatch} looks on a thread of its own, on one node at a time; {@link
 * tradecounter.integrity.FeedSteering} tells this node, on a thread of its own, what operators have
 * said on any. Tests: {@code FeedPulseTest}, {@code FeedWatchTest}, {@code FeedSteeringTest}.
 */
@NullMarked
package tradecounter.integrity;

import org.jspecify.annotations.NullMarked;
