package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;

/**
 * Looks at one item, and for a bundle at all that it is made of, through one network, for one
 * buyer. Each item is looked at once, however often it is needed. Not thread-safe.
 */
final class Survey {

  private final World world;
  private final FeedPolicies policies;
  private final Reach reach;
  private final AvailabilityQuestion question;
  private final Taken taken;
  private final boolean fenced;
  private final Map<String, Obtainable> surveyed = new HashMap<>(0);
  private final Composition composition;

  /** How much of each item at the bottom one of the asked bundle takes. */
  private Map<String, Long> needs = Map.of();

  private long wanted;
  private long feedBits;
  private boolean fencesMet;

  /**
   * What can be had of one item.
   *
   * @param now today
   * @param atp by the day on which it is at its source
   * @param arrivals by the day on which it is at the buyer's door
   * @param supplies the sources it comes from, in the network's order; empty for a bundle
   * @param cap no more than this can be promised
   */
  record Obtainable(long now, AtpCurve atp, AtpCurve arrivals, List<Supply> supplies, long cap) {
    static final Obtainable NOTHING =
        new Obtainable(0, AtpCurve.ZERO, AtpCurve.ZERO, List.of(), Long.MAX_VALUE);
  }

  /**
   * A view of the network.
   *
   * @param taken what is gone already
   * @param fenced whether ring-fences are minded
   */
  Survey(
      World world,
      FeedPolicies policies,
      Reach reach,
      AvailabilityQuestion question,
      Taken taken,
      boolean fenced) {
    this.world = world;
    this.policies = policies;
    this.reach = reach;
    this.question = question;
    this.taken = taken;
    this.fenced = fenced;
    this.composition = new Composition(world);
  }

  /** The feeds that everything looked at so far rests on. */
  long feedBits() {
    return feedBits;
  }

  /** Whether a ring-fence had to be minded. */
  boolean metFences() {
    return fencesMet;
  }

  /** What one of the asked bundle takes of each item at the bottom; empty for no bundle. */
  Map<String, Long> needs() {
    return needs;
  }

  /**
   * What can be had of the item.
   *
   * @param quantity how much is asked for; 0 if nothing in particular
   */
  Obtainable of(ItemSnapshot snapshot, Item item, long quantity) {
    wanted = quantity;
    if (item.policy() != Item.Policy.BUNDLE) {
      return single(snapshot, item, quantity);
    }
    needs = new LinkedHashMap<>();
    composition.addNeeds(item, FixedPoint.ONE, 0, needs);
    surveyed.put(item.item(), Obtainable.NOTHING);
    Obtainable found = bundle(item, 0);
    surveyed.put(item.item(), found);
    return found;
  }

  // ---------------------------------------------------------------- one item

  private Obtainable single(ItemSnapshot snapshot, Item item, long asked) {
    feedBits |= snapshot.supplyFeedBits();
    Fences fences = fences(item);
    List<Supply> supplies = supplies(snapshot, item, asked, fences);
    long cap = fences.cap();
    List<AtpCurve> curves = curvesOf(supplies, Supply::curve);
    return new Obtainable(
        fences.leftToday(
            freeNow(snapshot, item),
            everyLeg(),
            leg -> question.mayComeFrom(reach.legs().get(leg).source())),
        AtpCurve.sum(curves).atMost(cap),
        supplies.isEmpty() ? AtpCurve.ZERO : arrivals(supplies, asked).atMost(cap),
        supplies,
        cap);
  }

  /** Only a promise looks at arrivals, and only those of bundles come from here. */
  private AtpCurve arrivals(List<Supply> supplies, long asked) {
    return needs.isEmpty() || asked == 0
        ? AtpCurve.ZERO
        : AtpCurve.sum(curvesOf(supplies, Supply::arrivals));
  }

  private static List<AtpCurve> curvesOf(List<Supply> supplies, Function<Supply, AtpCurve> curve) {
    List<AtpCurve> curves = new ArrayList<>(supplies.size());
    for (Supply supply : supplies) {
      curves.add(curve.apply(supply));
    }
    return curves;
  }

  private Fences fences(Item item) {
    if (!fenced) {
      return Fences.NONE;
    }
    Fences fences = Fences.of(world, item, question.customer(), reach, taken);
    fencesMet |= fences != Fences.NONE;
    return fences;
  }

  /** What is kept for others is kept at all sources, whichever is asked for. */
  private List<Supply> supplies(ItemSnapshot snapshot, Item item, long asked, Fences fences) {
    List<Supply> supplies = new ArrayList<>(reach.legs().size());
    for (Reach.Leg leg : reach.legs()) {
      if (leg.isLocation()) {
        if (leg.place() != null && item.policy() == Item.Policy.STOCKED) {
          LocationSupply there = LocationSupply.of(policies, snapshot, item, leg, reach.doubted());
          supplies.add(new Supply(leg, there.curve(), 0, there.receiptOfDay()));
        }
      } else {
        CommitmentSupply committed = committed(snapshot, item, leg);
        if (committed != null && !committed.isTooMuchFor(asked)) {
          supplies.add(
              new Supply(
                  leg,
                  AtpCurve.constant(committed.shipsOnDay(), committed.counted()),
                  committed.commitment().minimumOrder(),
                  Map.of()));
        }
      }
    }
    if (taken.touches(item.item())) {
      supplies.replaceAll(
          supply ->
              supply.with(
                  taken.left(
                      item.item(),
                      supply.leg().source().identity(),
                      supply.curve(),
                      supply.leg().today() + item.horizonDays() - 1)));
    }
    if (fences != Fences.NONE) {
      int[] legs = supplies.stream().mapToInt(supply -> supply.leg().index()).toArray();
      List<AtpCurve> left = fences.left(curvesOf(supplies, Supply::curve), legs);
      for (int i = 0; i < supplies.size(); i++) {
        supplies.set(i, supplies.get(i).with(left.get(i)));
      }
    }
    supplies.removeIf(supply -> !question.mayComeFrom(supply.leg().source()));
    return supplies;
  }

