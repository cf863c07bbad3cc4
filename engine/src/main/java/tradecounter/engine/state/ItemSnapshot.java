package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.Marks.Marked;

/**
 * Everything known of one item, at one instant. Immutable and published atomically: a reader never
 * sees half of a change.
 *
 * <p>What a question needs in order is ordered when the event comes: open receipts and demands by
 * date.
 */
public final class ItemSnapshot {
  private final String item;
  private final Marked<Item> definition;
  private final Positions positions;
  private final List<Marked<Receipt>> receipts;
  private final List<Marked<Demand>> demands;
  private final List<Marked<Commitment>> commitments;
  private final List<Marked<Price>> prices;
  private final List<Marked<Cost>> costs;

  private final List<Told<Receipt>> openReceipts;
  private final List<Told<Demand>> openDemands;
  private final List<Told<Commitment>> livingCommitments;
  private final long supplyFeedBits;
  private final ItemHolds holds;

  private volatile @Nullable Object derived;

  private ItemSnapshot(
      String item,
      Marked<Item> definition,
      Positions positions,
      List<Marked<Receipt>> receipts,
      List<Marked<Demand>> demands,
      List<Marked<Commitment>> commitments,
      List<Marked<Price>> prices,
      List<Marked<Cost>> costs,
      List<Told<Receipt>> openReceipts,
      List<Told<Demand>> openDemands,
      List<Told<Commitment>> livingCommitments,
      long supplyFeedBits,
      ItemHolds holds) {
    this.item = item;
    this.definition = definition;
    this.positions = positions;
    this.receipts = receipts;
    this.demands = demands;
    this.commitments = commitments;
    this.prices = prices;
    this.costs = costs;
    this.openReceipts = openReceipts;
    this.openDemands = openDemands;
    this.livingCommitments = livingCommitments;
    this.supplyFeedBits = supplyFeedBits;
    this.holds = holds;
  }

  static ItemSnapshot empty(String item) {
    return new ItemSnapshot(
        item,
        new Marked<>(new ObjectKey.Simple(ObjectKind.ITEM, item), null, Marks.NONE),
        Positions.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        ItemHolds.NONE);
  }

  static ItemSnapshot of(
      String item,
      Marked<Item> definition,
      Positions positions,
      List<Marked<Receipt>> receipts,
      List<Marked<Demand>> demands,
      List<Marked<Commitment>> commitments,
      List<Marked<Price>> prices,
      List<Marked<Cost>> costs,
      ItemHolds holds) {
    return new ItemSnapshot(
        item,
        definition,
        positions,
        receipts,
        demands,
        commitments,
        ordered(prices),
        costs,
        open(receipts),
        openDemands(demands),
        living(commitments),
        feedBits(positions, receipts, demands, commitments),
        holds);
  }

  ItemSnapshot withDefinition(Marked<Item> changed) {
    return new ItemSnapshot(
        item,
        changed,
        positions,
        receipts,
        demands,
        commitments,
        prices,
        costs,
        openReceipts,
        openDemands,
        livingCommitments,
        supplyFeedBits,
        holds);
  }

  ItemSnapshot withPositions(Positions changed) {
    return new ItemSnapshot(
        item,
        definition,
        changed,
        receipts,
        demands,
        commitments,
        prices,
        costs,
        openReceipts,
        openDemands,
        livingCommitments,
        supplyFeedBits | changed.feedBits(),
        holds);
  }

  ItemSnapshot withReceipts(List<Marked<Receipt>> changed) {
    return of(item, definition, positions, changed, demands, commitments, prices, costs, holds);
  }

  ItemSnapshot withDemands(List<Marked<Demand>> changed) {
    return of(item, definition, positions, receipts, changed, commitments, prices, costs, holds);
  }

  ItemSnapshot withCommitments(List<Marked<Commitment>> changed) {
    return of(item, definition, positions, receipts, demands, changed, prices, costs, holds);
  }

  ItemSnapshot withPrices(List<Marked<Price>> changed) {
    return new ItemSnapshot(
        item,
        definition,
        positions,
        receipts,
        demands,
        commitments,
        ordered(changed),
        costs,
        openReceipts,
        openDemands,
        livingCommitments,
        supplyFeedBits,
        holds);
  }

  ItemSnapshot withHolds(ItemHolds changed) {
    return new ItemSnapshot(
        item,
        definition,
        positions,
        receipts,
        demands,
        commitments,
        prices,
        costs,
        openReceipts,
        openDemands,
        livingCommitments,
        supplyFeedBits,
        changed);
  }

  /** With events of that source shown, in the same publication as what they change. */
  ItemSnapshot showing(SourceKey source, UnaryOperator<HandOver> event) {
    ItemHolds after = holds.shown(source, event);
    return after == holds ? this : withHolds(after);
  }

  ItemSnapshot withCosts(List<Marked<Cost>> changed) {
    return new ItemSnapshot(
        item,
        definition,
        positions,
        receipts,
        demands,
        commitments,
        prices,
        changed,
        openReceipts,
        openDemands,
        livingCommitments,
        supplyFeedBits,
        holds);
  }

  /** By key, so that no answer depends on the order of loading. */
  private static List<Marked<Price>> ordered(List<Marked<Price>> prices) {
    List<Marked<Price>> sorted = new ArrayList<>(prices);
    sorted.sort(Comparator.comparing(Marked::key, ItemSnapshot::comparePriceKeys));
    return List.copyOf(sorted);
  }

