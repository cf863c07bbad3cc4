package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.millionths;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt.Action;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.Explanation.OfHold;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;

/**
 * One item at one location, from the formulas, day by day:
 *
 * <pre>
 *   free    = onHand − allocated − blocked − safetyStock
 *   now     = free − Σ holds for today
 *             − max over t ≤ H of (Σ holds for later ≤ t − Σ receipts expected ≤ t)
 *   proj(d) = free + Σ receipts expected ≤ d − Σ dated demand ≤ d − Σ holds for days ≤ d
 *   atp(d)  = max(0, min over d ≤ t ≤ H of proj(t))
 * </pre>
 *
 * What is held for a day that has passed is held for today, what is held for one after H for H.
 */
final class NaiveLocation implements NaiveSource {
  /** Longer than any outage of a generated world that ends. */
  private static final int DAYS_LOOKED_AHEAD = 100;

  private final NaiveView view;
  private final Item item;
  private final Network.Source source;
  private final Location location;
  private final LocalDate today;
  private final ObjectKey.OfPosition position;
  private final StalePolicy stale;
  private final BigDecimal free;
  private final BigDecimal believed;
  private final List<Incoming> incoming;
  private final List<Demand> demands;
  private final List<NaiveHolds.Open> holds;
  private final List<Outage> outages;
  private final Optional<LocalDate> reopens;
  private final DayByDay leastProjected;

  /**
   * A receipt.
   *
   * @param countsOn empty if it does not count at all
   * @param expected what of it counts by its date
   * @param counted what of that is believed
   */
  private record Incoming(
      Receipt receipt,
      Optional<LocalDate> countsOn,
      BigDecimal expected,
      BigDecimal counted,
      StalePolicy stale,
      Optional<LateReceipt> late) {}

  NaiveLocation(NaiveView view, Item item, Network.Source source, Location location) {
    this.view = view;
    this.item = item;
    this.source = source;
    this.location = location;
    this.today = LocalDate.ofInstant(view.question().now(), location.timeZone());
    this.position = new ObjectKey.OfPosition(item.item(), location.location());
    this.stale = view.belief().stale(view.world().feedsOf(position));
    this.free = view.world().free(item.item(), location.location());
    this.believed = believed(free);
    this.incoming =
        view.world().all(Receipt.class).stream()
            .filter(r -> r.item().equals(item.item()))
            .filter(r -> r.location().equals(location.location()))
            .filter(r -> r.status() == Receipt.Status.OPEN && toCome(r).signum() > 0)
            .sorted(Comparator.comparingInt(Receipt::expectedOnDay))
            .map(this::incoming)
            .toList();
    this.demands =
        view.world().all(Demand.class).stream()
            .filter(d -> d.item().equals(item.item()))
            .filter(d -> d.location().equals(location.location()))
            .filter(d -> d.status() == Demand.Status.OPEN)
            .toList();
    this.holds = view.world().holds().open(item.item(), identity());
    this.outages =
        view.world().all(Outage.class).stream()
            .filter(outage -> outage.location().equals(location.location()))
            .toList();
    this.reopens =
        today.datesUntil(today.plusDays(DAYS_LOOKED_AHEAD)).filter(this::serves).findFirst();
    this.leastProjected = DayByDay.of(today, lastDay(), this::projection).leastEver();
  }

  private LocalDate lastDay() {
    return today.plusDays(item.horizonDays() - 1L);
  }

  // ---------------------------------------------------------------- when it serves

  private boolean isOut(LocalDate day) {
    return outages.stream()
        .anyMatch(
            outage ->
                !day.isBefore(LocalDate.ofEpochDay(outage.fromDay()))
                    && !day.isAfter(LocalDate.ofEpochDay(outage.toDay())));
  }

  private boolean serves(LocalDate day) {
    return location.status() == Location.Status.OPEN && !isOut(day);
  }

