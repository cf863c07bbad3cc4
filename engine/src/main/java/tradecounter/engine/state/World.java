package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.TaxRate;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.Marks.Marked;

/**
 * The read model: what all feeds together have said.
 *
 * <p>One thread applies events, in the order of each partition of the log; the order
 * <em>between</em> partitions does not matter to the result, because events of one object share a
 * partition and objects are only joined when a question is asked. Any thread reads: every getter is
 * a volatile read of an immutable value. Replaying the log from the start, or from what {@link
 * #captureChanged} gave, leads to the same state (see {@link StateHash}).
 */
public final class World implements PriceSources {
  private final Dictionary feedNumbers = new Dictionary();
  private final Dictionary locationNumbers = new Dictionary();
  private final Items items;
  private final Derivations derivations = new Derivations(MAXIMUM_DERIVATIONS, this::item);
  private final Map<Entity.Kind, Register<?>> registers = new EnumMap<>(Entity.Kind.class);
  private volatile Topology topology = Topology.NONE;
  private final PriceLists priceLists = new PriceLists();
  private final Targeted<Protection> protections =
      new Targeted<>(Protection::item, Protection::category, Protection::protection);
  private final Targeted<Threshold> thresholds =
      new Targeted<>(Threshold::item, Threshold::category, Threshold::threshold);
  private final Promotions promotions = new Promotions();
  private final ExchangeRates exchangeRates = new ExchangeRates();
  private final TaxRates taxRates = new TaxRates();
  private volatile FeedState[] feeds = new FeedState[0];

  private final Register<Customer> customers =
      register(Entity.Kind.CUSTOMER, Customer.class, (_, _, _) -> {});
  private final Register<Location> locations =
      register(Entity.Kind.LOCATION, Location.class, (key, _, _) -> publishLocation(key));
  private final Register<Network> networks =
      register(Entity.Kind.NETWORK, Network.class, (_, _, _) -> publishNetworks());
  private final Register<Outage> outages =
      register(Entity.Kind.OUTAGE, Outage.class, (_, old, changed) -> publishOutage(old, changed));
  private final Register<PriceList> lists =
      register(
          Entity.Kind.PRICE_LIST,
          PriceList.class,
          (key, _, changed) -> priceLists.replace(key, changed));
  private final Register<Protection> knownProtections =
      register(
          Entity.Kind.PROTECTION,
          Protection.class,
          (_, old, changed) -> publish(protections, valueOf(old), valueOf(changed)));
  private final Register<Threshold> knownThresholds =
      register(
          Entity.Kind.THRESHOLD,
          Threshold.class,
          (_, old, changed) -> publish(thresholds, valueOf(old), valueOf(changed)));
  private final Register<Promotion> knownPromotions =
      register(
          Entity.Kind.PROMOTION,
          Promotion.class,
          (_, old, changed) -> promotions.replace(old, changed));
  private final Register<TaxRate> knownTaxRates =
      register(
          Entity.Kind.TAX_RATE, TaxRate.class, (_, old, changed) -> taxRates.replace(old, changed));
  private final Register<ExchangeRate> knownExchangeRates =
      register(
          Entity.Kind.EXCHANGE_RATE,
          ExchangeRate.class,
          (_, old, changed) -> exchangeRates.replace(old, changed));

  // Only the writer sees these.
  private final Map<Lane, LaneState> lanes = new TreeMap<>();
  private Set<Entity> dirty = new HashSet<>();
  private ChangeListener listener = new ChangeListener() {};

  /** So many items keep what questions have derived from them: some kilobytes each. */
  private static final int MAXIMUM_DERIVATIONS = 1 << 17;

  /** As many feeds as a {@code long} has bits to tell them apart. */
  public static final int MAXIMUM_FEEDS = 64;

  /** Hears which answers may have changed. On the writer's thread, after the change is visible. */
  public interface ChangeListener {
    /** Something of this item alone. */
    default void itemChanged(String item) {}

    /** What is held of the item: no record of the log says so. */
    default void holdsChanged(String item) {}

