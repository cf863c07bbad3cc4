package tradecounter.engine.oracle;

import static java.math.BigDecimal.ONE;
import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.millionths;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tradecounter.engine.availability.AvailabilityAnswer.ComponentFigures;
import tradecounter.engine.availability.AvailabilityAnswer.LateReceipt;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Part;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityAnswer.StaleSupply;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;

/** An item that is sold as one and shipped as its components. */
final class NaiveBundle implements NaiveShelf {
  private final NaiveView view;
  private final Item item;
  private final NaiveFence fence;
  private final Map<String, BigDecimal> needs;
  private final Map<String, NaiveShelf> components = new TreeMap<>();

  /** Items that no other has to be made of, and how much of each is asked for. */
  private final Map<String, BigDecimal> asked;

  NaiveBundle(NaiveView view, Item item, BigDecimal bundlesAsked) {
    this(view, item, multiplied(needs(view, item), bundlesAsked));
  }

  private NaiveBundle(NaiveView view, Item item, Map<String, BigDecimal> asked) {
    this.view = view;
    this.item = item;
    this.fence = new NaiveFence(view, item);
    this.needs = needs(view, item);
    this.asked = asked;
    if (containsItself(view, item, List.of())) {
      return;
    }
    for (Item.Component component : counting(item)) {
      definition(view, component.item())
          .ifPresent(found -> components.put(component.item(), shelf(found)));
    }
    for (String leaf : needs.keySet()) {
      definition(view, leaf).ifPresent(found -> components.putIfAbsent(leaf, single(found)));
    }
  }

  private NaiveShelf shelf(Item found) {
    return found.policy() == Item.Policy.BUNDLE
        ? new NaiveBundle(view, found, asked)
        : single(found);
  }

  private NaiveItem single(Item leaf) {
    return new NaiveItem(view, leaf, asked.getOrDefault(leaf.item(), ZERO));
  }

  private static Optional<Item> definition(NaiveView view, String key) {
    return view.world().one(Item.class, key);
  }

  private static List<Item.Component> counting(Item bundle) {
    return bundle.components().stream().filter(c -> !c.optional() && c.stocked()).toList();
  }

  /** Whether it, or a bundle inside, takes itself to be made: nobody could make it. */
  private static boolean containsItself(NaiveView view, Item of, List<String> inside) {
    List<String> nowInside = new ArrayList<>(inside);
    nowInside.add(of.item());
    return inside.contains(of.item())
        || itemsIn(view, of).stream().anyMatch(inner -> containsItself(view, inner, nowInside));
  }

  private static List<Item> itemsIn(NaiveView view, Item of) {
    return of.policy() == Item.Policy.BUNDLE
        ? counting(of).stream().flatMap(c -> definition(view, c.item()).stream()).toList()
        : List.of();
  }

  /** How much one bundle takes of each item that no other has to be made of. */
  private static Map<String, BigDecimal> needs(NaiveView view, Item bundle) {
    return containsItself(view, bundle, List.of()) ? Map.of() : knownNeeds(view, bundle);
  }

  private static Map<String, BigDecimal> knownNeeds(NaiveView view, Item bundle) {
    Map<String, BigDecimal> needs = new TreeMap<>();
    for (Item.Component component : counting(bundle)) {
      Optional<Item> inner =
          definition(view, component.item()).filter(found -> found.policy() == Item.Policy.BUNDLE);
      Map<String, BigDecimal> ofOne =
          inner.isPresent() ? knownNeeds(view, inner.get()) : Map.of(component.item(), ONE);
      multiplied(ofOne, units(component.quantity()))
          .forEach((leaf, needed) -> needs.merge(leaf, needed, BigDecimal::add));
    }
    return needs;
  }

  private static Map<String, BigDecimal> multiplied(
      Map<String, BigDecimal> needs, BigDecimal times) {
    Map<String, BigDecimal> result = new TreeMap<>(needs);
    result.replaceAll((_, needed) -> needed.multiply(times));
    return result;
  }

  // ---------------------------------------------------------------- as many as the scarcest allows

  /** Whole bundles, from so much of each component, and of each item at the bottom. */
  private BigDecimal wholeBundles(Function<String, BigDecimal> amountOf) {
    List<BigDecimal> limits = new ArrayList<>();
    for (Item.Component component : counting(item)) {
      limits.add(fitting(amountOf.apply(component.item()), units(component.quantity())));
    }
    needs.forEach((leaf, needed) -> limits.add(fitting(amountOf.apply(leaf), needed)));
    return limits.stream().reduce(BigDecimal::min).orElse(ZERO);
  }