  @Override
  public Optional<LocalDate> ships(LocalDate day) {
    LocalTime clock =
        LocalTime.ofInstant(view.question().now(), location.timeZone())
            .truncatedTo(ChronoUnit.SECONDS);
    LocalDate ordered = clock.isAfter(location.cutOff()) ? today.plusDays(1) : today;
    LocalDate from = day.isBefore(view.onDay()) ? view.onDay() : day;
    from = from.isBefore(ordered) ? ordered : from;
    return from.datesUntil(from.plusDays(DAYS_LOOKED_AHEAD))
        .filter(d -> NaiveView.works(location.calendar(), d) && serves(d))
        .findFirst();
  }

  @Override
  public LocalDate arrives(LocalDate shipped) {
    return view.firstDelivery(shipped.plusDays(source.transitDays()));
  }

  // ---------------------------------------------------------------- what is there

  private BigDecimal believed(BigDecimal quantity) {
    return NaiveBelief.cut(quantity, stale.haircutPercent(), item.quantityDecimals());
  }

  @Override
  public BigDecimal now() {
    if (!serves(today)) {
      return ZERO;
    }
    BigDecimal missing = ZERO;
    for (LocalDate day = today; !day.isAfter(lastDay()); day = day.plusDays(1)) {
      missing = missing.max(held(today.plusDays(1), day).subtract(received(day)));
    }
    return believed.subtract(held(today, today)).subtract(missing).max(ZERO);
  }

  private LocalDate heldFor(NaiveHolds.Open hold) {
    LocalDate day = LocalDate.ofEpochDay(hold.line().leavesOnDay());
    return day.isBefore(today) ? today : day.isAfter(lastDay()) ? lastDay() : day;
  }

  /** What is held for these days. */
  private BigDecimal held(LocalDate from, LocalDate to) {
    return NaiveHolds.sum(
        holds.stream().filter(h -> !heldFor(h).isBefore(from) && !heldFor(h).isAfter(to)).toList());
  }

  @Override
  public List<OfHold> holds() {
    return holds.stream()
        .map(
            h ->
                new OfHold(
                    h.line().hold(), millionths(h.quantity()), (int) heldFor(h).toEpochDay()))
        .toList();
  }

  // ---------------------------------------------------------------- what comes and goes

  private static BigDecimal toCome(Receipt receipt) {
    return units(receipt.quantity()).subtract(units(receipt.received())).max(ZERO);
  }

  private Incoming incoming(Receipt receipt) {
    Set<String> feeds = view.world().feedsOf(receipt.key());
    StalePolicy stale = view.belief().stale(feeds);
    LocalDate expected = LocalDate.ofEpochDay(receipt.expectedOnDay());
    if (receipt.expectedOnDay() == Day.OPEN_END) {
      return new Incoming(receipt, Optional.empty(), ZERO, ZERO, stale, Optional.empty());
    }
    if (!expected.isBefore(today)) {
      return incoming(receipt, Optional.of(expected), toCome(receipt), stale, Optional.empty());
    }
    LateSupplyPolicy policy = view.belief().late(feeds);
    long daysLate = ChronoUnit.DAYS.between(expected, today);
    if (daysLate > policy.dropAfterDays()) {
      return late(receipt, Optional.empty(), ZERO, stale, new Action.Dropped());
    }
    if (daysLate <= policy.graceDays()) {
      Action action = new Action.InGrace((int) today.toEpochDay());
      return late(receipt, Optional.of(today), toCome(receipt), stale, action);
    }
    LocalDate shifted = today.plusDays(policy.shiftDays());
    BigDecimal left =
        NaiveBelief.cut(toCome(receipt), policy.haircutPercent(), item.quantityDecimals());
    Action action = new Action.Shifted((int) shifted.toEpochDay());
    return late(receipt, Optional.of(shifted), left, stale, action);
  }

  private Incoming late(
      Receipt receipt,
      Optional<LocalDate> countsOn,
      BigDecimal expected,
      StalePolicy stale,
      Action action) {
    LateReceipt late =
        new LateReceipt(
            receipt.receipt(),
            millionths(toCome(receipt)),
            receipt.expectedOnDay(),
            millionths(expected),
            action);
    return incoming(receipt, countsOn, expected, stale, Optional.of(late));
  }