    /** Something that answers of many items rest on. */
    default void manyChanged() {}
  }

  /** An empty world. */
  public World() {
    this(1024);
  }

  /** An empty world with room for so many items. */
  public World(int expectedItems) {
    items = new Items(expectedItems, this::itemChanged);
  }

  // ---------------------------------------------------------------- reading, any thread

  @Override
  public @Nullable ItemSnapshot item(String item) {
    return items.snapshot(item);
  }

  /**
   * Keeps what was derived from a snapshot alone with it, until the item changes or too many others
   * keep something. Any thread: what is kept must be immutable, and may be lost at any time.
   */
  public void keepDerived(ItemSnapshot snapshot, Object derived) {
    derivations.keep(snapshot, derived);
  }

  /** The customer, if the catalogue knows it. */
  public Optional<Customer> customer(String customer) {
    return Optional.ofNullable(customers.value(customer));
  }

  /**
   * All customers that the catalogue knows, in no order; those that come meanwhile may be there.
   */
  public Stream<Customer> customers() {
    return customers.values();
  }

  /** All items that the catalogue knows, in no order; those that come meanwhile may be there. */
  public Stream<Item> items() {
    return items.snapshots().map(ItemSnapshot::definitionOrNull).mapMulti(Register::present);
  }

  /** Everything that was said of items, known to the catalogue or not, in no order. */
  public Stream<ItemSnapshot> itemSnapshots() {
    return items.snapshots();
  }

  public Topology topology() {
    return topology;
  }

  @Override
  public long customerFeedBits(String customer) {
    Marked<Customer> marked = customers.marked(customer);
    return marked == null ? 0 : marked.marks().feedBits();
  }

  @Override
  public PriceLists priceLists() {
    return priceLists;
  }

  @Override
  public Promotions promotions() {
    return promotions;
  }

  @Override
  public ExchangeRates exchangeRates() {
    return exchangeRates;
  }

  public TaxRates taxRates() {
    return taxRates;
  }

  /** The ring-fences of items and categories. */
  public Targeted<Protection> protections() {
    return protections;
  }

  /** From when on items are low. */
  public Targeted<Threshold> thresholds() {
    return thresholds;
  }

  /**
   * The number of a location in {@link Positions}; {@link Dictionary#UNKNOWN} if nobody named it.
   */
  public int locationNumberOf(String location) {
    return locationNumbers.number(location);
  }

  /** The name of a location by its number in {@link Positions}. */
  public String locationName(int number) {
    return locationNumbers.name(number);
  }

  /** All feeds that ever spoke; the index is the bit in {@link ItemSnapshot#supplyFeedBits}. */
  public List<FeedState> feeds() {
    return List.of(feeds);
  }

  /** One feed by its bit. */
  public FeedState feed(int number) {
    return feeds[number];
  }

  public int feedCount() {
    return feeds.length;
  }

  public int itemCount() {
    return items.size();
  }

  public int customerCount() {
    return customers.size();
  }

  /** How many positions there are, counted now: O(items). */
  public long positionCount() {
    LongAdder count = new LongAdder();
    items.forEach(snapshot -> count.add(snapshot.positions().size()));
    return count.sum();
  }

  // ---------------------------------------------------------------- writing, one thread

  /**
   * Applies one record of the log.
   *
   * @param loggedAtMillis when the log took it, which bounds how recent the feed can claim to be
   * @return what became of it; a contract price that is not a repetition is {@link Verdict#APPLIED}
   *     here and judged again where its customer's terms are kept
   */
  public Verdict apply(
      LogPosition position, Origin origin, Envelope envelope, Change change, long loggedAtMillis) {
    LaneState lane = lane(position.lane());
    int feed = heard(lane, position, envelope, loggedAtMillis);
    Verdict verdict =
        lane.repeats(envelope, change.objectKind(), origin)
            ? Verdict.DUPLICATE
            : write(
                feed,
                envelope,
                change.key(),
                change instanceof Deletion ? null : change,
                loggedAtMillis);
    feeds[feed].count(verdict);
    return verdict;
  }