  private static int comparePriceKeys(ObjectKey a, ObjectKey b) {
    if (!(a instanceof ObjectKey.OfPrice x && b instanceof ObjectKey.OfPrice y)) {
      throw new IllegalArgumentException("not the key of a price: " + a + ", " + b);
    }
    int order = x.list().compareTo(y.list());
    order = order != 0 ? order : x.uom().compareTo(y.uom());
    return order != 0 ? order : Integer.compare(x.validFromDay(), y.validFromDay());
  }

  /**
   * What a question has derived from this snapshot alone and left for the next question, see {@link
   * World#keepDerived}.
   */
  public @Nullable Object derived() {
    return derived;
  }

  void derive(@Nullable Object immutable) {
    derived = immutable;
  }

  /** The SKU. */
  public String item() {
    return item;
  }

  /** What the catalogue says of it; empty while only its figures are known, or after deletion. */
  public Optional<Item> definition() {
    return Optional.ofNullable(definition.value());
  }

  /** The definition without the wrapper, for hot paths inside the engine. */
  public @Nullable Item definitionOrNull() {
    return definition.value();
  }

  public Positions positions() {
    return positions;
  }

  /** Open receipts, by date and then key; those without a date last. */
  public List<Told<Receipt>> openReceipts() {
    return openReceipts;
  }

  /** Open demands, by date and then key. */
  public List<Told<Demand>> openDemands() {
    return openDemands;
  }

  /** What is held of it, as far as the figures do not show it. */
  public ItemHolds holds() {
    return holds;
  }

  /** Living commitments, by supplier. */
  public List<Told<Commitment>> commitments() {
    return livingCommitments;
  }

  /**
   * Where the prices of a list begin: use with {@link #price} while {@link #isPriceOf} holds. O(log
   * prices).
   */
  public int firstPrice(String list) {
    int from = 0;
    int to = prices.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (listOf(middle).compareTo(list) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Whether there is a price at this place, deleted or not, and it is one of the list. */
  public boolean isPriceOf(String list, int at) {
    return at < prices.size() && listOf(at).equals(list);
  }

  private String listOf(int at) {
    ObjectKey key = prices.get(at).key();
    if (key instanceof ObjectKey.OfPrice price) {
      return price.list();
    }
    throw new IllegalStateException("not the key of a price: " + key);
  }

  /** How many prices there are, the deleted ones included: use with {@link #price}. */
  public int priceCount() {
    return prices.size();
  }

  /** One price, or {@code null} if it was deleted. */
  public @Nullable Price price(int at) {
    return prices.get(at).value();
  }

  /** One price's feeds, as bits. */
  public long priceFeedBits(int at) {
    return prices.get(at).marks().feedBits();
  }

  /** How many costs there are, the deleted ones included: use with {@link #cost}. */
  public int costCount() {
    return costs.size();
  }

  /** One cost, or {@code null} if it was deleted. */
  public @Nullable Cost cost(int at) {
    return costs.get(at).value();
  }

  /** A bit for each feed whose word the definition rests on. */
  public long definitionFeedBits() {
    return definition.marks().feedBits();
  }

  /** A bit for each feed whose word the supply figures rest on. */
  public long supplyFeedBits() {
    return supplyFeedBits;
  }

  Marked<Item> markedDefinition() {
    return definition;
  }

  List<Marked<Receipt>> markedReceipts() {
    return receipts;
  }

  List<Marked<Demand>> markedDemands() {
    return demands;
  }

  List<Marked<Commitment>> markedCommitments() {
    return commitments;
  }

  List<Marked<Price>> markedPrices() {
    return prices;
  }

  List<Marked<Cost>> markedCosts() {
    return costs;
  }

  private static List<Told<Receipt>> open(List<Marked<Receipt>> receipts) {
    return told(
        receipts,
        receipt -> receipt.outstanding() > 0,
        Comparator.comparingInt(Receipt::expectedOnDay).thenComparing(Receipt::receipt));
  }

  private static List<Told<Demand>> openDemands(List<Marked<Demand>> demands) {
    return told(
        demands,
        demand -> demand.outstanding() > 0,
        Comparator.comparingInt(Demand::dueOnDay).thenComparing(Demand::demand));
  }

  private static List<Told<Commitment>> living(List<Marked<Commitment>> commitments) {
    return told(commitments, _ -> true, Comparator.comparing(Commitment::supplier));
  }

  private static <T> List<Told<T>> told(
      List<Marked<T>> marked, Predicate<T> counts, Comparator<T> order) {
    List<Told<T>> told = new ArrayList<>(marked.size());
    for (Marked<T> one : marked) {
      if (one.value() != null && counts.test(one.value())) {
        told.add(new Told<>(one.value(), one.marks().feedBits()));
      }
    }
    told.sort(Comparator.comparing(Told::value, order));
    return List.copyOf(told);
  }

  private static long feedBits(
      Positions positions,
      List<Marked<Receipt>> receipts,
      List<Marked<Demand>> demands,
      List<Marked<Commitment>> commitments) {
    long bits = positions.feedBits();
    for (Marked<?> marked : receipts) {
      bits |= marked.marks().feedBits();
    }
    for (Marked<?> marked : demands) {
      bits |= marked.marks().feedBits();
    }
    for (Marked<?> marked : commitments) {
      bits |= marked.marks().feedBits();
    }
    return bits;
  }
}
