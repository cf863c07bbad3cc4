/**
 * A world → its ERP, WMS and suppliers, as they would push → the public feed end points. Sees the
 * service over the wire only. Tests: {@code TourBlocksTest}, {@code ImportersEndToEndTest}.
 */
@NullMarked
package tradecounter.loadtest.sandbox;

import org.jspecify.annotations.NullMarked;