  /**
   * As {@link #apply}, but leaves the event's object as it is and counts nothing: for a world that
   * is to answer for some objects only. Its feeds' times and its duplicates are those of the whole
   * log.
   */
  public void pass(
      LogPosition position,
      Origin origin,
      Envelope envelope,
      ObjectKind kind,
      long loggedAtMillis) {
    LaneState lane = lane(position.lane());
    heard(lane, position, envelope, loggedAtMillis);
    lane.repeats(envelope, kind, origin);
  }

  /** Notes where the log is and how far the feed is heard; gives the feed's number. */
  private int heard(LaneState lane, LogPosition position, Envelope envelope, long loggedAtMillis) {
    lane.advance(position.offset());
    dirty.add(new Entity(Entity.Kind.LANE, position.lane().toString()));
    int feed = feedNumber(envelope.feed());
    FeedState state = feeds[feed];
    dirty.add(new Entity(Entity.Kind.FEED, envelope.feed()));
    state.heard(
        envelope.timeMillis() == Envelope.NO_TIME
            ? loggedAtMillis
            : Math.min(envelope.timeMillis(), loggedAtMillis),
        loggedAtMillis);
    if (lane.clockRanBack(envelope, loggedAtMillis)) {
      state.clockRanBack();
    }
    return feed;
  }

  /** A record of the log that carries nothing to apply: only its position is noted. */
  public void skip(LogPosition position) {
    lane(position.lane()).advance(position.offset());
    dirty.add(new Entity(Entity.Kind.LANE, position.lane().toString()));
  }

  /**
   * Applies news of the ledger: what is held of one item. Writer only. The versions of an item come
   * one after the other, each once.
   *
   * @param version of the item's ledger
   * @param changed each line as it is from now on; those of quantity 0 are gone
   */
  public void applyHolds(String item, long version, List<HeldLine> changed) {
    items.applyHolds(item, holds -> holds.at(version, changed));
    listener.holdsChanged(item);
  }

  /** Takes up all that is held of one item at that version of its ledger. Writer only. */
  public void takeUpHolds(String item, long version, List<HeldLine> all) {
    items.applyHolds(item, holds -> holds.exactly(version, all));
    listener.holdsChanged(item);
  }

  /** The version of the item's ledger that is applied; 0 before anything was ever held. */
  public long holdsVersion(String item) {
    ItemSnapshot snapshot = items.snapshot(item);
    return snapshot == null ? 0 : snapshot.holds().version();
  }

  /** The partitions of the log that were read so far. Writer only. */
  public Set<Lane> lanes() {
    return Set.copyOf(lanes.keySet());
  }

  /** The offset after the last applied record of a partition; 0 if none. Writer only. */
  public long nextOffset(Lane lane) {
    LaneState state = lanes.get(lane);
    return state == null ? 0 : state.nextOffset();
  }

  // ---------------------------------------------------------------- written down and taken up

  /**
   * What has changed since the last call, as of now; calling it again gives only later changes.
   * Writer only; the result may be encoded on any thread.
   */
  public List<Captured> captureChanged() {
    Set<Entity> captured = dirty;
    dirty = new HashSet<>();
    List<Captured> result = new ArrayList<>(captured.size());
    captured.forEach(entity -> capture(entity, result::add));
    return result;
  }

  /** Everything, as of now. Writer only, or while nothing is applied. */
  public void captureAll(Consumer<Captured> consumer) {
    items.forEach(s -> consumer.accept(new Captured(new Entity(Entity.Kind.ITEM, s.item()), s)));
    registers.forEach(
        (kind, register) -> register.keys().forEach(k -> capture(new Entity(kind, k), consumer)));
    for (FeedState feed : feeds) {
      capture(new Entity(Entity.Kind.FEED, feed.feed()), consumer);
    }
    lanes.keySet().forEach(l -> capture(new Entity(Entity.Kind.LANE, l.toString()), consumer));
  }

