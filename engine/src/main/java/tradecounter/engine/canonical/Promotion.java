package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Set;

/**
 * Lowers a price that was found, for a time.
 *
 * @param description for people, empty if none
 * @param scope for what and for whom
 * @param stacking whether others may lower the price too
 * @param priority the smallest is asked first, then the smaller key
 * @param minimum the quantity of a line, in {@code uom}, from which it holds; 0: any
 * @param uom the unit of the minimum, of amounts and of buy and get; empty for the base unit
 * @param currency of the amount; empty where the effect has none
 */
public record Promotion(
    String promotion,
    String description,
    Scope scope,
    Effect effect,
    Stacking stacking,
    int priority,
    long minimum,
    String uom,
    String currency,
    int validFromDay,
    int validToDay)
    implements Change {

  /**
   * For what and for whom. An empty set is no condition; items and categories are alternatives to
   * each other, so are customers and groups.
   */
  public record Scope(
      Set<String> items,
      Set<String> categories,
      Set<String> customers,
      Set<String> customerGroups,
      Set<String> channels) {
    public static final Scope EVERYTHING =
        new Scope(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public Scope {
      items = Set.copyOf(items);
      categories = Set.copyOf(categories);
      customers = Set.copyOf(customers);
      customerGroups = Set.copyOf(customerGroups);
      channels = Set.copyOf(channels);
    }

    /** Whether it is for this buyer. */
    public boolean covers(Customer customer) {
      boolean anybody = customers.isEmpty() && customerGroups.isEmpty();
      return (channels.isEmpty() || channels.contains(customer.channel()))
          && (anybody
              || customers.contains(customer.customer())
              || customer.groups().stream().anyMatch(g -> customerGroups.contains(g.group())));
    }
  }

  /** What it does to the price of a line. */
  public sealed interface Effect {
    /** So many millionths of a percent less. */
    record Percent(long percent) implements Effect {
      public Percent {
        require(percent > 0 && percent <= FixedPoint.of(100), "effect: percent must be 0 to 100");
      }
    }

    /** So much less per unit. */
    record AmountOff(long amount) implements Effect {
      public AmountOff {
        require(amount > 0, "effect: amount must be above 0");
      }
    }

    /** So much per unit, if that is less. */
    record FixedPrice(long amount) implements Effect {
      public FixedPrice {
        require(amount >= 0, "effect: fixed must not be negative");
      }
    }

    /**
     * Of each {@code buy + get} units of the line the last {@code get} are free.
     *
     * <p>How many decimals a quantity may have is a matter of each item, and a promotion may be for
     * many. The bounds keep out what no item is given away by, such as 999,999 for the millionth of
     * one.
     *
     * @param buy at least 0.001
     * @param get above 0, at most 1,000 times as much as is bought
     */
    record BuyGet(long buy, long get) implements Effect {
      private static final long SMALLEST_BUY = FixedPoint.ONE / 1_000;
      private static final long LARGEST_SHARE = 1_000;

      public BuyGet {
        require(
            buy >= SMALLEST_BUY,
            "effect: buy must be at least 0.001, not " + FixedPoint.format(buy));
        require(get > 0, "effect: get must be above 0");
        require(
            (get - 1) / LARGEST_SHARE < buy,
            "effect: get must be at most 1000 times buy, not "
                + FixedPoint.format(get)
                + " for "
                + FixedPoint.format(buy));
      }
    }
  }

  /** Whether other promotions may lower the price too. */
  public enum Stacking {
    /** Alone: it holds if no other has lowered the price, and none does after it. */
    EXCLUSIVE,
    /** With all others that stack, each on what the ones before it have left. */
    STACKABLE
  }

  public Promotion {
    boolean money = effect instanceof Effect.AmountOff || effect instanceof Effect.FixedPrice;
    require(money != currency.isEmpty(), "currency: given exactly with an amount or fixed price");
    require(minimum >= 0, "minimumQuantity must not be negative");
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
  }
}
