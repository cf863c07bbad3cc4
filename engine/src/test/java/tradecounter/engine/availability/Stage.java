package tradecounter.engine.availability;

import static tradecounter.engine.canonical.SourceKey.location;
import static tradecounter.engine.canonical.SourceKey.supplier;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Network.Source;
import tradecounter.engine.canonical.Network.Sourcing;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.state.World;

/**
 * A world in which tables of examples are played, and the one who asks in it. Day 1 is Monday 23
 * November 2026, and today, unless it is told otherwise.
 */
final class Stage {
  static final int DAY_1 = Given.day("2026-11-23");

  private final World world = new World();
  private final Log log = new Log(world);
  private final Map<String, SupplyPolicy> policies = new HashMap<>();
  private Instant now = Instant.parse("2026-11-23T09:00:00Z");
  private Customer buyer = Customer.ANYBODY;
  private int onDay = Day.OPEN_START;
  private int byDay = Day.OPEN_END;
  private boolean together;
  private int said;
  private int receipts;
  private int ledgerVersion;

  static Stage of(Change... catalogue) {
    return new Stage().says(catalogue);
  }

  /**
   * Items {@code A} and {@code B}, which may be drop-shipped, and one network. {@code "DC1 DC2+3
   * S1+1"} are its sources in their order, with days of transit; what begins with S is a supplier.
   */
  static Stage with(Sourcing rule, String sources) {
    Stage stage = of(eligible("A"), eligible("B"));
    List<Source> all = new ArrayList<>();
    for (String word : sources.split(" ", -1)) {
      String[] parts = word.split("\\+", -1);
      int transit = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
      if (parts[0].startsWith("S")) {
        all.add(Given.atSupplier(parts[0], all.size() + 1, transit));
      } else {
        stage.says(Given.location(parts[0]));
        all.add(Given.atLocation(parts[0], all.size() + 1, transit));
      }
    }
    return stage.says(
        new Network("N", Network.Match.EVERYTHING, 1, all, rule, WorkCalendar.EVERY_DAY));
  }

  static Stage with(String sources) {
    return with(Sourcing.RANK, sources);
  }

  static Item eligible(String item) {
    return Given.item(item, Item.Policy.STOCKED, true, Item.DEFAULT_HORIZON_DAYS);
  }

  // ---------------------------------------------------------------- what is told

  Stage says(Change... changes) {
    return saysAs("erp", Envelope.NO_TIME, changes);
  }

  /** A feed says so, at that time. */
  Stage saysAs(String feed, long timeMillis, Change... changes) {
    for (Change change : changes) {
      String id = "n" + ++said;
      long order = Envelope.orderOfSequence(said);
      log.append(
          new Log.Event(
              new Envelope(feed, id, order, Envelope.hashOf("/" + feed, id), timeMillis),
              change,
              Origin.NONE));
    }
    return this;
  }

  /**
   * What there is and what comes and goes, such as {@code "DC1 10, DC1 5@3, DC1 -4@2, S1 50@3 min
   * 20"}: on hand, a receipt on day 3 (the first is PO-1), a demand on day 2, and a commitment that
   * ships on day 3.
   */
  Stage supply(String item, String table) {
    for (String line : table.isEmpty() ? List.<String>of() : List.of(table.split(", ", -1))) {
      String[] words = line.split(" ", -1);
      String[] quantity = words[1].split("@", -1);
      int day = quantity.length == 1 ? 1 : Integer.parseInt(quantity[1]);
      if (words[0].startsWith("S")) {
        long minimum = words.length > 2 ? Given.units(words[3]) : 0;
        says(
            new Commitment(
                words[0],
                item,
                Given.units(quantity[0]),
                day - 1,
                now.toEpochMilli(),
                Long.MAX_VALUE,
                minimum));
      } else if (quantity.length == 1) {
        says(Given.onHand(item, words[0], quantity[0]));
      } else if (quantity[0].startsWith("-")) {
        String demand = "SO-" + (said + 1);
        says(Given.demand(demand, item, words[0], quantity[0].substring(1), DAY_1 + day - 1));
      } else {
        String receipt = "PO-" + ++receipts;
        says(Given.receipt(receipt, item, words[0], quantity[0], DAY_1 + day - 1));
      }
    }
    return this;
  }

  /**
   * Ring-fences such as {@code "MIN 8 A SHOP 2..4, MAX 5 category:CABLE group:GOLD ..1"}: how much
   * of what for whom, and on which days, all days if nothing is said.
   */
  Stage fences(String table) {
    for (String line : table.isEmpty() ? List.<String>of() : List.of(table.split(", ", -1))) {
      String[] words = line.split(" ", -1);
      String[] window = (words.length > 4 ? words[4] : "..").split("\\.\\.", -1);
      boolean category = words[2].startsWith("category:");
      boolean group = words[3].startsWith("group:");
      says(
          new Protection(
              "F-%03d".formatted(said + 1),
              category ? "" : words[2],
              category ? words[2].substring("category:".length()) : "",
              group ? "" : words[3],
              group ? words[3].substring("group:".length()) : "",
              words[0].equals("MIN") ? Protection.Bound.MINIMUM : Protection.Bound.MAXIMUM,
              Given.units(words[1]),
              window[0].isEmpty() ? Day.OPEN_START : DAY_1 + Integer.parseInt(window[0]) - 1,
              window[1].isEmpty() ? Day.OPEN_END : DAY_1 + Integer.parseInt(window[1]) - 1));
    }
    return this;
  }

