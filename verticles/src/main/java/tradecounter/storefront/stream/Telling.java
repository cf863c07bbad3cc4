package tradecounter.storefront.stream;

import java.util.OptionalLong;
import tradecounter.engine.availability.AtpCurve;

/** What a client is told of one item. Quantities in millionths of the base unit. */
public sealed interface Telling {
  /** Whether a client that was told the one learns nothing from the other. */
  boolean saysTheSameAs(Telling other);

  /**
   * Its figures.
   *
   * @param today the first day of the ATP list
   * @param low with how much it is low; empty if no threshold applies
   * @param stale whether a feed it rests on is
   */
  record Figures(
      String item,
      String uom,
      long available,
      AtpCurve atp,
      int today,
      StockState state,
      OptionalLong low,
      long asOfMillis,
      boolean stale)
      implements Telling {

    /** Time alone says nothing: neither a newer {@code asOf} nor a later day with equal figures. */
    @Override
    public boolean saysTheSameAs(Telling other) {
      return other instanceof Figures figures
          && available == figures.available
          && state == figures.state
          && stale == figures.stale
          && uom.equals(figures.uom)
          && atp.from(later(figures)).equals(figures.atp.from(later(figures)));
    }

    private int later(Figures other) {
      return Math.max(today, other.today);
    }
  }

  /** Why there are none. */
  record Problematic(String item, String code, String detail) implements Telling {
    @Override
    public boolean saysTheSameAs(Telling other) {
      return other instanceof Problematic problem && code.equals(problem.code);
    }
  }
}
