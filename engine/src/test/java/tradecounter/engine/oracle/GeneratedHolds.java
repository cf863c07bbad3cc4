package tradecounter.engine.oracle;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;

/** Holds, orders, and what figures include of them, drawn by lot from few names and moments. */
final class GeneratedHolds {
  private static final List<String> ITEMS = List.of("I1", "I2", "I3");
  private static final int HOLDS = 6;

  private final Lots lots;

  /** Where each hold has most of its lines, so that the ledger and the feeds speak of the same. */
  private final List<SourceKey> usual = new ArrayList<>();

  private final List<Long> acknowledgedAt = new ArrayList<>();

  GeneratedHolds(Lots lots) {
    this.lots = lots;
    for (int i = 0; i < HOLDS; i++) {
      usual.add(source());
      acknowledgedAt.add(lots.sometimes(50) ? moment() : HandOver.NOT_ACKNOWLEDGED);
    }
  }

  // ---------------------------------------------------------------- what the ledger says

  /** The news of each item in the order of its versions. */
  List<LedgerNews> news() {
    List<LedgerNews> news = new ArrayList<>();
    for (String item : ITEMS) {
      Map<List<String>, HeldLine> held = new LinkedHashMap<>();
      int versions = lots.pick(5);
      for (int version = 1; version <= versions; version++) {
        List<HeldLine> changed = new ArrayList<>();
        boolean everything = lots.sometimes(20);
        if (everything) {
          held.values().removeIf(_ -> lots.sometimes(30));
        }
        for (HeldLine line : distinct(item)) {
          changed.add(line);
          held.put(List.of(line.hold(), line.line()), line);
        }
        news.add(
            new LedgerNews(
                item, version, everything, everything ? List.copyOf(held.values()) : changed));
      }
    }
    return news;
  }

  private List<HeldLine> distinct(String item) {
    Map<List<String>, HeldLine> lines = new LinkedHashMap<>();
    for (int i = 0; i <= lots.pick(3); i++) {
      HeldLine line = line(item);
      lines.put(List.of(line.hold(), line.line()), line);
    }
    return List.copyOf(lines.values());
  }

  private HeldLine line(String item) {
    int number =
        lots.sometimes(25)
            ? lots.pick(HOLDS)
            : ITEMS.indexOf(item) + ITEMS.size() * lots.pick(HOLDS / ITEMS.size());
    String line = lots.sometimes(70) ? "1" : "2";
    boolean ordered = lots.sometimes(50);
    long quantity = lots.sometimes(12) ? 0 : lots.someQuantity() / 2;
    return new HeldLine(
        "H" + number,
        line,
        lots.oneOf(List.of("C1", "C2", "C3", "NOBODY")),
        lots.sometimes(25) ? source() : usual.get(number),
        leavesOnDay(),
        quantity,
        ordered && lots.sometimes(25) ? quantity * lots.pick(5) / 4 : 0,
        ordered ? "O-" + number + "/" + (lots.sometimes(50) ? "1" : line) : "",
        ordered ? acknowledgedAt.get(number) : HandOver.NOT_ACKNOWLEDGED);
  }

  /** A location or a supplier. */
  SourceKey source() {
    return lots.sometimes(70)
        ? SourceKey.location("L" + (1 + lots.pick(4)))
        : SourceKey.supplier("S" + (1 + lots.pick(3)));
  }

  private int leavesOnDay() {
    return switch (lots.pick(10)) {
      case 0 -> lots.today + 400;
      case 1, 2, 3, 4 -> lots.today;
      default -> lots.someDay();
    };
  }

  // ---------------------------------------------------------------- what feeds say of it

  private long moment() {
    return 1L + lots.pick(8);
  }

  /** Mostly one of ours. */
  String orderLine() {
    return (lots.sometimes(90) ? "O-" : "WEB-")
        + lots.pick(HOLDS)
        + "/"
        + (lots.sometimes(70) ? 1 : 2);
  }

  /** Mostly nothing; else a list, or a watermark, or both. */
  Reflection reflection() {
    Set<String> lines = new TreeSet<>();
    for (int i = 0; i < (lots.sometimes(30) ? 1 + lots.pick(3) : 0); i++) {
      lines.add(orderLine());
    }
    return new Reflection(lines, lots.sometimes(20) ? moment() : Reflection.UNSAID);
  }

  /** The goods of one line in some movements: allocated, issued, come back. */
  List<PositionChange> goodsOfALine() {
    int number = lots.pick(HOLDS);
    SourceKey source = usual.get(number);
    String location =
        source.kind() == Kind.LOCATION && lots.sometimes(80)
            ? source.key()
            : "L" + (1 + lots.pick(4));
    String item = lots.sometimes(80) ? ITEMS.get(number % ITEMS.size()) : lots.oneOf(ITEMS);
    String line =
        (lots.sometimes(90) ? "O-" : "WEB-") + number + (lots.sometimes(70) ? "/1" : "/2");
    List<PositionChange> movements = new ArrayList<>();
    for (int i = 0; i <= lots.pick(3); i++) {
      Map<Figure, Long> figures = new EnumMap<>(Figure.class);
      figures.put(lots.sometimes(50) ? Figure.ON_HAND : Figure.ALLOCATED, moved());
      if (lots.sometimes(30)) {
        figures.put(lots.sometimes(50) ? Figure.BLOCKED : Figure.ON_HAND, moved());
      }
      movements.add(PositionChange.adjust(item, location, figures).ofLine(line));
    }
    return movements;
  }

  private long moved() {
    return (lots.pick(12) - 6) * (lots.sometimes(80) ? FixedPoint.ONE : FixedPoint.ONE / 2);
  }
}
