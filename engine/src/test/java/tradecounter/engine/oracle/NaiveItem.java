package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Part;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.availability.AvailabilityAnswer.SupplierFigures;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.oracle.NaivePromise.Offer;

/** An item that no other has to be made of. */
final class NaiveItem implements NaiveShelf {
  private final NaiveView view;
  private final Item item;
  private final NaiveFence fence;
  private final List<NaiveSource> sources = new ArrayList<>();
  private final List<NaiveLocation> locations = new ArrayList<>();
  private final List<NaiveSupplier> suppliers = new ArrayList<>();
  private final List<NaiveSource> told = new ArrayList<>();
  private final List<DayByDay> there;
  private final List<DayByDay> left;

  /**
   * An item of its own.
   *
   * @param asked how much of it is asked for; 0 if nothing in particular
   */
  NaiveItem(NaiveView view, Item item, BigDecimal asked) {
    this.view = view;
    this.item = item;
    this.fence = new NaiveFence(view, item);
    for (Network.Source source : view.network().sources()) {
      addLocation(source);
      addSupplier(source, asked);
    }
    this.there =
        sources.stream()
            .map(source -> DayByDay.of(view.firstDay(), view.lastDay(), source::atp))
            .toList();
    this.left = fence.left(sources, there);
  }

  private void addLocation(Network.Source source) {
    if (source.kind() == Network.Source.Kind.LOCATION && item.policy() == Item.Policy.STOCKED) {
      view.world()
          .one(Location.class, source.key())
          .map(location -> new NaiveLocation(view, item, source, location))
          .ifPresent(
              location -> {
                locations.add(location);
                told.add(location);
                sources.add(location);
              });
    }
  }

  private void addSupplier(Network.Source source, BigDecimal asked) {
    boolean dropShip = item.policy() == Item.Policy.DROP_SHIP || item.dropShipEligible();
    if (source.kind() == Network.Source.Kind.SUPPLIER && dropShip) {
      view.world().all(Commitment.class).stream()
          .filter(c -> c.item().equals(item.item()) && c.supplier().equals(source.key()))
          .map(c -> new NaiveSupplier(view, item, source, c))
          .filter(NaiveSupplier::isValid)
          .forEach(
              supplier -> {
                suppliers.add(supplier);
                told.add(supplier);
                if (supplier.ships(asked)) {
                  sources.add(supplier);
                }
              });
    }
  }

  @Override
  public BigDecimal now() {
    return fence.now(sources);
  }

  @Override
  public DayByDay atp() {
    List<DayByDay> asked =
        IntStream.range(0, sources.size()).filter(this::isAskedFor).mapToObj(left::get).toList();
    DayByDay sum = DayByDay.sum(view.today(), view.lastDay(), asked);
    return DayByDay.of(view.today(), view.lastDay(), day -> fence.capped(sum.on(day)));
  }

  private boolean isAskedFor(int source) {
    return view.asksFor(sources.get(source));
  }

  // ---------------------------------------------------------------- by arrival

  private List<Offer> offers() {
    return IntStream.range(0, sources.size())
        .filter(this::isAskedFor)
        .mapToObj(i -> offer(sources.get(i), left.get(i)))
        .toList();
  }

  private Offer offer(NaiveSource source, DayByDay atp) {
    Offer offer = new Offer(source.key(), source.routing(), source.minimum());
    BigDecimal before = ZERO;
    for (LocalDate day = atp.first(); !day.isAfter(atp.last()); day = day.plusDays(1)) {
      BigDecimal more = atp.on(day).subtract(before);
      before = atp.on(day);
      String from = source.bringsOn(day);
      if (more.signum() > 0) {
        source.ships(day).ifPresent(ships -> offer.add(ships, source.arrives(ships), more, from));
      }
    }
    return offer;
  }

  @Override
  public DayByDay arrivals() {
    List<Offer> offers = offers();
    return DayByDay.of(
        view.today(),
        NaivePromise.lastDay(view, offers),
        day -> fence.capped(NaivePromise.arrivedBy(offers, day)));
  }

  @Override
  public Promise promise() {
    return new NaivePromise(view.question(), view.network().sourcing(), offers())
        .of(fence.capped(units(view.question().quantity())));
  }

  @Override
  public void take(Promise promise) {
    for (Part part : promise.parts()) {
      take(part);
    }
  }

  private void take(Part part) {
    SourceKey source =
        part.routing() == Routing.WAREHOUSE
            ? SourceKey.location(part.source())
            : SourceKey.supplier(part.source());
    view.taken()
        .take(
            new NaiveTaken.Line(
                item.item(),
                source,
                LocalDate.ofEpochDay(part.shipsOnDay()),
                LocalDate.ofEpochDay(part.day()),
                units(part.quantity())),
            view.question().customer());
  }

  /** Takes so much of what has arrived by the day, whatever the minimums. */
  void take(BigDecimal quantity, LocalDate arrivedBy) {
    List<Offer> offers = offers().stream().map(Offer::withoutMinimum).toList();
    new NaivePromise(view.question(), view.network().sourcing(), offers)
        .whole(quantity, arrivedBy)
        .forEach(this::take);
  }

  // ---------------------------------------------------------------- how it is told

  /**
   * One of the sources that may serve.
   *
   * @param taken by earlier lines
   */
  record Told(NaiveSource source, BigDecimal taken, DayByDay beforeProtection, DayByDay atp) {}

  Optional<Told> told(Network.Source of) {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).kind() == of.kind() && sources.get(i).key().equals(of.key())) {
        BigDecimal taken =
            view.taken().of(item.item(), of.identity()).stream()
                .map(NaiveTaken.Line::quantity)
                .reduce(ZERO, BigDecimal::add);
        DayByDay nothing = DayByDay.of(view.today(), view.today(), _ -> ZERO);
        return Optional.of(
            isAskedFor(i)
                ? new Told(sources.get(i), taken, there.get(i), left.get(i))
                : new Told(sources.get(i), taken, nothing, nothing));
      }
    }
    return Optional.empty();
  }

  List<LocationFigures> locations() {
    return locations.stream().flatMap(location -> location.figures().stream()).toList();
  }

  List<SupplierFigures> suppliers() {
    return suppliers.stream().map(NaiveSupplier::figures).toList();
  }

  @Override
  public List<LateReceipt> lateReceipts() {
    return locations.stream().flatMap(location -> location.lateReceipts().stream()).toList();
  }

  @Override
  public List<StaleSupply> staleSupply() {
    return told.stream().flatMap(source -> source.staleSupply().stream()).toList();
  }
}
