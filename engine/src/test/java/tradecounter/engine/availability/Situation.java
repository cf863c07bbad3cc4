package tradecounter.engine.availability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.World;

/**
 * A world told in a few words. Days are counted as in the examples: day 1 is today, day 0 was
 * yesterday. Unless it says otherwise there is one item {@code A}, one location {@code DC1} in UTC
 * and one network with it, without transit time.
 */
final class Situation {
  static final int DAY_1 = Given.day("2026-11-23");

  private final World world = new World();
  private final Log log = new Log(world);
  private LateSupplyPolicy lateSupply = LateSupplyPolicy.DEFAULT;
  private Instant now = Instant.parse("2026-11-23T09:00:00Z");
  private Customer customer = Customer.ANYBODY;
  private int lines;

  static Situation of(Change... catalogue) {
    Situation situation = new Situation();
    situation.log.say(catalogue);
    return situation;
  }

  /** {@code A} at {@code DC1}, looked at over so many days. */
  static Situation oneLocation(int horizonDays) {
    return of(
        Given.stocked("A", horizonDays),
        Given.location("DC1"),
        Given.network("N", Given.atLocation("DC1", 1, 0)));
  }

  static Situation network(Network.Source... sources) {
    return of(
        Given.stocked("A"),
        Given.location("DC1"),
        Given.location("DC2"),
        Given.location("DC3"),
        Given.network("N", sources));
  }

  Situation and(Change... changes) {
    log.say(changes);
    return this;
  }

  Situation onHand(String location, String quantity) {
    return onHand("A", location, quantity);
  }

  Situation onHand(String item, String location, String quantity) {
    return and(Given.onHand(item, location, quantity));
  }

  Situation figure(String location, Figure figure, String quantity) {
    return and(PositionChange.set("A", location, Map.of(figure, Given.units(quantity))));
  }

  Situation receipt(int day, String quantity) {
    return receipt("A", "DC1", day, quantity);
  }

  Situation receipt(String item, String location, int day, String quantity) {
    int onDay = day == Day.OPEN_END ? day : DAY_1 + day - 1;
    return and(Given.receipt("PO-" + ++lines, item, location, quantity, onDay));
  }

  Situation demand(int day, String quantity) {
    return and(Given.demand("SO-" + ++lines, "A", "DC1", quantity, DAY_1 + day - 1));
  }

  /** Movements such as {@code "1:-3 3:10"}: demands and receipts by day. */
  Situation movements(String table) {
    for (String movement : table.isEmpty() ? List.<String>of() : List.of(table.split(" "))) {
      List<String> parts = List.of(movement.split(":"));
      int day = Integer.parseInt(parts.getFirst());
      String quantity = parts.getLast();
      if (quantity.startsWith("-")) {
        demand(day, quantity.substring(1));
      } else {
        receipt(day, quantity);
      }
    }
    return this;
  }

  Situation late(int shiftDays, int dropAfterDays) {
    lateSupply = new LateSupplyPolicy(0, shiftDays, 0, dropAfterDays);
    return this;
  }

  Situation at(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  Situation buyer(Customer buyer) {
    customer = buyer;
    return this;
  }

  // ---------------------------------------------------------------- questions

  AvailabilityAnswer ask(String item, String quantity, int onDay) {
    return new Availability(world, _ -> policy())
        .answer(
            new AvailabilityQuestion(
                item,
                customer,
                "",
                Given.units(quantity),
                onDay,
                Day.OPEN_END,
                false,
                SourceChoice.ANY,
                false,
                now));
  }

  private SupplyPolicy policy() {
    return new SupplyPolicy(
        Long.MAX_VALUE, StalePolicy.SERVE_FLAGGED, lateSupply, CommitmentPolicy.DEFAULT);
  }

  Figures figures(String item) {
    return (Figures) ask(item, "0", Day.OPEN_START);
  }

  Figures figures() {
    return figures("A");
  }

  String available() {
    return FixedPoint.format(figures().available());
  }

  String available(String item) {
    return FixedPoint.format(figures(item).available());
  }

  String withheld() {
    return FixedPoint.format(figures().withheldBySafetyStock());
  }

  /** ATP of the days from today on, such as {@code "12 12 13"}. */
  String atp(String item, int days) {
    Figures figures = figures(item);
    List<String> quantities = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      quantities.add(FixedPoint.format(figures.atp().at(figures.today() + i)));
    }
    return String.join(" ", quantities);
  }

  String atp(int days) {
    return atp("A", days);
  }

  /** When what comes from where, such as {@code "10@1 DC1, 3@4 PO-1"}; day 1 is today. */
  String promised(String item, String quantity) {
    return text(((Figures) ask(item, quantity, Day.OPEN_START)).promise().orElseThrow());
  }

  String promised(String quantity) {
    return promised("A", quantity);
  }

  static String text(Promise promise) {
    List<String> parts = new ArrayList<>();
    for (Promise.Part part : promise.parts()) {
      parts.add(
          FixedPoint.format(part.quantity()) + "@" + (part.day() - DAY_1 + 1) + " " + part.from());
    }
    return (promise.complete() ? "" : "not all: ") + String.join(", ", parts);
  }
}
