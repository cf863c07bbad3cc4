/**
 * Questions for prices → the customer's contracts, the engine's price and its tax → JSON. Event
 * loops, many lines beside them; only a customer's first contracts are waited for. Tests: {@code
 * PriceTest}, {@code TaxTest}, {@code PriceChangesTest}.
 */
@NullMarked
package tradecounter.storefront.price;

import org.jspecify.annotations.NullMarked;
