package tradecounter.engine.state;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.Marks.Marked;

/**
 * State as bytes: names instead of numbers, everything sorted, so that equal state is equal bytes
 * on every node. Version {@value #VERSION} of the format, first byte of each value.
 *
 * <p>Numbers are variable-length (7 bits a byte, zigzag where they may be negative), texts UTF-8
 * with a length before them.
 */
final class StateCodec {
  private static final int VERSION = 5;

  /** An order and the hash of an id take at least this much. */
  private static final int MARK_BYTES = 1 + Long.BYTES;

  private final World world;

  StateCodec(World world) {
    this.world = world;
  }

  byte[] encode(Object value) {
    ByteSink out = new ByteSink();
    out.number(VERSION);
    switch (value) {
      case ItemSnapshot item -> item(out, item);
      case Marked<?> marked -> marked(out, marked);
      case FeedState.Written feed -> feed(out, feed);
      case LaneState.Written lane -> lane(out, lane);
      default -> throw new IllegalArgumentException("not state: " + value.getClass());
    }
    return out.toBytes();
  }

  /** Whatever is wrong with the bytes is told as an {@link IllegalStateException}. */
  private static <T> T decode(byte[] bytes, Function<ByteSource, T> body) {
    ByteSource in = new ByteSource(bytes);
    long version = in.number();
    if (version != VERSION) {
      throw new IllegalStateException(
          "state of format " + version + ", this program reads format " + VERSION);
    }
    try {
      T decoded = body.apply(in);
      in.end();
      return decoded;
    } catch (IllegalArgumentException | ClassCastException | DateTimeException e) {
      throw new IllegalStateException("state: not what was written: " + e.getMessage(), e);
    }
  }

  // ---------------------------------------------------------------- items

  private void item(ByteSink out, ItemSnapshot item) {
    out.text(item.item());
    marked(out, item.markedDefinition());
    positions(out, item.positions());
    markedList(out, item.markedReceipts());
    markedList(out, item.markedDemands());
    markedList(out, item.markedCommitments());
    markedList(out, item.markedPrices());
    markedList(out, item.markedCosts());
    handOvers(out, item.holds().handOvers());
  }

  /** What is held is the ledger's; what the figures show of it is the log's. */
  private static void handOvers(ByteSink out, Map<SourceKey, HandOver> handOvers) {
    out.list(
        new TreeMap<>(handOvers).entrySet(),
        entry -> {
          out.name(entry.getKey().kind()).text(entry.getKey().key());
          out.signed(entry.getValue().watermarkMillis());
          out.list(
              entry.getValue().shown().entrySet(),
              line -> {
                out.text(line.getKey()).signed(line.getValue().quantity());
                out.signed(line.getValue().loggedAtMillis());
              });
          out.list(
              entry.getValue().named().entrySet(),
              line -> out.text(line.getKey()).signed(line.getValue()));
        });
  }

  private static ItemHolds handOvers(ByteSource in) {
    Map<SourceKey, HandOver> handOvers = new TreeMap<>();
    int size = in.size(5);
    for (int i = 0; i < size; i++) {
      SourceKey source = new SourceKey(in.name(Network.Source.Kind.class), in.text());
      long watermark = in.signed();
      Map<String, HandOver.Shown> shown = new TreeMap<>();
      int lines = in.size(3);
      for (int line = 0; line < lines; line++) {
        shown.put(in.text(), new HandOver.Shown(in.signed(), in.signed()));
      }
      Map<String, Long> named = new TreeMap<>();
      int demands = in.size(2);
      for (int demand = 0; demand < demands; demand++) {
        named.put(in.text(), in.signed());
      }
      handOvers.put(source, HandOver.of(shown, named, watermark));
    }
    return ItemHolds.shownBy(handOvers);
  }

  ItemSnapshot decodeItem(byte[] bytes) {
    return decode(
        bytes,
        in ->
            ItemSnapshot.of(
                in.text(),
                marked(in, Item.class),
                positions(in),
                markedList(in, Receipt.class),
                markedList(in, Demand.class),
                markedList(in, Commitment.class),
                markedList(in, Price.class),
                markedList(in, Cost.class),
                handOvers(in)));
  }

  private void positions(ByteSink out, Positions positions) {
    List<Integer> columns =
        IntStream.range(0, positions.feedCount())
            .boxed()
            .sorted(Comparator.comparing(c -> world.feed(positions.feed(c)).feed()))
            .toList();
    out.number(columns.size());
    columns.forEach(column -> out.text(world.feed(positions.feed(column)).feed()));
    out.number(positions.size());
    IntStream.range(0, positions.size())
        .boxed()
        .sorted(Comparator.comparing(row -> world.locationName(positions.location(row))))
        .forEach(
            row -> {
              out.text(world.locationName(positions.location(row)));
              for (Figure figure : Figure.values()) {
                out.signed(positions.figure(row, figure));
              }
              for (int column : columns) {
                out.number(positions.order(row, column));
                out.fixed(positions.idHash(row, column));
              }
            });
  }

