package tradecounter.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.NoNetwork;
import tradecounter.engine.availability.AvailabilityAnswer.NotSold;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.availability.AvailabilityAnswer.Substitution;
import tradecounter.engine.availability.AvailabilityAnswer.UnknownItem;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.availability.Explanation;
import tradecounter.engine.availability.Explanation.OfItem;
import tradecounter.engine.availability.Explanation.OfSource;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.oracle.NaiveAvailability.Answer;
import tradecounter.engine.oracle.NaiveAvailability.Outcome;
import tradecounter.engine.oracle.NaiveAvailability.Reserving;

/** Every figure of an answer against the oracle's. */
final class AvailabilityComparison {
  private static final int DAYS_COMPARED = 16;

  private AvailabilityComparison() {}

  static void compare(List<AvailabilityQuestion> cart, CartAnswer actual, List<Outcome> expected) {
    assertThat(actual.lines()).hasSameSizeAs(cart);
    boolean asked = false;
    boolean complete = true;
    int day = Integer.MIN_VALUE;
    for (int i = 0; i < cart.size(); i++) {
      try {
        compare(cart.get(i), actual.lines().get(i), expected.get(i));
      } catch (AssertionError e) {
        throw new AssertionError("line " + i + " of " + cart + "\n" + actual, e);
      }
      if (cart.get(i).quantity() > 0) {
        asked = true;
        Optional<Promise> promise =
            expected.get(i) instanceof Answer answer ? answer.promise() : Optional.empty();
        complete &= promise.filter(Promise::complete).isPresent();
        day = Math.max(day, promise.map(Promise::day).orElse(day));
      }
    }
    assertThat(actual.asked()).as("%s", cart).isEqualTo(asked);
    if (asked) {
      assertThat(actual.complete()).as("%s\n%s", cart, actual).isEqualTo(complete);
    }
    if (asked && complete) {
      assertThat(actual.day()).as("%s\n%s", cart, actual).isEqualTo(day);
    }
  }

  static void compare(
      List<AvailabilityQuestion> cart, Reservation actual, Reserving.Reserved expected) {
    compare(cart, actual.answer(), expected.outcomes());
    String what = cart + "\n" + actual;
    assertThat(actual.granted()).as("granted: %s", what).isEqualTo(expected.granted());
    assertThat(actual.departures()).as(what).hasSameSizeAs(expected.departures());
    for (int i = 0; i < cart.size(); i++) {
      assertThat(actual.departures().get(i))
          .as("departures of line %s: %s", i, what)
          .containsExactlyInAnyOrderElementsOf(
              expected.departures().get(i).stream()
                  .map(AvailabilityComparison::departure)
                  .toList());
    }
  }

  private static Departure departure(NaiveTaken.Line line) {
    return new Departure(
        line.item(),
        line.source(),
        epochDay(line.ships()),
        epochDay(line.arrives()),
        NaiveWorld.millionths(line.quantity()));
  }

  static void compare(AvailabilityQuestion question, AvailabilityAnswer actual, Outcome expected) {
    String what = question + "\n" + actual;
    switch (expected) {
      case NaiveAvailability.Unknown _ ->
          assertThat(actual).as(what).isEqualTo(new UnknownItem(question.item()));
      case NaiveAvailability.NoNetwork _ ->
          assertThat(actual).as(what).isEqualTo(new NoNetwork(question.item(), question.region()));
      case NaiveAvailability.NotSold notSold ->
          assertThat(actual)
              .as(what)
              .isInstanceOfSatisfying(
                  NotSold.class,
                  told -> compareOffers(what, told.substitutes(), notSold.substitutes()));
      case Answer answer ->
          assertThat(actual)
              .as(what)
              .isInstanceOfSatisfying(Figures.class, figures -> compare(what, figures, answer));
    }
  }

