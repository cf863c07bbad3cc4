/**
 * X12 and EDIFACT: interchanges that a partner sends → {@link tradecounter.edi.EdiReader}, by
 * StAEDI → records that mappings read ({@link tradecounter.feed}); what was found in them → {@link
 * tradecounter.edi.Verdicts}, acknowledgements for their sender; orders ({@link
 * tradecounter.forward}) → {@link tradecounter.edi.X12Document} → files for suppliers, whose
 * answers are taken in by {@link tradecounter.order.OrderAcknowledgements}.
 *
 * <p>An interchange is taken as a whole or not at all. Everything here blocks: never on an event
 * loop. Tests: {@code EdiSamplesTest} (the real files), {@code EdiReaderTest}, {@code
 * EdiAcknowledgementTest}, {@code X12FileAdapterTest}, {@code OrderAcknowledgementsTest}.
 */
@NullMarked
package tradecounter.edi;

import org.jspecify.annotations.NullMarked;
