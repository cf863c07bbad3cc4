package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
  private final Map<Party, Remade> remade = new HashMap<>();
  private int remadeLines;
  private final Map<Integer, Objection> objections = new TreeMap<>();

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
   * What one item's prices are made from, as they are and as proposed.
   *
   * @param after empty if the proposal leaves everything as it is, but for contracts
   */
  public record OfItem(PriceSources before, Optional<PriceSources> after) {}

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

  /** Of one item alone: others are not there. */
  private record Sources(
      World world,
      @Nullable ItemSnapshot of,
      PriceLists priceLists,
      Promotions promotions,
      ExchangeRates exchangeRates)
      implements PriceSources {
    @Override
    public @Nullable ItemSnapshot item(String item) {
      return of != null && of.item().equals(item) ? of : null;
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
    for (int index = 0; index < changes.size(); index++) {
      propose(index, changes.get(index), known);
    }
    for (int index = 0; index < changes.size(); index++) {
      check(index, changes.get(index));
    }
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
          TAX_RATE ->
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
          nothingToDelete(index, "price list " + key);
        }
        lists.replace(key.key(), told((@Nullable PriceList) changed));
      }
      case ObjectKey.Simple key when key.objectKind() == ObjectKind.PROMOTION -> {
        @Nullable Told<Promotion> old = known.get(key.key());
        @Nullable Told<Promotion> now = told((@Nullable Promotion) changed);
        if (old == null && now == null) {
          nothingToDelete(index, "promotion " + key);
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
          ObjectKey.OfTaxRate _ ->
          throw new IllegalArgumentException("no price depends on " + change.key());
    }
  }

  private void proposeOfItem(int index, String item, String what, Change change) {
    Map<ObjectKey, Change> changes = ofItem.computeIfAbsent(item, _ -> new LinkedHashMap<>());
    ObjectKey key = change.key();
    Change earlier = changes.put(key, change);
    boolean there = earlier == null ? lives(item, key) : !(earlier instanceof Deletion);
    if (change instanceof Deletion && !there) {
      nothingToDelete(index, what + " " + key);
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
      nothingToDelete(index, "exchange rate " + key);
    }
    rates.replace(old.orElse(null), told(changed));
  }

  /** It rests on no feed's word. */
  private static <T> @Nullable Told<T> told(@Nullable T changed) {
    return changed == null ? null : new Told<>(changed, 0);
  }

  // ---------------------------------------------------------------- looked up

  /** What the item's prices are made from. */
  public OfItem of(String item) {
    @Nullable ItemSnapshot living = world.item(item);
    Sources before =
        new Sources(
            world, living, present.priceLists(), present.promotions(), present.exchangeRates());
    Map<ObjectKey, Change> changes = ofItem.get(item);
    if (changes == null && !forAll) {
      return new OfItem(before, Optional.empty());
    }
    @Nullable ItemSnapshot proposed =
        living == null || changes == null ? living : with(living, changes);
    return new OfItem(before, Optional.of(new Sources(world, proposed, lists, promotions, rates)));
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
    Remade known = remade.get(party);
    if (known != null && known.living() == living) {
      return known.proposed();
    }
    PriceBook proposed =
        living.proposed(
            world,
            changes.stream().map(Numbered::change).toList(),
            (at, reason) -> object(changes.get(at).index(), "contract-overlaps", reason));
    if (remadeLines + proposed.size() > MAXIMUM_REMADE_LINES) {
      remade.clear();
      remadeLines = 0;
    }
    remade.put(party, new Remade(living, proposed));
    remadeLines += proposed.size();
    return proposed;
  }

  // ---------------------------------------------------------------- what will not work

  /** What was found so far, by index: contracts are judged when their party's book is asked for. */
  public List<Objection> objections() {
    return List.copyOf(objections.values());
  }

  private void object(int index, String code, String detail) {
    objections.putIfAbsent(index, new Objection(index, code, detail));
  }

  private void nothingToDelete(int index, String what) {
    object(index, "nothing-to-delete", "there is no " + what + " that could be deleted");
  }

  /** Against everything that is proposed: a price may come before its list. */
  private void check(int index, Change change) {
    switch (change.key()) {
      case ObjectKey.OfPrice key -> checkItem(index, key.item(), "price");
      case ObjectKey.OfCost key -> checkItem(index, key.item(), "cost");
      case ObjectKey.Simple _,
          ObjectKey.OfPosition _,
          ObjectKey.OfCommitment _,
          ObjectKey.OfContractPrice _,
          ObjectKey.OfTaxRate _,
          ObjectKey.OfExchangeRate _ -> {}
    }
    if (change instanceof Price price && lists.list(price.list()) == null) {
      listUnknown(index, "the price of item " + price.item(), price.list());
    } else if (change instanceof PriceList list && !list.formula().isNone()) {
      checkFormula(index, list);
    }
  }

  private void checkItem(int index, String item, String what) {
    ItemSnapshot snapshot = world.item(item);
    if (snapshot == null || snapshot.definitionOrNull() == null) {
      object(index, "item-unknown", "a " + what + " is of item " + item + ", which nobody knows");
    }
  }

  private void checkFormula(int index, PriceList list) {
    List<Told<PriceList>> chain = lists.chain(list.list());
    if (chain.isEmpty() || chain.getLast().value().formula().isNone()) {
      return;
    }
    PriceList last = chain.getLast().value();
    if (lists.list(last.formula().list()) == null) {
      listUnknown(index, "the formula of list " + last.list(), last.formula().list());
    } else {
      object(
          index,
          "list-in-circle",
          "list "
              + list.list()
              + " starts from a list that is derived from itself through others: "
              + last.list());
    }
  }

  private void listUnknown(int index, String what, String list) {
    object(index, "list-unknown", what + " names list " + list + ", which nobody knows");
  }
}
