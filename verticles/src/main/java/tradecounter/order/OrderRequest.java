package tradecounter.order;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.http.Problem;
import tradecounter.store.QuoteRedemptions.OpenedQuote;

/**
 * An order as it was looked at before the ledger: who wants what, what it costs, and everything
 * that is wrong with it so far.
 *
 * @param hold that it takes, empty if none
 * @param quote that it redeems
 * @param lines those that could be looked at
 * @param problems if there are any, it is refused whatever the ledger says
 */
public record OrderRequest(
    Customer customer,
    String reference,
    String shipTo,
    boolean shipComplete,
    String currency,
    String hold,
    Optional<OpenedQuote> quote,
    List<Line> lines,
    List<Problem.Entry> problems) {

  public OrderRequest {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
  }

  /**
   * One line.
   *
   * @param at its place in the request
   * @param asked in {@code uom}, millionths
   * @param question for what the hold does not cover
   * @param charge what it costs, {@code null} if that is not known
   */
  public record Line(
      int at,
      String lineId,
      String item,
      String uom,
      long asked,
      AvailabilityQuestion question,
      @Nullable Charge charge) {

    /** In base units. */
    long base() {
      return question.quantity();
    }
  }

  /** What a line costs; amounts in millionths. */
  public record Charge(long unitPrice, int priceUnit, long net, long tax) {}

  /** What is owed for all lines: those without a charge have a problem. */
  long gross() {
    return lines.stream()
        .map(Line::charge)
        .mapToLong(charge -> charge == null ? 0 : charge.net() + charge.tax())
        .sum();
  }
}
