package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Envelope;
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
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.Verdict;
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
public final class World {
  private final Dictionary feedNumbers = new Dictionary();
  private final Dictionary locationNumbers = new Dictionary();
  private final Items items;
  private final Derivations derivations = new Derivations(MAXIMUM_DERIVATIONS, this::item);
  private final ConcurrentHashMap<String, Marked<Customer>> customers = new ConcurrentHashMap<>();
  private volatile Topology topology = Topology.NONE;
  private volatile PriceLists priceLists = PriceLists.NONE;
  private final Targeted<Protection> protections =
      new Targeted<>(Protection::item, Protection::category, Protection::protection);
  private final Targeted<Threshold> thresholds =
      new Targeted<>(Threshold::item, Threshold::category, Threshold::threshold);
  private volatile FeedState[] feeds = new FeedState[0];

  // Only the writer sees these.
  private final Map<String, Marked<Location>> locations = new HashMap<>();
  private final Map<String, Marked<Network>> networks = new HashMap<>();
  private final Map<String, Marked<PriceList>> lists = new HashMap<>();
  private final Map<String, Marked<Outage>> outages = new HashMap<>();
  private final Map<String, Marked<Protection>> markedProtections = new HashMap<>();
  private final Map<String, Marked<Threshold>> markedThresholds = new HashMap<>();
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