  /**
   * What is held, such as {@code "C-1 DC1 5@3, C-2 S1 2"}: by whom, from where, leaving on day 3;
   * each is a hold of its own, H-1 the first.
   */
  Stage holds(String item, String table) {
    List<HeldLine> lines = new ArrayList<>();
    for (String line : table.isEmpty() ? List.<String>of() : List.of(table.split(", ", -1))) {
      String[] words = line.split(" ", -1);
      String[] quantity = words[2].split("@", -1);
      lines.add(
          new HeldLine(
              "H-" + (lines.size() + 1),
              "1",
              words[0],
              words[1].startsWith("S") ? supplier(words[1]) : location(words[1]),
              DAY_1 + (quantity.length == 1 ? 0 : Integer.parseInt(quantity[1]) - 1),
              Given.units(quantity[0]),
              0,
              "",
              HandOver.NOT_ACKNOWLEDGED));
    }
    world.applyHolds(item, ++ledgerVersion, lines);
    return this;
  }

  /** A line of an order that the ERP may or may not know. */
  Stage ordered(String item, String location, String quantity, String orderLine) {
    world.applyHolds(
        item,
        ++ledgerVersion,
        List.of(
            new HeldLine(
                "H-1",
                "1",
                "C-1",
                location(location),
                DAY_1,
                Given.units(quantity),
                0,
                orderLine,
                HandOver.NOT_ACKNOWLEDGED)));
    return this;
  }

  Stage policy(String feed, SupplyPolicy policy) {
    policies.put(feed, policy);
    return this;
  }

  // ---------------------------------------------------------------- who asks, and when

  Stage at(String instant) {
    now = Instant.parse(instant);
    return this;
  }

  Stage at(long millis) {
    now = Instant.ofEpochMilli(millis);
    return this;
  }

  /** {@code "WEB"} buys there; {@code "group:GOLD"} is in that group and buys on the web. */
  Stage buyer(String who) {
    buyer =
        who.startsWith("group:")
            ? Given.customer(
                "C-1", PriceStrategy.PRIORITY, who.substring("group:".length()) + ":1", "")
            : Given.buyerIn(who, false);
    return this;
  }

  Stage onDay(int day) {
    onDay = DAY_1 + day - 1;
    return this;
  }

  Stage byDay(int day) {
    byDay = DAY_1 + day - 1;
    return this;
  }

  Stage together() {
    together = true;
    return this;
  }

  // ---------------------------------------------------------------- what is answered

  private Availability availability() {
    return new Availability(world, feed -> policies.getOrDefault(feed, SupplyPolicy.DEFAULT));
  }

  private AvailabilityQuestion question(String item, String quantity, int notBefore, boolean why) {
    return new AvailabilityQuestion(
        item,
        buyer,
        "",
        Given.units(quantity),
        notBefore,
        byDay,
        together,
        SourceChoice.ANY,
        why,
        now);
  }

  AvailabilityAnswer ask(String item, String quantity) {
    return availability().answer(question(item, quantity, onDay, false));
  }

  Figures explained(String item, String quantity) {
    return (Figures) availability().answer(question(item, quantity, onDay, true));
  }

  Figures figures(String item, String quantity) {
    return (Figures) ask(item, quantity);
  }

  Promise promise(String item, String quantity) {
    return figures(item, quantity).promise().orElseThrow();
  }

  String promised(String item, String quantity) {
    return text(promise(item, quantity));
  }

  String whole(String item, String quantity) {
    return text(promise(item, quantity).whole());
  }

  String available(String item) {
    return FixedPoint.format(figures(item, "0").available());
  }

  /** ATP of so many days from today on, such as {@code "12 12 13"}. */
  String atp(String item, int days) {
    return atp(figures(item, "0"), days);
  }

  static String atp(Figures figures, int days) {
    List<String> quantities = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      quantities.add(FixedPoint.format(figures.atp().at(figures.today() + i)));
    }
    return String.join(" ", quantities);
  }

  /** A cart such as {@code "KIT:2 A:1@4"}: the last is wanted on day 4 or later. */
  CartAnswer cart(String lines) {
    return availability().answer(questions(lines));
  }

  private List<AvailabilityQuestion> questions(String lines) {
    List<AvailabilityQuestion> questions = new ArrayList<>();
    for (String line : lines.split(" ", -1)) {
      String[] words = line.split("[:@]", -1);
      int notBefore = words.length > 2 ? DAY_1 + Integer.parseInt(words[2]) - 1 : onDay;
      questions.add(question(words[0], words[1], notBefore, false));
    }
    return questions;
  }

  /** As {@link #cart}, but several carts are reserved one after the other. */
  Reservation reserve(Availability.Reserving reserving, String lines, boolean partial) {
    return reserving.reserve(questions(lines), partial);
  }

  SourceCover cover(String item, String location) {
    return availability().cover(item, location, now).orElseThrow();
  }

  Availability.Reserving reserving() {
    return availability().reserving();
  }

  /** What the lines are promised, such as {@code "1@1 DC1 / not all: "}. */
  static String text(CartAnswer cart) {
    return cart.lines().stream().map(Stage::text).collect(Collectors.joining(" / "));
  }

  private static String text(AvailabilityAnswer line) {
    return line instanceof Figures figures
        ? figures.promise().map(Stage::text).orElse("-")
        : line.getClass().getSimpleName();
  }

  /** When what comes from where, such as {@code "10@1 DC1, 3@4 PO-1"}. */
  static String text(Promise promise) {
    return ((promise.complete() ? "" : "not all: ") + text(promise.parts())).strip();
  }

  static String text(List<Promise.Part> parts) {
    return parts.stream()
        .map(p -> FixedPoint.format(p.quantity()) + "@" + (p.day() - DAY_1 + 1) + " " + p.from())
        .collect(Collectors.joining(", "));
  }
}
