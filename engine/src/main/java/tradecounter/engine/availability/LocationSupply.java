package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.Explanation.OfDemand;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfReceipt;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Haircut;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Positions;
import tradecounter.engine.state.Told;

/**
 * What one location can promise of one item by date, before ring-fences. Derived once and kept with
 * the item's snapshot: it stands until the item changes, the location's day does, an outage comes
 * or goes, or a feed becomes stale or fresh. Immutable.
 *
 * @param servesFrom the first day from today on without an outage
 * @param doubted the stale feeds by whose policies it counts for less
 * @param row of the position; -1 if there is none
 * @param held what is held from here and not shown by the figures yet
 * @param now free today after holds, as far as it is believed; negative if more is promised than
 *     there is
 * @param lowest the lowest projection over the horizon: may be negative
 * @param safetyStock how much more would be believed to be free without safety stock
 * @param receiptOfDay which receipt makes more available on a day
 */
record LocationSupply(
    int location,
    int today,
    int servesFrom,
    long doubted,
    int row,
    long held,
    long now,
    AtpCurve curve,
    long lowest,
    long safetyStock,
    Map<Integer, String> receiptOfDay,
    List<LateReceipt> late,
    List<StaleSupply> stale) {

  /** Hears of every number on the way; for an explanation. */
  interface Witness {
    Witness NOBODY = new Witness() {};

    default void position(OfPosition position) {}

    default void receipt(OfReceipt receipt) {}

    default void demand(OfDemand demand) {}

    default void hold(OfHold hold) {}
  }

  boolean servesToday() {
    return servesFrom == today;
  }

  /** The kept one if it still stands, else a fresh one. */
  static LocationSupply of(
      FeedPolicies policies, ItemSnapshot snapshot, Item item, Reach.Leg leg, long doubted) {
    long doubtedHere = doubted & snapshot.supplyFeedBits();
    @Nullable LocationSupply kept = Kept.supply(policies, snapshot, leg, doubtedHere);
    if (kept != null) {
      return kept;
    }
    LocationSupply fresh =
        new Derivation(policies, snapshot, item, leg, doubtedHere, Witness.NOBODY).derive();
    Kept.keep(policies, snapshot, fresh);
    return fresh;
  }

  /** Derived anew, with somebody listening. */
  static void explain(
      FeedPolicies policies,
      ItemSnapshot snapshot,
      Item item,
      Reach.Leg leg,
      long doubted,
      Witness witness) {
    var _ =
        new Derivation(policies, snapshot, item, leg, doubted & snapshot.supplyFeedBits(), witness)
            .derive();
  }

  // ---------------------------------------------------------------- how it is derived

  /**
   * One derivation: the position first, then what comes and what goes, by date. What is held for a
   * later day takes from what is free now only as far as receipts do not bring it until then.
   */
  private static final class Derivation {
    private final FeedPolicies policies;
    private final ItemSnapshot snapshot;
    private final Item item;
    private final Reach.Leg leg;
    private final String location;
    private final long doubted;
    private final Witness witness;
    private final List<LateReceipt> late = new ArrayList<>(0);
    private final List<StaleSupply> stale = new ArrayList<>(0);
    private final Map<Integer, String> receiptOfDay = new HashMap<>(0);
    private final List<ItemHolds.Open> holds;
    private final AtpCurve.Builder heldForLater;
    private long safetyStock;

    Derivation(
        FeedPolicies policies,
        ItemSnapshot snapshot,
        Item item,
        Reach.Leg leg,
        long doubted,
        Witness witness) {
      this.policies = policies;
      this.snapshot = snapshot;
      this.item = item;
      this.leg = leg;
      this.location = leg.source().key();
      this.doubted = doubted;
      this.witness = witness;
      SourceKey source = SourceKey.location(location);
      this.holds =
          snapshot.holds().open().stream().filter(h -> h.line().source().equals(source)).toList();
      this.heldForLater = new AtpCurve.Builder(leg.today(), item.horizonDays(), 0);
    }

    LocationSupply derive() {
      int row = snapshot.positions().rowOf(leg.location());
      long now = row < 0 ? 0 : position(snapshot.positions(), row);
      var builder = new AtpCurve.Builder(leg.today(), item.horizonDays(), now);
      for (Told<Receipt> receipt : snapshot.openReceipts()) {
        if (receipt.value().location().equals(location)) {
          receipt(receipt, now, builder);
        }
      }
      for (Told<Demand> demand : snapshot.openDemands()) {
        if (demand.value().location().equals(location)) {
          builder.move(demand.value().dueOnDay(), -demand.value().outstanding());
          witness.demand(
              new OfDemand(demand.value(), Math.max(leg.today(), demand.value().dueOnDay())));
        }
      }
      long held = 0;
      long takenNow = 0;
      for (ItemHolds.Open hold : holds) {
        int day = Math.clamp(hold.line().leavesOnDay(), leg.today(), lastDay());
        builder.move(day, -hold.quantity());
        held = FixedPoint.saturatedSum(held, hold.quantity());
        if (day == leg.today()) {
          takenNow = FixedPoint.saturatedSum(takenNow, hold.quantity());
        } else {
          heldForLater.move(day, -hold.quantity());
        }
        witness.hold(new OfHold(hold.line().hold(), hold.quantity(), day));
      }
      takenNow = FixedPoint.saturatedSum(takenNow, Math.max(0, -heldForLater.lowestProjection()));
      return new LocationSupply(
          leg.location(),
          leg.today(),
          leg.servesFrom(),
          doubted,
          row,
          held,
          FixedPoint.saturatedSum(now, -takenNow),
          leg.servesFrom() == Day.OPEN_END ? AtpCurve.ZERO : builder.build().from(leg.servesFrom()),
          builder.lowestProjection(),
          safetyStock,
          Map.copyOf(receiptOfDay),
          List.copyOf(late),
          List.copyOf(stale));
    }

    private int lastDay() {
      return leg.today() + item.horizonDays() - 1;
    }

    private long position(Positions positions, int row) {
      long free = positions.free(row);
      StalePolicy policy = policies.stale(positions.feedBits(row) & doubted);
      long counted = believed(location, free, policy);
      safetyStock =
          cut(free + positions.figure(row, Figure.SAFETY_STOCK), policy) - cut(free, policy);
      witness.position(
          new OfPosition(
              positions.figure(row, Figure.ON_HAND),
              positions.figure(row, Figure.ALLOCATED),
              positions.figure(row, Figure.BLOCKED),
              positions.figure(row, Figure.SAFETY_STOCK),
              free,
              counted,
              policy));
      return counted;
    }

    private long cut(long quantity, StalePolicy policy) {
      return Haircut.apply(quantity, policy.haircutPercent(), item.quantityDecimals());
    }

    private long believed(String source, long quantity, StalePolicy policy) {
      long counted = cut(quantity, policy);
      if (counted != quantity) {
        stale.add(new StaleSupply(source, policy, quantity, counted));
      }
      return counted;
    }

    private void receipt(Told<Receipt> told, long now, AtpCurve.Builder builder) {
      Receipt receipt = told.value();
      Expected expected = expected(told);
      StalePolicy policy = policies.stale(told.feedBits() & doubted);
      long counted =
          expected.day() == Day.OPEN_END
              ? 0
              : believed(receipt.receipt(), expected.quantity(), policy);
      if (counted > 0) {
        builder.move(expected.day(), counted);
        heldForLater.move(expected.day(), counted);
        if (expected.day() > leg.today() || now <= 0) {
          receiptOfDay.putIfAbsent(expected.day(), receipt.receipt());
        }
      }
      witness.receipt(new OfReceipt(receipt, counted, expected.day(), expected.why(), policy));
    }

    /** When and for how much a receipt counts before the freshness of its feed is looked at. */
    private record Expected(int day, long quantity, OfReceipt.Why why) {}

    private Expected expected(Told<Receipt> told) {
      Receipt receipt = told.value();
      int day = receipt.expectedOnDay();
      long quantity = receipt.outstanding();
      if (day == Day.OPEN_END) {
        return new Expected(Day.OPEN_END, 0, OfReceipt.Why.NO_DATE);
      }
      if (day >= leg.today()) {
        boolean beyond = day > lastDay();
        return new Expected(
            day, quantity, beyond ? OfReceipt.Why.BEYOND_HORIZON : OfReceipt.Why.ON_DATE);
      }
      LateSupplyPolicy policy = policies.late(told.feedBits());
      long daysLate = (long) leg.today() - day;
      if (daysLate > policy.dropAfterDays()) {
        late(receipt, 0, new LateReceipt.Action.Dropped());
        return new Expected(Day.OPEN_END, 0, OfReceipt.Why.DROPPED);
      }
      if (daysLate <= policy.graceDays()) {
        late(receipt, quantity, new LateReceipt.Action.InGrace(leg.today()));
        return new Expected(leg.today(), quantity, OfReceipt.Why.IN_GRACE);
      }
      int shifted = leg.today() + policy.shiftDays();
      long counted = Haircut.apply(quantity, policy.haircutPercent(), item.quantityDecimals());
      late(receipt, counted, new LateReceipt.Action.Shifted(shifted));
      return new Expected(shifted, counted, OfReceipt.Why.SHIFTED);
    }

    private void late(Receipt receipt, long counted, LateReceipt.Action action) {
      late.add(
          new LateReceipt(
              receipt.receipt(), receipt.outstanding(), receipt.expectedOnDay(), counted, action));
    }
  }
}