  private void capture(Entity entity, Consumer<Captured> consumer) {
    @Nullable Object value =
        switch (entity.kind()) {
          case ITEM -> items.snapshot(entity.key());
          case FEED -> feeds[feedNumbers.number(entity.key())].written();
          case LANE -> lane(Lane.parse(entity.key())).written();
          case LOCATION,
              NETWORK,
              CUSTOMER,
              PRICE_LIST,
              OUTAGE,
              PROTECTION,
              THRESHOLD,
              PROMOTION,
              TAX_RATE,
              EXCHANGE_RATE ->
              registerOf(entity.kind()).marked(entity.key());
        };
    if (value != null) {
      consumer.accept(new Captured(entity, value));
    }
  }

  /** Encodes what was captured. Any thread. */
  public byte[] encode(Captured captured) {
    return new StateCodec(this).encode(captured.value());
  }

  /**
   * Takes up one entity that was written down. Writer only, before the first {@link #apply}.
   *
   * @throws IllegalStateException if the bytes are not what {@link #encode} wrote
   */
  public void restore(Entity entity, byte[] bytes) {
    StateCodec codec = new StateCodec(this);
    switch (entity.kind()) {
      case ITEM -> items.restore(codec.decodeItem(bytes));
      case FEED -> restoreFeed(codec.decodeFeed(bytes));
      case LANE -> lanes.put(Lane.parse(entity.key()), codec.decodeLane(bytes));
      case LOCATION,
          NETWORK,
          CUSTOMER,
          PRICE_LIST,
          OUTAGE,
          PROTECTION,
          THRESHOLD,
          PROMOTION,
          TAX_RATE,
          EXCHANGE_RATE ->
          registerOf(entity.kind()).restore(entity.key(), bytes, codec);
    }
  }

  private synchronized void restoreFeed(FeedState.Written written) {
    int number = feedNumber(written.feed());
    FeedState[] restored = feeds.clone();
    restored[number] = new FeedState(written);
    feeds = restored;
  }

  // ---------------------------------------------------------------- one object at a time

  /**
   * Writes one object, wherever it is kept.
   *
   * @param changed of the kind of the key; {@code null} deletes the object
   */
  private Verdict write(
      int feed, Envelope envelope, ObjectKey key, @Nullable Change changed, long loggedAtMillis) {
    return switch (key) {
      case ObjectKey.OfPosition k ->
          items.applyPosition(
              feed,
              envelope,
              k.item(),
              locationNumber(k.location()),
              (@Nullable PositionChange) changed,
              loggedAtMillis);
      case ObjectKey.OfCommitment k ->
          items.applyCommitment(
              feed, envelope, k.item(), key, (@Nullable Commitment) changed, loggedAtMillis);
      case ObjectKey.OfPrice k ->
          items.applyPrice(feed, envelope, k.item(), key, (@Nullable Price) changed);
      case ObjectKey.OfCost k ->
          items.applyCost(feed, envelope, k.item(), key, (@Nullable Cost) changed);
      case ObjectKey.OfContractPrice _, ObjectKey.OfOrder _ -> Verdict.APPLIED;
      case ObjectKey.OfTaxRate _ -> knownTaxRates.apply(feed, envelope, key, changed);
      case ObjectKey.OfExchangeRate _ -> knownExchangeRates.apply(feed, envelope, key, changed);
      case ObjectKey.Simple simple ->
          switch (simple.objectKind()) {
            case ITEM -> items.applyItem(feed, envelope, simple.key(), (@Nullable Item) changed);
            case RECEIPT ->
                items.applyReceipt(feed, envelope, simple.key(), (@Nullable Receipt) changed);
            case DEMAND ->
                items.applyDemand(
                    feed, envelope, simple.key(), (@Nullable Demand) changed, loggedAtMillis);
            case LOCATION -> locations.apply(feed, envelope, key, changed);
            case NETWORK -> networks.apply(feed, envelope, key, changed);
            case CUSTOMER -> customers.apply(feed, envelope, key, changed);
            case OUTAGE -> outages.apply(feed, envelope, key, changed);
            case PRICE_LIST -> lists.apply(feed, envelope, key, changed);
            case PROTECTION -> knownProtections.apply(feed, envelope, key, changed);
            case THRESHOLD -> knownThresholds.apply(feed, envelope, key, changed);
            case PROMOTION -> knownPromotions.apply(feed, envelope, key, changed);
            case POSITION,
                COMMITMENT,
                PRICE,
                COST,
                CONTRACT_PRICE,
                TAX_RATE,
                EXCHANGE_RATE,
                ORDER_STATUS,
                SHIPMENT,
                SUPPLIER_ACKNOWLEDGEMENT ->
                throw new IllegalArgumentException("not a simple key: " + simple);
          };
    };
  }

