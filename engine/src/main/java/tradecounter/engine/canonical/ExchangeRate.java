package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

/**
 * What one unit of a currency is worth in another from a day on, until a later rate begins.
 *
 * @param rate units of {@code to} for one unit of {@code from}, in 10⁻¹⁰ ({@link #DECIMALS}): a
 *     weak currency needs more decimals than money has
 */
public record ExchangeRate(String from, String to, long rate, int validFromDay) implements Change {
  public static final int DECIMALS = 10;

  public ExchangeRate {
    require(rate > 0, "rate must be above 0");
    require(!from.equals(to), "from and to must be two currencies");
  }
}
