package tradecounter.engine.hold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tradecounter.engine.canonical.SourceKey;

/**
 * What is held of one item: the ledger's word and the figures' word together. Immutable; part of
 * the item's snapshot, so that no reader sees the one without the other.
 */
public final class ItemHolds {

  /** What takes from a source from a day on, on top of its figures: more than 0 millionths. */
  public record Open(HeldLine line, long quantity) {}

  /** Nothing held, nothing shown. */
  public static final ItemHolds NONE = new ItemHolds(0, List.of(), Map.of());

  private static final Comparator<HeldLine> ORDER =
      Comparator.comparing(HeldLine::hold)
          .thenComparingInt(HeldLine::leavesOnDay)
          .thenComparing(HeldLine::line);

  private final long version;
  private final List<HeldLine> lines;
  private final Map<SourceKey, HandOver> handOvers;
  private final List<Open> open;

  private ItemHolds(long version, List<HeldLine> lines, Map<SourceKey, HandOver> handOvers) {
    this.version = version;
    this.lines = lines;
    this.handOvers = handOvers;
    this.open = open(lines, handOvers);
  }

  private static List<Open> open(List<HeldLine> lines, Map<SourceKey, HandOver> handOvers) {
    Map<Named, Long> shown = shown(lines, handOvers);
    List<Open> open = new ArrayList<>(lines.size());
    for (HeldLine line : lines) {
      long gone =
          Math.clamp(shown.getOrDefault(Named.of(line), 0L), -line.reflected(), line.left());
      shown.merge(Named.of(line), -gone, Long::sum);
      if (line.left() > gone) {
        open.add(new Open(line, line.left() - gone));
      }
    }
    return List.copyOf(open);
  }

  /** What feeds call a line: what leaves on several days has one name. */
  private record Named(SourceKey source, String orderLine) {
    static Named of(HeldLine line) {
      return new Named(line.source(), line.orderLine());
    }
  }

  /**
   * What the figures show of each name, beyond what the ledger has noted on its lines; below 0 if
   * some of that came back.
   */
  private static Map<Named, Long> shown(List<HeldLine> lines, Map<SourceKey, HandOver> handOvers) {
    Map<Named, Long> shown = new HashMap<>(0);
    if (handOvers.isEmpty()) {
      return shown;
    }
    Map<Named, List<HeldLine>> named = new HashMap<>();
    for (HeldLine line : lines) {
      if (!line.orderLine().isEmpty()) {
        named.computeIfAbsent(Named.of(line), _ -> new ArrayList<>(1)).add(line);
      }
    }
    named.forEach(
        (name, its) -> {
          long quantity = its.stream().mapToLong(HeldLine::quantity).sum();
          long noted = its.stream().mapToLong(HeldLine::reflected).sum();
          long remaining =
              handOvers
                  .getOrDefault(name.source(), HandOver.NONE)
                  .remaining(
                      new HandOver.OrderLine(
                          name.orderLine(), quantity, its.getFirst().acknowledgedAtMillis()),
                      noted);
          shown.put(name, quantity - remaining - noted);
        });
    return shown;
  }

  /** Of what the figures showed when they were written down; nothing is held yet. */
  public static ItemHolds shownBy(Map<SourceKey, HandOver> handOvers) {
    return handOvers.isEmpty() ? NONE : new ItemHolds(0, List.of(), Map.copyOf(handOvers));
  }

  /** The version of the item's ledger that this includes; 0 before anything was ever held. */
  public long version() {
    return version;
  }

  /** What takes from supply now, on top of the figures. */
  public List<Open> open() {
    return open;
  }

  /** All that the ledger has not closed, whether or not the figures show it. */
  public List<HeldLine> lines() {
    return lines;
  }

  /** What the figures do not show of one of {@link #lines()}. */
  public long remaining(HeldLine line) {
    for (Open one : open) {
      if (one.line().equals(line)) {
        return one.quantity();
      }
    }
    return 0;
  }

  /** What the figures of each source show. */
  public Map<SourceKey, HandOver> handOvers() {
    return handOvers;
  }

  /** After an event of that source. */
  public ItemHolds shown(SourceKey source, UnaryOperator<HandOver> event) {
    HandOver before = handOvers.getOrDefault(source, HandOver.NONE);
    HandOver after = event.apply(before);
    if (after.equals(before)) {
      return this;
    }
    Map<SourceKey, HandOver> next = new HashMap<>(handOvers);
    next.put(source, after);
    return new ItemHolds(version, lines, Map.copyOf(next));
  }

  /**
   * After news of the ledger.
   *
   * @param newVersion above {@link #version}: older news is none
   * @param changed each as it is from now on; those of quantity 0 are gone
   */
  public ItemHolds at(long newVersion, List<HeldLine> changed) {
    return at(newVersion, lines, changed);
  }

  /** As the ledger is at that version, whatever was known before. */
  public ItemHolds exactly(long newVersion, List<HeldLine> all) {
    return at(newVersion, List.of(), all);
  }

  private ItemHolds at(long newVersion, List<HeldLine> known, List<HeldLine> changed) {
    List<HeldLine> next = new ArrayList<>(known.size() + changed.size());
    for (HeldLine line : known) {
      if (changed.stream().noneMatch(line::isOf)) {
        next.add(line);
      }
    }
    next.addAll(changed);
    // Figures speak of a name: what is done of it counts until all of it is.
    Set<Named> undone =
        next.stream().filter(line -> line.left() > 0).map(Named::of).collect(Collectors.toSet());
    next.removeIf(
        line ->
            line.quantity() == 0
                || (line.left() == 0
                    && (line.orderLine().isEmpty() || !undone.contains(Named.of(line)))));
    next.sort(ORDER);
    return new ItemHolds(newVersion, List.copyOf(next), handOvers);
  }
}
