package tradecounter.engine.availability;

import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;

/**
 * Every number that an answer was made from. Quantities are in millionths of the base unit of the
 * item they are of.
 *
 * @param network which network serves, with its rule
 * @param items the item itself, or each item that a bundle is made of
 */
public record Explanation(Network network, String region, List<OfItem> items) {

  /**
   * One item that no other has to be made of.
   *
   * @param neededPerUnit how much of it one of the asked item takes
   * @param lastDay of the planning horizon
   * @param atp of all sources together, after protections
   */
  public record OfItem(
      String item,
      long neededPerUnit,
      int lastDay,
      List<OfSource> sources,
      List<OfProtection> protections,
      AtpCurve atp) {}

  /**
   * One source of the network, in its order, whether it serves or not.
   *
   * @param serves why it does not, if it does not
   * @param today there
   * @param afterCutOff whether what is ordered now is too late for today
   * @param firstDispatchDay the first day on which anything ordered can leave; {@link Day#OPEN_END}
   *     if none
   * @param firstArrivalDay when that arrives
   * @param outages those that are not over
   * @param takenByEarlierLines what earlier lines of the same cart were promised from here
   * @param beforeProtection what it can promise by day before protections
   * @param atp what it can promise by day
   */
  public record OfSource(
      Network.Source source,
      Serves serves,
      int today,
      boolean afterCutOff,
      int firstDispatchDay,
      int firstArrivalDay,
      Optional<OfPosition> position,
      List<OfReceipt> receipts,
      List<OfDemand> demands,
      List<OfHold> holds,
      List<OfCommitment> commitments,
      List<Outage> outages,
      long takenByEarlierLines,
      AtpCurve beforeProtection,
      AtpCurve atp) {

    /** Whether a source may serve, or why not. */
    public enum Serves {
      YES,
      /** The catalogue knows no such location. */
      UNKNOWN,
      CLOSED,
      /** It is out today; later it may serve. */
      OUTAGE,
      /** The item is never stocked, or never drop-shipped. */
      NOT_FOR_THIS_ITEM
    }
  }

  /**
   * On hand less allocated, blocked and safety stock is free; {@code counted} of that is believed.
   *
   * @param stale what was done because a feed is stale; {@link StalePolicy#SERVE_FLAGGED} if
   *     nothing
   */
  public record OfPosition(
      long onHand,
      long allocated,
      long blocked,
      long safetyStock,
      long free,
      long counted,
      StalePolicy stale) {}

  /**
   * An open receipt and what it counts for.
   *
   * @param countedOnDay {@link Day#OPEN_END} if it does not count
   * @param why one of {@code ON_DATE}, {@code IN_GRACE}, {@code SHIFTED}, {@code DROPPED}, {@code
   *     NO_DATE}, {@code BEYOND_HORIZON}
   */
  public record OfReceipt(
      Receipt receipt, long counted, int countedOnDay, OfReceipt.Why why, StalePolicy stale) {
    /** Why it counts on that day. */
    public enum Why {
      ON_DATE,
      IN_GRACE,
      SHIFTED,
      DROPPED,
      NO_DATE,
      BEYOND_HORIZON
    }
  }

  /** What an order takes, and from which day on. */
  public record OfDemand(Demand demand, int countedOnDay) {}

  /** What a hold takes, and from which day on. */
  public record OfHold(String hold, long quantity, int countedOnDay) {}

  /** What a supplier's word counts for. */
  public record OfCommitment(
      Commitment commitment,
      long counted,
      long ageDays,
      Why why,
      int shipsOnDay,
      StalePolicy stale) {
    /** Why it counts for so much. */
    public enum Why {
      IN_FULL,
      AGED,
      EXPIRED,
      BELOW_MINIMUM_ORDER
    }
  }

  /**
   * A ring-fence of the item.
   *
   * @param isForBuyer whether the one who asks is among those it is for
   * @param applies whether it takes something away from this answer
   */
  public record OfProtection(Protection protection, boolean isForBuyer, boolean applies) {}
}
