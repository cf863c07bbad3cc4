package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.millionths;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Part;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Network.Sourcing;

/** The earliest day and the sources of a quantity: all sets of sources are tried. */
final class NaivePromise {
  private static final Map<Integer, List<List<Integer>>> SETS = new ConcurrentHashMap<>();

  private final AvailabilityQuestion question;
  private final Sourcing rule;
  private final List<Offer> offers;

  NaivePromise(AvailabilityQuestion question, Sourcing rule, List<Offer> offers) {
    this.question = question;
    this.rule = rule;
    this.offers = offers;
  }

  /** What leaves one source on one day. */
  record Shipment(LocalDate ships, LocalDate arrives, BigDecimal quantity, String from) {}

  /** One source, with what leaves it by day; used for nothing or for at least the minimum. */
  record Offer(String source, Routing routing, BigDecimal minimum, List<Shipment> shipments) {
    Offer(String source, Routing routing, BigDecimal minimum) {
      this(source, routing, minimum, new ArrayList<>());
    }

    Offer withoutMinimum() {
      return new Offer(source, routing, ZERO, shipments);
    }

    /** What leaves on one day is one shipment, whatever brought it. */
    void add(LocalDate ships, LocalDate arrives, BigDecimal more, String from) {
      if (!shipments.isEmpty() && shipments.getLast().ships().equals(ships)) {
        BigDecimal sum = shipments.removeLast().quantity().add(more);
        shipments.add(new Shipment(ships, arrives, sum, source));
      } else {
        shipments.add(new Shipment(ships, arrives, more, from));
      }
    }

    BigDecimal arrivedBy(LocalDate day) {
      BigDecimal sum = ZERO;
      for (Shipment shipment : shipments) {
        sum = shipment.arrives().isAfter(day) ? sum : sum.add(shipment.quantity());
      }
      return sum;
    }

    boolean hasMinimum() {
      return minimum.signum() > 0;
    }

    boolean reachesMinimumBy(LocalDate day) {
      return arrivedBy(day).compareTo(minimum) >= 0;
    }
  }

  static BigDecimal arrivedBy(List<Offer> offers, LocalDate day) {
    return offers.stream().map(offer -> offer.arrivedBy(day)).reduce(ZERO, BigDecimal::add);
  }

  /** The last day on which anything arrives, but no earlier than the view ends. */
  static LocalDate lastDay(NaiveView view, List<Offer> offers) {
    return offers.stream()
        .flatMap(offer -> offer.shipments().stream())
        .map(Shipment::arrives)
        .reduce(view.lastDay(), (a, b) -> a.isAfter(b) ? a : b);
  }

  // ---------------------------------------------------------------- the promise

  /**
   * The promise.
   *
   * @param planned the quantity that is asked for, or less if there is a bound
   */
  Promise of(BigDecimal planned) {
    Optional<LocalDate> day = earliestDay(planned);
    if (day.isEmpty() || planned.compareTo(units(question.quantity())) < 0) {
      List<Part> parts =
          day.isPresent()
              ? split(planned, minimumSources(planned, day.get()).orElseThrow(), day.get())
              : split(planned, minimumsThatFit(planned), LocalDate.MAX);
      return new Promise(question.quantity(), false, 0, false, false, parts, List.of());
    }
    LocalDate last = day.get();
    List<Part> whole = whole(planned, last);
    boolean together = question.shipComplete() || question.customer().shipComplete();
    List<Part> parts =
        together
            ? whole.stream().map(part -> on(last, part)).toList()
            : split(planned, minimumSources(planned, last).orElseThrow(), last);
    int epochDay = (int) last.toEpochDay();
    return new Promise(
        question.quantity(), true, epochDay, epochDay <= question.byDay(), together, parts, whole);
  }

  private static Part on(LocalDate day, Part part) {
    return new Part(
        part.quantity(),
        (int) day.toEpochDay(),
        part.shipsOnDay(),
        part.routing(),
        part.source(),
        part.from());
  }

  private Optional<LocalDate> earliestDay(BigDecimal quantity) {
    return offers.stream()
        .flatMap(offer -> offer.shipments().stream())
        .map(Shipment::arrives)
        .sorted()
        .filter(day -> minimumSources(quantity, day).isPresent())
        .findFirst();
  }

