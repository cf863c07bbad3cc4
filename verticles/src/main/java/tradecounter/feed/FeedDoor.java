package tradecounter.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;
import tradecounter.format.Format;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.UnreadableException;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;

/**
 * Judges one event of a feed: decoded strictly, owned by the feed, its quantities fit the item, its
 * price list goes with what is known of others. What passes goes to the canonical log under the key
 * of its object. Any thread; never blocks.
 */
public final class FeedDoor {
  private final World world;
  private final Topics topics;
  private final int eventBytes;
  private final AdmittedLists lists;
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private volatile Map<String, Feed> feeds = Map.of();

  private record Feed(
      FeedConfiguration configuration,
      FeedRules rules,
      EventDecoder decoder,
      Translation translation,
      String version,
      LongAdder refused) {}

  /** There is no such feed, or no more. */
  public static final class UnknownFeedException extends IllegalArgumentException {
    UnknownFeedException(String feed) {
      super("no feed " + feed);
    }
  }

  /** What became of an event at the door. */
  public sealed interface Judged {
    /** On its way to the canonical log. */
    record Passed(LogRecord record) implements Judged {}

    /** Not taken, and why. */
    record Turned(Decoded.Refused refusal) implements Judged {}
  }

  /**
   * A door with these feeds.
   *
   * @param eventBytes that a canonical event may have
   */
  public FeedDoor(
      List<FeedConfiguration> configurations, World world, Topics topics, int eventBytes) {
    this(configurations, world, topics, eventBytes, System::nanoTime);
  }

  FeedDoor(
      List<FeedConfiguration> configurations,
      World world,
      Topics topics,
      int eventBytes,
      LongSupplier nanoTime) {
    this.eventBytes = eventBytes;
    this.world = world;
    this.topics = topics;
    this.lists = new AdmittedLists(world, nanoTime);
    replace(configurations);
  }

  /** From now on these are the feeds: whoever judges an event at this moment ends by the old. */
  public void replace(List<FeedConfiguration> configurations) {
    Map<String, Feed> all = new HashMap<>();
    for (FeedConfiguration configuration : configurations) {
      all.put(
          configuration.feed(),
          new Feed(
              configuration,
              configuration.rules(),
              new EventDecoder(configuration.feed(), configuration.ignoreUnknown()),
              new Translation(configuration),
              configuration.version(),
              refused.computeIfAbsent(configuration.feed(), _ -> new LongAdder())));
    }
    feeds = Map.copyOf(all);
  }

  public Set<String> feeds() {
    return feeds.keySet();
  }

  /** What the feed's file says, if it is configured. */
  public Optional<FeedConfiguration> configuration(String feed) {
    return Optional.ofNullable(feeds.get(feed)).map(Feed::configuration);
  }

  /** The rules of a feed, if it is configured. */
  public Optional<FeedRules> rules(String feed) {
    return Optional.ofNullable(feeds.get(feed)).map(Feed::rules);
  }

  /** How many events of a feed were refused since the start. */
  public long refused(String feed) {
    Feed known = feeds.get(feed);
    return known == null ? 0 : known.refused().sum();
  }

  /** How far the supply figures of a feed are believed; also of one that is configured no more. */
  public SupplyPolicy supply(String feed) {
    return rules(feed).map(FeedRules::supply).orElse(SupplyPolicy.DEFAULT);
  }

  /**
   * Judges the event in {@code bytes}.
   *
   * @param feed a configured feed
   */
  public Judged judge(String feed, byte[] bytes, Origin origin) {
    Feed from = configured(feed);
    Judged judged = judge(from, bytes, origin);
    if (judged instanceof Judged.Turned) {
      from.refused().increment();
    }
    return judged;
  }

  /**
   * What {@link #judge} would make of the event, for who only asks: it is not counted.
   *
   * @param feed a configured feed
   */
  public Decoded examine(String feed, byte[] bytes) {
    return examine(configured(feed), bytes, lists::objection);
  }

  /** What becomes of a record at the door: it is taken as a whole or not at all. */
  public sealed interface Admitted {
    /** Its events are on their way to the canonical log. */
    record Passed(List<LogRecord> records) implements Admitted {}

    /** Not taken, and why. */
    record Turned(Decoded.Refused refusal) implements Admitted {}
  }

  /**
   * Maps a record and judges its events.
   *
   * @param feed a configured feed
   * @param origins of its events, by their index
   */
  public Admitted admit(
      String feed, SourceRecord record, Delivered delivered, IntFunction<Origin> origins) {
    Feed from = configured(feed);
    Admitted admitted =
        switch (from.translation().translate(record, delivered)) {
          case Translated.Refused turned -> new Admitted.Turned(turned.refusal());
          case Translated.Events events -> admit(from, events.each(), origins);
        };
    if (admitted instanceof Admitted.Turned) {
      from.refused().increment();
    }
    return admitted;
  }

  private Admitted admit(Feed from, List<byte[]> events, IntFunction<Origin> origins) {
    List<LogRecord> records = new ArrayList<>(events.size());
    for (byte[] event : events) {
      switch (judge(from, event, origins.apply(records.size()))) {
        case Judged.Passed passed -> records.add(passed.record());
        case Judged.Turned turned -> {
          return new Admitted.Turned(turned.refusal());
        }
      }
    }
    return new Admitted.Passed(records);
  }

  /** What {@link #admit} would make of a record, for who only asks: it is not counted. */
  public sealed interface Examined {
    /**
     * It would be taken.
     *
     * @param events as JSON
     * @param meant the same, read
     */
    record Passed(List<byte[]> events, List<Decoded.Event> meant) implements Examined {}

