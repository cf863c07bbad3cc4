/**
 * Kept dead letters, and what operators say of them → the door and the log once more, by the path
 * they came on.
 *
 * <p>{@link tradecounter.deadletter.DeadLettersEndPoint} answers operators; {@link
 * tradecounter.deadletter.LetterDoor} has a letter judged as it was judged when it came; {@link
 * tradecounter.deadletter.Replay} claims letters, hands them to the log and writes down what became
 * of them, on threads that may block. How letters come here is in {@link tradecounter.store}.
 * Tests: {@code DeadLettersTest}, {@code ReplayTest}, {@code DeadLetterStoreTest}.
 */
@NullMarked
package tradecounter.deadletter;

import org.jspecify.annotations.NullMarked;
