package tradecounter.storefront.line;

import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.SourceKey;

/**
 * One line of a question.
 *
 * @param lineId the asker's own name of the line, empty if it has none
 * @param quantity in {@code uom}, millionths; 0 if none is given
 * @param uom empty for the base unit
 * @param only the one source it may come from, {@code null} for any
 * @param onDay nothing of it leaves before; {@link Day#OPEN_START} for now
 * @param price what the asker believes one price unit to cost, {@code null} if it does not say
 */
public record QuestionLine(
    String lineId,
    String item,
    long quantity,
    String uom,
    @Nullable SourceKey only,
    int onDay,
    @Nullable StatedPrice price) {

  /** An amount in millionths of the currency's unit. */
  public record StatedPrice(long amount, String currency) {}

  public QuestionLine(String item, long quantity, String uom) {
    this("", item, quantity, uom);
  }

  public QuestionLine(String lineId, String item, long quantity, String uom) {
    this(lineId, item, quantity, uom, null, Day.OPEN_START, null);
  }
}
