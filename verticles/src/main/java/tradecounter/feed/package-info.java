/**
 * HTTP posts and Kafka feed topics → decoded, owned, valid → the canonical log, or the dead
 * letters.
 *
 * <p>{@link tradecounter.feed.FeedDoor} judges one event and is the only way in; {@link
 * tradecounter.feed.Intake} carries the events of one HTTP post through it on an event loop, {@link
 * tradecounter.feed.FeedTopics} those of Kafka on a thread of its own. Tests: {@code
 * FeedToQueryPathTest}, {@code FeedDoorTest}, {@code PriceDeadLettersTest}.
 */
@NullMarked
package tradecounter.feed;

import org.jspecify.annotations.NullMarked;
