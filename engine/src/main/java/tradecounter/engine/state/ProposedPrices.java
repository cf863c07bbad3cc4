package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.state.Marks.Marked;

/**
 * What prices would be made from if somebody's changes were made, beside what they are made from.
 *
 * <p>It shares nothing that changes with the world, and the world goes on meanwhile. Lists,
 * promotions and exchange rates are those of the instant of {@link Present#of}, for both sides. An
 * item is looked up when it is asked for, once for both sides, so that the two differ by the
 * proposal alone; so is what is agreed with a party, by whoever asks.
 *
 * <p>A proposal is the last word on its objects, whatever sequence or time their feeds have
 * reached, and of two changes of one object the later one counts. Immutable but for what {@link
 * #book} finds wrong: one thread.
 */
public final class ProposedPrices {
  private final World world;
  private final Present present;
  private final PriceLists lists;
  private final Promotions promotions;
  private final ExchangeRates rates;
  private final boolean forAll;
  private final Map<String, Map<ObjectKey, Change>> ofItem = new HashMap<>();
  private final Map<Party, List<Numbered>> ofParty = new HashMap<>();
  private final Set<Party> unjudged;
  private final Map<Party, Remade> remade = new HashMap<>();
  private int remadeLines;
  private final List<Change> changes;
  private final Map<ObjectKey, Promotion> former = new HashMap<>();
  private final Objections objections = new Objections();

  /** Books that were made are kept for the next customer of the party, up to so many lines. */
  private static final int MAXIMUM_REMADE_LINES = 1_000_000;

  /**
   * What is kept for many items, at one instant.
   *
   * @param priceLists a copy that nobody changes
   */
  public record Present(
      World world, PriceLists priceLists, Promotions promotions, ExchangeRates exchangeRates) {

    /** The world's, now. Exact on the thread that writes the world, between two changes. */
    public static Present of(World world) {
      return new Present(
          world,
          new PriceLists(world.priceLists()),
          new Promotions(world.promotions()),
          new ExchangeRates(world.exchangeRates()));
    }
  }

  /**
   * What some items' prices are made from, as they are and as proposed.
   *
   * @param changed of which the proposal says anything, but for contracts
   */
  public record OfItems(PriceSources before, PriceSources after, Set<String> changed) {
    public OfItems {
      changed = Set.copyOf(changed);
    }
  }

  /**
   * Something of the proposal that will not do what its author thinks.
   *
   * @param index which of the changes, from 0
   * @param code stable, for programs
   * @param detail a sentence for the author
   */
  public record Objection(int index, String code, String detail) {}

  private record Numbered(int index, Change change) {}

  private record Remade(PriceBook living, PriceBook proposed) {}

  /** Of some items alone: others are not there. */
  private record Sources(
      World world,
      Map<String, ItemSnapshot> items,
      PriceLists priceLists,
      Promotions promotions,
      ExchangeRates exchangeRates)
      implements PriceSources {
    @Override
    public @Nullable ItemSnapshot item(String item) {
      return items.get(item);
    }

    @Override
    public long customerFeedBits(String customer) {
      return world.customerFeedBits(customer);
    }
  }

  /**
   * @param changes of the kinds of {@link #takes}
   */
  public ProposedPrices(Present present, List<Change> changes) {
    this.world = present.world();
    this.present = present;
    this.changes = List.copyOf(changes);
    Set<ObjectKind> kinds = changes.stream().map(Change::objectKind).collect(Collectors.toSet());
    boolean anyList = kinds.contains(ObjectKind.PRICE_LIST);
    boolean anyPromotion = kinds.contains(ObjectKind.PROMOTION);
    boolean anyRate = kinds.contains(ObjectKind.EXCHANGE_RATE);
    lists = anyList ? new PriceLists(present.priceLists()) : present.priceLists();
    promotions = anyPromotion ? new Promotions(present.promotions()) : present.promotions();
    rates = anyRate ? new ExchangeRates(present.exchangeRates()) : present.exchangeRates();
    forAll = anyList || anyPromotion || anyRate;
    Map<String, Told<Promotion>> known = new HashMap<>();
    if (anyPromotion) {
      promotions.forEach(told -> known.put(told.value().promotion(), told));
    }
    known.values().forEach(told -> former.put(told.value().key(), told.value()));
    for (int index = 0; index < changes.size(); index++) {
      propose(index, changes.get(index), known);
    }
    for (int index = 0; index < changes.size(); index++) {
      objections.check(index, changes.get(index), world, lists);
    }
    unjudged = new TreeSet<>(ofParty.keySet());
  }

