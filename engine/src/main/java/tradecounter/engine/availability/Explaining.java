package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.Explanation.OfCommitment;
import tradecounter.engine.availability.Explanation.OfDemand;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.availability.Explanation.OfItem;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfProtection;
import tradecounter.engine.availability.Explanation.OfReceipt;
import tradecounter.engine.availability.Explanation.OfSource;
import tradecounter.engine.availability.Explanation.OfSource.Serves;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/** Goes the way of an answer once more and writes down every number on it. */
final class Explaining {
  private final World world;
  private final FeedPolicies policies;
  private final Reach reach;
  private final AvailabilityQuestion question;
  private final Taken taken;

  /**
   * Of one question.
   *
   * @param taken what the questions before it were promised
   */
  Explaining(
      World world, FeedPolicies policies, Reach reach, AvailabilityQuestion question, Taken taken) {
    this.world = world;
    this.policies = policies;
    this.reach = reach;
    this.question = question;
    this.taken = taken;
  }

  /**
   * The explanation.
   *
   * @param needs what one of the asked item takes of each item at the bottom, if it is a bundle
   * @param obtainable what can be had of the asked item
   */
  Explanation of(Item asked, Map<String, Long> needs, Survey.Obtainable obtainable) {
    List<OfItem> items = new ArrayList<>();
    if (asked.policy() == Item.Policy.BUNDLE) {
      items.add(
          new OfItem(
              asked.item(),
              FixedPoint.ONE,
              lastDay(asked),
              List.of(),
              protections(asked),
              obtainable.atp()));
      needs.forEach((item, needed) -> add(item, needed, items));
    } else {
      add(asked.item(), FixedPoint.ONE, items);
    }
    return new Explanation(reach.network(), question.region(), List.copyOf(items));
  }

  private void add(String key, long needed, List<OfItem> items) {
    ItemSnapshot snapshot = world.item(key);
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot == null || item == null) {
      items.add(new OfItem(key, needed, reach.today(), List.of(), List.of(), AtpCurve.ZERO));
      return;
    }
    long quantity = FixedPoint.timesCeiling(question.quantity(), needed);
    Survey.Obtainable before = survey(snapshot, item, quantity, false);
    Survey.Obtainable after = survey(snapshot, item, quantity, true);
    List<OfSource> sources = new ArrayList<>();
    for (Reach.Leg leg : reach.legs()) {
      sources.add(source(snapshot, item, leg, quantity, curveOf(before, leg), curveOf(after, leg)));
    }
    items.add(new OfItem(key, needed, lastDay(item), sources, protections(item), after.atp()));
  }

  private int lastDay(Item item) {
    return reach.today() + item.horizonDays() - 1;
  }

  private List<OfProtection> protections(Item item) {
    return Fences.all(world.protections(), item).stream()
        .map(
            p ->
                new OfProtection(
                    p,
                    p.isFor(question.customer()),
                    Fences.applies(p, question.customer(), reach, lastDay(item))))
        .toList();
  }

  private Survey.Obtainable survey(
      ItemSnapshot snapshot, Item item, long quantity, boolean fenced) {
    return new Survey(world, policies, reach, question, taken, fenced).of(snapshot, item, quantity);
  }

  private static AtpCurve curveOf(Survey.Obtainable obtainable, Reach.Leg leg) {
    for (Supply supply : obtainable.supplies()) {
      if (supply.leg().index() == leg.index()) {
        return supply.curve();
      }
    }
    return AtpCurve.ZERO;
  }

  private OfSource source(
      ItemSnapshot snapshot,
      Item item,
      Reach.Leg leg,
      long quantity,
      AtpCurve before,
      AtpCurve after) {
    Numbers numbers = new Numbers();
    Serves serves = serves(item, leg);
    if (leg.place() != null && item.policy() == Item.Policy.STOCKED) {
      LocationSupply.explain(policies, snapshot, item, leg, reach.doubted(), numbers);
    }
    List<OfCommitment> commitments = new ArrayList<>(0);
    CommitmentSupply committed =
        new Survey(world, policies, reach, question, taken, false).committed(snapshot, item, leg);
    if (committed != null) {
      commitments.add(commitment(committed, quantity));
      SourceKey supplier = leg.source().identity();
      for (ItemHolds.Open hold : snapshot.holds().open()) {
        if (hold.line().source().equals(supplier)) {
          numbers.hold(new OfHold(hold.line().hold(), hold.quantity(), committed.shipsOnDay()));
        }
      }
    }
    return new OfSource(
        leg.source(),
        serves,
        leg.today(),
        leg.place() != null && leg.place().location().isAfterCutOff(question.now()),
        leg.firstDispatch(),
        leg.arrival(leg.firstDispatch()),
        Optional.ofNullable(numbers.position),
        List.copyOf(numbers.receipts),
        List.copyOf(numbers.demands),
        List.copyOf(numbers.holds),
        List.copyOf(commitments),
        leg.place() == null ? List.of() : leg.place().outagesSince(leg.today()),
        taken.from(item.item(), leg.source().identity()),
        before,
        after);
  }

  private static Serves serves(Item item, Reach.Leg leg) {
    boolean dropShip = item.policy() == Item.Policy.DROP_SHIP || item.dropShipEligible();
    if (!leg.isLocation()) {
      return dropShip ? Serves.YES : Serves.NOT_FOR_THIS_ITEM;
    }
    if (leg.place() == null) {
      return Serves.UNKNOWN;
    }
    if (!leg.place().location().isOpen()) {
      return Serves.CLOSED;
    }
    if (leg.servesFrom() != leg.today()) {
      return Serves.OUTAGE;
    }
    return item.policy() == Item.Policy.STOCKED ? Serves.YES : Serves.NOT_FOR_THIS_ITEM;
  }

  private static OfCommitment commitment(CommitmentSupply supply, long quantity) {
    boolean tooMuch = supply.isValid() && supply.isTooMuchFor(quantity);
    return new OfCommitment(
        supply.commitment(),
        tooMuch ? 0 : supply.counted(),
        supply.ageDays(),
        tooMuch ? OfCommitment.Why.BELOW_MINIMUM_ORDER : supply.why(),
        supply.shipsOnDay(),
        supply.stale());
  }

  /** Writes down what it hears. */
  private static final class Numbers implements LocationSupply.Witness {
    private @Nullable OfPosition position;
    private final List<OfReceipt> receipts = new ArrayList<>();
    private final List<OfDemand> demands = new ArrayList<>();
    private final List<OfHold> holds = new ArrayList<>();

    @Override
    public void position(OfPosition heard) {
      position = heard;
    }

    @Override
    public void receipt(OfReceipt heard) {
      receipts.add(heard);
    }

    @Override
    public void demand(OfDemand heard) {
      demands.add(heard);
    }

    @Override
    public void hold(OfHold heard) {
      holds.add(heard);
    }
  }
}
