/**
 * What the tests of the whole service share: a service on real servers, a client, tokens, events.
 */
@NullMarked
package tradecounter.testing;

import org.jspecify.annotations.NullMarked;
