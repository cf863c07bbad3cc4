/**
 * Read model, contract prices, dead letters → Postgres → the next start.
 *
 * <p>Everything here blocks and runs on threads of its own, never on an event loop. Answers do not
 * come from here, except a customer's first price book. Tests: {@code RestartTest}, {@code
 * PriceBooksTest}, {@code FeedToQueryPathTest}.
 */
@NullMarked
package tradecounter.store;

import org.jspecify.annotations.NullMarked;
