package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import tradecounter.engine.state.ContractLineCodec.Encoded;

/**
 * One page of a {@link PriceBook}: up to {@value #MAXIMUM_LINES} lines in order of what they price,
 * as one immutable run of bytes.
 *
 * <pre>
 *   page:  length of the heads, head …, line …
 *   line:  where its head begins, target, tail       (texts and tails with their length before them)
 * </pre>
 *
 * Each different head is there once. Targets are compared as unsigned bytes of UTF-8.
 */
final class BookPage {
  static final int MAXIMUM_LINES = 32;

  private BookPage() {}

  /** A line and what it prices. */
  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  record Entry(byte[] target, Encoded line) {}

  /** Hears of a line without a copy of it. */
  interface LineReader {
    void line(ByteSource head, ByteSource tail);
  }

  /** The entries, which are in order, on as few pages as hold them, evenly filled. */
  static void write(List<Entry> entries, Consumer<byte[]> pages) {
    int count = (entries.size() + MAXIMUM_LINES - 1) / MAXIMUM_LINES;
    for (int page = 0; page < count; page++) {
      int from = (int) ((long) entries.size() * page / count);
      int to = (int) ((long) entries.size() * (page + 1) / count);
      pages.accept(page(entries.subList(from, to)));
    }
  }

  private static byte[] page(List<Entry> entries) {
    ByteSink heads = new ByteSink();
    ByteSink lines = new ByteSink();
    List<byte[]> known = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (Entry entry : entries) {
      byte[] head = entry.line().head();
      int at = 0;
      while (at < known.size() && !Arrays.equals(known.get(at), head)) {
        at++;
      }
      if (at == known.size()) {
        known.add(head);
        places.add(heads.length());
        heads.bytes(head);
      }
      lines.number(places.get(at)).bytes(entry.target()).bytes(entry.line().tail());
    }
    return new ByteSink().bytes(heads.toBytes()).raw(lines.toBytes()).toBytes();
  }

  static void read(byte[] page, Consumer<Entry> entries) {
    ByteSource in = new ByteSource(page);
    int heads = in.part().at();
    while (in.hasMore()) {
      byte[] head = new ByteSource(page, heads + in.count(), page.length).part().rest();
      entries.accept(new Entry(in.part().rest(), new Encoded(head, in.part().rest())));
    }
  }

  /** How the first line's target compares with another: negative if it comes before. */
  static int compareFirst(byte[] page, byte[] target) {
    ByteSource in = new ByteSource(page);
    in.part();
    in.count();
    return in.part().compareTo(target);
  }

  /** Tells the lines of one target. */
  static void readLines(byte[] page, byte[] target, LineReader reader) {
    ByteSource in = new ByteSource(page);
    int heads = in.part().at();
    while (in.hasMore()) {
      int head = in.count();
      int order = in.part().compareTo(target);
      ByteSource tail = in.part();
      if (order > 0) {
        return;
      }
      if (order == 0) {
        reader.line(new ByteSource(page, heads + head, page.length).part(), tail);
      }
    }
  }
}