  /** Whether a net price can depend on objects of this kind and a proposal may change them. */
  public static boolean takes(ObjectKind kind) {
    return switch (kind) {
      case PRICE_LIST, PRICE, CONTRACT_PRICE, PROMOTION, EXCHANGE_RATE, COST -> true;
      case ITEM,
          LOCATION,
          NETWORK,
          CUSTOMER,
          OUTAGE,
          THRESHOLD,
          PROTECTION,
          POSITION,
          RECEIPT,
          DEMAND,
          COMMITMENT,
          TAX_RATE,
          ORDER_STATUS,
          SHIPMENT,
          SUPPLIER_ACKNOWLEDGEMENT ->
          false;
    };
  }

  private void propose(int index, Change change, Map<String, Told<Promotion>> known) {
    @Nullable Change changed = change instanceof Deletion ? null : change;
    switch (change.key()) {
      case ObjectKey.OfPrice key -> proposeOfItem(index, key.item(), "price", change);
      case ObjectKey.OfCost key -> proposeOfItem(index, key.item(), "cost", change);
      case ObjectKey.OfContractPrice key ->
          ofParty
              .computeIfAbsent(key.party(), _ -> new ArrayList<>())
              .add(new Numbered(index, change));
      case ObjectKey.OfExchangeRate key ->
          proposeRate(index, key, (@Nullable ExchangeRate) changed);
      case ObjectKey.Simple key when key.objectKind() == ObjectKind.PRICE_LIST -> {
        if (changed == null && lists.list(key.key()) == null) {
          objections.nothingToDelete(index, "price list " + key);
        }
        lists.replace(key.key(), told((@Nullable PriceList) changed));
      }
      case ObjectKey.Simple key when key.objectKind() == ObjectKind.PROMOTION -> {
        @Nullable Told<Promotion> old = known.get(key.key());
        @Nullable Told<Promotion> now = told((@Nullable Promotion) changed);
        if (old == null && now == null) {
          objections.nothingToDelete(index, "promotion " + key);
        }
        promotions.replace(old, now);
        if (now == null) {
          known.remove(key.key());
        } else {
          known.put(key.key(), now);
        }
      }
      case ObjectKey.Simple _,
          ObjectKey.OfPosition _,
          ObjectKey.OfCommitment _,
          ObjectKey.OfTaxRate _,
          ObjectKey.OfOrder _ ->
          throw new IllegalArgumentException("no price depends on " + change.key());
    }
  }

  private void proposeOfItem(int index, String item, String what, Change change) {
    Map<ObjectKey, Change> changes = ofItem.computeIfAbsent(item, _ -> new LinkedHashMap<>());
    ObjectKey key = change.key();
    Change earlier = changes.put(key, change);
    boolean there = earlier == null ? lives(item, key) : !(earlier instanceof Deletion);
    if (change instanceof Deletion && !there) {
      objections.nothingToDelete(index, what + " " + key);
    }
  }