    /** It would not, and why. */
    record Turned(Decoded.Refused refusal) implements Examined {}
  }

  /**
   * See {@link Examined}.
   *
   * @param feed a configured feed
   */
  public Examined examine(String feed, SourceRecord record, Delivered delivered) {
    Feed from = configured(feed);
    return switch (from.translation().translate(record, delivered)) {
      case Translated.Refused turned -> new Examined.Turned(turned.refusal());
      case Translated.Events events -> examine(from, events.each());
    };
  }

  private Examined examine(Feed from, List<byte[]> events) {
    List<Decoded.Event> meant = new ArrayList<>(events.size());
    for (byte[] event : events) {
      switch (examine(from, event, lists::objection)) {
        case Decoded.Event read -> meant.add(read);
        case Decoded.Refused refusal -> {
          return new Examined.Turned(refusal);
        }
      }
    }
    return new Examined.Passed(events, meant);
  }

  /**
   * The records of a delivery that is in memory.
   *
   * @param feed a configured feed
   */
  public List<SourceRecord> decode(String feed, byte[] delivery, Format.Limits limits)
      throws UnreadableException {
    List<SourceRecord> records = new ArrayList<>();
    try (RecordReader reader =
        configured(feed)
            .configuration()
            .format()
            .open(new ByteArrayInputStream(delivery), limits)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    return records;
  }

  /** A refused record, with what is needed to judge it again. */
  public DeadLetter deadLetter(
      String feed,
      SourceRecord record,
      Delivered delivered,
      String place,
      Decoded.Refused refusal) {
    Feed from = configured(feed);
    DeadLetter.Source source =
        from.translation().isCanonical()
            ? DeadLetter.Source.CANONICAL
            : new DeadLetter.Source(from.version(), record.number(), record.header(), delivered);
    return DeadLetter.of(feed, record.raw(), place, refusal, source);
  }

  /** Whether the feed's records are canonical events already. */
  public boolean isCanonical(String feed) {
    return configured(feed).translation().isCanonical();
  }

  private Feed configured(String feed) {
    Feed from = feeds.get(feed);
    if (from == null) {
      throw new UnknownFeedException(feed);
    }
    return from;
  }

  private Judged judge(Feed from, byte[] bytes, Origin origin) {
    return switch (examine(from, bytes, lists::admit)) {
      case Decoded.Refused refused -> new Judged.Turned(refused);
      case Decoded.Event event ->
          new Judged.Passed(
              LogRecord.event(
                  topics.canonical(event.change().objectKind().topic()),
                  event.change().key().partitionKey(),
                  bytes,
                  from.rules().feed(),
                  origin));
    };
  }

  /**
   * @param lists what is said against a price list
   */
  private Decoded examine(
      Feed from, byte[] bytes, Function<Change, Optional<AdmittedLists.Objection>> lists) {
    if (bytes.length > eventBytes) {
      return new Decoded.Refused(
          "event-too-large",
          "the event has " + bytes.length + " bytes, at most " + eventBytes,
          "",
          "");
    }
    Decoded decoded = from.decoder().decode(bytes);
    if (decoded instanceof Decoded.Event event) {
      String objection = objection(from.rules(), event.change());
      if (!objection.isEmpty()) {
        return refused("not-owned", objection, event);
      }
      String misfit = misfit(event.change());
      if (!misfit.isEmpty()) {
        return refused("quantity-decimals", misfit, event);
      }
      Optional<AdmittedLists.Objection> list = lists.apply(event.change());
      if (list.isPresent()) {
        return refused(list.get().code(), list.get().detail(), event);
      }
    }
    return decoded;
  }

  private String objection(FeedRules rules, Change change) {
    String objection = rules.objection(change);
    if (objection.isEmpty()
        && change instanceof Receipt receipt
        && !rules.receiptKinds().isEmpty()) {
      ItemSnapshot snapshot = world.item(receipt.item());
      if (snapshot != null) {
        for (Told<Receipt> told : snapshot.openReceipts()) {
          Receipt open = told.value();
          if (open.receipt().equals(receipt.receipt())
              && !rules.receiptKinds().contains(open.kind())) {
            return "receipt " + receipt.receipt() + " is of kind " + open.kind();
          }
        }
      }
    }
    return objection;
  }

  private static Decoded refused(String code, String detail, Decoded.Event event) {
    return new Decoded.Refused(code, detail, "/data", event.envelope().id());
  }

  /** Quantities with more decimals than the item has, if the item is known by now. */
  private String misfit(Change change) {
    return switch (change) {
      case PositionChange p ->
          misfit(p.item(), p.onHand(), p.allocated(), p.blocked(), p.safetyStock());
      case Receipt r -> misfit(r.item(), r.quantity(), r.received());
      case Demand d -> misfit(d.item(), d.quantity());
      case Commitment c -> misfit(c.item(), c.quantity(), c.minimumOrder());
      case Protection p -> misfit(p.item(), p.quantity());
      case Threshold t -> misfit(t.item(), t.low());
      default -> "";
    };
  }

  /**
   * @param key empty if it is not about one item
   */
  private String misfit(String key, long... quantities) {
    ItemSnapshot snapshot = world.item(key);
    @Nullable Item item = snapshot == null ? null : snapshot.definitionOrNull();
    if (item == null) {
      return "";
    }
    for (long quantity : quantities) {
      if (!FixedPoint.fits(quantity, item.quantityDecimals())) {
        return "item "
            + key
            + " has quantities with at most "
            + item.quantityDecimals()
            + " decimals, not "
            + FixedPoint.format(quantity);
      }
    }
    return "";
  }
}
