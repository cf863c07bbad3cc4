/**
 * HTTP → an order, looked at in all respects that need no lock → the desk of the ledger → HTTP; and
 * what became of orders → HTTP.
 *
 * <p>Event loops; the desk decides on its own thread, Postgres is read on others. Tests: {@code
 * OrderTest}, {@code OrderQueryEndPointTest}.
 */
@NullMarked
package tradecounter.storefront.order;

import org.jspecify.annotations.NullMarked;