  private static void compare(String what, Figures figures, Answer expected) {
    assertThat(figures.item()).as(what).isEqualTo(expected.item());
    assertThat(figures.network()).as(what).isEqualTo(expected.view().network().network());
    LocalDate onDay = expected.view().onDay();
    assertThat(LocalDate.ofEpochDay(figures.today())).as(what).isEqualTo(expected.view().today());
    assertThat(LocalDate.ofEpochDay(figures.onDay())).as(what).isEqualTo(onDay);
    equal("available of " + what, figures.available(), expected.available());
    long before = 0;
    for (int i = 0; i < DAYS_COMPARED; i++) {
      LocalDate day = onDay.plusDays(i);
      long atp = figures.atp().at((int) day.toEpochDay());
      equal("atp on " + day + " of " + what, atp, expected.atp().on(day));
      assertThat(atp)
          .as("what was promised stays promised: %s", what)
          .isGreaterThanOrEqualTo(before);
      before = atp;
    }
    compareSources(what, figures, expected);
    equal(
        "withheld by safety stock of " + what,
        figures.withheldBySafetyStock(),
        expected.withheldBySafetyStock());
    equal(
        "withheld by protection of " + what,
        figures.withheldByProtection(),
        expected.withheldByProtection());
    comparePromises(what, figures.promise(), expected.promise());
    compareOffers(what, figures.substitutes(), expected.substitutes());
    assertThat(figures.explanation().isPresent()).isEqualTo(expected.view().question().explain());
    if (figures.explanation().isPresent() && expected.left() instanceof NaiveItem item) {
      compare(what, figures.explanation().get(), expected.view(), item);
    }
  }

  // ---------------------------------------------------------------- why

  private static void compare(String what, Explanation why, NaiveView view, NaiveItem expected) {
    assertThat(why.network()).as(what).isEqualTo(view.network());
    assertThat(why.items()).as(what).hasSize(1);
    OfItem told = why.items().getFirst();
    DayByDay atp = expected.atp();
    for (int i = 0; i < DAYS_COMPARED; i++) {
      LocalDate day = view.today().plusDays(i);
      equal("why atp on " + day + " of " + what, told.atp().at(epochDay(day)), atp.on(day));
    }
    assertThat(told.sources()).extracting(OfSource::source).isEqualTo(view.network().sources());
    for (OfSource source : told.sources()) {
      Optional<NaiveItem.Told> serving = expected.told(source.source());
      assertThat(source.atp().steps() == 0 || serving.isPresent()).as(what).isTrue();
      serving.ifPresent(one -> compare("why " + source + " of " + what, source, view, one));
    }
  }

  private static void compare(
      String what, OfSource source, NaiveView view, NaiveItem.Told expected) {
    for (int i = 0; i < DAYS_COMPARED; i++) {
      LocalDate day = view.today().plusDays(i);
      equal(
          "before protection on " + day + ", " + what,
          source.beforeProtection().at(epochDay(day)),
          expected.beforeProtection().on(day));
      equal(
          "after protection on " + day + ", " + what,
          source.atp().at(epochDay(day)),
          expected.atp().on(day));
    }
    equal("taken, " + what, source.takenByEarlierLines(), expected.taken());
    assertThat(source.holds()).as("held, %s", what).isEqualTo(expected.source().holds());
    Optional<LocalDate> ships = expected.source().ships(view.onDay());
    assertThat(source.firstDispatchDay()).as("first dispatch, %s", what).isEqualTo(epochDay(ships));
    assertThat(source.firstArrivalDay())
        .as("first arrival, %s", what)
        .isEqualTo(epochDay(ships.map(expected.source()::arrives)));
  }

  private static int epochDay(LocalDate day) {
    return (int) day.toEpochDay();
  }

  private static int epochDay(Optional<LocalDate> day) {
    return day.map(AvailabilityComparison::epochDay).orElse(Day.OPEN_END);
  }

