package tradecounter.engine.availability;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.ComponentFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.state.Dictionary;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Positions;
import tradecounter.engine.state.Topology;
import tradecounter.engine.state.Topology.Route;
import tradecounter.engine.state.Topology.Stop;
import tradecounter.engine.state.World;

/**
 * Answers "have you got it, and when can I have it" for one item. Stateless beyond its world: any
 * thread, O(sources + receipts + demands) per item, no locks.
 *
 * <p>A bundle is answered from the snapshots of its components, each consistent in itself.
 */
public final class Availability {
  /** Bundles in bundles in bundles: deeper nesting counts as not available. */
  private static final int MAXIMUM_NESTING = 8;

  private final World world;
  private final Function<String, LateSupplyPolicy> lateSupplyOfFeed;

  /**
   * @param lateSupplyOfFeed each feed's policy for receipts that are overdue
   */
  public Availability(World world, Function<String, LateSupplyPolicy> lateSupplyOfFeed) {
    this.world = world;
    this.lateSupplyOfFeed = lateSupplyOfFeed;
  }

  /** One source's curve by the day of shipping, and how it reaches the buyer. */
  private record Supply(
      AtpCurve curve, int transitDays, String source, Map<Integer, String> receiptOfDay) {
    String nameOfStep(int day) {
      return receiptOfDay.getOrDefault(day, source);
    }
  }

