package tradecounter.engine.availability;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Part;
import tradecounter.engine.availability.AvailabilityAnswer.Promise.Routing;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Network;

/**
 * Chooses the sources of a quantity. The day by which all of it can arrive is the earliest there
 * is; how the quantity is spread over the sources follows the network's rule.
 *
 * <p>Sources with a minimum make it a choice of sets: each is used for nothing or for at least its
 * minimum. The smallest set that works is taken, of equally small ones the first in the network's
 * order; with at most {@value #MAXIMUM_CHOICES} sources to choose from, all sets are looked at.
 */
final class Sourcing {
  /** Beyond so many sources with a minimum the later ones are not used. */
  static final int MAXIMUM_CHOICES = 8;

  /** What a bundle comes from. */
  static final String COMPONENTS = "COMPONENTS";

  private final List<Offer> offers;
  private final Network.Sourcing rule;

  /** One source, by arrival: how much has arrived when, and when that left. */
  private static final class Offer {
    private final Supply supply;
    private final int[] arrivalDays;
    private final int[] dispatchDays;
    private final long[] cumulative;
    private final String[] names;
    private int steps;

    Offer(Supply supply) {
      this.supply = supply;
      AtpCurve curve = supply.curve();
      arrivalDays = new int[curve.steps()];
      dispatchDays = new int[curve.steps()];
      cumulative = new long[curve.steps()];
      names = new String[curve.steps()];
      for (int step = 0; step < curve.steps(); step++) {
        add(supply.leg().dispatch(curve.day(step)), curve, step);
      }
    }

    /** What leaves on one day is one shipment, whatever brought it. */
    private void add(int dispatch, AtpCurve curve, int step) {
      if (dispatch == Day.OPEN_END) {
        return;
      }
      if (steps > 0 && dispatchDays[steps - 1] == dispatch) {
        names[steps - 1] = supply.source();
        cumulative[steps - 1] = curve.quantity(step);
        return;
      }
      dispatchDays[steps] = dispatch;
      arrivalDays[steps] = supply.leg().arrival(dispatch);
      names[steps] = supply.nameOfStep(curve.day(step));
      cumulative[steps++] = curve.quantity(step);
    }

    long minimum() {
      return supply.minimum();
    }

    long by(int day) {
      long arrived = 0;
      for (int step = 0; step < steps && arrivalDays[step] <= day; step++) {
        arrived = cumulative[step];
      }
      return arrived;
    }

    long total() {
      return steps == 0 ? 0 : cumulative[steps - 1];
    }

    long gain(int step) {
      return step == 0 ? cumulative[0] : cumulative[step] - cumulative[step - 1];
    }

    /** The first step by which so much is there. */
    int stepOf(long quantity) {
      int step = 0;
      while (cumulative[step] < quantity) {
        step++;
      }
      return step;
    }

    Part part(long quantity, int step, String from) {
      return new Part(
          quantity, arrivalDays[step], dispatchDays[step], supply.routing(), supply.source(), from);
    }
  }

  /**
   * A choice among these sources.
   *
   * @param supplies in the network's order
   */
  Sourcing(List<Supply> supplies, Network.Sourcing rule) {
    this.offers = new ArrayList<>(supplies.size());
    for (Supply supply : supplies) {
      offers.add(new Offer(supply));
    }
    this.rule = rule;
  }

  /**
   * When the quantity can arrive.
   *
   * @param cap no more than this is promised
   */
  Promise promise(AvailabilityQuestion question, long cap) {
    long planned = Math.min(question.quantity(), cap);
    int day = earliestDay(planned);
    if (day == Day.OPEN_END || planned < question.quantity()) {
      return new Promise(
          question.quantity(),
          false,
          question.onDay(),
          false,
          false,
          split(planned, day),
          List.of());
    }
    List<Part> whole = whole(planned, day);
    boolean together = question.together();
    return new Promise(
        question.quantity(),
        true,
        day,
        day <= question.byDay(),
        together,
        together ? allOn(day, whole) : split(planned, day),
        whole);
  }

  /**
   * Takes as much of the quantity as has arrived by the day, whatever the minimums; for components
   * of bundles.
   */
  static List<Part> take(List<Supply> supplies, Network.Sourcing rule, long quantity, int day) {
    Sourcing sourcing =
        new Sourcing(
            supplies.stream()
                .map(s -> new Supply(s.leg(), s.curve(), 0, s.receiptOfDay()))
                .toList(),
            rule);
    return sourcing.whole(Math.min(quantity, sourcing.arrivedBy(day)), day);
  }

