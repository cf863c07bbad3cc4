package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.engine.canonical.ObjectKey.OfContractPrice;
import tradecounter.engine.state.ContractLineCodec.Encoded;
import tradecounter.engine.state.Marks.Marked;

/**
 * All lines that one party's contracts have for one item or category, deleted ones included: their
 * marks keep older events from bringing them back. Immutable; in order of contract, unit and first
 * day.
 *
 * <p>{@link #with} decides what becomes of an event, for the price books in memory as for the table
 * behind them, so the two cannot disagree.
 */
public final class TargetLines {
  private static final int VERSION = 3;
  private static final Comparator<OfContractPrice> ORDER =
      Comparator.comparing(OfContractPrice::contract)
          .thenComparing(OfContractPrice::uom)
          .thenComparingInt(OfContractPrice::validFromDay);

  private final LineTarget target;
  private final List<Marked<ContractPrice>> lines;

  private TargetLines(LineTarget target, List<Marked<ContractPrice>> lines) {
    this.target = target;
    this.lines = lines;
  }

  /** What became of an event. */
  public sealed interface Outcome {
    /** It says something new. */
    record Changed(TargetLines lines) implements Outcome {}

    /** It is a repetition, or a newer one of the same feed was applied before. */
    record Unchanged() implements Outcome {}

    /**
     * It contradicts another contract and leaves no trace, so that it can be mended and come again.
     *
     * @param reason one sentence for the clerk who wrote the contract
     */
    record Refused(String reason) implements Outcome {}
  }

  /** Nobody has agreed on anything yet. */
  public static TargetLines none(LineTarget target) {
    return new TargetLines(target, List.of());
  }

  /**
   * The lines after this event.
   *
   * @param change a contract price of this target, or that it is gone
   */
  public Outcome with(World world, Envelope envelope, Change change) {
    int feed = world.feedNumber(envelope.feed());
    Marked<ContractPrice> old = line((OfContractPrice) change.key());
    return old.judge(feed, envelope).isApplied()
        ? with(change, old.marks().with(feed, envelope))
        : new Outcome.Unchanged();
  }

  /** The lines if this change were made, whatever its feed has reached. */
  Outcome proposed(Change change) {
    return with(change, line((OfContractPrice) change.key()).marks());
  }

  private Outcome with(Change change, Marks marks) {
    OfContractPrice key = (OfContractPrice) change.key();
    if (!LineTarget.of(key).equals(target)) {
      throw new IllegalArgumentException(key + " is not about " + target);
    }
    @Nullable ContractPrice terms = change instanceof ContractPrice price ? price : null;
    Optional<String> contradiction =
        terms == null ? Optional.empty() : EqualRank.contradiction(terms, living());
    if (contradiction.isPresent()) {
      return new Outcome.Refused(contradiction.get());
    }
    int at = placeOf(key);
    List<Marked<ContractPrice>> changed = new ArrayList<>(lines);
    if (isAt(at, key)) {
      changed.remove(at);
    }
    changed.add(at, new Marked<>(key, terms, marks));
    return new Outcome.Changed(new TargetLines(target, changed));
  }

  private Marked<ContractPrice> line(OfContractPrice key) {
    int at = placeOf(key);
    return isAt(at, key) ? lines.get(at) : new Marked<>(key, null, Marks.NONE);
  }

  private int placeOf(OfContractPrice key) {
    int at = 0;
    while (at < lines.size() && ORDER.compare(key(at), key) < 0) {
      at++;
    }
    return at;
  }

  private boolean isAt(int at, OfContractPrice key) {
    return at < lines.size() && key(at).equals(key);
  }

  private OfContractPrice key(int at) {
    return (OfContractPrice) lines.get(at).key();
  }

  private List<ContractPrice> living() {
    List<ContractPrice> living = new ArrayList<>(lines.size());
    for (Marked<ContractPrice> line : lines) {
      if (line.value() != null) {
        living.add(line.value());
      }
    }
    return living;
  }

  /** As one row of the table. */
  public byte[] encode(World world) {
    ByteSink out = new ByteSink();
    out.number(VERSION);
    for (Encoded line : encoded(world)) {
      out.bytes(line.head()).bytes(line.tail());
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalStateException if it is something else
   */
  public static TargetLines decode(World world, LineTarget target, byte[] row) {
    return of(world, target, split(row));
  }

  List<Encoded> encoded(World world) {
    ContractLineCodec codec = new ContractLineCodec(world);
    return lines.stream().map(codec::encode).toList();
  }

  static TargetLines of(World world, LineTarget target, List<Encoded> encoded) {
    ContractLineCodec codec = new ContractLineCodec(world);
    List<Marked<ContractPrice>> lines = new ArrayList<>(encoded.size());
    try {
      for (Encoded line : encoded) {
        lines.add(codec.decode(target, new ByteSource(line.head()), new ByteSource(line.tail())));
      }
    } catch (InvalidFigureException e) {
      throw new IllegalStateException("state: not what was written: " + e.getMessage(), e);
    }
    return new TargetLines(target, lines);
  }

  /** The lines of a row, as they are. */
  static List<Encoded> split(byte[] row) {
    ByteSource in = new ByteSource(row);
    long version = in.number();
    if (version != VERSION) {
      throw new IllegalStateException(
          "contract lines of format " + version + ", this program reads format " + VERSION);
    }
    List<Encoded> lines = new ArrayList<>(1);
    while (in.hasMore()) {
      lines.add(new Encoded(in.part().rest(), in.part().rest()));
    }
    return lines;
  }
}
