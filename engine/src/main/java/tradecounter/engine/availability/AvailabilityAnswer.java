package tradecounter.engine.availability;

import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Item;

/**
 * What became of an {@link AvailabilityQuestion}. Quantities are in millionths of the base unit.
 */
public sealed interface AvailabilityAnswer {

  /**
   * The figures.
   *
   * @param available now, or on the day that was asked for
   * @param atp by the day on which it can leave
   * @param feedBits which feeds' words it rests on
   * @param withheldBySafetyStock how much more could be promised today without safety stock
   */
  record Figures(
      Item item,
      String network,
      int today,
      long available,
      AtpCurve atp,
      Optional<Promise> promise,
      List<LocationFigures> locations,
      List<SupplierFigures> suppliers,
      List<ComponentFigures> components,
      List<LateReceipt> lateReceipts,
      long withheldBySafetyStock,
      long feedBits)
      implements AvailabilityAnswer {}

  /** No sellable item has this key. */
  record UnknownItem(String item) implements AvailabilityAnswer {}

  /** The item is known, but no network serves this customer and region. */
  record NoNetwork(String item, String region) implements AvailabilityAnswer {}

  /**
   * One location that may serve, in the network's order.
   *
   * @param withheldBySafetyStock how much more could be promised today without safety stock
   */
  record LocationFigures(
      String location,
      long onHand,
      long allocated,
      long blocked,
      long safetyStock,
      long available,
      long withheldBySafetyStock,
      boolean open) {}

  /**
   * One supplier that may serve.
   *
   * @param shipsOnDay the earliest day it can ship
   */
  record SupplierFigures(Commitment commitment, int shipsOnDay) {}

  /** One component of a bundle and what there is of it. */
  record ComponentFigures(Item.Component component, long available) {}

  /** An open receipt whose date has passed, and what it counts for. */
  record LateReceipt(String receipt, long quantity, int expectedOnDay, Action action) {
    /** What its feed's policy did with it. */
    public sealed interface Action {
      /** It is expected on this day instead. */
      record Shifted(int countedOnDay) implements Action {}

      /** It no longer counts. */
      record Dropped() implements Action {}
    }
  }

  /**
   * When the quantity can arrive.
   *
   * @param complete whether the whole quantity can be promised within the horizon
   * @param day when the last part arrives; without meaning if not complete
   * @param parts what can arrive when, and from where; by day
   */
  record Promise(long quantity, boolean complete, int day, List<Part> parts) {
    /** {@code from} names a location, a receipt, a supplier, or {@code COMPONENTS} of a bundle. */
    public record Part(long quantity, int day, String from) {}
  }
}
