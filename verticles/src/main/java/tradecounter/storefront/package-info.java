/**
 * HTTP requests → strictly parsed → answered from the read model → JSON.
 *
 * <p>Handlers parse, call, write; everything runs on the event loop that took the request, and
 * nothing there blocks or hops. Only a customer's first price book is waited for, and prices and
 * quotes of many lines are worked out on a thread beside it. Tests: {@code FeedToQueryPathTest},
 * {@code StorefrontTest}.
 */
@NullMarked
package tradecounter.storefront;

import org.jspecify.annotations.NullMarked;
