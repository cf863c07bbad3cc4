/**
 * Decoders → what feeds say, in the words of the trade → {@code state}.
 *
 * <p>The nouns ({@link tradecounter.engine.canonical.Item}, {@link
 * tradecounter.engine.canonical.Receipt} …) are events as they stand: a {@link
 * tradecounter.engine.canonical.Change} is a whole object, some figures of a position, or a
 * deletion; its {@link tradecounter.engine.canonical.Envelope} says who said it and when. Immutable
 * records that check themselves, for any thread. Tests: {@code FixedPointTest}, {@code WorldTest}.
 */
@NullMarked
package tradecounter.engine.canonical;

import org.jspecify.annotations.NullMarked;
