package tradecounter.storefront.quote;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.store.QuoteRedemptions;

/**
 * What a quote token pins: all that was told, so that an order need not trust its sender. Amounts
 * in millionths of the currency unit.
 *
 * @param client the subject of the token that asked for it
 * @param shipTo empty if none was named
 * @param shipComplete whether all of it is to arrive together
 * @param priceVersion how far the log was applied, at least, when the prices were looked up
 * @param expiresAt it holds before, to the millisecond
 */
public record Quote(
    String quoteId,
    String client,
    String customer,
    String shipTo,
    String currency,
    boolean shipComplete,
    String priceVersion,
    Instant issuedAt,
    Instant expiresAt,
    List<PinnedLine> lines) {

  public Quote {
    lines = List.copyOf(lines);
  }

  /** What an order redeems. */
  public QuoteRedemptions.OpenedQuote opened() {
    return new QuoteRedemptions.OpenedQuote(quoteId, customer, expiresAt);
  }

  /**
   * One line.
   *
   * @param quantity in {@code uom}, millionths
   * @param base the same in base units, millionths
   * @param unitPrice net, per {@code priceUnit} of {@code uom}
   * @param extendedPrice net, of the quantity
   * @param tax on it; empty if it was not known
   * @param day when the whole quantity has arrived
   * @param parts in base units; their sources are empty for a client who may not see them
   */
  public record PinnedLine(
      String lineId,
      String item,
      String uom,
      long quantity,
      long base,
      long unitPrice,
      int priceUnit,
      long extendedPrice,
      Optional<Long> tax,
      int day,
      List<Promise.Part> parts) {

    public PinnedLine {
      parts = List.copyOf(parts);
    }
  }
}