  // ---------------------------------------------------------------- sets of sources

  /** All sets of so many sources, small ones first, of one size in the network's order. */
  private static List<List<Integer>> sets(int size) {
    List<List<Integer>> sets = new ArrayList<>();
    for (int bits = 0; bits < 1 << size; bits++) {
      int chosen = bits;
      sets.add(IntStream.range(0, size).filter(i -> (chosen >> i & 1) == 1).boxed().toList());
    }
    sets.sort(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(Object::toString));
    return sets;
  }

  private Optional<List<Integer>> firstSet(Predicate<List<Integer>> willDo) {
    return SETS.computeIfAbsent(offers.size(), NaivePromise::sets).stream()
        .filter(willDo)
        .findFirst();
  }

  private BigDecimal minimums(List<Integer> set) {
    return set.stream().map(i -> offers.get(i).minimum()).reduce(ZERO, BigDecimal::add);
  }

  private boolean covers(List<Integer> set, BigDecimal quantity, LocalDate day) {
    return arrivedBy(set.stream().map(offers::get).toList(), day).compareTo(quantity) >= 0
        && set.stream().allMatch(i -> offers.get(i).reachesMinimumBy(day))
        && minimums(set).compareTo(quantity) <= 0;
  }

  private List<Integer> withFreeSources(List<Integer> minimumSources) {
    return IntStream.range(0, offers.size())
        .filter(i -> !offers.get(i).hasMinimum() || minimumSources.contains(i))
        .boxed()
        .toList();
  }

  /** The smallest set of sources with a minimum with which the quantity is there by the day. */
  private Optional<List<Integer>> minimumSources(BigDecimal quantity, LocalDate day) {
    return firstSet(
        set ->
            set.stream().allMatch(i -> offers.get(i).hasMinimum())
                && covers(withFreeSources(set), quantity, day));
  }

  /** In the network's order, while they fit. */
  private List<Integer> minimumsThatFit(BigDecimal quantity) {
    List<Integer> set = new ArrayList<>();
    for (int i = 0; i < offers.size(); i++) {
      Offer offer = offers.get(i);
      boolean fits = minimums(set).add(offer.minimum()).compareTo(quantity) <= 0;
      if (offer.hasMinimum() && offer.reachesMinimumBy(LocalDate.MAX) && fits) {
        set.add(i);
      }
    }
    return set;
  }

  // ---------------------------------------------------------------- all on one day

  /** All of it on the day, or as much as is there then; one part per source. */
  List<Part> whole(BigDecimal wanted, LocalDate day) {
    BigDecimal quantity = wanted.min(arrivedBy(offers, day));
    if (quantity.signum() == 0) {
      return List.of();
    }
    List<Integer> set =
        rule == Sourcing.FEWEST_SPLITS
            ? firstSet(s -> covers(s, quantity, day)).orElseThrow()
            : withFreeSources(minimumSources(quantity, day).orElseThrow());
    Map<Integer, BigDecimal> amounts =
        rule == Sourcing.EARLIEST ? earliest(set, quantity, day) : filled(set, quantity, day);
    List<Part> parts = new ArrayList<>();
    for (int i : set) {
      BigDecimal amount = amounts.getOrDefault(i, ZERO);
      if (amount.signum() > 0) {
        parts.add(onePart(offers.get(i), amount));
      }
    }
    return parts;
  }

  private static Part onePart(Offer offer, BigDecimal amount) {
    BigDecimal sum = ZERO;
    for (Shipment shipment : offer.shipments()) {
      sum = sum.add(shipment.quantity());
      if (sum.compareTo(amount) >= 0) {
        return part(offer, shipment, amount, offer.source());
      }
    }
    throw new IllegalStateException(amount + " is more than " + offer);
  }

  private static Part part(Offer offer, Shipment shipment, BigDecimal amount, String from) {
    return new Part(
        millionths(amount),
        (int) shipment.arrives().toEpochDay(),
        (int) shipment.ships().toEpochDay(),
        offer.routing(),
        offer.source(),
        from);
  }

