/**
 * Bytes → JSON values, strictly → whoever asked; and back. The one JSON reader and writer. Any
 * thread. Tests: {@code EventDecoderTest}, {@code JsonTextTest}.
 */
@NullMarked
package tradecounter.json;

import org.jspecify.annotations.NullMarked;
