package tradecounter.storefront.stream;

import java.util.List;
import java.util.OptionalLong;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.state.Targeted;

/** How an item stands against its thresholds. */
public enum StockState {
  IN_STOCK,
  LOW,
  OUT;

  /** An item without a threshold is never low. */
  public static StockState of(long available, OptionalLong low) {
    if (available <= 0) {
      return OUT;
    }
    return low.isPresent() && available <= low.getAsLong() ? LOW : IN_STOCK;
  }

  /**
   * With how much an item is low: by the thresholds of the item itself, else those of its category,
   * else those of all. Where one of these has several, the largest counts.
   */
  public static OptionalLong low(Targeted<Threshold> thresholds, Item item) {
    if (thresholds.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong own = largest(thresholds.ofItem(item));
    OptionalLong ofCategory = own.isPresent() ? own : largest(thresholds.ofCategory(item));
    return ofCategory.isPresent() ? ofCategory : largest(thresholds.ofAll());
  }

  private static OptionalLong largest(List<Threshold> thresholds) {
    return thresholds.stream().mapToLong(Threshold::low).max();
  }
}