  /** The minimums, and the rest in the network's order. */
  private Map<Integer, BigDecimal> filled(List<Integer> set, BigDecimal quantity, LocalDate day) {
    Map<Integer, BigDecimal> amounts = new HashMap<>();
    BigDecimal missing = quantity.subtract(minimums(set));
    for (int i : set) {
      Offer offer = offers.get(i);
      BigDecimal more = offer.arrivedBy(day).subtract(offer.minimum()).min(missing);
      amounts.put(i, offer.minimum().add(more));
      missing = missing.subtract(more);
    }
    return amounts;
  }

  /** The minimums, and the rest as it comes. */
  private Map<Integer, BigDecimal> earliest(List<Integer> set, BigDecimal quantity, LocalDate day) {
    Map<Integer, BigDecimal> amounts = new HashMap<>();
    for (Taken taken : taken(set, quantity, day, false)) {
      amounts.merge(taken.offer(), taken.quantity(), BigDecimal::add);
    }
    return amounts;
  }

  // ---------------------------------------------------------------- as it comes

  /** So much of one shipment. */
  private record Taken(int offer, Shipment shipment, BigDecimal quantity) {}

  /** What can come when. */
  private List<Part> split(BigDecimal quantity, List<Integer> minimumSources, LocalDate day) {
    List<Part> parts = new ArrayList<>();
    List<Integer> set = withFreeSources(minimumSources);
    for (Taken taken : taken(set, quantity, day, rule == Sourcing.FEWEST_SPLITS)) {
      Offer offer = offers.get(taken.offer());
      parts.add(part(offer, taken.shipment(), taken.quantity(), taken.shipment().from()));
    }
    return parts;
  }

  /** Day by day, in the network's order, beside what is reserved for minimums. */
  private List<Taken> taken(
      List<Integer> set, BigDecimal quantity, LocalDate lastDay, boolean fewest) {
    List<Taken> result = new ArrayList<>();
    BigDecimal missing = quantity.subtract(minimums(set));
    List<LocalDate> days =
        set.stream()
            .flatMap(i -> offers.get(i).shipments().stream())
            .map(Shipment::arrives)
            .filter(day -> !day.isAfter(lastDay))
            .distinct()
            .sorted()
            .toList();
    for (LocalDate day : days) {
      List<Integer> open = fewest ? fewestOf(set, missing, day) : set;
      for (int i : set) {
        for (Shipment shipment : offers.get(i).shipments()) {
          if (shipment.arrives().equals(day)) {
            BigDecimal reserved = reserved(offers.get(i), shipment);
            BigDecimal beside = shipment.quantity().subtract(reserved).min(missing);
            BigDecimal more = open.contains(i) ? beside : ZERO;
            missing = missing.subtract(more);
            if (reserved.add(more).signum() > 0) {
              result.add(new Taken(i, shipment, reserved.add(more)));
            }
          }
        }
      }
    }
    return result;
  }

  /** How much of the shipment belongs to the minimum of its source: the first to arrive. */
  private static BigDecimal reserved(Offer offer, Shipment of) {
    BigDecimal before = ZERO;
    for (Shipment shipment : offer.shipments()) {
      if (shipment.equals(of)) {
        break;
      }
      before = before.add(shipment.quantity());
    }
    return offer.minimum().subtract(before).max(ZERO).min(of.quantity());
  }

  /** If more comes on the day than is missing: the smallest set of its sources that will do. */
  private List<Integer> fewestOf(List<Integer> set, BigDecimal missing, LocalDate day) {
    if (beside(set, day).compareTo(missing) <= 0) {
      return set;
    }
    return firstSet(s -> set.containsAll(s) && beside(s, day).compareTo(missing) >= 0)
        .orElseThrow();
  }

  /** What arrives on the day beside what is reserved. */
  private BigDecimal beside(List<Integer> set, LocalDate day) {
    return set.stream()
        .flatMap(
            i ->
                offers.get(i).shipments().stream()
                    .filter(shipment -> shipment.arrives().equals(day))
                    .map(s -> s.quantity().subtract(reserved(offers.get(i), s))))
        .reduce(ZERO, BigDecimal::add);
  }
}
