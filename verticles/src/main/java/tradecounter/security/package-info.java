/**
 * Bearer tokens → who asks and what they may see → every handler. Verified once, remembered until
 * they expire. Event loops. Tests: {@code TokensTest}, {@code StorefrontTest}.
 */
@NullMarked
package tradecounter.security;

import org.jspecify.annotations.NullMarked;
