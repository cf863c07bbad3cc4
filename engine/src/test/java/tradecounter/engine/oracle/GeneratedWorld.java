package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.Log.Event;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.Component;
import tradecounter.engine.canonical.Item.Policy;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;

/**
 * A small world drawn from a seed: few keys, so that everything meets everything, and figures that
 * often come out even, so that ties happen. Its feeds repeat, reorder, adjust and delete.
 */
public final class GeneratedWorld {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  private static final List<String> ZONES =
      List.of("UTC", "America/New_York", "Pacific/Auckland", "Asia/Kolkata");
  public static final List<String> CURRENCIES = List.of("EUR", "EUR", "EUR", "USD", "JPY", "KWD");

  /** The last three are bundles, B2 with B1 inside, B3 with both. */
  public static final List<String> ITEMS = List.of("I1", "I2", "I3", "B1", "B2", "B3");

  public static final List<String> UNITS = List.of("EA", "BOX", "THIRD");

  private final Random random;
  private final int today;
  final Instant now;
  private final Map<String, SupplyPolicy> policies = new HashMap<>();
  private final Map<String, Long> lagMillis = new HashMap<>();

  GeneratedWorld(long seed) {
    random = new Random(seed);
    LocalDate date = LocalDate.of(2028, 2, 20).plusDays(random.nextInt(20));
    today = (int) date.toEpochDay();
    now =
        date.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(2), random.nextInt(2))
            .atZone(ZoneId.of("UTC"))
            .toInstant();
    for (String feed : List.of("erp", "wms", "edge")) {
      policies.put(feed, policy());
      lagMillis.put(feed, oneOf(List.of(0L, HOUR_MILLIS, HOUR_MILLIS + 1, 3 * DAY_MILLIS)));
    }
  }

  // ---------------------------------------------------------------- lots

  int pick(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  boolean sometimes(int percent) {
    return random.nextInt(100) < percent;
  }

  int someDay() {
    return today + pick(16) - 5;
  }

  long someQuantity() {
    return (1 + pick(25)) * (sometimes(15) ? ONE / 2 : ONE);
  }

  private int nearToday(int daysBefore, int daysAfter) {
    return today - pick(daysBefore + 1) + pick(daysAfter + 1);
  }

  long somePercent() {
    return sometimes(30) ? 0 : oneOf(List.of(10L, 25L, 33L, 50L, 100L)) * ONE;
  }

  /** A question about this world. */
  AvailabilityQuestion question(Customer customer, String region) {
    String item = sometimes(65) ? oneOf(ITEMS) : stockedItem();
    long quantity = item.startsWith("B") ? (1 + pick(8)) * ONE : someQuantity() * (1 + pick(3));
    return new AvailabilityQuestion(
        item,
        customer,
        region,
        sometimes(85) ? quantity : 0,
        sometimes(70) ? Day.OPEN_START : someDay(),
        sometimes(50) ? Day.OPEN_END : someDay() + 3,
        sometimes(20),
        sometimes(10),
        now.plusMillis(pick(2)));
  }

  // ---------------------------------------------------------------- the feeds

  /** How far each feed is believed. */
  SupplyPolicy policyOf(String feed) {
    return policies.getOrDefault(feed, SupplyPolicy.DEFAULT);
  }

  private SupplyPolicy policy() {
    StalePolicy stale =
        switch (pick(3)) {
          case 0 -> StalePolicy.SERVE_FLAGGED;
          case 1 -> StalePolicy.WITHHOLD;
          default -> StalePolicy.haircut(somePercent());
        };
    return new SupplyPolicy(
        sometimes(60) ? HOUR_MILLIS : 100 * DAY_MILLIS,
        stale,
        new LateSupplyPolicy(pick(3), pick(4), somePercent(), pick(8)),
        new CommitmentPolicy(
            sometimes(50) ? CommitmentPolicy.FOR_EVER : pick(5),
            sometimes(50) ? CommitmentPolicy.FOR_EVER : pick(4),
            somePercent()));
  }

  /** The events in the order in which the log has them. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    long number = 0;
    for (Change change : changes()) {
      number++;
      if (sometimes(6)) {
        events.add(sent(number++, new Deletion(change.key())));
      }
      events.add(sent(number, change));
      if (sometimes(6)) {
        events.add(sent(++number, new Deletion(change.key())));
      }
    }
    for (int i = 0; i < events.size() / 10; i++) {
      Collections.swap(events, pick(events.size()), pick(events.size()));
      events.add(pick(events.size()), oneOf(events));
    }
    return events;
  }

  private Event sent(long number, Change change) {
    Event event =
        switch (pick(4)) {
          case 0 -> Event.timed("wms", "t" + number, 1 + pick(40), change);
          case 1 -> Event.arriving("edge", "a" + number, change);
          default -> Event.counted("erp", number, change);
        };
    long lag = lagMillis.getOrDefault(event.envelope().feed(), 0L);
    return lag == 0 && sometimes(30)
        ? event
        : event.saidAt(now.toEpochMilli() - lag - (sometimes(50) ? 0 : pick(10)));
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (String item : ITEMS) {
      changes.add(item(item));
    }
    for (int i = 1; i <= 3; i++) {
      changes.add(location("L" + i));
    }
    changes.add(network("N1", Network.Match.EVERYTHING));
    changes.add(
        network(
            "N2",
            new Network.Match(
                sometimes(50) ? Set.of("WEB") : Set.of(),
                sometimes(50) ? Set.of("NORTH") : Set.of(),
                sometimes(30) ? Set.of("GOLD") : Set.of(),
                sometimes(20) ? Set.of("C1") : Set.of())));
    for (int i = 1; i <= 2; i++) {
      changes.add(customer("C" + i));
    }
    for (int i = 0; i < 18; i++) {
      changes.add(position());
    }
    for (int i = 0; i < 9; i++) {
      changes.add(receipt());
      changes.add(demand());
    }
    for (int i = 0; i < 8; i++) {
      changes.add(commitment());
    }
    for (int i = 0; i < pick(4); i++) {
      changes.add(outage());
    }
    for (int i = 0; i < pick(6); i++) {
      changes.add(protection());
    }
    changes.add(threshold());
    for (int i = 1; i <= 4; i++) {
      changes.add(list("P" + i));
    }
    for (int i = 0; i < 16; i++) {
      changes.add(price());
    }
    for (int i = 0; i < 4; i++) {
      changes.add(contract());
    }
    Collections.shuffle(changes, random);
    return changes;
  }

  // ---------------------------------------------------------------- supply

  private Item item(String item) {
    Policy policy =
        item.startsWith("B") ? Policy.BUNDLE : sometimes(80) ? Policy.STOCKED : Policy.DROP_SHIP;
    boolean byThePiece = sometimes(90);
    return new Item(
        item,
        "",
        sometimes(70) ? "PIPES" : "",
        policy,
        sometimes(60),
        byThePiece ? "EA" : "PC",
        pick(3),
        List.of(
            new UnitOfMeasure("BOX", 12, 1),
            new UnitOfMeasure("THIRD", 1, 3),
            new UnitOfMeasure(byThePiece ? "PC" : "EA", 1, 1)),
        sometimes(90),
        "",
        components(item),
        Item.QuantityRules.NONE,
        substitutes(item),
        1 + pick(9));
  }

  private List<Component> components(String item) {
    List<String> of =
        new ArrayList<>(
            switch (item) {
              case "B1" -> List.of("I1", "I2", "I3", "UNKNOWN");
              case "B2" -> List.of("B1", "I1", "I2");
              case "B3" -> List.of("B1", "B2", "I1");
              default -> List.<String>of();
            });
    Collections.shuffle(of, random);
    List<Component> components = new ArrayList<>();
    int size = of.isEmpty() ? 0 : 1 + pick(of.size());
    for (String component : of.subList(0, size)) {
      boolean known = !component.equals("UNKNOWN");
      long quantity = sometimes(85) ? (1 + pick(3)) * ONE : ONE / 2;
      components.add(new Component(component, quantity, sometimes(known ? 10 : 70), sometimes(90)));
    }
    return components;
  }

  private List<Item.Substitute> substitutes(String item) {
    List<Item.Substitute> substitutes = new ArrayList<>();
    for (String other : List.of("I1", "I2", "I3", "B1", "B2", "UNKNOWN")) {
      if (!other.equals(item) && sometimes(20)) {
        substitutes.add(
            new Item.Substitute(other, oneOf(List.of(Item.Substitute.Kind.values())), pick(3)));
      }
    }
    return substitutes;
  }

  /** Some days of the week less some days near today. */
  private WorkCalendar calendar() {
    Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (sometimes(70)) {
        weekdays.add(day);
      }
    }
    Set<Integer> holidays = new TreeSet<>();
    for (int i = 0; i < pick(4); i++) {
      holidays.add(nearToday(1, 8));
    }
    return sometimes(40) ? WorkCalendar.EVERY_DAY : WorkCalendar.of(weekdays, holidays);
  }

  private Outage outage() {
    int from = nearToday(5, 6);
    return new Outage(
        "O" + pick(4),
        "L" + (1 + pick(3)),
        sometimes(20) ? Day.OPEN_START : from,
        sometimes(15) ? Day.OPEN_END : from + pick(6),
        "");
  }

  private Protection protection() {
    boolean onItem = sometimes(70);
    boolean ofChannel = sometimes(60);
    int from = nearToday(5, 6);
    return new Protection(
        "F" + pick(6),
        onItem ? oneOf(ITEMS) : "",
        onItem ? "" : "PIPES",
        ofChannel ? (sometimes(50) ? "WEB" : "SHOP") : "",
        ofChannel ? "" : (sometimes(50) ? "GOLD" : "TRADE"),
        sometimes(65) ? Protection.Bound.MINIMUM : Protection.Bound.MAXIMUM,
        pick(25) * (sometimes(15) ? ONE / 2 : ONE),
        sometimes(40) ? Day.OPEN_START : from,
        sometimes(40) ? Day.OPEN_END : from + pick(7));
  }

  private Threshold threshold() {
    int of = pick(3);
    return new Threshold(
        "T" + pick(3), of == 0 ? oneOf(ITEMS) : "", of == 1 ? "PIPES" : "", someQuantity());
  }

  private Location location(String location) {
    ZoneId zone = ZoneId.of(oneOf(ZONES));
    LocalTime clock = LocalTime.ofInstant(now, zone);
    return new Location(
        location,
        "",
        Location.Kind.DC,
        zone,
        calendar(),
        sometimes(50) ? clock.plusSeconds(pick(3) - 1L) : LocalTime.of(15, 0),
        sometimes(90) ? Location.Status.OPEN : Location.Status.CLOSED);
  }

  private Network network(String network, Network.Match match) {
    List<Network.Source> sources = new ArrayList<>();
    for (String location : List.of("L1", "L2", "L3", "L4")) {
      if (sometimes(75)) {
        sources.add(new Network.Source(Network.Source.Kind.LOCATION, location, pick(3), pick(4)));
      }
    }
    for (String supplier : List.of("S1", "S2", "S3")) {
      if (sometimes(60)) {
        sources.add(new Network.Source(Network.Source.Kind.SUPPLIER, supplier, pick(3), pick(4)));
      }
    }
    return new Network(
        network,
        match,
        1 + pick(2),
        sources,
        oneOf(List.of(Network.Sourcing.values())),
        calendar());
  }

  private PositionChange position() {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.put(oneOf(List.of(Figure.values())), pick(8) * ONE);
    if (sometimes(80)) {
      figures.put(Figure.ON_HAND, pick(35) * ONE);
    }
    String location = "L" + (1 + pick(4));
    return sometimes(70)
        ? PositionChange.set(stockedItem(), location, figures)
        : PositionChange.adjust(stockedItem(), location, figures);
  }

  private String stockedItem() {
    return ITEMS.get(pick(3));
  }

  private Receipt receipt() {
    return new Receipt(
        "R" + pick(7),
        stockedItem(),
        "L" + (1 + pick(3)),
        someQuantity(),
        sometimes(20) ? someQuantity() : 0,
        sometimes(8) ? Day.OPEN_END : someDay(),
        oneOf(List.of(Receipt.Kind.values())),
        "",
        sometimes(85) ? Receipt.Status.OPEN : Receipt.Status.RECEIVED);
  }

  private Demand demand() {
    return new Demand(
        "D" + pick(6),
        stockedItem(),
        "L" + (1 + pick(3)),
        someQuantity() / 2,
        someDay(),
        "",
        sometimes(75) ? Demand.Status.OPEN : Demand.Status.CLOSED);
  }

  private Commitment commitment() {
    return new Commitment(
        "S" + (1 + pick(3)),
        stockedItem(),
        pick(40) * ONE,
        pick(6),
        now.toEpochMilli() - pick(6) * DAY_MILLIS - pick(3) + 1,
        sometimes(80) ? Long.MAX_VALUE : now.toEpochMilli() + pick(3) - 1,
        sometimes(40) ? pick(20) * ONE : 0);
  }

  // ---------------------------------------------------------------- prices

  private Customer customer(String customer) {
    return new Customer(
        customer,
        "",
        "",
        sometimes(60)
            ? List.of(new GroupMembership("GOLD", pick(3)), new GroupMembership("TRADE", pick(3)))
            : List.of(),
        sometimes(40) ? List.of("P" + (1 + pick(4)), "P" + (1 + pick(4))) : List.of(),
        sometimes(95) ? "EUR" : "",
        sometimes(50) ? "WEB" : "SHOP",
        oneOf(List.of(PriceStrategy.values())),
        List.of(),
        sometimes(30),
        Customer.Status.ACTIVE);
  }

  private PriceList list(String list) {
    PriceList.Kind kind = oneOf(List.of(PriceList.Kind.values()));
    return new PriceList(
        list,
        sometimes(85) ? "EUR" : oneOf(CURRENCIES),
        kind,
        kind == PriceList.Kind.GROUP ? Set.of(sometimes(50) ? "GOLD" : "TRADE") : Set.of(),
        kind == PriceList.Kind.CUSTOMER ? Set.of("C" + (1 + pick(2))) : Set.of(),
        sometimes(20) ? Set.of("WEB") : Set.of(),
        pick(3),
        sometimes(80) ? Day.OPEN_START : today - 3,
        sometimes(80) ? Day.OPEN_END : today + pick(6),
        sometimes(75));
  }

  private Price price() {
    int from = sometimes(70) ? Day.OPEN_START : today - pick(5);
    return new Price(
        "P" + (1 + pick(4)),
        oneOf(ITEMS),
        sometimes(60) ? "" : oneOf(UNITS),
        breaks(),
        sometimes(85) ? 1 : oneOf(List.of(100, 1000)),
        from,
        sometimes(70) ? Day.OPEN_END : today + pick(6));
  }

  private ContractPrice contract() {
    boolean discount = sometimes(40);
    boolean onItem = sometimes(60);
    return new ContractPrice(
        "K" + (1 + pick(2)),
        "C" + (1 + pick(2)),
        onItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        onItem ? oneOf(ITEMS) : "PIPES",
        sometimes(75) ? "" : "BOX",
        sometimes(85) ? "" : oneOf(CURRENCIES),
        discount ? List.of() : breaks(),
        discount ? pick(100_000_001) : 0,
        sometimes(80) ? Day.OPEN_START : today - pick(4),
        sometimes(80) ? Day.OPEN_END : today + pick(4));
  }

  private List<PriceBreak> breaks() {
    List<PriceBreak> breaks = new ArrayList<>();
    long minimum = sometimes(80) ? ONE : 0;
    for (int i = 0; i <= pick(3); i++) {
      long amount = sometimes(70) ? (5 + pick(6)) * ONE : 1 + random.nextInt(20 * (int) ONE);
      breaks.add(new PriceBreak(minimum, amount));
      minimum += (1 + pick(6)) * ONE;
    }
    return breaks;
  }
}
