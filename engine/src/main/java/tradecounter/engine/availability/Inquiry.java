package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.ComponentFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.availability.Survey.Obtainable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Positions;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;

/** Answers one question about one item that is sold and that a network reaches. */
final class Inquiry {
  private static final Taken NOTHING_TAKEN = new Taken();

  private final World world;
  private final FeedPolicies policies;
  private final Reach reach;
  private final AvailabilityQuestion question;
  private final Taken taken;

  private final List<LocationFigures> locations = new ArrayList<>(0);
  private final List<SupplierFigures> suppliers = new ArrayList<>(0);
  private final List<ComponentFigures> components = new ArrayList<>(0);
  private final List<LateReceipt> late = new ArrayList<>(0);
  private final List<StaleSupply> stale = new ArrayList<>(0);
  private Map<String, Long> needs = Map.of();
  private boolean metFences;

  /**
   * One question.
   *
   * @param taken what the questions before it were promised: the promise minds it, the figures do
   *     not
   */
  Inquiry(
      World world, FeedPolicies policies, Reach reach, AvailabilityQuestion question, Taken taken) {
    this.world = world;
    this.policies = policies;
    this.reach = reach;
    this.question = question;
    this.taken = taken;
  }

  /**
   * Whether the figures stand as long as the item and the way to the buyer stay as they are: they
   * rest on this snapshot alone, and not on what is asked for or who asks.
   */
  static boolean canBeKept(
      World world, ItemSnapshot snapshot, Item item, AvailabilityQuestion question) {
    return question.quantity() == 0
        && question.onDay() == Day.OPEN_START
        && !question.explain()
        && question.from().equals(SourceChoice.ANY)
        && item.policy() != Item.Policy.BUNDLE
        && (world.protections().isEmpty() || Fences.all(world.protections(), item).isEmpty());
  }

  /** The last instant of which the figures are true if nothing changes: commitments grow older. */
  static long standsUntilMillis(ItemSnapshot snapshot, long nowMillis) {
    long until = Long.MAX_VALUE;
    for (Told<Commitment> told : snapshot.commitments()) {
      Commitment commitment = told.value();
      long age = CommitmentPolicy.ageDays(commitment, nowMillis);
      long nextDay = commitment.asOfMillis() + TimeUnit.DAYS.toMillis(age + 1);
      until = Math.min(until, nextDay - 1);
      if (commitment.validUntilMillis() >= nowMillis) {
        until = Math.min(until, commitment.validUntilMillis());
      }
    }
    return until;
  }

  private Survey survey(Taken without, boolean fenced) {
    return new Survey(world, policies, reach, question, without, fenced);
  }

  Figures figures(ItemSnapshot snapshot, Item item) {
    Survey survey = survey(NOTHING_TAKEN, true);
    Obtainable obtainable = survey.of(snapshot, item, question.quantity());
    needs = survey.needs();
    metFences = survey.metFences();
    if (item.policy() == Item.Policy.BUNDLE) {
      needs.keySet().forEach(this::tellDoubts);
      for (Item.Component component : item.components()) {
        components.add(new ComponentFigures(component, survey.componentNow(component)));
      }
    } else {
      tellFigures(snapshot, item);
      tellDoubts(snapshot, item);
    }
    AtpCurve atp = obtainable.atp().from(reach.onDay());
    long available = availableOn(obtainable);
    return new Figures(
        item,
        reach.network().network(),
        reach.today(),
        reach.onDay(),
        available,
        atp,
        question.quantity() > 0
            ? Optional.of(promise(snapshot, item, obtainable))
            : Optional.empty(),
        locations,
        suppliers,
        components,
        late,
        stale,
        withheldBySafetyStock(),
        metFences ? withheldByProtection(snapshot, item, available) : 0,
        List.of(),
        question.explain()
            ? Optional.of(
                new Explaining(world, policies, reach, question, taken)
                    .of(item, needs, left(snapshot, item, obtainable)))
            : Optional.empty(),
        survey.feedBits());
  }

  private long availableOn(Obtainable obtainable) {
    return reach.onDay() == reach.today() ? obtainable.now() : obtainable.atp().at(reach.onDay());
  }

  private long withheldByProtection(ItemSnapshot snapshot, Item item, long available) {
    Obtainable unprotected = survey(NOTHING_TAKEN, false).of(snapshot, item, question.quantity());
    return availableOn(unprotected) - available;
  }

  // ---------------------------------------------------------------- the promise

  private Promise promise(ItemSnapshot snapshot, Item item, Obtainable untouched) {
    Obtainable left = left(snapshot, item, untouched);
    return item.policy() == Item.Policy.BUNDLE
        ? Sourcing.ofBundle(left.arrivals(), question)
        : new Sourcing(left.supplies(), reach.network().sourcing()).promise(question, left.cap());
  }