  /** Of bundles, which come as soon as their components do. */
  static Promise ofBundle(AtpCurve arrivals, AvailabilityQuestion question) {
    List<Part> parts = new ArrayList<>();
    long missing = question.quantity();
    long before = 0;
    int day = question.onDay();
    for (int step = 0; step < arrivals.steps() && missing > 0; step++) {
      long quantity = Math.min(missing, arrivals.quantity(step) - before);
      before = arrivals.quantity(step);
      missing -= quantity;
      day = arrivals.day(step);
      parts.add(ofComponents(quantity, day));
    }
    boolean complete = missing == 0;
    boolean together = complete && question.together();
    return new Promise(
        question.quantity(),
        complete,
        day,
        complete && day <= question.byDay(),
        together,
        together ? List.of(ofComponents(question.quantity(), day)) : parts,
        List.of());
  }

  private static Part ofComponents(long quantity, int day) {
    return new Part(quantity, day, Day.OPEN_START, Routing.COMPONENTS, COMPONENTS, COMPONENTS);
  }

  private static List<Part> allOn(int day, List<Part> parts) {
    return parts.stream()
        .map(p -> new Part(p.quantity(), day, p.shipsOnDay(), p.routing(), p.source(), p.from()))
        .toList();
  }

  // ---------------------------------------------------------------- the day

  /** The first day by which the quantity can have arrived; OPEN_END if there is none. */
  private int earliestDay(long quantity) {
    int before = Day.OPEN_START;
    for (int day : arrivalDays()) {
      if (day == before) {
        continue;
      }
      before = day;
      if (arrivedBy(day) >= quantity && reserved(quantity, day) != null) {
        return day;
      }
    }
    return Day.OPEN_END;
  }

  /** Ascending; a day may come more than once. */
  private int[] arrivalDays() {
    int size = 0;
    for (Offer offer : offers) {
      size += offer.steps;
    }
    int[] days = new int[size];
    int at = 0;
    for (Offer offer : offers) {
      System.arraycopy(offer.arrivalDays, 0, days, at, offer.steps);
      at += offer.steps;
    }
    Arrays.sort(days);
    return days;
  }

  private long arrivedBy(int day) {
    long arrived = 0;
    for (Offer offer : offers) {
      arrived = FixedPoint.saturatedSum(arrived, offer.by(day));
    }
    return arrived;
  }

  // ---------------------------------------------------------------- sources with a minimum

  /**
   * What each source is used for at least: the smallest set of those with a minimum with which the
   * quantity can have arrived by the day; {@code null} if there is none.
   */
  private long @Nullable [] reserved(long quantity, int day) {
    long free = 0;
    List<Integer> choices = new ArrayList<>(0);
    for (int i = 0; i < offers.size(); i++) {
      Offer offer = offers.get(i);
      if (offer.minimum() == 0) {
        free = FixedPoint.saturatedSum(free, offer.by(day));
      } else if (offer.by(day) >= offer.minimum() && choices.size() < MAXIMUM_CHOICES) {
        choices.add(i);
      }
    }
    if (free >= quantity) {
      return new long[offers.size()];
    }
    long without = free;
    List<Integer> chosen =
        smallestSet(
            choices,
            set ->
                minimums(set) <= quantity
                    && quantity <= FixedPoint.saturatedSum(without, capacity(set, day)));
    return chosen.isEmpty() ? null : reserved(chosen);
  }

  private long[] reserved(List<Integer> set) {
    long[] reserved = new long[offers.size()];
    for (int i : set) {
      reserved[i] = offers.get(i).minimum();
    }
    return reserved;
  }

  private long minimums(List<Integer> set) {
    long sum = 0;
    for (int i : set) {
      sum = FixedPoint.saturatedSum(sum, offers.get(i).minimum());
    }
    return sum;
  }

  private long capacity(List<Integer> set, int day) {
    long sum = 0;
    for (int i : set) {
      sum = FixedPoint.saturatedSum(sum, offers.get(i).by(day));
    }
    return sum;
  }