  private Positions positions(ByteSource in) {
    int columns = in.size(1);
    int[] feeds = new int[columns];
    for (int column = 0; column < columns; column++) {
      feeds[column] = world.feedNumber(in.text());
    }
    int rows = in.size(1 + PositionChange.FIGURES + columns * MARK_BYTES);
    int[] locations = new int[rows];
    long[] figures = new long[rows * PositionChange.FIGURES];
    long[] orders = new long[rows * columns];
    long[] idHashes = new long[rows * columns];
    boolean anyIdHash = false;
    for (int row = 0; row < rows; row++) {
      locations[row] = world.locationNumber(in.text());
      for (int figure = 0; figure < PositionChange.FIGURES; figure++) {
        figures[row * PositionChange.FIGURES + figure] = in.signed();
      }
      for (int at = row * columns; at < (row + 1) * columns; at++) {
        orders[at] = in.number();
        idHashes[at] = in.fixed();
        anyIdHash |= idHashes[at] != 0;
      }
    }
    return new Positions(locations, figures, feeds, orders, anyIdHash ? idHashes : null);
  }

  // ---------------------------------------------------------------- objects with marks

  <T> Marked<T> decodeMarked(byte[] bytes, Class<T> type) {
    return decode(bytes, in -> marked(in, type));
  }

  private void markedList(ByteSink out, List<? extends Marked<?>> list) {
    out.number(list.size());
    list.stream()
        .sorted(Comparator.comparing(marked -> marked.key().toString()))
        .forEach(marked -> marked(out, marked));
  }

  private <T> List<Marked<T>> markedList(ByteSource in, Class<T> type) {
    int size = in.size(1);
    List<Marked<T>> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(marked(in, type));
    }
    return List.copyOf(list);
  }

  private void marked(ByteSink out, Marked<?> marked) {
    ObjectCodec.key(out, marked.key());
    out.flag(marked.value() != null);
    if (marked.value() != null) {
      ObjectCodec.object(out, marked.value());
    }
    Marks marks = marked.marks();
    out.number(marks.size());
    IntStream.range(0, marks.size())
        .boxed()
        .sorted(Comparator.comparing(at -> world.feed(marks.feed(at)).feed()))
        .forEach(
            at -> {
              out.text(world.feed(marks.feed(at)).feed());
              out.number(marks.order(at));
              out.fixed(marks.idHash(at));
            });
  }

  private <T> Marked<T> marked(ByteSource in, Class<T> type) {
    ObjectKey key = ObjectCodec.key(in);
    @Nullable T value = in.flag() ? type.cast(ObjectCodec.object(in, key.objectKind())) : null;
    int size = in.size(1 + MARK_BYTES);
    int[] feeds = new int[size];
    long[] orders = new long[size];
    long[] idHashes = new long[size];
    for (int at = 0; at < size; at++) {
      feeds[at] = world.feedNumber(in.text());
      orders[at] = in.number();
      idHashes[at] = in.fixed();
    }
    return new Marked<>(key, value, new Marks(feeds, orders, idHashes));
  }

  // ---------------------------------------------------------------- feeds and lanes

  private static void feed(ByteSink out, FeedState.Written feed) {
    out.text(feed.feed()).signed(feed.asOfMillis()).signed(feed.heardAtMillis());
    out.number(feed.applied()).number(feed.duplicate());
    out.number(feed.superseded()).number(feed.gaps()).number(feed.clockRanBack());
  }

  FeedState.Written decodeFeed(byte[] bytes) {
    return decode(
        bytes,
        in ->
            new FeedState.Written(
                in.text(),
                in.signed(),
                in.signed(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number()));
  }

  private static void lane(ByteSink out, LaneState.Written lane) {
    out.number(lane.nextOffset());
    out.number(lane.recentIds().size());
    lane.recentIds()
        .forEach(
            (feed, ids) -> {
              out.text(feed).number(ids.length);
              for (long id : ids) {
                out.fixed(id);
              }
            });
    out.list(
        lane.lastOrigins().entrySet(),
        e -> out.text(e.getKey().feed()).number(e.getKey().partition()).number(e.getValue()));
    out.list(lane.newestTimes().entrySet(), e -> out.text(e.getKey()).signed(e.getValue()));
  }

  LaneState decodeLane(byte[] bytes) {
    return decode(bytes, StateCodec::lane);
  }

  private static LaneState lane(ByteSource in) {
    long nextOffset = in.number();
    Map<String, long[]> recentIds = new TreeMap<>();
    int feeds = in.size(2);
    for (int i = 0; i < feeds; i++) {
      String feed = in.text();
      long[] ids = new long[in.size(Long.BYTES)];
      for (int j = 0; j < ids.length; j++) {
        ids[j] = in.fixed();
      }
      recentIds.put(feed, ids);
    }
    Map<LaneState.OriginKey, Long> origins = new TreeMap<>();
    int count = in.size(3);
    for (int i = 0; i < count; i++) {
      origins.put(new LaneState.OriginKey(in.text(), in.count()), in.number());
    }
    Map<String, Long> newestTimes = new TreeMap<>();
    int timed = in.size(2);
    for (int i = 0; i < timed; i++) {
      newestTimes.put(in.text(), in.signed());
    }
    return new LaneState(new LaneState.Written(nextOffset, recentIds, origins, newestTimes));
  }
}
