package tradecounter.engine.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey.OfContractPrice;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.state.BookPage.Entry;
import tradecounter.engine.state.ContractLineCodec.Encoded;
import tradecounter.engine.state.Marks.Marked;
import tradecounter.engine.state.TargetLines.Outcome;

/**
 * All contract terms of one party. Immutable.
 *
 * <p>A book is made from rows of the table, then kept current by {@link #with}; the same {@link
 * TargetLines#with} decides what is written down, so book and table cannot disagree.
 */
public final class PriceBook {
  /*
   * Most lines are asked for rarely and there are up to 10^8 of them, so a line is kept as bytes
   * and becomes an object only when its item is asked for. The bytes are those of the table: a book
   * is loaded without decoding a line.
   *
   * The bytes are cut into pages of at most 32 lines, in order of what they price. A look-up is a
   * binary search over the pages' first lines and a walk along one page, so that lines need no
   * index of their own; a change writes one page anew and copies the references to the others, so
   * that a file of 100,000 changes for one customer costs the log microseconds each, not a copy of
   * the book each. What the lines of a contract share is once on each page: a dictionary for the
   * whole book would save two bytes a line more, but would have to be cleaned up as lines change.
   *
   * Rejected: one run of bytes with an index of offsets (4 bytes a line, and each change copies
   * all); objects (500 bytes a line).
   */

  /** What an array and the reference to it take. */
  private static final int PAGE_OVERHEAD = 20;

  private static final byte[][] NO_PAGES = {};

  /** A party without contracts. */
  public static final PriceBook EMPTY = new PriceBook(null, null, NO_PAGES, 0, 0);

  // Both null only in EMPTY.
  private final @Nullable World world;
  private final @Nullable Party party;
  private final byte[][] pages;
  private final int size;
  private final long bytes;

  private PriceBook(
      @Nullable World world, @Nullable Party party, byte[][] pages, int size, long bytes) {
    this.world = world;
    this.party = party;
    this.pages = pages;
    this.size = size;
    this.bytes = bytes;
  }

  /**
   * A row of the table.
   *
   * @param target as {@link LineTarget#text}
   * @param lines as {@link TargetLines#encode}
   */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  public record Row(String target, byte[] lines) {}

  /**
   * The book that is written down in these rows, in any order, one for each target.
   *
   * @throws IllegalStateException if they are something else
   */
  public static PriceBook of(World world, Party party, Collection<Row> rows) {
    if (rows.isEmpty()) {
      return EMPTY;
    }
    List<Entry> entries = new ArrayList<>(rows.size());
    for (Row row : rows) {
      byte[] target = row.target().getBytes(StandardCharsets.UTF_8);
      TargetLines.split(row.lines()).forEach(line -> entries.add(new Entry(target, line)));
    }
    entries.sort(Comparator.comparing(Entry::target, Arrays::compareUnsigned));
    List<byte[]> pages = new ArrayList<>();
    BookPage.write(entries, pages::add);
    return new PriceBook(
        world, party, pages.toArray(NO_PAGES), entries.size(), bytes(pages.toArray(NO_PAGES)));
  }

  private static long bytes(byte[][] pages) {
    long bytes = 0;
    for (byte[] page : pages) {
      bytes += PAGE_OVERHEAD + page.length;
    }
    return bytes;
  }

  /**
   * The book after this event: itself if it is a repetition, superseded or refused.
   *
   * @param change of a contract price of the book's party; of any party's if the book is {@link
   *     #EMPTY}
   */
  public PriceBook with(World world, Envelope envelope, Change change) {
    return with(world, change, lines -> lines.with(world, envelope, change), _ -> {});
  }

  /**
   * The book if these changes were made, one after the other, whatever their feeds have reached.
   *
   * @param refused told the place of each change that would be refused, and why; it is left out
   */
  PriceBook proposed(World world, List<Change> changes, BiConsumer<Integer, String> refused) {
    PriceBook book = this;
    for (int at = 0; at < changes.size(); at++) {
      int place = at;
      Change change = changes.get(at);
      book =
          book.with(
              world,
              change,
              lines -> lines.proposed(change),
              reason -> refused.accept(place, reason));
    }
    return book;
  }

