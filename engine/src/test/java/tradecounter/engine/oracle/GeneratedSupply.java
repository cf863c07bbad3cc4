package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.Component;
import tradecounter.engine.canonical.Item.Policy;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;

/** Items, networks, and what comes and goes, drawn by lot. */
final class GeneratedSupply {
  private static final List<String> ZONES =
      List.of("UTC", "America/New_York", "Pacific/Auckland", "Asia/Kolkata");

  private final Lots lots;
  private final GeneratedHolds holds;

  GeneratedSupply(Lots lots, GeneratedHolds holds) {
    this.lots = lots;
    this.holds = holds;
  }

  Item item(String item) {
    Policy policy =
        item.startsWith("B")
            ? Policy.BUNDLE
            : lots.sometimes(80) ? Policy.STOCKED : Policy.DROP_SHIP;
    boolean byThePiece = lots.sometimes(90);
    return new Item(
        item,
        "",
        lots.sometimes(70) ? "PIPES" : "",
        policy,
        lots.sometimes(60),
        byThePiece ? "EA" : "PC",
        lots.pick(3),
        List.of(
            new UnitOfMeasure("BOX", 12, 1),
            new UnitOfMeasure("THIRD", 1, 3),
            new UnitOfMeasure("GRAIN", 1, 1000),
            new UnitOfMeasure(byThePiece ? "PC" : "EA", 1, 1)),
        lots.sometimes(90),
        lots.sometimes(80) ? "STANDARD" : "",
        components(item),
        Item.QuantityRules.NONE,
        substitutes(item),
        1 + lots.pick(9));
  }

  private List<Component> components(String item) {
    List<String> of =
        new ArrayList<>(
            switch (item) {
              case "B1" -> List.of("I1", "I2", "I3", lots.sometimes(90) ? "UNKNOWN" : "B3");
              case "B2" -> List.of("B1", "I1", "I2");
              case "B3" -> List.of("B1", "B2", "I1");
              default -> List.<String>of();
            });
    lots.shuffle(of);
    List<Component> components = new ArrayList<>();
    int size = of.isEmpty() ? 0 : 1 + lots.pick(of.size());
    for (String component : of.subList(0, size)) {
      boolean known = !component.equals("UNKNOWN");
      long quantity = lots.sometimes(85) ? (1 + lots.pick(3)) * ONE : ONE / 2;
      components.add(
          new Component(component, quantity, lots.sometimes(known ? 10 : 70), lots.sometimes(90)));
    }
    return components;
  }

  private List<Item.Substitute> substitutes(String item) {
    List<Item.Substitute> substitutes = new ArrayList<>();
    for (String other : List.of("I1", "I2", "I3", "B1", "B2", "UNKNOWN")) {
      if (!other.equals(item) && lots.sometimes(20)) {
        substitutes.add(
            new Item.Substitute(
                other, lots.oneOf(List.of(Item.Substitute.Kind.values())), lots.pick(3)));
      }
    }
    return substitutes;
  }

