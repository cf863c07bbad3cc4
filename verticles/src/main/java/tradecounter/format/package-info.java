/**
 * Bytes that a source delivered → records with the place where each stands → {@link
 * tradecounter.feed}, which maps them to canonical events.
 *
 * <p>Decoders read forwards and keep no more than a record, however long the delivery is. They
 * block on their input: never on an event loop. Tests: {@code FormatTest} and one for each format;
 * fuzzed by {@code tradecounter.fuzz.FuzzTest}.
 */
@NullMarked
package tradecounter.format;

import org.jspecify.annotations.NullMarked;
