/**
 * A cart → its prices, taxes and promises as one → an answer and a signed token that pins it; and
 * back from the token. Event loops, many lines beside them; only who asks what became of a quote
 * waits for Postgres. Tests: {@code QuoteTest}, {@code QuoteTokensTest}, {@code QuoteExpiryTest},
 * {@code QuoteRedemptionsTest}.
 */
@NullMarked
package tradecounter.storefront.quote;

import org.jspecify.annotations.NullMarked;
