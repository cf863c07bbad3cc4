package tradecounter.engine.pricing;

import java.util.List;
import tradecounter.engine.canonical.PriceBreak;

/**
 * What a strategy takes, and what it makes of other quantities.
 *
 * @param breaks in the winner's unit, by minimum
 */
record Choice(Offer winner, List<PriceBreak> breaks) {

  /** An entry, and the break of it that the quantity reaches. */
  record Offer(Entry entry, PriceBreak reached) {}
}