  private static BigDecimal fitting(BigDecimal amount, BigDecimal quantity) {
    return amount.divide(quantity, 0, RoundingMode.FLOOR);
  }

  /** A component that nobody defined is not there. */
  private DayByDay fenced(Function<NaiveShelf, DayByDay> curve, LocalDate lastDay) {
    DayByDay nothing = DayByDay.of(view.today(), view.today(), _ -> ZERO);
    Map<String, DayByDay> curves = new TreeMap<>();
    components.forEach((component, shelf) -> curves.put(component, curve.apply(shelf)));
    DayByDay bundles =
        DayByDay.of(
            view.today(),
            lastDay,
            day -> wholeBundles(component -> curves.getOrDefault(component, nothing).on(day)));
    DayByDay left = fence.left(bundles);
    return DayByDay.of(view.today(), lastDay, day -> fence.capped(left.on(day)));
  }

  @Override
  public BigDecimal now() {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    components.forEach((component, shelf) -> amounts.put(component, shelf.now()));
    return fence.now(wholeBundles(component -> amounts.getOrDefault(component, ZERO)));
  }

  @Override
  public DayByDay atp() {
    return fenced(NaiveShelf::atp, view.lastDay());
  }

  @Override
  public DayByDay arrivals() {
    LocalDate last =
        components.values().stream()
            .map(shelf -> shelf.arrivals().last())
            .max(LocalDate::compareTo)
            .orElse(view.lastDay());
    return fenced(NaiveShelf::arrivals, last);
  }

  // ---------------------------------------------------------------- promise

  @Override
  public Promise promise() {
    var question = view.question();
    BigDecimal missing = fence.capped(units(question.quantity()));
    DayByDay arrivals = arrivals();
    BigDecimal before = ZERO;
    List<Part> parts = new ArrayList<>();
    for (LocalDate day = view.today(); !day.isAfter(arrivals.last()); day = day.plusDays(1)) {
      BigDecimal taken = arrivals.on(day).subtract(before).min(missing);
      before = arrivals.on(day);
      if (taken.signum() > 0) {
        parts.add(part(taken, day));
        missing = missing.subtract(taken);
      }
    }
    BigDecimal promised = before.min(units(question.quantity()));
    boolean complete = promised.compareTo(units(question.quantity())) == 0;
    int day = complete ? parts.getLast().day() : 0;
    boolean together = complete && (question.shipComplete() || question.customer().shipComplete());
    return new Promise(
        question.quantity(),
        complete,
        day,
        complete && day <= question.byDay(),
        together,
        together ? List.of(part(promised, LocalDate.ofEpochDay(day))) : parts,
        List.of());
  }

  private static Part part(BigDecimal quantity, LocalDate day) {
    return new Part(
        millionths(quantity),
        (int) day.toEpochDay(),
        Day.OPEN_START,
        Routing.COMPONENTS,
        "COMPONENTS",
        "COMPONENTS");
  }

  /** The components leave, each from its own sources. */
  @Override
  public void take(Promise promise) {
    for (Part part : promise.parts()) {
      multiplied(needs, units(part.quantity()))
          .forEach(
              (leaf, quantity) ->
                  definition(view, leaf)
                      .ifPresent(
                          found -> single(found).take(quantity, LocalDate.ofEpochDay(part.day()))));
      view.taken().count(item.item(), units(part.quantity()), view.question().customer());
    }
  }

  // ---------------------------------------------------------------- how it is told

  List<ComponentFigures> componentFigures() {
    return item.components().stream()
        .map(
            component ->
                new ComponentFigures(
                    component,
                    definition(view, component.item())
                        .map(found -> millionths(shelf(found).now()))
                        .orElse(0L)))
        .toList();
  }

  /** All that it rests on, even if it contains itself. */
  private Set<String> bottom(Item of, Set<String> met) {
    if (of.policy() != Item.Policy.BUNDLE) {
      return Set.of(of.item());
    }
    Set<String> bottom = new TreeSet<>();
    if (met.add(of.item())) {
      itemsIn(view, of).forEach(inner -> bottom.addAll(bottom(inner, met)));
    }
    return bottom;
  }

  @Override
  public List<LateReceipt> lateReceipts() {
    return bottom(item, new TreeSet<>()).stream()
        .flatMap(leaf -> definition(view, leaf).stream())
        .flatMap(leaf -> single(leaf).lateReceipts().stream())
        .toList();
  }

  @Override
  public List<StaleSupply> staleSupply() {
    return bottom(item, new TreeSet<>()).stream()
        .flatMap(leaf -> definition(view, leaf).stream())
        .flatMap(leaf -> single(leaf).staleSupply().stream())
        .toList();
  }
}
