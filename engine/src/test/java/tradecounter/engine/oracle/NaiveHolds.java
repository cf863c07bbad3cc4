package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;

/**
 * What is held, as the ledger last said, and every word of the feeds on our orders: all of it is
 * gone through for each line.
 */
final class NaiveHolds {
  private final Map<String, Map<List<String>, HeldLine>> lines = new HashMap<>();
  private final List<Word> words = new ArrayList<>();
  private final Map<String, List<Open>> found = new HashMap<>();

  /**
   * What one event said.
   *
   * @param issued so much of the line left what is free; empty if the figures include all of it
   */
  private record Word(
      String item,
      SourceKey source,
      Set<String> orderLines,
      Optional<BigDecimal> issued,
      long upToMillis) {}

  /** What still takes from supply, above the figures. */
  record Open(HeldLine line, BigDecimal quantity) {}

  void hear(LedgerNews news) {
    found.clear();
    Map<List<String>, HeldLine> known = lines.computeIfAbsent(news.item(), _ -> new HashMap<>());
    if (news.everything()) {
      known.clear();
    }
    news.lines().forEach(line -> known.put(List.of(line.hold(), line.line()), line));
    List<HeldLine> all = List.copyOf(known.values());
    known.values().removeIf(line -> isClosed(line, all));
  }

  /** What is done, and of one name all of it. */
  private static boolean isClosed(HeldLine line, List<HeldLine> all) {
    return line.quantity() == 0
        || (line.orderLine().isEmpty()
            ? unnoted(line).signum() == 0
            : all.stream()
                .filter(other -> haveOneName(line, other))
                .allMatch(other -> unnoted(other).signum() == 0));
  }

  /** A change that counts. */
  void hear(Change change) {
    found.clear();
    switch (change) {
      case PositionChange p when p.absolute() -> hear(p.item(), location(p), p.reflects());
      case PositionChange p ->
          words.add(
              new Word(
                  p.item(),
                  location(p),
                  Set.of(p.orderLine()),
                  Optional.of(
                      units(p.allocated()).add(units(p.blocked())).subtract(units(p.onHand()))),
                  Reflection.UNSAID));
      case Demand d ->
          hear(
              d.item(),
              SourceKey.location(d.location()),
              new Reflection(Set.of(d.orderLine()), Reflection.UNSAID));
      case Commitment c -> hear(c.item(), SourceKey.supplier(c.supplier()), c.reflects());
      default -> {}
    }
  }

  private static SourceKey location(PositionChange change) {
    return SourceKey.location(change.location());
  }

  private void hear(String item, SourceKey source, Reflection reflects) {
    words.add(
        new Word(item, source, reflects.orderLines(), Optional.empty(), reflects.upToMillis()));
  }

  // ---------------------------------------------------------------- what is left

  List<Open> open(String item) {
    return found.computeIfAbsent(item, this::search);
  }

  private List<Open> search(String item) {
    List<HeldLine> all = new ArrayList<>(lines.getOrDefault(item, Map.of()).values());
    all.sort(
        Comparator.comparing(HeldLine::hold)
            .thenComparingInt(HeldLine::leavesOnDay)
            .thenComparing(HeldLine::line));
    List<Open> open = new ArrayList<>();
    for (HeldLine line : all) {
      BigDecimal left = unnoted(line);
      if (!line.orderLine().isEmpty()) {
        List<HeldLine> named = all.stream().filter(other -> haveOneName(line, other)).toList();
        left = left(item, named).get(named.indexOf(line));
      }
      if (left.signum() > 0) {
        open.add(new Open(line, left));
      }
    }
    return open;
  }

  List<Open> open(String item, SourceKey source) {
    return open(item).stream().filter(open -> open.line().source().equals(source)).toList();
  }

  static BigDecimal sum(List<Open> holds) {
    return holds.stream().map(Open::quantity).reduce(ZERO, BigDecimal::add);
  }

  private static BigDecimal unnoted(HeldLine line) {
    return units(line.quantity()).subtract(units(line.reflected()));
  }

  private static boolean haveOneName(HeldLine one, HeldLine other) {
    return one.source().equals(other.source()) && one.orderLine().equals(other.orderLine());
  }

  /** Of lines with one name the first are shown first, and the first come back first. */
  private List<BigDecimal> left(String item, List<HeldLine> named) {
    BigDecimal quantity = ZERO;
    BigDecimal noted = ZERO;
    for (HeldLine line : named) {
      quantity = quantity.add(units(line.quantity()));
      noted = noted.add(units(line.reflected()));
    }
    BigDecimal more = shown(item, named.getFirst(), quantity, noted).subtract(noted);
    List<BigDecimal> left = new ArrayList<>();
    for (HeldLine line : named) {
      BigDecimal gone = more.min(unnoted(line)).max(units(line.reflected()).negate());
      more = more.subtract(gone);
      left.add(unnoted(line).subtract(gone));
    }
    return left;
  }

  /** What the figures show of so much of a name, of which so much was noted before. */
  private BigDecimal shown(String item, HeldLine name, BigDecimal quantity, BigDecimal noted) {
    List<Word> heard =
        words.stream()
            .filter(w -> w.item().equals(item) && w.source().equals(name.source()))
            .toList();
    boolean acknowledged = name.acknowledgedAtMillis() != HandOver.NOT_ACKNOWLEDGED;
    if (heard.stream().anyMatch(w -> acknowledged && name.acknowledgedAtMillis() <= w.upToMillis())
        || heard.stream().anyMatch(w -> w.issued().isEmpty() && names(w, name))) {
      return quantity;
    }
    List<BigDecimal> issues =
        heard.stream().filter(w -> names(w, name)).flatMap(w -> w.issued().stream()).toList();
    return issues.isEmpty()
        ? noted
        : issues.stream().reduce(ZERO, BigDecimal::add).max(ZERO).min(quantity);
  }

  private static boolean names(Word word, HeldLine line) {
    return word.orderLines().contains(line.orderLine());
  }
}