  /** The smallest set that will do, of equally small ones the first; empty if none will. */
  private static List<Integer> smallestSet(List<Integer> choices, Predicate<List<Integer>> willDo) {
    for (int size = 1; size <= choices.size(); size++) {
      List<Integer> found = extended(new ArrayList<>(), choices, 0, size, willDo);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static List<Integer> extended(
      List<Integer> set,
      List<Integer> choices,
      int from,
      int missing,
      Predicate<List<Integer>> willDo) {
    if (missing == 0) {
      return willDo.test(set) ? List.copyOf(set) : List.of();
    }
    for (int at = from; at <= choices.size() - missing; at++) {
      set.addLast(choices.get(at));
      List<Integer> found = extended(set, choices, at + 1, missing - 1, willDo);
      set.removeLast();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  // ---------------------------------------------------------------- all of it on one day

  /** The sources of the quantity if it all arrives on that day, by the network's rule. */
  private List<Part> whole(long quantity, int day) {
    if (quantity == 0) {
      return List.of();
    }
    long[] amounts =
        switch (rule) {
          case FEWEST_SPLITS -> fewest(quantity, day);
          case RANK -> filled(quantity, day, usable(quantity, day));
          case EARLIEST -> earliest(quantity, day);
        };
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < amounts.length; i++) {
      if (amounts[i] > 0) {
        Offer offer = offers.get(i);
        parts.add(offer.part(amounts[i], offer.stepOf(amounts[i]), offer.supply.source()));
      }
    }
    return parts;
  }

  private long[] fewest(long quantity, int day) {
    boolean anyMinimum = false;
    long[] there = new long[offers.size()];
    for (int i = 0; i < there.length; i++) {
      there[i] = offers.get(i).by(day);
      anyMinimum |= offers.get(i).minimum() > 0 && there[i] > 0;
    }
    List<Integer> set;
    if (anyMinimum && offers.size() <= MAXIMUM_CHOICES) {
      List<Integer> choices = new ArrayList<>();
      for (int i = 0; i < there.length; i++) {
        if (there[i] > 0 && there[i] >= offers.get(i).minimum()) {
          choices.add(i);
        }
      }
      set = smallestSet(choices, s -> minimums(s) <= quantity && quantity <= capacity(s, day));
    } else if (anyMinimum) {
      return filled(quantity, day, usable(quantity, day));
    } else {
      set = fewest(quantity, there);
    }
    return filled(quantity, day, new Usable(reserved(set), set));
  }

  /** As few as possible that have so much together, of equally few the first. */
  private static List<Integer> fewest(long quantity, long[] there) {
    for (int i = 0; i < there.length; i++) {
      if (there[i] >= quantity) {
        return List.of(i);
      }
    }
    long[] descending = Arrays.stream(there).map(c -> -c).sorted().map(c -> -c).toArray();
    int size = 0;
    for (long sum = 0; sum < quantity; size++) {
      sum = FixedPoint.saturatedSum(sum, descending[size]);
    }
    List<Integer> set = new ArrayList<>(size);
    long missing = quantity;
    for (int i = 0; i < there.length && set.size() < size; i++) {
      long[] later = Arrays.copyOfRange(there, i + 1, there.length);
      Arrays.sort(later);
      long best = there[i];
      int others = size - set.size() - 1;
      for (int k = 0; k < others && k < later.length; k++) {
        best = FixedPoint.saturatedSum(best, later[later.length - 1 - k]);
      }
      if (best >= missing && later.length >= others) {
        set.add(i);
        missing -= there[i];
      }
    }
    return set;
  }

  /**
   * Which sources may be used.
   *
   * @param reserved what each is used for at least
   */
  @SuppressWarnings("ArrayRecordComponent") // Made and used up in one place.
  private record Usable(long[] reserved, List<Integer> sources) {}

  /** Those without a minimum, and of those with one the chosen. */
  private Usable usable(long quantity, int day) {
    long[] reserved = reserved(quantity, day);
    long[] minimums = reserved == null ? partial(quantity) : reserved;
    List<Integer> sources = new ArrayList<>(offers.size());
    for (int i = 0; i < offers.size(); i++) {
      if (offers.get(i).minimum() == 0 || minimums[i] > 0) {
        sources.add(i);
      }
    }
    return new Usable(minimums, sources);
  }

  /** If the whole quantity cannot be had: as many minimums as fit into it, in order. */
  private long[] partial(long quantity) {
    long[] reserved = new long[offers.size()];
    long sum = 0;
    for (int i = 0; i < reserved.length; i++) {
      long minimum = offers.get(i).minimum();
      if (minimum > 0 && offers.get(i).total() >= minimum && sum + minimum <= quantity) {
        reserved[i] = minimum;
        sum += minimum;
      }
    }
    return reserved;
  }

  /** The minimums, then the rest in the network's order. */
  private long[] filled(long quantity, int day, Usable usable) {
    long[] amounts = usable.reserved().clone();
    long missing = quantity - Arrays.stream(amounts).sum();
    for (int i : usable.sources()) {
      long more = Math.min(missing, offers.get(i).by(day) - amounts[i]);
      amounts[i] += more;
      missing -= more;
    }
    return amounts;
  }

  /** The minimums, then what comes first; of one day in the network's order. */
  private long[] earliest(long quantity, int day) {
    long[] amounts = new long[offers.size()];
    for (Arrival arrival : arrivals(usable(quantity, day), quantity, day, false)) {
      amounts[arrival.offer()] += arrival.quantity();
    }
    return amounts;
  }

  // ---------------------------------------------------------------- what can come when

  /** Something more from one source. */
  private record Arrival(int offer, int step, int day, long quantity) {}

  /**
   * What can come when.
   *
   * @param day by which all of it can be there; OPEN_END if it cannot
   */
  private List<Part> split(long quantity, int day) {
    List<Part> parts = new ArrayList<>();
    boolean fewest = rule == Network.Sourcing.FEWEST_SPLITS;
    for (Arrival arrival : arrivals(usable(quantity, day), quantity, day, fewest)) {
      Offer offer = offers.get(arrival.offer());
      parts.add(offer.part(arrival.quantity(), arrival.step(), offer.names[arrival.step()]));
    }
    return parts;
  }

  /**
   * The minimums and, day by day, what comes, until it is enough; by day, then in the network's
   * order.
   *
   * @param fewest whether on the last day as few sources as possible are taken
   */
  private List<Arrival> arrivals(Usable usable, long quantity, int lastDay, boolean fewest) {
    List<Arrival> coming = new ArrayList<>();
    for (int i : usable.sources()) {
      Offer offer = offers.get(i);
      for (int step = 0; step < offer.steps && offer.arrivalDays[step] <= lastDay; step++) {
        coming.add(new Arrival(i, step, offer.arrivalDays[step], offer.gain(step)));
      }
    }
    coming.sort(Comparator.comparingInt(Arrival::day).thenComparingInt(Arrival::offer));
    long[] toReserve = usable.reserved().clone();
    long missing = quantity - Arrays.stream(toReserve).sum();
    List<Arrival> taken = new ArrayList<>(coming.size());
    for (int from = 0; from < coming.size(); ) {
      int to = from;
      while (to < coming.size() && coming.get(to).day() == coming.get(from).day()) {
        to++;
      }
      missing = takeOfOneDay(coming.subList(from, to), toReserve, missing, fewest, taken);
      from = to;
    }
    return taken;
  }

  /**
   * Returns what is still missing after that day.
   *
   * @param toReserve what each source still has to be used for at least; becomes less
   */
  private long takeOfOneDay(
      List<Arrival> arrivals, long[] toReserve, long wanted, boolean fewest, List<Arrival> taken) {
    long[] reserved = new long[arrivals.size()];
    long[] there = new long[offers.size()];
    for (int at = 0; at < reserved.length; at++) {
      Arrival arrival = arrivals.get(at);
      reserved[at] = Math.min(arrival.quantity(), toReserve[arrival.offer()]);
      toReserve[arrival.offer()] -= reserved[at];
      there[arrival.offer()] += arrival.quantity() - reserved[at];
    }
    boolean choose = fewest && wanted > 0 && sum(there) > wanted;
    List<Integer> chosen = choose ? fewest(wanted, there) : List.of();
    long missing = wanted;
    for (int at = 0; at < reserved.length; at++) {
      Arrival arrival = arrivals.get(at);
      boolean open = !choose || chosen.contains(arrival.offer());
      long more = open ? Math.min(missing, arrival.quantity() - reserved[at]) : 0;
      missing -= more;
      if (reserved[at] + more > 0) {
        taken.add(new Arrival(arrival.offer(), arrival.step(), arrival.day(), reserved[at] + more));
      }
    }
    return missing;
  }

  private static long sum(long[] quantities) {
    long sum = 0;
    for (long quantity : quantities) {
      sum = FixedPoint.saturatedSum(sum, quantity);
    }
    return sum;
  }
}
