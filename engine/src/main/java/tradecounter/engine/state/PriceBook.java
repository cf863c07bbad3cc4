package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.state.Marks.Marked;

/**
 * All contract terms of one customer. Immutable.
 *
 * <p>A book is made from lines that were written down, then kept current by {@link #with}; the same
 * {@link Line#with} decides what is written down, so book and table cannot disagree.
 */
public final class PriceBook {
  /** A customer without contracts. */
  public static final PriceBook EMPTY = new PriceBook(List.of());

  private final Map<String, Line> lines;
  private final Map<String, List<ContractPrice>> byItem;
  private final Map<String, List<ContractPrice>> byCategory;

  /** One line of a contract and how far each feed's word on it has been applied. */
  public static final class Line {
    private final Marked<ContractPrice> marked;

    private Line(Marked<ContractPrice> marked) {
      this.marked = marked;
    }

    /** A line that nobody has written yet. */
    public static Line absent(ObjectKey key) {
      return new Line(new Marked<>(key, null, Marks.NONE));
    }

    /** Unique within the customer. */
    public String key() {
      return marked.key().toString();
    }

    /** The line after this event: itself if the event is a repetition or superseded. */
    public Line with(World world, Envelope envelope, Change change) {
      int feed = world.feedNumber(envelope.feed());
      Verdict verdict = marked.judge(feed, envelope);
      @Nullable ContractPrice terms = change instanceof ContractPrice price ? price : null;
      return verdict.isApplied() ? new Line(marked.with(feed, envelope, terms)) : this;
    }

    public byte[] encode(World world) {
      return new StateCodec(world).encode(marked);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalStateException if it is something else
     */
    public static Line decode(World world, byte[] bytes) {
      return new Line(new StateCodec(world).decodeMarked(bytes, ContractPrice.class));
    }
  }

  private PriceBook(Collection<Line> all) {
    lines = new TreeMap<>();
    byItem = new TreeMap<>();
    byCategory = new TreeMap<>();
    for (Line line : all) {
      lines.put(line.key(), line);
    }
    for (Line line : lines.values()) {
      ContractPrice terms = line.marked.value();
      if (terms != null) {
        var index = terms.target() == ContractPrice.Target.ITEM ? byItem : byCategory;
        index.computeIfAbsent(terms.targetKey(), _ -> new ArrayList<>()).add(terms);
      }
    }
    Comparator<ContractPrice> byContract = Comparator.comparing(ContractPrice::contract);
    byItem.values().forEach(list -> list.sort(byContract));
    byCategory.values().forEach(list -> list.sort(byContract));
  }

  public static PriceBook of(Collection<Line> lines) {
    return lines.isEmpty() ? EMPTY : new PriceBook(lines);
  }

  /** The book after this event. O(lines): contracts change rarely, prices are asked often. */
  public PriceBook with(World world, Envelope envelope, Change change) {
    ObjectKey key = change.key();
    Line old = lines.getOrDefault(key.toString(), Line.absent(key));
    Line updated = old.with(world, envelope, change);
    if (updated == old) {
      return this;
    }
    Map<String, Line> changed = new TreeMap<>(lines);
    changed.put(updated.key(), updated);
    return new PriceBook(changed.values());
  }

  /** Contract lines for the item, by contract. */
  public List<ContractPrice> forItem(String item) {
    return byItem.getOrDefault(item, List.of());
  }

  /** Contract lines for the category, by contract. */
  public List<ContractPrice> forCategory(String category) {
    return byCategory.getOrDefault(category, List.of());
  }

  /** How many lines it holds, deleted ones included: its weight in a cache. */
  public int size() {
    return lines.size();
  }
}