  private boolean lives(String item, ObjectKey key) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot != null
        && Stream.concat(snapshot.markedPrices().stream(), snapshot.markedCosts().stream())
            .anyMatch(marked -> marked.key().equals(key) && marked.value() != null);
  }

  private void proposeRate(
      int index, ObjectKey.OfExchangeRate key, @Nullable ExchangeRate changed) {
    Optional<Told<ExchangeRate>> old =
        rates.all(key.from(), key.to()).stream()
            .filter(told -> told.value().validFromDay() == key.validFromDay())
            .findFirst();
    if (old.isEmpty() && changed == null) {
      objections.nothingToDelete(index, "exchange rate " + key);
    }
    rates.replace(old.orElse(null), told(changed));
  }

  /** It rests on no feed's word. */
  private static <T> @Nullable Told<T> told(@Nullable T changed) {
    return changed == null ? null : new Told<>(changed, 0);
  }

  // ---------------------------------------------------------------- looked up

  /** What the items' prices are made from, each looked up now. */
  public OfItems of(Collection<String> items) {
    Map<String, ItemSnapshot> living = new HashMap<>();
    Map<String, ItemSnapshot> proposed = new HashMap<>();
    Set<String> changed = new HashSet<>(forAll ? items : Set.of());
    for (String item : items) {
      Map<ObjectKey, Change> changes = ofItem.get(item);
      if (changes != null) {
        changed.add(item);
      }
      ItemSnapshot snapshot = world.item(item);
      if (snapshot != null) {
        living.put(item, snapshot);
        proposed.put(item, changes == null ? snapshot : with(snapshot, changes));
      }
    }
    return new OfItems(
        new Sources(
            world, living, present.priceLists(), present.promotions(), present.exchangeRates()),
        new Sources(world, proposed, lists, promotions, rates),
        changed);
  }

  private static ItemSnapshot with(ItemSnapshot living, Map<ObjectKey, Change> changes) {
    return living
        .withPrices(merged(living.markedPrices(), Price.class, ObjectKey.OfPrice.class, changes))
        .withCosts(merged(living.markedCosts(), Cost.class, ObjectKey.OfCost.class, changes));
  }

  private static <T extends Change> List<Marked<T>> merged(
      List<Marked<T>> living,
      Class<T> type,
      Class<? extends ObjectKey> keyType,
      Map<ObjectKey, Change> changes) {
    Map<ObjectKey, Marked<T>> merged = new LinkedHashMap<>();
    living.forEach(marked -> merged.put(marked.key(), marked));
    changes.forEach(
        (key, change) -> {
          if (keyType.isInstance(key)) {
            @Nullable T value = type.isInstance(change) ? type.cast(change) : null;
            merged.put(key, new Marked<>(key, value, Marks.NONE));
          }
        });
    return List.copyOf(merged.values());
  }

  /** What is proposed, in order. */
  public List<Change> changes() {
    return changes;
  }

  /** The price lists as they are and, if the proposal changes any, as they would be. */
  public List<PriceLists> priceLists() {
    return lists == present.priceLists() ? List.of(lists) : List.of(present.priceLists(), lists);
  }

  /** The promotion as it is, if the change is of one that is there. */
  public Optional<Promotion> former(Change change) {
    return Optional.ofNullable(
        change.objectKind() == ObjectKind.PROMOTION ? former.get(change.key()) : null);
  }

  /** Whether the proposal says anything of what is agreed with the party. */
  public boolean concerns(Party party) {
    return ofParty.containsKey(party);
  }

  /**
   * What would be agreed with the party. A line that would be refused is left out, and is an
   * objection.
   *
   * @param living what is agreed now
   */
  public PriceBook book(Party party, PriceBook living) {
    List<Numbered> changes = ofParty.getOrDefault(party, List.of());
    if (changes.isEmpty()) {
      return living;
    }
    unjudged.remove(party);
    Remade known = remade.get(party);
    if (known != null && known.living() == living) {
      return known.proposed();
    }
    PriceBook proposed =
        living.proposed(
            world,
            changes.stream().map(Numbered::change).toList(),
            (at, reason) ->
                objections.add(
                    new Objection(changes.get(at).index(), "contract-overlaps", reason)));
    if (remadeLines + proposed.size() > MAXIMUM_REMADE_LINES) {
      remade.clear();
      remadeLines = 0;
    }
    remade.put(party, new Remade(living, proposed));
    remadeLines += proposed.size();
    return proposed;
  }

  // ---------------------------------------------------------------- what will not work

  /** Whose contracts the proposal changes and whose book was not asked for: ask for it. */
  public List<Party> unjudged() {
    return List.copyOf(unjudged);
  }

  /** What was found so far, by index: contracts are judged when their party's book is asked for. */
  public List<Objection> objections() {
    return objections.all();
  }

  /** One more; of several about one change the first counts. */
  public void object(Objection objection) {
    objections.add(objection);
  }
}
