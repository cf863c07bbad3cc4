/**
 * X12 and EDIFACT: interchanges that a partner sends → {@link tradecounter.edi.EdiReader}, by
 * StAEDI → records that mappings read ({@link tradecounter.feed}); what was found in them →
 * acknowledgements for their sender; orders → files for suppliers.
 *
 * <p>An interchange is taken as a whole or not at all. Everything here blocks: never on an event
 * loop. Tests: {@code EdiSamplesTest} (the real files), {@code EdiReaderTest}, {@code
 * EdiAcknowledgementTest}.
 */
@NullMarked
package tradecounter.edi;

import org.jspecify.annotations.NullMarked;