  private PriceBook with(
      World world,
      Change change,
      Function<TargetLines, Outcome> applied,
      Consumer<String> refused) {
    LineTarget about = LineTarget.of((OfContractPrice) change.key());
    if (party != null && !party.equals(about.party())) {
      throw new IllegalArgumentException(about.party() + " has no line in the book of " + party);
    }
    byte[] target = about.text().getBytes(StandardCharsets.UTF_8);
    int from = firstPage(target);
    int to = Math.max(endPage(target), Math.min(from + 1, pages.length));
    List<Entry> entries = new ArrayList<>(BookPage.MAXIMUM_LINES + 1);
    for (int page = from; page < to; page++) {
      BookPage.read(pages[page], entries::add);
    }
    int first = 0;
    while (first < entries.size() && isBefore(entries.get(first), target)) {
      first++;
    }
    int end = first;
    List<Encoded> old = new ArrayList<>();
    while (end < entries.size() && Arrays.equals(entries.get(end).target(), target)) {
      old.add(entries.get(end++).line());
    }
    return switch (applied.apply(TargetLines.of(world, about, old))) {
      case Outcome.Unchanged _ -> this;
      case Outcome.Refused no -> {
        refused.accept(no.reason());
        yield this;
      }
      case Outcome.Changed changed -> {
        List<Entry> fresh =
            changed.lines().encoded(world).stream().map(line -> new Entry(target, line)).toList();
        List<Entry> place = entries.subList(first, end);
        place.clear();
        place.addAll(fresh);
        yield replaced(world, about.party(), from, to, entries, fresh.size() - old.size());
      }
    };
  }

  private static boolean isBefore(Entry entry, byte[] target) {
    return Arrays.compareUnsigned(entry.target(), target) < 0;
  }

  private PriceBook replaced(
      World known, Party whose, int from, int to, List<Entry> entries, int added) {
    List<byte[]> written = new ArrayList<>(2);
    BookPage.write(entries, written::add);
    byte[][] fresh = written.toArray(NO_PAGES);
    byte[][] changed = new byte[pages.length - (to - from) + fresh.length][];
    System.arraycopy(pages, 0, changed, 0, from);
    System.arraycopy(fresh, 0, changed, from, fresh.length);
    System.arraycopy(pages, to, changed, from + fresh.length, pages.length - to);
    long difference = bytes(fresh) - bytes(Arrays.copyOfRange(pages, from, to));
    return new PriceBook(known, whose, changed, size + added, bytes + difference);
  }

  /** Living contract lines for the item, by contract, unit and first day. */
  public List<Told<ContractPrice>> forItem(String item) {
    return find(ContractPrice.Target.ITEM, item);
  }

  /** Living contract lines for the category, by contract, unit and first day. */
  public List<Told<ContractPrice>> forCategory(String category) {
    return find(ContractPrice.Target.CATEGORY, category);
  }

  private List<Told<ContractPrice>> find(ContractPrice.Target kind, String key) {
    if (pages.length == 0) {
      return List.of();
    }
    byte[] target = LineTarget.text(kind, key).getBytes(StandardCharsets.UTF_8);
    Lines found =
        new Lines(
            new ContractLineCodec(Objects.requireNonNull(world)),
            new LineTarget(Objects.requireNonNull(party), kind, key));
    int end = endPage(target);
    for (int page = firstPage(target); page < end; page++) {
      BookPage.readLines(pages[page], target, found);
    }
    return Collections.unmodifiableList(found.told);
  }

  /** Collects what lives. */
  private static final class Lines implements BookPage.LineReader {
    private final ContractLineCodec codec;
    private final LineTarget target;
    private List<Told<ContractPrice>> told = List.of();

    Lines(ContractLineCodec codec, LineTarget target) {
      this.codec = codec;
      this.target = target;
    }

    @Override
    public void line(ByteSource head, ByteSource tail) {
      Marked<ContractPrice> line = codec.decode(target, head, tail);
      Told<ContractPrice> living = line.told();
      if (living != null) {
        if (told.isEmpty()) {
          told = new ArrayList<>(1);
        }
        told.add(living);
      }
    }
  }

  /** The first page that may have lines of the target: the last one that begins before it. */
  private int firstPage(byte[] target) {
    return Math.max(0, pagesThatBegin(target, false) - 1);
  }

  /** The page after the last one that may have lines of the target. */
  private int endPage(byte[] target) {
    return pagesThatBegin(target, true);
  }

  /** How many pages begin before the target, or with it if {@code orWith}. */
  private int pagesThatBegin(byte[] target, boolean orWith) {
    int low = 0;
    int high = pages.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = BookPage.compareFirst(pages[middle], target);
      if (order < 0 || (orWith && order == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many lines it holds, deleted ones included. */
  public int size() {
    return size;
  }

  /** How many bytes of memory its lines take: its weight in a cache. */
  public long bytes() {
    return bytes;
  }
}
