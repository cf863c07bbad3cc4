package tradecounter.engine.state;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.engine.state.Marks.Marked;

/**
 * State as bytes: names instead of numbers, everything sorted, so that equal state is equal bytes
 * on every node. Version {@value #VERSION} of the format, first byte of each value.
 *
 * <p>Numbers are variable-length (7 bits a byte, zigzag where they may be negative), texts UTF-8
 * with a length before them.
 */
final class StateCodec {
  private static final int VERSION = 2;

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
                markedList(in, Price.class)));
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
    key(out, marked.key());
    out.flag(marked.value() != null);
    if (marked.value() != null) {
      value(out, marked.value());
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
    ObjectKey key = key(in);
    @Nullable T value = in.flag() ? type.cast(value(in, key.objectKind())) : null;
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

  private static void key(ByteSink out, ObjectKey key) {
    out.name(key.objectKind());
    switch (key) {
      case ObjectKey.Simple simple -> out.text(simple.key());
      case ObjectKey.OfPosition k -> out.text(k.item()).text(k.location());
      case ObjectKey.OfCommitment k -> out.text(k.supplier()).text(k.item());
      case ObjectKey.OfPrice k ->
          out.text(k.list()).text(k.item()).text(k.uom()).signed(k.validFromDay());
      case ObjectKey.OfContractPrice k ->
          out.text(k.contract())
              .text(k.customer())
              .name(k.target())
              .text(k.targetKey())
              .text(k.uom())
              .signed(k.validFromDay());
    }
  }

  private static ObjectKey key(ByteSource in) {
    ObjectKind kind = in.name(ObjectKind.class);
    return switch (kind) {
      case POSITION -> new ObjectKey.OfPosition(in.text(), in.text());
      case COMMITMENT -> new ObjectKey.OfCommitment(in.text(), in.text());
      case PRICE -> new ObjectKey.OfPrice(in.text(), in.text(), in.text(), in.day());
      case CONTRACT_PRICE ->
          new ObjectKey.OfContractPrice(
              in.text(),
              in.text(),
              in.name(ContractPrice.Target.class),
              in.text(),
              in.text(),
              in.day());
      case ITEM,
          LOCATION,
          NETWORK,
          CUSTOMER,
          OUTAGE,
          PROTECTION,
          THRESHOLD,
          RECEIPT,
          DEMAND,
          PRICE_LIST ->
          new ObjectKey.Simple(kind, in.text());
    };
  }

  // ---------------------------------------------------------------- the objects themselves

  private static void value(ByteSink out, Object value) {
    switch (value) {
      case Item v -> {
        out.text(v.item()).text(v.description()).text(v.category()).name(v.policy());
        out.flag(v.dropShipEligible()).text(v.baseUom()).number(v.quantityDecimals());
        out.list(
            v.uoms(),
            u ->
                out.text(u.uom())
                    .number(u.numerator())
                    .number(u.denominator())
                    .number(u.decimals()));
        out.flag(v.sellable()).text(v.taxCategory());
        out.list(
            v.components(),
            c -> out.text(c.item()).number(c.quantity()).flag(c.optional()).flag(c.stocked()));
        Item.QuantityRules rules = v.quantityRules();
        out.number(rules.minimum()).number(rules.maximum()).number(rules.multiple());
        out.list(v.substitutes(), s -> out.text(s.item()).name(s.kind()).signed(s.rank()));
        out.number(v.horizonDays());
      }
      case Location v -> {
        out.text(v.location()).text(v.name()).name(v.kind()).text(v.timeZone().getId());
        calendar(out, v.calendar());
        out.number(v.cutOff().toSecondOfDay()).name(v.status());
      }
      case Network v -> {
        out.text(v.network());
        Network.Match match = v.match();
        out.texts(match.channels()).texts(match.regions());
        out.texts(match.customerGroups()).texts(match.customers());
        out.signed(v.priority());
        out.list(
            v.sources(),
            s -> out.name(s.kind()).text(s.key()).signed(s.rank()).number(s.transitDays()));
        out.name(v.sourcing());
        calendar(out, v.delivery());
      }
      case Outage v -> {
        out.text(v.outage()).text(v.location()).signed(v.fromDay()).signed(v.toDay());
        out.text(v.reason());
      }
      case Protection v -> {
        out.text(v.protection()).text(v.item()).text(v.category());
        out.text(v.channel()).text(v.customerGroup()).name(v.bound()).number(v.quantity());
        out.signed(v.validFromDay()).signed(v.validToDay());
      }
      case Threshold v -> out.text(v.threshold()).text(v.item()).text(v.category()).number(v.low());
      case Customer v -> {
        out.text(v.customer()).text(v.name()).text(v.parent());
        out.list(v.groups(), g -> out.text(g.group()).signed(g.priority()));
        out.list(v.lists(), out::text);
        out.text(v.currency()).text(v.channel()).name(v.priceStrategy());
        out.list(
            v.shipTos(),
            s ->
                out.text(s.shipTo())
                    .text(s.region())
                    .text(s.country())
                    .text(s.postalCode())
                    .text(s.jurisdiction()));
        out.flag(v.shipComplete()).name(v.status());
      }
      case Receipt v -> {
        out.text(v.receipt()).text(v.item()).text(v.location());
        out.number(v.quantity()).number(v.received()).signed(v.expectedOnDay());
        out.name(v.kind()).text(v.supplier()).name(v.status());
      }
      case Demand v -> {
        out.text(v.demand()).text(v.item()).text(v.location()).number(v.quantity());
        out.signed(v.dueOnDay()).text(v.orderLine()).name(v.status());
      }
      case Commitment v -> {
        out.text(v.supplier()).text(v.item()).number(v.quantity()).number(v.leadTimeDays());
        out.signed(v.asOfMillis()).signed(v.validUntilMillis()).number(v.minimumOrder());
      }
      case PriceList v -> {
        out.text(v.list()).text(v.currency()).name(v.kind());
        out.texts(v.groups()).texts(v.customers()).texts(v.channels());
        out.signed(v.priority()).signed(v.validFromDay()).signed(v.validToDay()).flag(v.merge());
      }
      case Price v -> {
        out.text(v.list()).text(v.item()).text(v.uom());
        breaks(out, v.breaks());
        out.number(v.priceUnit()).signed(v.validFromDay()).signed(v.validToDay());
      }
      case ContractPrice v -> {
        out.text(v.contract()).text(v.customer()).name(v.target()).text(v.targetKey());
        out.text(v.uom()).text(v.currency());
        breaks(out, v.breaks());
        out.number(v.discountPercent()).signed(v.validFromDay()).signed(v.validToDay());
      }
      default -> throw new IllegalArgumentException("not an object: " + value.getClass());
    }
  }

  private static Object value(ByteSource in, ObjectKind kind) {
    return switch (kind) {
      case ITEM ->
          new Item(
              in.text(),
              in.text(),
              in.text(),
              in.name(Item.Policy.class),
              in.flag(),
              in.text(),
              in.count(),
              in.list(
                  () -> new Item.UnitOfMeasure(in.text(), in.number(), in.number(), in.count())),
              in.flag(),
              in.text(),
              in.list(() -> new Item.Component(in.text(), in.number(), in.flag(), in.flag())),
              new Item.QuantityRules(in.number(), in.number(), in.number()),
              in.list(
                  () ->
                      new Item.Substitute(
                          in.text(), in.name(Item.Substitute.Kind.class), in.day())),
              in.count());
      case LOCATION ->
          new Location(
              in.text(),
              in.text(),
              in.name(Location.Kind.class),
              ZoneId.of(in.text()),
              calendar(in),
              LocalTime.ofSecondOfDay(in.number()),
              in.name(Location.Status.class));
      case NETWORK ->
          new Network(
              in.text(),
              new Network.Match(in.texts(), in.texts(), in.texts(), in.texts()),
              in.day(),
              in.list(
                  () ->
                      new Network.Source(
                          in.name(Network.Source.Kind.class), in.text(), in.day(), in.count())),
              in.name(Network.Sourcing.class),
              calendar(in));
      case OUTAGE -> new Outage(in.text(), in.text(), in.day(), in.day(), in.text());
      case PROTECTION ->
          new Protection(
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.name(Protection.Bound.class),
              in.number(),
              in.day(),
              in.day());
      case THRESHOLD -> new Threshold(in.text(), in.text(), in.text(), in.number());
      case CUSTOMER ->
          new Customer(
              in.text(),
              in.text(),
              in.text(),
              in.list(() -> new Customer.GroupMembership(in.text(), in.day())),
              in.list(in::text),
              in.text(),
              in.text(),
              in.name(Customer.PriceStrategy.class),
              in.list(
                  () -> new Customer.ShipTo(in.text(), in.text(), in.text(), in.text(), in.text())),
              in.flag(),
              in.name(Customer.Status.class));
      case RECEIPT ->
          new Receipt(
              in.text(),
              in.text(),
              in.text(),
              in.number(),
              in.number(),
              in.day(),
              in.name(Receipt.Kind.class),
              in.text(),
              in.name(Receipt.Status.class));
      case DEMAND ->
          new Demand(
              in.text(),
              in.text(),
              in.text(),
              in.number(),
              in.day(),
              in.text(),
              in.name(Demand.Status.class));
      case COMMITMENT ->
          new Commitment(
              in.text(), in.text(), in.number(), in.count(), in.signed(), in.signed(), in.number());
      case PRICE_LIST ->
          new PriceList(
              in.text(),
              in.text(),
              in.name(PriceList.Kind.class),
              in.texts(),
              in.texts(),
              in.texts(),
              in.day(),
              in.day(),
              in.day(),
              in.flag());
      case PRICE ->
          new Price(in.text(), in.text(), in.text(), breaks(in), in.count(), in.day(), in.day());
      case CONTRACT_PRICE ->
          new ContractPrice(
              in.text(),
              in.text(),
              in.name(ContractPrice.Target.class),
              in.text(),
              in.text(),
              in.text(),
              breaks(in),
              in.number(),
              in.day(),
              in.day());
      case POSITION -> throw new IllegalStateException("a position is part of its item");
    };
  }

  private static void calendar(ByteSink out, WorkCalendar calendar) {
    out.list(calendar.weekdays(), out::name);
    out.list(Arrays.stream(calendar.holidays()).boxed().toList(), day -> out.signed(day));
  }

  private static WorkCalendar calendar(ByteSource in) {
    return WorkCalendar.of(in.list(() -> in.name(DayOfWeek.class)), in.list(in::day));
  }

  private static void breaks(ByteSink out, List<PriceBreak> breaks) {
    out.list(breaks, b -> out.number(b.minimum()).number(b.amount()));
  }

  private static List<PriceBreak> breaks(ByteSource in) {
    return in.list(() -> new PriceBreak(in.number(), in.number()));
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