  public AvailabilityAnswer answer(AvailabilityQuestion question) {
    ItemSnapshot snapshot = world.item(question.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (snapshot == null || item == null || !item.sellable()) {
      return new AvailabilityAnswer.UnknownItem(question.item());
    }
    Topology topology = world.topology();
    Optional<Route> route = topology.routeFor(question.customer(), question.region());
    return route
        .<AvailabilityAnswer>map(
            found -> new Survey(question, topology, found).figures(snapshot, item))
        .orElseGet(() -> new AvailabilityAnswer.NoNetwork(question.item(), question.region()));
  }

  /** Looks at one item, and for a bundle at its components, through one network. */
  private final class Survey {
    private final AvailabilityQuestion question;
    private final Topology topology;
    private final Route route;
    private final int today;
    private final List<LateReceipt> late = new ArrayList<>(0);
    private final Map<String, AtpCurve> curveOfComponent = new HashMap<>(0);
    private final Map<String, Long> needs = new HashMap<>(0);
    private long feedBits;

    Survey(AvailabilityQuestion question, Topology topology, Route route) {
      this.question = question;
      this.topology = topology;
      this.route = route;
      this.today = today();
    }

    Figures figures(ItemSnapshot snapshot, Item item) {
      List<LocationFigures> locations = new ArrayList<>();
      List<SupplierFigures> suppliers = new ArrayList<>();
      List<ComponentFigures> components = new ArrayList<>();
      List<Supply> supplies;
      long now = 0;
      if (item.policy() == Item.Policy.BUNDLE) {
        addNeeds(item, FixedPoint.ONE, 0, needs);
        supplies = List.of(bundle(item, components));
        now = bundleNow(item, 0);
      } else {
        feedBits |= snapshot.supplyFeedBits();
        supplies = supplies(snapshot, item, question.quantity(), locations, suppliers);
        for (LocationFigures figures : locations) {
          now += figures.available();
        }
      }
      int onDay = Math.max(today, question.onDay());
      AtpCurve atp = sum(supplies).from(onDay);
      return new Figures(
          item,
          route.network().network(),
          today,
          onDay == today ? now : atp.at(onDay),
          atp,
          question.quantity() > 0 ? Optional.of(promise(supplies, onDay)) : Optional.empty(),
          locations,
          suppliers,
          components,
          late,
          withheld(locations),
          feedBits);
    }

    /** Today where the goods are: at the first location that serves, in UTC if none does. */
    private int today() {
      for (Stop stop : route.stops()) {
        Location location = topology.location(stop.location());
        if (location != null) {
          return location.today(question.now());
        }
      }
      return (int) Math.floorDiv(question.now().getEpochSecond(), 86_400L);
    }

    private List<Supply> supplies(
        ItemSnapshot snapshot,
        Item item,
        long wanted,
        List<LocationFigures> locations,
        List<SupplierFigures> suppliers) {
      List<Supply> supplies = new ArrayList<>(route.stops().size());
      boolean stocked = item.policy() == Item.Policy.STOCKED;
      boolean dropShip = item.policy() == Item.Policy.DROP_SHIP || item.dropShipEligible();
      for (Stop stop : route.stops()) {
        if (stop.source().kind() == Network.Source.Kind.LOCATION && stocked) {
          Location location = topology.location(stop.location());
          if (location != null) {
            supplies.add(atLocation(snapshot, item, stop, location, locations));
          }
        } else if (stop.source().kind() == Network.Source.Kind.SUPPLIER && dropShip) {
          addSupplier(snapshot, stop, wanted, supplies, suppliers);
        }
      }
      return supplies;
    }

    private Supply atLocation(
        ItemSnapshot snapshot,
        Item item,
        Stop stop,
        Location location,
        List<LocationFigures> figures) {
      Positions positions = snapshot.positions();
      int row = positions.rowOf(stop.location());
      long free = row < 0 ? 0 : positions.free(row);
      LocationCurve curve = curve(snapshot, item, stop.location(), location, free);
      late.addAll(curve.late());
      boolean open = location.isOpen();
      if (row >= 0) {
        long safetyStock = positions.figure(row, Figure.SAFETY_STOCK);
        figures.add(
            new LocationFigures(
                location.location(),
                positions.figure(row, Figure.ON_HAND),
                positions.figure(row, Figure.ALLOCATED),
                positions.figure(row, Figure.BLOCKED),
                safetyStock,
                open ? Math.max(0, free) : 0,
                open ? Math.max(0, curve.lowest() + safetyStock) - Math.max(0, curve.lowest()) : 0,
                open));
      }
      return new Supply(
          open ? curve.curve() : AtpCurve.ZERO,
          stop.source().transitDays(),
          location.location(),
          curve.receiptOfDay());
    }

    /** As kept with the snapshot, or derived now and kept. */
    private LocationCurve curve(
        ItemSnapshot snapshot, Item item, int number, Location location, long free) {
      int todayThere = location.today(question.now());
      LocationCurve kept = LocationCurve.kept(snapshot, number, todayThere);
      if (kept != null) {
        return kept;
      }
      Map<Integer, String> receiptOfDay =
          snapshot.openReceipts().isEmpty() ? Map.of() : new HashMap<>();
      List<LateReceipt> overdue = new ArrayList<>(0);
      var builder = builder(snapshot, item, location, todayThere, free, receiptOfDay, overdue);
      LocationCurve derived =
          new LocationCurve(
              number,
              todayThere,
              builder.build(),
              builder.lowestProjection(),
              receiptOfDay.isEmpty() ? Map.of() : receiptOfDay,
              overdue.isEmpty() ? List.of() : overdue);
      LocationCurve.keep(snapshot, derived);
      return derived;
    }

    private AtpCurve.Builder builder(
        ItemSnapshot snapshot,
        Item item,
        Location location,
        int todayThere,
        long free,
        Map<Integer, String> receiptOfDay,
        List<LateReceipt> overdue) {
      var builder = new AtpCurve.Builder(todayThere, item.horizonDays(), free);
      for (var open : snapshot.openReceipts()) {
        if (open.receipt().location().equals(location.location())) {
          int day = dayThatCounts(open, todayThere, overdue);
          if (day != Day.OPEN_END) {
            builder.move(day, open.receipt().outstanding());
            if (day > todayThere || free <= 0) {
              receiptOfDay.putIfAbsent(day, open.receipt().receipt());
            }
          }
        }
      }
      for (var demand : snapshot.openDemands()) {
        if (demand.location().equals(location.location())) {
          builder.move(demand.dueOnDay(), -demand.outstanding());
        }
      }
      return builder;
    }

    /**
     * The receipt's day, by the policy of its feed if that has passed; OPEN_END if it does not
     * count.
     */
    private int dayThatCounts(
        ItemSnapshot.OpenReceipt open, int todayThere, List<LateReceipt> overdue) {
      int expected = open.receipt().expectedOnDay();
      if (expected >= todayThere) {
        return expected;
      }
      LateSupplyPolicy policy = lateSupplyPolicy(open.feedBits());
      boolean dropped = (long) todayThere - expected > policy.dropAfterDays();
      int counted = todayThere + policy.shiftDays();
      overdue.add(
          new LateReceipt(
              open.receipt().receipt(),
              open.receipt().outstanding(),
              expected,
              dropped
                  ? new LateReceipt.Action.Dropped()
                  : new LateReceipt.Action.Shifted(counted)));
      return dropped ? Day.OPEN_END : counted;
    }

    /** Of several feeds that told of a receipt the most cautious counts. */
    private LateSupplyPolicy lateSupplyPolicy(long bits) {
      int shiftDays = 0;
      int dropAfterDays = Integer.MAX_VALUE;
      for (long rest = bits; rest != 0; rest &= rest - 1) {
        String feed = world.feed(Long.numberOfTrailingZeros(rest)).feed();
        LateSupplyPolicy policy = lateSupplyOfFeed.apply(feed);
        shiftDays = Math.max(shiftDays, policy.shiftDays());
        dropAfterDays = Math.min(dropAfterDays, policy.dropAfterDays());
      }
      return new LateSupplyPolicy(shiftDays, dropAfterDays);
    }

    private void addSupplier(
        ItemSnapshot snapshot,
        Stop stop,
        long wanted,
        List<Supply> supplies,
        List<SupplierFigures> figures) {
      for (Commitment commitment : snapshot.commitments()) {
        if (commitment.supplier().equals(stop.source().key())
            && question.now().toEpochMilli() <= commitment.validUntilMillis()) {
          int ships = today + commitment.leadTimeDays();
          figures.add(new SupplierFigures(commitment, ships));
          boolean tooSmall = wanted > 0 && wanted < commitment.minimumOrder();
          supplies.add(
              new Supply(
                  AtpCurve.constant(ships, tooSmall ? 0 : commitment.quantity()),
                  stop.source().transitDays(),
                  commitment.supplier(),
                  Map.of()));
        }
      }
    }

    // -------------------------------------------------------------- bundles

    /** By date, as many as the scarcest component allows; by the day of arrival, once. */
    private Supply bundle(Item bundle, List<ComponentFigures> components) {
      int transitDays =
          route.stops().stream().mapToInt(s -> s.source().transitDays()).max().orElse(0);
      for (Item.Component component : bundle.components()) {
        components.add(new ComponentFigures(component, componentNow(component, 0)));
      }
      return new Supply(bundleCurve(bundle, 0), transitDays, "COMPONENTS", Map.of());
    }

    private AtpCurve bundleCurve(Item bundle, int depth) {
      List<AtpCurve> curves = new ArrayList<>();
      for (Item.Component component : bundle.components()) {
        if (!component.optional() && component.stocked()) {
          curves.add(
              componentCurve(component, depth)
                  .wholeMultiplesOf(component.quantity(), FixedPoint.ONE));
        }
      }
      needsOfNested(bundle)
          .forEach(
              (item, needed) -> curves.add(curveOf(item).wholeMultiplesOf(needed, FixedPoint.ONE)));
      return curves.isEmpty() ? AtpCurve.ZERO : AtpCurve.minimum(curves);
    }

    /**
     * What one bundle with bundles in it takes of each item at the bottom, by all ways together:
     * two inner bundles that share an item cannot both take the last one.
     */
    private Map<String, Long> needsOfNested(Item bundle) {
      for (Item.Component component : bundle.components()) {
        Item item = definition(component.item());
        if (item != null && item.policy() == Item.Policy.BUNDLE) {
          Map<String, Long> needs = new HashMap<>();
          addNeeds(bundle, FixedPoint.ONE, 0, needs);
          return needs;
        }
      }
      return Map.of();
    }

    private void addNeeds(Item bundle, long bundles, int depth, Map<String, Long> needs) {
      for (Item.Component component : bundle.components()) {
        if (!component.optional() && component.stocked() && depth < MAXIMUM_NESTING) {
          long needed =
              FixedPoint.multiplyDivide(
                  bundles, component.quantity(), FixedPoint.ONE, RoundingMode.CEILING);
          Item item = definition(component.item());
          if (item != null && item.policy() == Item.Policy.BUNDLE) {
            addNeeds(item, needed, depth + 1, needs);
          } else {
            needs.merge(component.item(), needed, Math::addExact);
          }
        }
      }
    }

    private @Nullable Item definition(String item) {
      ItemSnapshot snapshot = world.item(item);
      return snapshot == null ? null : snapshot.definitionOrNull();
    }

    private AtpCurve componentCurve(Item.Component component, int depth) {
      Item item = definition(component.item());
      if (item != null && item.policy() == Item.Policy.BUNDLE) {
        return depth < MAXIMUM_NESTING ? bundleCurve(item, depth + 1) : AtpCurve.ZERO;
      }
      return curveOf(component.item());
    }

    /** Of an item that is no bundle; looked at once, however often it is needed. */
    private AtpCurve curveOf(String item) {
      AtpCurve known = curveOfComponent.get(item);
      if (known != null) {
        return known;
      }
      ItemSnapshot snapshot = world.item(item);
      Item definition = snapshot == null ? null : snapshot.definitionOrNull();
      AtpCurve curve = AtpCurve.ZERO;
      if (snapshot != null && definition != null) {
        feedBits |= snapshot.supplyFeedBits();
        curve =
            sum(supplies(snapshot, definition, wanted(item), new ArrayList<>(), new ArrayList<>()));
      }
      curveOfComponent.put(item, curve);
      return curve;
    }

    /** How much of a component the bundles that are asked for take. */
    private long wanted(String component) {
      long perBundle = Math.max(1, needs.getOrDefault(component, 0L));
      return question.quantity() / FixedPoint.ONE < Long.MAX_VALUE / perBundle
          ? FixedPoint.multiplyDivide(
              question.quantity(), perBundle, FixedPoint.ONE, RoundingMode.CEILING)
          : Long.MAX_VALUE;
    }

    private static AtpCurve sum(List<Supply> supplies) {
      List<AtpCurve> curves = new ArrayList<>(supplies.size());
      for (Supply supply : supplies) {
        curves.add(supply.curve());
      }
      return AtpCurve.sum(curves);
    }

    private long bundleNow(Item bundle, int depth) {
      long fewest = Long.MAX_VALUE;
      for (Item.Component component : bundle.components()) {
        if (!component.optional() && component.stocked()) {
          fewest = Math.min(fewest, componentNow(component, depth) / component.quantity());
        }
      }
      for (Map.Entry<String, Long> need : needsOfNested(bundle).entrySet()) {
        fewest = Math.min(fewest, freeInNetwork(need.getKey()) / need.getValue());
      }
      return fewest == Long.MAX_VALUE ? 0 : fewest * FixedPoint.ONE;
    }

    private long componentNow(Item.Component component, int depth) {
      Item item = definition(component.item());
      if (item != null && item.policy() == Item.Policy.BUNDLE) {
        return depth < MAXIMUM_NESTING ? bundleNow(item, depth + 1) : 0;
      }
      return freeInNetwork(component.item());
    }

    private long freeInNetwork(String item) {
      ItemSnapshot snapshot = world.item(item);
      Item definition = snapshot == null ? null : snapshot.definitionOrNull();
      if (snapshot == null || definition == null || definition.policy() != Item.Policy.STOCKED) {
        return 0;
      }
      long sum = 0;
      for (Stop stop : route.stops()) {
        @Nullable Location location = topology.location(stop.location());
        int row =
            stop.location() == Dictionary.UNKNOWN
                ? -1
                : snapshot.positions().rowOf(stop.location());
        if (location != null && location.isOpen() && row >= 0) {
          sum += Math.max(0, snapshot.positions().free(row));
        }
      }
      return sum;
    }

    // -------------------------------------------------------------- promise

    /** One more becomes available: on this day at the buyer's door, from there. */
    private record Arrival(int day, int rank, long quantity, String from) {}

    /**
     * Takes what arrives earliest, and of one day what the network ranks first, until it is enough.
     */
    private Promise promise(List<Supply> supplies, int onDay) {
      List<Arrival> arrivals = new ArrayList<>();
      for (int rank = 0; rank < supplies.size(); rank++) {
        Supply supply = supplies.get(rank);
        AtpCurve curve = supply.curve();
        long before = 0;
        for (int step = 0; step < curve.steps(); step++) {
          int day = curve.day(step);
          arrivals.add(
              new Arrival(
                  Math.max(day, onDay) + supply.transitDays(),
                  rank,
                  curve.quantity(step) - before,
                  supply.nameOfStep(day)));
          before = curve.quantity(step);
        }
      }
      arrivals.sort(Comparator.comparingInt(Arrival::day).thenComparingInt(Arrival::rank));
      List<Promise.Part> parts = new ArrayList<>();
      long missing = question.quantity();
      int day = onDay;
      for (Arrival arrival : arrivals) {
        if (missing == 0) {
          break;
        }
        long taken = Math.min(missing, arrival.quantity());
        parts.add(new Promise.Part(taken, arrival.day(), arrival.from()));
        missing -= taken;
        day = arrival.day();
      }
      boolean complete = missing == 0;
      return new Promise(
          question.quantity(),
          complete,
          day,
          complete && question.customer().shipComplete() ? allOn(day, parts) : parts);
    }

    private static List<Promise.Part> allOn(int day, List<Promise.Part> parts) {
      return parts.stream().map(p -> new Promise.Part(p.quantity(), day, p.from())).toList();
    }

    private static long withheld(List<LocationFigures> locations) {
      return locations.stream().mapToLong(LocationFigures::withheldBySafetyStock).sum();
    }
  }
}