  private Obtainable left(ItemSnapshot snapshot, Item item, Obtainable untouched) {
    return touched(item) ? survey(taken, true).of(snapshot, item, question.quantity()) : untouched;
  }

  /** Whether a question before this one was promised something that this item is, or is made of. */
  private boolean touched(Item item) {
    if (taken.touches(item.item())) {
      return true;
    }
    for (String leaf : needs.keySet()) {
      if (taken.touches(leaf)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a ring-fence had to be minded: then the figures are not for everybody. */
  boolean metFences() {
    return metFences;
  }

  /** Takes what was promised, so that the questions after this one see the rest. */
  void take(Item item, Promise promise) {
    if (item.policy() != Item.Policy.BUNDLE) {
      for (Promise.Part part : promise.parts()) {
        taken.take(part.departure(item.item()), question.customer());
      }
      return;
    }
    for (Promise.Part part : promise.parts()) {
      taken.count(item.item(), part.quantity(), question.customer());
      needs.forEach((leaf, perBundle) -> take(leaf, perBundle, part));
    }
  }

  private void take(String leaf, long perBundle, Promise.Part bundles) {
    ItemSnapshot snapshot = world.item(leaf);
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot == null || item == null) {
      return;
    }
    long quantity = FixedPoint.timesCeiling(bundles.quantity(), perBundle);
    Obtainable left =
        survey(taken, true)
            .of(snapshot, item, FixedPoint.timesCeiling(question.quantity(), perBundle));
    for (Promise.Part part :
        Sourcing.take(
            left.supplies(),
            reach.network().sourcing(),
            Math.min(quantity, left.cap()),
            bundles.day())) {
      taken.take(part.departure(leaf), question.customer());
    }
  }

  // ---------------------------------------------------------------- what it rests on

  /** What there is at each source. */
  private void tellFigures(ItemSnapshot snapshot, Item item) {
    Survey survey = survey(NOTHING_TAKEN, false);
    for (Reach.Leg leg : reach.legs()) {
      LocationSupply supply = locationSupply(snapshot, item, leg);
      if (supply != null && supply.row() >= 0) {
        tellLocation(snapshot.positions(), leg, supply);
      }
      CommitmentSupply committed = survey.committed(snapshot, item, leg);
      if (committed != null && committed.isValid()) {
        suppliers.add(
            new SupplierFigures(
                committed.commitment(),
                committed.held(),
                committed.counted(),
                committed.ageDays(),
                committed.shipsOnDay()));
      }
    }
  }

  private void tellDoubts(String component) {
    ItemSnapshot snapshot = world.item(component);
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot != null && item != null) {
      tellDoubts(snapshot, item);
    }
  }

  /** What is late, and what is cut because a feed is stale. */
  private void tellDoubts(ItemSnapshot snapshot, Item item) {
    Survey survey = survey(NOTHING_TAKEN, false);
    for (Reach.Leg leg : reach.legs()) {
      LocationSupply supply = locationSupply(snapshot, item, leg);
      if (supply != null) {
        late.addAll(supply.late());
        stale.addAll(supply.stale());
      }
      CommitmentSupply committed = survey.committed(snapshot, item, leg);
      if (committed != null && committed.isValid() && committed.isCutAsStale()) {
        stale.add(committed.staleSupply());
      }
    }
  }

  private @Nullable LocationSupply locationSupply(ItemSnapshot snapshot, Item item, Reach.Leg leg) {
    return leg.place() != null && item.policy() == Item.Policy.STOCKED
        ? LocationSupply.of(policies, snapshot, item, leg, reach.doubted())
        : null;
  }

  private void tellLocation(Positions positions, Reach.Leg leg, LocationSupply supply) {
    int row = supply.row();
    boolean serves = supply.servesToday();
    long without = FixedPoint.saturatedSum(supply.lowest(), supply.safetyStock());
    locations.add(
        new LocationFigures(
            leg.source().key(),
            positions.figure(row, Figure.ON_HAND),
            positions.figure(row, Figure.ALLOCATED),
            positions.figure(row, Figure.BLOCKED),
            positions.figure(row, Figure.SAFETY_STOCK),
            supply.held(),
            serves ? Math.max(0, supply.now()) : 0,
            serves ? Math.max(0, without) - Math.max(0, supply.lowest()) : 0,
            serves));
  }

  private long withheldBySafetyStock() {
    long withheld = 0;
    for (LocationFigures location : locations) {
      withheld = FixedPoint.saturatedSum(withheld, location.withheldBySafetyStock());
    }
    return withheld;
  }
}
