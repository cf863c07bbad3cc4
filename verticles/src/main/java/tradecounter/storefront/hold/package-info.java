/**
 * HTTP → what somebody wants to hold → the desk of the ledger → HTTP.
 *
 * <p>Event loops; the desk decides on its own thread. Tests: {@code HoldTest}.
 */
@NullMarked
package tradecounter.storefront.hold;

import org.jspecify.annotations.NullMarked;
