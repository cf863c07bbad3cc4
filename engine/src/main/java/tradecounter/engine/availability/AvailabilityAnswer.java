package tradecounter.engine.availability;

import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.hold.Departure;

/**
 * What became of an {@link AvailabilityQuestion}. Quantities are in millionths of the base unit.
 */
public sealed interface AvailabilityAnswer {

  /**
   * The figures.
   *
   * @param onDay the day the figures are for: today, or the later day that was asked for
   * @param available now, or on the day that was asked for
   * @param atp by the day on which it is at its source
   * @param feedBits which feeds' words it rests on
   * @param withheldBySafetyStock how much more could be promised today without safety stock
   * @param withheldByProtection how much more could be promised on that day if nothing were kept
   *     for others, and nothing capped
   * @param staleSupply what counts for less because its feed is stale
   * @param substitutes what is offered because the item itself cannot be had in time
   */
  record Figures(
      Item item,
      String network,
      int today,
      int onDay,
      long available,
      AtpCurve atp,
      Optional<Promise> promise,
      List<LocationFigures> locations,
      List<SupplierFigures> suppliers,
      List<ComponentFigures> components,
      List<LateReceipt> lateReceipts,
      List<StaleSupply> staleSupply,
      long withheldBySafetyStock,
      long withheldByProtection,
      List<Substitution> substitutes,
      Optional<Explanation> explanation,
      long feedBits)
      implements AvailabilityAnswer {}

  /** No item has this key, or it is not sold and nothing takes its place. */
  record UnknownItem(String item) implements AvailabilityAnswer {}

  /** The item is sold no more, but others take its place. */
  record NotSold(String item, List<Substitution> substitutes, long feedBits)
      implements AvailabilityAnswer {}

  /** The item is known, but no network serves this customer and region. */
  record NoNetwork(String item, String region) implements AvailabilityAnswer {}

  /**
   * One location that may serve, in the network's order.
   *
   * @param held by open holds that the figures do not show yet
   * @param withheldBySafetyStock how much more could be promised today without safety stock
   * @param open whether it serves today
   */
  record LocationFigures(
      String location,
      long onHand,
      long allocated,
      long blocked,
      long safetyStock,
      long held,
      long available,
      long withheldBySafetyStock,
      boolean open) {}

  /**
   * One supplier that may serve.
   *
   * @param held of it by open holds that it does not show yet
   * @param counted what is left of the commitment after its age, a stale feed and holds
   * @param ageDays whole days since the supplier said so
   * @param shipsOnDay the earliest day it can ship
   */
  record SupplierFigures(
      Commitment commitment, long held, long counted, long ageDays, int shipsOnDay) {}

  /** One component of a bundle and what there is of it. */
  record ComponentFigures(Item.Component component, long available) {}

  /**
   * An open receipt whose date has passed, and what it counts for.
   *
   * @param counted how much of the quantity still counts
   */
  record LateReceipt(
      String receipt, long quantity, int expectedOnDay, long counted, Action action) {
    /** What its feed's policy did with it. */
    public sealed interface Action {
      /** It is still expected today. */
      record InGrace(int countedOnDay) implements Action {}

      /** It is expected on this day instead. */
      record Shifted(int countedOnDay) implements Action {}

      /** It no longer counts. */
      record Dropped() implements Action {}
    }
  }

  /**
   * A figure that counts for less because a feed it rests on is stale.
   *
   * @param source the location, receipt or supplier
   * @param quantity what it would count for otherwise
   * @param counted what it counts for
   */
  record StaleSupply(String source, StalePolicy policy, long quantity, long counted) {}

  /**
   * When the quantity can arrive.
   *
   * @param complete whether the whole quantity can be promised within the horizon
   * @param day when the last part arrives; without meaning if not complete
   * @param inTime whether it is complete by the day that was asked for
   * @param together whether all parts arrive on one day because that is demanded
   * @param parts what can arrive when, and from where; by day. If together, all on {@code day}
   * @param whole the sources to take it from if all of it is to arrive on {@code day}, by the
   *     network's rule; empty if not complete, and for a bundle
   */
  record Promise(
      long quantity,
      boolean complete,
      int day,
      boolean inTime,
      boolean together,
      List<Part> parts,
      List<Part> whole) {

    /**
     * A quantity that leaves one source on one day.
     *
     * @param day of arrival
     * @param shipsOnDay {@link Day#OPEN_START} for a bundle, whose components may leave on several
     * @param source the location or supplier it leaves from; {@code COMPONENTS} of a bundle
     * @param from the receipt that brings it, else as {@code source}
     */
    public record Part(
        long quantity, int day, int shipsOnDay, Routing routing, String source, String from) {

      /** What it takes from its source; of a part that is no bundle's. */
      Departure departure(String item) {
        SourceKey key =
            switch (routing) {
              case WAREHOUSE -> SourceKey.location(source);
              case SUPPLIER -> SourceKey.supplier(source);
              case COMPONENTS -> throw new IllegalStateException("components leave from several");
            };
        return new Departure(item, key, shipsOnDay, day, quantity);
      }
    }

    /** Who handles a part. */
    public enum Routing {
      WAREHOUSE,
      SUPPLIER,
      COMPONENTS
    }
  }

  /**
   * Another item in the place of the one that was asked for, and what of it can be had.
   *
   * @param of the item it stands in for: the one asked for, or one that supersedes that
   * @param available in base units of the other item, which are the same
   * @param promise for the quantity that was asked for; empty if none was
   */
  record Substitution(
      Item item,
      String of,
      Item.Substitute.Kind kind,
      int rank,
      long available,
      Optional<Promise> promise) {}
}