  /** The item's snapshot, or {@code null} if no feed ever named it. */
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
    Marked<Customer> marked = customers.get(customer);
    return marked == null ? Optional.empty() : Optional.ofNullable(marked.value());
  }

  public Topology topology() {
    return topology;
  }

  public PriceLists priceLists() {
    return priceLists;
  }

  /** The ring-fences of items and categories. */
  public Targeted<Protection> protections() {
    return protections;
  }

  /** From when on items are low. */
  public Targeted<Threshold> thresholds() {
    return thresholds;
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
            : dispatch(feed, envelope, change);
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
    locations.keySet().forEach(k -> capture(new Entity(Entity.Kind.LOCATION, k), consumer));
    networks.keySet().forEach(k -> capture(new Entity(Entity.Kind.NETWORK, k), consumer));
    customers.keySet().forEach(k -> capture(new Entity(Entity.Kind.CUSTOMER, k), consumer));
    lists.keySet().forEach(k -> capture(new Entity(Entity.Kind.PRICE_LIST, k), consumer));
    outages.keySet().forEach(k -> capture(new Entity(Entity.Kind.OUTAGE, k), consumer));
    markedProtections
        .keySet()
        .forEach(k -> capture(new Entity(Entity.Kind.PROTECTION, k), consumer));
    markedThresholds.keySet().forEach(k -> capture(new Entity(Entity.Kind.THRESHOLD, k), consumer));
    for (FeedState feed : feeds) {
      capture(new Entity(Entity.Kind.FEED, feed.feed()), consumer);
    }
    lanes.keySet().forEach(l -> capture(new Entity(Entity.Kind.LANE, l.toString()), consumer));
  }

  private void capture(Entity entity, Consumer<Captured> consumer) {
    @Nullable Object value =
        switch (entity.kind()) {
          case ITEM -> items.snapshot(entity.key());
          case LOCATION -> locations.get(entity.key());
          case NETWORK -> networks.get(entity.key());
          case CUSTOMER -> customers.get(entity.key());
          case PRICE_LIST -> lists.get(entity.key());
          case OUTAGE -> outages.get(entity.key());
          case PROTECTION -> markedProtections.get(entity.key());
          case THRESHOLD -> markedThresholds.get(entity.key());
          case FEED -> feeds[feedNumbers.number(entity.key())].written();
          case LANE -> lane(Lane.parse(entity.key())).written();
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
      case LOCATION -> {
        Marked<Location> marked = codec.decodeMarked(bytes, Location.class);
        locations.put(entity.key(), marked);
        publishLocation(entity.key());
      }
      case NETWORK -> {
        networks.put(entity.key(), codec.decodeMarked(bytes, Network.class));
        publishNetworks();
      }
      case CUSTOMER -> customers.put(entity.key(), codec.decodeMarked(bytes, Customer.class));
      case PRICE_LIST -> {
        Marked<PriceList> marked = codec.decodeMarked(bytes, PriceList.class);
        lists.put(entity.key(), marked);
        priceLists = priceLists.with(entity.key(), marked.value());
      }
      case OUTAGE -> {
        Marked<Outage> marked = codec.decodeMarked(bytes, Outage.class);
        outages.put(entity.key(), marked);
        if (marked.value() != null) {
          publishLocation(marked.value().location());
        }
      }
      case PROTECTION -> {
        Marked<Protection> marked = codec.decodeMarked(bytes, Protection.class);
        markedProtections.put(entity.key(), marked);
        protections.replace(null, marked.value());
      }
      case THRESHOLD -> {
        Marked<Threshold> marked = codec.decodeMarked(bytes, Threshold.class);
        markedThresholds.put(entity.key(), marked);
        thresholds.replace(null, marked.value());
      }
      case FEED -> restoreFeed(codec.decodeFeed(bytes));
      case LANE -> lanes.put(Lane.parse(entity.key()), codec.decodeLane(bytes));
    }
  }

  private synchronized void restoreFeed(FeedState.Written written) {
    int number = feedNumber(written.feed());
    FeedState[] restored = feeds.clone();
    restored[number] = new FeedState(written);
    feeds = restored;
  }

  // ---------------------------------------------------------------- one object at a time

  private Verdict dispatch(int feed, Envelope envelope, Change change) {
    return switch (change) {
      case PositionChange position ->
          items.applyPosition(
              feed, envelope, position.item(), locationNumber(position.location()), position);
      case Item item -> items.applyItem(feed, envelope, item.item(), item);
      case Location location -> applyLocation(feed, envelope, location.location(), location);
      case Network network -> applyNetwork(feed, envelope, network.network(), network);
      case Customer customer -> applyCustomer(feed, envelope, customer.customer(), customer);
      case PriceList list -> applyPriceList(feed, envelope, list.list(), list);
      case Receipt receipt -> items.applyReceipt(feed, envelope, receipt.receipt(), receipt);
      case Demand demand -> items.applyDemand(feed, envelope, demand.demand(), demand);
      case Commitment commitment ->
          items.applyCommitment(feed, envelope, commitment.item(), commitment.key(), commitment);
      case Price price -> items.applyPrice(feed, envelope, price.item(), price.key(), price);
      case Outage outage -> applyOutage(feed, envelope, outage.outage(), outage);
      case Protection protection ->
          applyProtection(feed, envelope, protection.protection(), protection);
      case Threshold threshold -> applyThreshold(feed, envelope, threshold.threshold(), threshold);
      case ContractPrice _ -> Verdict.APPLIED;
      case Deletion deletion -> delete(feed, envelope, deletion.key());
    };
  }

  private Verdict delete(int feed, Envelope envelope, ObjectKey key) {
    return switch (key) {
      case ObjectKey.OfPosition position ->
          items.applyPosition(
              feed, envelope, position.item(), locationNumber(position.location()), null);
      case ObjectKey.OfPrice price -> items.applyPrice(feed, envelope, price.item(), key, null);
      case ObjectKey.OfCommitment commitment ->
          items.applyCommitment(feed, envelope, commitment.item(), key, null);
      case ObjectKey.OfContractPrice _ -> Verdict.APPLIED;
      case ObjectKey.Simple simple ->
          switch (simple.objectKind()) {
            case ITEM -> items.applyItem(feed, envelope, simple.key(), null);
            case LOCATION -> applyLocation(feed, envelope, simple.key(), null);
            case NETWORK -> applyNetwork(feed, envelope, simple.key(), null);
            case CUSTOMER -> applyCustomer(feed, envelope, simple.key(), null);
            case PRICE_LIST -> applyPriceList(feed, envelope, simple.key(), null);
            case RECEIPT -> items.applyReceipt(feed, envelope, simple.key(), null);
            case DEMAND -> items.applyDemand(feed, envelope, simple.key(), null);
            case OUTAGE -> applyOutage(feed, envelope, simple.key(), null);
            case PROTECTION -> applyProtection(feed, envelope, simple.key(), null);
            case THRESHOLD -> applyThreshold(feed, envelope, simple.key(), null);
            case POSITION, COMMITMENT, PRICE, CONTRACT_PRICE ->
                throw new IllegalArgumentException("not a simple key: " + simple);
          };
    };
  }

  private Verdict applyLocation(
      int feed, Envelope envelope, String key, @Nullable Location changed) {
    Verdict verdict =
        update(locations, Entity.Kind.LOCATION, ObjectKind.LOCATION, key, feed, envelope, changed);
    if (verdict.isApplied()) {
      publishLocation(key);
    }
    return verdict;
  }

  private Verdict applyOutage(int feed, Envelope envelope, String key, @Nullable Outage changed) {
    @Nullable Outage old = valueOf(outages.get(key));
    Verdict verdict =
        update(outages, Entity.Kind.OUTAGE, ObjectKind.OUTAGE, key, feed, envelope, changed);
    if (verdict.isApplied()) {
      if (old != null && (changed == null || !old.location().equals(changed.location()))) {
        publishLocation(old.location());
      }
      if (changed != null) {
        publishLocation(changed.location());
      }
    }
    return verdict;
  }

  /** A location is known by what it says of itself and by the outages that name it. */
  private void publishLocation(String key) {
    Marked<Location> marked = locations.get(key);
    List<Outage> there = new ArrayList<>();
    for (Marked<Outage> outage : outages.values()) {
      if (outage.value() != null && outage.value().location().equals(key)) {
        there.add(outage.value());
      }
    }
    topology =
        topology.withLocation(
            locationNumber(key), marked == null ? null : marked.value(), there, locationNumbers);
    listener.manyChanged();
  }

  private Verdict applyProtection(
      int feed, Envelope envelope, String key, @Nullable Protection changed) {
    @Nullable Protection old = valueOf(markedProtections.get(key));
    Verdict verdict =
        update(
            markedProtections,
            Entity.Kind.PROTECTION,
            ObjectKind.PROTECTION,
            key,
            feed,
            envelope,
            changed);
    return published(verdict, protections, old, changed, Protection::item);
  }

  private Verdict applyThreshold(
      int feed, Envelope envelope, String key, @Nullable Threshold changed) {
    @Nullable Threshold old = valueOf(markedThresholds.get(key));
    Verdict verdict =
        update(
            markedThresholds,
            Entity.Kind.THRESHOLD,
            ObjectKind.THRESHOLD,
            key,
            feed,
            envelope,
            changed);
    return published(verdict, thresholds, old, changed, Threshold::item);
  }

  private static <T> @Nullable T valueOf(@Nullable Marked<T> marked) {
    return marked == null ? null : marked.value();
  }

  /** Publishes what names an item, a category or nothing, and tells of whom it is for. */
  private <T> Verdict published(
      Verdict verdict,
      Targeted<T> targeted,
      @Nullable T old,
      @Nullable T changed,
      Function<T, String> item) {
    if (verdict.isApplied()) {
      targeted.replace(old, changed);
      tellTargets(
          Stream.of(Optional.ofNullable(old), Optional.ofNullable(changed))
              .flatMap(Optional::stream)
              .map(item));
    }
    return verdict;
  }

  /** Tells of the items that two versions of an object are for, before and after a change. */
  private void tellTargets(Stream<String> items) {
    Set<String> targets = items.collect(Collectors.toSet());
    if (targets.contains("")) {
      listener.manyChanged();
    } else {
      targets.forEach(listener::itemChanged);
    }
  }

  private Verdict applyNetwork(int feed, Envelope envelope, String key, @Nullable Network changed) {
    Verdict verdict =
        update(networks, Entity.Kind.NETWORK, ObjectKind.NETWORK, key, feed, envelope, changed);
    if (verdict.isApplied()) {
      publishNetworks();
    }
    return verdict;
  }

  private void publishNetworks() {
    List<Network> living = new ArrayList<>();
    for (Marked<Network> marked : networks.values()) {
      Network network = marked.value();
      if (network != null) {
        living.add(network);
        for (Network.Source source : network.sources()) {
          if (source.kind() == Network.Source.Kind.LOCATION) {
            locationNumber(source.key());
          }
        }
      }
    }
    topology = topology.withNetworks(living, locationNumbers);
    listener.manyChanged();
  }

  private Verdict applyCustomer(
      int feed, Envelope envelope, String key, @Nullable Customer changed) {
    return update(
        customers, Entity.Kind.CUSTOMER, ObjectKind.CUSTOMER, key, feed, envelope, changed);
  }

  private Verdict applyPriceList(
      int feed, Envelope envelope, String key, @Nullable PriceList changed) {
    Verdict verdict =
        update(lists, Entity.Kind.PRICE_LIST, ObjectKind.PRICE_LIST, key, feed, envelope, changed);
    if (verdict.isApplied()) {
      priceLists = priceLists.with(key, changed);
    }
    return verdict;
  }

  private <T> Verdict update(
      Map<String, Marked<T>> map,
      Entity.Kind entity,
      ObjectKind kind,
      String key,
      int feed,
      Envelope envelope,
      @Nullable T changed) {
    Marked<T> old = map.get(key);
    if (old == null) {
      old = new Marked<>(new ObjectKey.Simple(kind, key), null, Marks.NONE);
    }
    Verdict verdict = old.judge(feed, envelope);
    if (verdict.isApplied()) {
      map.put(key, old.with(feed, envelope, changed));
      dirty.add(new Entity(entity, key));
    }
    return verdict;
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
