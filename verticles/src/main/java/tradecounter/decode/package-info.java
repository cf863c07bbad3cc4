/**
 * Bytes of one event → strictly read → canonical event, or the reason for refusing it. Stateless;
 * any thread. Tests: {@code EventDecoderTest} (against the JSON Schemas), {@code PriceEventsTest}.
 */
@NullMarked
package tradecounter.decode;

import org.jspecify.annotations.NullMarked;
