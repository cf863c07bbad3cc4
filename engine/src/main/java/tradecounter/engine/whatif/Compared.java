package tradecounter.engine.whatif;

import java.util.List;

/**
 * What is compared.
 *
 * @param quantities in base units, in millionths, each once, positive, at least one
 * @param eachBreak whether to compare also from the minimum of each break on that a price has,
 *     before or after
 * @param currency empty for each customer's own
 * @param onDay the date the prices are for
 * @param minimumMarginPercent a price with less is below the floor, in millionths of a percent;
 *     {@code PriceList.Formula.NO_MINIMUM} for none but those that lists have
 * @param largest so many of each kind are told by name
 */
public record Compared(
    List<Long> quantities,
    boolean eachBreak,
    String currency,
    int onDay,
    long minimumMarginPercent,
    int largest) {
  public Compared {
    quantities = List.copyOf(quantities);
  }
}