  private static void compareSources(String what, Figures figures, Answer expected) {
    NaiveShelf shelf = expected.shelf();
    assertThat(figures.locations()).as(what).isEqualTo(expected.locations());
    assertThat(figures.lateReceipts())
        .as(what)
        .containsExactlyInAnyOrderElementsOf(shelf.lateReceipts());
    assertThat(figures.staleSupply())
        .as(what)
        .containsExactlyInAnyOrderElementsOf(shelf.staleSupply());
    switch (shelf) {
      case NaiveItem item -> {
        assertThat(figures.suppliers()).as(what).isEqualTo(item.suppliers());
        assertThat(figures.components()).as(what).isEmpty();
        assertThat(figures.lateReceipts()).as(what).isEqualTo(shelf.lateReceipts());
        assertThat(figures.staleSupply()).as(what).isEqualTo(shelf.staleSupply());
      }
      case NaiveBundle bundle -> {
        assertThat(figures.suppliers()).as(what).isEmpty();
        assertThat(figures.components()).as(what).isEqualTo(bundle.componentFigures());
      }
    }
  }

  private static void comparePromises(
      String what, Optional<Promise> actual, Optional<Promise> expected) {
    assertThat(actual.isPresent()).as(what).isEqualTo(expected.isPresent());
    if (actual.isPresent() && expected.isPresent()) {
      compare(what, actual.get(), expected.get());
    }
  }

  private static void compare(String what, Promise actual, Promise expected) {
    assertThat(actual.quantity()).as(what).isEqualTo(expected.quantity());
    assertThat(actual.complete()).as("complete: %s", what).isEqualTo(expected.complete());
    if (expected.complete()) {
      assertThat(actual.day()).as("day: %s", what).isEqualTo(expected.day());
    }
    assertThat(actual.inTime()).as("in time: %s", what).isEqualTo(expected.inTime());
    assertThat(actual.together()).as("together: %s", what).isEqualTo(expected.together());
    assertThat(actual.whole())
        .as("whole: %s", what)
        .isEqualTo(named(expected.whole(), actual.whole()));
    assertThat(actual.parts())
        .as("parts: %s", what)
        .isEqualTo(named(expected.parts(), actual.parts()));
    assertThat(actual.parts().stream().mapToLong(Promise.Part::quantity).sum())
        .as("no more than was asked for: %s", what)
        .isLessThanOrEqualTo(actual.quantity());
  }

  /**
   * The parts with the names that the engine gives their origin, where it differs: stock and a
   * receipt that leave one place in one shipment may be named by either.
   */
  private static List<Promise.Part> named(List<Promise.Part> expected, List<Promise.Part> actual) {
    if (expected.size() != actual.size()) {
      return expected;
    }
    return IntStream.range(0, expected.size())
        .mapToObj(
            i -> {
              Promise.Part part = expected.get(i);
              return new Promise.Part(
                  part.quantity(),
                  part.day(),
                  part.shipsOnDay(),
                  part.routing(),
                  part.source(),
                  actual.get(i).from());
            })
        .toList();
  }

  private static void compareOffers(
      String what, List<Substitution> actual, List<Substitution> expected) {
    assertThat(actual.stream().map(AvailabilityComparison::named).toList())
        .as("substitutes of %s", what)
        .isEqualTo(expected.stream().map(AvailabilityComparison::named).toList());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).available())
          .as("available of substitute %s of %s", i, what)
          .isEqualTo(expected.get(i).available());
      comparePromises(what, actual.get(i).promise(), expected.get(i).promise());
    }
  }

  private static String named(Substitution offer) {
    return offer.kind() + " " + offer.rank() + " " + offer.item().item() + " for " + offer.of();
  }

  private static void equal(String what, long actual, BigDecimal expected) {
    if (units(actual).compareTo(expected) != 0) {
      throw new AssertionError(what + "\nis " + units(actual) + ", expected " + expected);
    }
  }

  static Figures withoutFeeds(Figures f) {
    return new Figures(
        f.item(),
        f.network(),
        f.today(),
        f.onDay(),
        f.available(),
        f.atp(),
        f.promise(),
        f.locations(),
        f.suppliers(),
        f.components(),
        f.lateReceipts(),
        f.staleSupply(),
        f.withheldBySafetyStock(),
        f.withheldByProtection(),
        f.substitutes(),
        f.explanation(),
        0);
  }
}
