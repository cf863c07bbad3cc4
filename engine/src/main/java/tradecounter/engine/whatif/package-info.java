/**
 * What a proposed change of prices would do, before it is made: every price of many customers and
 * items as it is and as it would be.
 */
@NullMarked
package tradecounter.engine.whatif;

import org.jspecify.annotations.NullMarked;