  /** Some days of the week less some days near today. */
  private WorkCalendar calendar() {
    Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      if (lots.sometimes(70)) {
        weekdays.add(day);
      }
    }
    Set<Integer> holidays = new TreeSet<>();
    for (int i = 0; i < lots.pick(4); i++) {
      holidays.add(lots.nearToday(1, 8));
    }
    return lots.sometimes(40) ? WorkCalendar.EVERY_DAY : WorkCalendar.of(weekdays, holidays);
  }

  Outage outage() {
    int from = lots.nearToday(5, 6);
    return new Outage(
        "O" + lots.pick(4),
        "L" + (1 + lots.pick(3)),
        lots.sometimes(20) ? Day.OPEN_START : from,
        lots.sometimes(15) ? Day.OPEN_END : from + lots.pick(6),
        "");
  }

  private String protectedItem() {
    return lots.sometimes(40) ? lots.oneOf(GeneratedWorld.ITEMS) : lots.stockedItem();
  }

  Protection protection() {
    boolean onItem = lots.sometimes(70);
    boolean ofChannel = lots.sometimes(60);
    int from = lots.nearToday(5, 6);
    return new Protection(
        "F" + lots.pick(8),
        onItem ? protectedItem() : "",
        onItem ? "" : "PIPES",
        ofChannel ? (lots.sometimes(50) ? "WEB" : "SHOP") : "",
        ofChannel ? "" : (lots.sometimes(50) ? "GOLD" : "TRADE"),
        lots.sometimes(65) ? Protection.Bound.MINIMUM : Protection.Bound.MAXIMUM,
        lots.pick(25) * (lots.sometimes(15) ? ONE / 2 : ONE),
        lots.sometimes(40) ? Day.OPEN_START : from,
        lots.sometimes(40) ? Day.OPEN_END : from + lots.pick(7));
  }

  Threshold threshold() {
    int of = lots.pick(3);
    return new Threshold(
        "T" + lots.pick(3),
        of == 0 ? lots.oneOf(GeneratedWorld.ITEMS) : "",
        of == 1 ? "PIPES" : "",
        lots.someQuantity());
  }

  Location location(String location) {
    ZoneId zone = ZoneId.of(lots.oneOf(ZONES));
    LocalTime clock = LocalTime.ofInstant(lots.now, zone);
    return new Location(
        location,
        "",
        Location.Kind.DC,
        zone,
        calendar(),
        lots.sometimes(50) ? clock.plusSeconds(lots.pick(3) - 1L) : LocalTime.of(15, 0),
        lots.sometimes(90) ? Location.Status.OPEN : Location.Status.CLOSED);
  }

  private Network.Match match() {
    return new Network.Match(
        lots.sometimes(50) ? Set.of(lots.sometimes(60) ? "WEB" : "SHOP") : Set.of(),
        lots.sometimes(40) ? Set.of("NORTH") : Set.of(),
        lots.sometimes(40) ? Set.of(lots.sometimes(60) ? "GOLD" : "TRADE") : Set.of(),
        lots.sometimes(20) ? Set.of("C1") : Set.of());
  }

  /** Most worlds have one for everybody; the others share some of its sources. */
  Network network(String network) {
    boolean forAll = network.equals("N1") && lots.sometimes(70);
    List<Network.Source> sources = new ArrayList<>();
    for (String location : List.of("L1", "L2", "L3", "L4")) {
      if (lots.sometimes(65)) {
        sources.add(
            new Network.Source(Network.Source.Kind.LOCATION, location, lots.pick(3), lots.pick(4)));
      }
    }
    for (String supplier : List.of("S1", "S2", "S3")) {
      if (lots.sometimes(60)) {
        sources.add(
            new Network.Source(Network.Source.Kind.SUPPLIER, supplier, lots.pick(3), lots.pick(4)));
      }
    }
    return new Network(
        network,
        forAll ? Network.Match.EVERYTHING : match(),
        1 + lots.pick(2),
        sources,
        lots.oneOf(List.of(Network.Sourcing.values())),
        calendar());
  }

  PositionChange position() {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.put(lots.oneOf(List.of(Figure.values())), lots.pick(8) * ONE);
    if (lots.sometimes(80)) {
      figures.put(Figure.ON_HAND, lots.pick(35) * ONE);
    }
    String location = "L" + (1 + lots.pick(4));
    return lots.sometimes(70)
        ? PositionChange.set(lots.stockedItem(), location, figures).reflecting(holds.reflection())
        : PositionChange.adjust(lots.stockedItem(), location, figures);
  }

  Receipt receipt() {
    return new Receipt(
        "R" + lots.pick(7),
        lots.stockedItem(),
        "L" + (1 + lots.pick(3)),
        lots.someQuantity(),
        lots.sometimes(20) ? lots.someQuantity() : 0,
        lots.sometimes(8) ? Day.OPEN_END : lots.someDay(),
        lots.oneOf(List.of(Receipt.Kind.values())),
        "",
        lots.sometimes(85) ? Receipt.Status.OPEN : Receipt.Status.RECEIVED);
  }

  Demand demand() {
    return new Demand(
        "D" + lots.pick(6),
        lots.stockedItem(),
        "L" + (1 + lots.pick(3)),
        lots.someQuantity() / 2,
        lots.someDay(),
        lots.sometimes(30) ? holds.orderLine() : "",
        lots.sometimes(75) ? Demand.Status.OPEN : Demand.Status.CLOSED);
  }

  Commitment commitment() {
    return new Commitment(
        "S" + (1 + lots.pick(3)),
        lots.stockedItem(),
        lots.pick(40) * ONE,
        lots.pick(6),
        lots.now.toEpochMilli() - lots.pick(6) * GeneratedWorld.DAY_MILLIS - lots.pick(3) + 1,
        lots.sometimes(80) ? Long.MAX_VALUE : lots.now.toEpochMilli() + lots.pick(3) - 1,
        lots.sometimes(40) ? lots.pick(20) * ONE : 0,
        holds.reflection());
  }
}
