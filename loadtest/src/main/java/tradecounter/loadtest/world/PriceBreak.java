package tradecounter.loadtest.world;

import java.math.BigDecimal;

/**
 * One quantity break as a source sends it: text, so that what is wrong in a source stays wrong.
 *
 * @param minimum the smallest quantity that it holds for, the digits of a JSON number
 * @param amount money per price unit, a decimal string
 */
public record PriceBreak(String minimum, String amount) {

  /** A break from a whole quantity. */
  public static PriceBreak of(long minimum, BigDecimal amount) {
    return new PriceBreak(Long.toString(minimum), amount.toPlainString());
  }
}