  private <T extends Change> Register<T> register(
      Entity.Kind kind, Class<T> type, Register.Publisher<T> publisher) {
    Register<T> register = new Register<>(kind, type, entity -> dirty.add(entity), publisher);
    registers.put(kind, register);
    return register;
  }

  private Register<?> registerOf(Entity.Kind kind) {
    return Objects.requireNonNull(registers.get(kind), () -> "no register of " + kind);
  }

  private void publishOutage(@Nullable Told<Outage> old, @Nullable Told<Outage> changed) {
    if (old != null
        && (changed == null || !old.value().location().equals(changed.value().location()))) {
      publishLocation(old.value().location());
    }
    if (changed != null) {
      publishLocation(changed.value().location());
    }
  }

  /** A location is known by what it says of itself and by the outages that name it. */
  private void publishLocation(String key) {
    List<Outage> there = outages.values().filter(o -> o.location().equals(key)).toList();
    topology =
        topology.withLocation(locationNumber(key), locations.value(key), there, locationNumbers);
    listener.manyChanged();
  }

  private void publishNetworks() {
    List<Network> living = networks.values().toList();
    for (Network network : living) {
      for (Network.Source source : network.sources()) {
        if (source.kind() == Network.Source.Kind.LOCATION) {
          locationNumber(source.key());
        }
      }
    }
    topology = topology.withNetworks(living, locationNumbers);
    listener.manyChanged();
  }

  /** Publishes what names items, categories or nothing, and tells of whom it is for. */
  private <T> void publish(Targeted<T> targeted, @Nullable T old, @Nullable T changed) {
    targeted.replace(old, changed);
    Set<String> told = new HashSet<>();
    boolean further = false;
    for (T object : Stream.of(old, changed).<T>mapMulti(Register::present).toList()) {
      told.add(targeted.itemOf(object));
      further |= targeted.reachesFurther(object);
    }
    if (further) {
      listener.manyChanged();
    } else {
      told.forEach(listener::itemChanged);
    }
  }

  private static <T> @Nullable T valueOf(@Nullable Told<T> told) {
    return told == null ? null : told.value();
  }

  // ---------------------------------------------------------------- what they share

  private void itemChanged(String item) {
    dirty.add(new Entity(Entity.Kind.ITEM, item));
    listener.itemChanged(item);
  }

  /** Whoever wants to hear of changes from now on; there is one. Writer only. */
  public void listen(ChangeListener to) {
    listener = to;
  }

  private LaneState lane(Lane lane) {
    return lanes.computeIfAbsent(lane, _ -> new LaneState());
  }

  int locationNumber(String location) {
    return locationNumbers.add(location);
  }

  int feedNumber(String feed) {
    int number = feedNumbers.number(feed);
    return number == Dictionary.UNKNOWN ? addFeed(feed) : number;
  }

  /** Synchronized, because price books are decoded on other threads and may name a feed first. */
  private synchronized int addFeed(String feed) {
    if (feedNumbers.number(feed) != Dictionary.UNKNOWN) {
      return feedNumbers.number(feed);
    }
    if (feedNumbers.size() == MAXIMUM_FEEDS) {
      throw new IllegalStateException("more than " + MAXIMUM_FEEDS + " feeds: " + feed);
    }
    int number = feedNumbers.size();
    FeedState[] longer = Arrays.copyOf(feeds, number + 1);
    longer[number] = new FeedState(FeedState.Written.unheard(feed));
    feeds = longer;
    // The name last: whoever finds the number finds the state.
    return feedNumbers.add(feed);
  }
}