  /** What the supplier at the end of the leg has committed to, if anything. */
  @Nullable CommitmentSupply committed(ItemSnapshot snapshot, Item item, Reach.Leg leg) {
    boolean dropShip = item.policy() == Item.Policy.DROP_SHIP || item.dropShipEligible();
    if (leg.isLocation() || !dropShip || item.policy() == Item.Policy.BUNDLE) {
      return null;
    }
    for (Told<Commitment> told : snapshot.commitments()) {
      if (told.value().supplier().equals(leg.source().key())) {
        return CommitmentSupply.of(
            policies, snapshot, told, item, reach, question.now().toEpochMilli());
      }
    }
    return null;
  }

  /** Free today at each leg: nothing at those that do not serve today, none less than 0. */
  private long[] freeNow(ItemSnapshot snapshot, Item item) {
    long[] free = new long[reach.legs().size()];
    if (item.policy() == Item.Policy.STOCKED) {
      for (Reach.Leg leg : reach.legs()) {
        if (leg.place() != null && leg.servesFrom() == leg.today()) {
          LocationSupply there = LocationSupply.of(policies, snapshot, item, leg, reach.doubted());
          free[leg.index()] = Math.max(0, there.now());
        }
      }
    }
    return free;
  }

  private int[] everyLeg() {
    return IntStream.range(0, reach.legs().size()).toArray();
  }

  // ---------------------------------------------------------------- bundles

  /** By date, as many as the scarcest component allows. */
  private Obtainable bundle(Item bundle, int depth) {
    if (depth >= Composition.MAXIMUM_NESTING) {
      return Obtainable.NOTHING;
    }
    long now = Long.MAX_VALUE;
    List<AtpCurve> atps = new ArrayList<>();
    List<AtpCurve> arrivals = new ArrayList<>();
    for (Map.Entry<String, Long> need : needsOf(bundle).entrySet()) {
      Obtainable component = component(need.getKey(), depth);
      long quantity = need.getValue();
      now = Math.min(now, FixedPoint.wholeMultiples(component.now(), quantity));
      atps.add(component.atp().wholeMultiplesOf(quantity));
      arrivals.add(component.arrivals().wholeMultiplesOf(quantity));
    }
    if (atps.isEmpty()) {
      return Obtainable.NOTHING;
    }
    Fences fences = fences(bundle);
    long cap = fences.cap();
    UnaryOperator<AtpCurve> left =
        curve -> fences.left(List.of(curve), null).getFirst().atMost(cap);
    return new Obtainable(
        fences.leftToday(new long[] {now}, null, _ -> true),
        left.apply(AtpCurve.minimum(atps)),
        left.apply(AtpCurve.minimum(arrivals)),
        List.of(),
        cap);
  }

  /**
   * What one bundle takes of each component, and, if there are bundles in it, of each item at the
   * bottom by all ways together: two inner bundles that share an item cannot both take the last
   * one. Of the same item the larger need counts.
   */
  private Map<String, Long> needsOf(Item bundle) {
    Map<String, Long> direct = new LinkedHashMap<>();
    boolean nested = false;
    for (Item.Component component : bundle.components()) {
      if (Composition.counts(component)) {
        direct.put(component.item(), component.quantity());
        Item item = definition(component.item());
        nested |= item != null && item.policy() == Item.Policy.BUNDLE;
      }
    }
    if (nested) {
      Map<String, Long> bottom = new LinkedHashMap<>();
      composition.addNeeds(bundle, FixedPoint.ONE, 0, bottom);
      bottom.forEach((item, needed) -> direct.merge(item, needed, Math::max));
    }
    return direct;
  }

  private @Nullable Item definition(String item) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot == null ? null : snapshot.definitionOrNull();
  }

  private Obtainable component(String key, int depth) {
    Obtainable known = surveyed.get(key);
    if (known != null) {
      return known;
    }
    ItemSnapshot snapshot = world.item(key);
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    // A bundle that is met again inside itself can never be had.
    surveyed.put(key, Obtainable.NOTHING);
    Obtainable found =
        snapshot == null || item == null
            ? Obtainable.NOTHING
            : item.policy() == Item.Policy.BUNDLE
                ? bundle(item, depth + 1)
                : single(snapshot, item, wantedOf(key));
    surveyed.put(key, found);
    return found;
  }

  /** What there is of a component today. */
  long componentNow(Item.Component component) {
    return component(component.item(), 0).now();
  }

  /** How much of an item at the bottom the bundles that are asked for take. */
  private long wantedOf(String item) {
    return FixedPoint.timesCeiling(wanted, Math.max(1, needs.getOrDefault(item, 0L)));
  }
}