  private Incoming incoming(
      Receipt receipt,
      Optional<LocalDate> countsOn,
      BigDecimal expected,
      StalePolicy stale,
      Optional<LateReceipt> late) {
    BigDecimal counted = NaiveBelief.cut(expected, stale.haircutPercent(), item.quantityDecimals());
    return new Incoming(receipt, countsOn, expected, counted, stale, late);
  }

  private BigDecimal received(LocalDate by) {
    BigDecimal sum = ZERO;
    for (Incoming in : incoming) {
      if (in.countsOn().filter(day -> !day.isAfter(by)).isPresent()) {
        sum = sum.add(in.counted());
      }
    }
    return sum;
  }

  /** What orders and holds take, and what earlier lines of the cart were promised. */
  private BigDecimal demanded(LocalDate by) {
    BigDecimal sum = held(today, by);
    for (Demand demand : demands) {
      if (!LocalDate.ofEpochDay(demand.dueOnDay()).isAfter(by)) {
        sum = sum.add(units(demand.quantity()));
      }
    }
    for (NaiveTaken.Line line : view.taken().of(item.item(), identity())) {
      LocalDate day = line.ships().isAfter(lastDay()) ? lastDay() : line.ships();
      if (!day.isAfter(by)) {
        sum = sum.add(line.quantity());
      }
    }
    return sum;
  }

  private BigDecimal projection(LocalDate day) {
    return believed.add(received(day)).subtract(demanded(day));
  }

  @Override
  public BigDecimal atp(LocalDate day) {
    if (reopens.filter(reopening -> !day.isBefore(reopening)).isEmpty()) {
      return ZERO;
    }
    return leastProjected.on(day).max(ZERO);
  }

  /** How much more could be promised today if none of it were safety stock. */
  private BigDecimal withheldBySafetyStock() {
    if (!serves(today)) {
      return ZERO;
    }
    BigDecimal safetyStock = figure(Figure.SAFETY_STOCK);
    BigDecimal more = believed(free.add(safetyStock)).subtract(believed);
    BigDecimal lowest = leastProjected.on(today);
    return lowest.add(more).max(ZERO).subtract(lowest.max(ZERO));
  }

  // ---------------------------------------------------------------- how it is told

  private BigDecimal figure(Figure figure) {
    return view.world().figure(item.item(), location.location(), figure);
  }

  /** Empty if nobody ever told of the position. */
  Optional<LocationFigures> figures() {
    return view.world().feedsOf(position).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LocationFigures(
                location.location(),
                millionths(figure(Figure.ON_HAND)),
                millionths(figure(Figure.ALLOCATED)),
                millionths(figure(Figure.BLOCKED)),
                millionths(figure(Figure.SAFETY_STOCK)),
                millionths(NaiveHolds.sum(holds)),
                millionths(now()),
                millionths(withheldBySafetyStock()),
                serves(today)));
  }

  List<LateReceipt> lateReceipts() {
    return incoming.stream().flatMap(in -> in.late().stream()).toList();
  }

  @Override
  public List<StaleSupply> staleSupply() {
    List<StaleSupply> result = new ArrayList<>();
    addIfCut(result, location.location(), stale, free, believed);
    for (Incoming in : incoming) {
      addIfCut(result, in.receipt().receipt(), in.stale(), in.expected(), in.counted());
    }
    return result;
  }

  private static void addIfCut(
      List<StaleSupply> to, String of, StalePolicy policy, BigDecimal quantity, BigDecimal left) {
    if (left.compareTo(quantity) != 0) {
      to.add(new StaleSupply(of, policy, millionths(quantity), millionths(left)));
    }
  }

  @Override
  public String key() {
    return location.location();
  }

  @Override
  public Routing routing() {
    return Routing.WAREHOUSE;
  }

  @Override
  public BigDecimal minimum() {
    return ZERO;
  }

  /** The first receipt that counts on the day, unless there is stock already. */
  @Override
  public String bringsOn(LocalDate day) {
    if (day.equals(today) && believed.signum() > 0) {
      return location.location();
    }
    return incoming.stream()
        .filter(in -> in.countsOn().filter(day::equals).isPresent() && in.counted().signum() > 0)
        .map(in -> in.receipt().receipt())
        .findFirst()
        .orElse(location.location());
  }
}
