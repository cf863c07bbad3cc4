package tradecounter.engine.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.Marks.Marked;

/**
 * The snapshots of all items. One writer replaces them; any thread reads, lock-free.
 *
 * <p>Every change makes a new immutable snapshot and publishes it with one volatile write.
 */
final class Items {
  private final ConcurrentHashMap<String, ItemCell> cells;
  private final Consumer<String> changed;

  // Only the writer sees these.
  private final Map<String, String> itemOfReceipt = new HashMap<>();
  private final Map<String, String> itemOfDemand = new HashMap<>();

  /** Where the current snapshot of an item is found. */
  private static final class ItemCell {
    private volatile ItemSnapshot snapshot;

    ItemCell(ItemSnapshot snapshot) {
      this.snapshot = snapshot;
    }
  }

  /**
   * @param changed told the key of each item that was written
   */
  Items(int expectedItems, Consumer<String> changed) {
    this.cells = new ConcurrentHashMap<>(expectedItems);
    this.changed = changed;
  }

  @Nullable ItemSnapshot snapshot(String item) {
    ItemCell cell = cells.get(item);
    return cell == null ? null : cell.snapshot;
  }

  int size() {
    return cells.size();
  }

  void forEach(Consumer<ItemSnapshot> consumer) {
    cells.values().forEach(cell -> consumer.accept(cell.snapshot));
  }

  Stream<ItemSnapshot> snapshots() {
    return cells.values().stream().map(cell -> cell.snapshot);
  }

  /** Puts a snapshot that was written down earlier. */
  void restore(ItemSnapshot snapshot) {
    cells.put(snapshot.item(), new ItemCell(snapshot));
    snapshot.markedReceipts().forEach(r -> itemOfReceipt.put(r.key().toString(), snapshot.item()));
    snapshot.markedDemands().forEach(d -> itemOfDemand.put(d.key().toString(), snapshot.item()));
  }

  /**
   * Figures of a position; {@code null} deletes it.
   *
   * @param loggedAtMillis when the log took it
   */
  Verdict applyPosition(
      int feed,
      Envelope envelope,
      String item,
      int location,
      @Nullable PositionChange change,
      long loggedAtMillis) {
    ItemCell cell = cell(item);
    Positions positions = cell.snapshot.positions();
    Verdict verdict = positions.judge(location, feed, envelope);
    if (verdict.isApplied()) {
      ItemSnapshot next =
          cell.snapshot.withPositions(positions.with(location, feed, envelope, change));
      publish(
          cell,
          change == null
              ? next
              : next.showing(
                  SourceKey.location(change.location()),
                  shown -> shown.after(change, loggedAtMillis)));
    }
    return verdict;
  }

  /**
   * News of the item's ledger. Only who keeps the read model hears of it: it is no part of what the
   * log says.
   */
  void applyHolds(String item, UnaryOperator<ItemHolds> news) {
    ItemCell cell = cell(item);
    cell.snapshot = cell.snapshot.withHolds(news.apply(cell.snapshot.holds()));
  }

  Verdict applyItem(int feed, Envelope envelope, String item, @Nullable Item changed) {
    ItemCell cell = cell(item);
    Marked<Item> definition = cell.snapshot.markedDefinition();
    Verdict verdict = definition.judge(feed, envelope);
    if (verdict.isApplied()) {
      publish(cell, cell.snapshot.withDefinition(definition.with(feed, envelope, changed)));
    }
    return verdict;
  }

  Verdict applyReceipt(int feed, Envelope envelope, String key, @Nullable Receipt changed) {
    String known = itemOfReceipt.get(key);
    return applyMovable(
        feed,
        envelope,
        new ObjectKey.Simple(ObjectKind.RECEIPT, key),
        changed,
        known,
        changed != null ? changed.item() : keptWith(known, key),
        ItemSnapshot::markedReceipts,
        ItemSnapshot::withReceipts,
        itemOfReceipt);
  }

  Verdict applyDemand(
      int feed, Envelope envelope, String key, @Nullable Demand changed, long loggedAtMillis) {
    String known = itemOfDemand.get(key);
    return applyMovable(
        feed,
        envelope,
        new ObjectKey.Simple(ObjectKind.DEMAND, key),
        changed,
        known,
        changed != null ? changed.item() : keptWith(known, key),
        ItemSnapshot::markedDemands,
        (snapshot, demands) -> {
          ItemSnapshot next = snapshot.withDemands(demands);
          return changed == null || !snapshot.item().equals(changed.item())
              ? next
              : next.showing(
                  SourceKey.location(changed.location()),
                  shown -> shown.after(changed, loggedAtMillis));
        },
        itemOfDemand);
  }

  /**
   * The item whose snapshot keeps the mark of a deleted line. If the deletion comes before the line
   * nobody knows its item yet: the mark then stands under the line's own key, as an item of which
   * nothing else is known, and is taken along when a newer event names the item.
   */
  private static String keptWith(@Nullable String knownItem, String line) {
    return knownItem != null ? knownItem : line;
  }

  /**
   * A line that has a key of its own and may change its item: it is taken from the old one first.
   */
  private <T> Verdict applyMovable(
      int feed,
      Envelope envelope,
      ObjectKey.Simple key,
      @Nullable T changed,
      @Nullable String knownItem,
      String item,
      Function<ItemSnapshot, List<Marked<T>>> lines,
      BiFunction<ItemSnapshot, List<Marked<T>>, ItemSnapshot> with,
      Map<String, String> itemOfLine) {
    if (knownItem == null || knownItem.equals(item)) {
      itemOfLine.put(key.key(), item);
      ItemCell cell = cell(item);
      return updateIn(cell, lines.apply(cell.snapshot), key, feed, envelope, changed, with);
    }
    ItemCell source = cell(knownItem);
    List<Marked<T>> there = lines.apply(source.snapshot);
    int at = indexOf(there, key);
    Marked<T> moved = there.get(at);
    Verdict verdict = moved.judge(feed, envelope);
    if (verdict.isApplied()) {
      ItemCell target = cell(item);
      List<Marked<T>> left = new ArrayList<>(there);
      left.remove(at);
      publish(source, with.apply(source.snapshot, List.copyOf(left)));
      List<Marked<T>> joined = new ArrayList<>(lines.apply(target.snapshot));
      joined.add(moved.with(feed, envelope, changed));
      publish(target, with.apply(target.snapshot, List.copyOf(joined)));
      itemOfLine.put(key.key(), item);
    }
    return verdict;
  }

  Verdict applyCommitment(
      int feed,
      Envelope envelope,
      String item,
      ObjectKey key,
      @Nullable Commitment changed,
      long loggedAtMillis) {
    ItemCell cell = cell(item);
    return updateIn(
        cell,
        cell.snapshot.markedCommitments(),
        key,
        feed,
        envelope,
        changed,
        (snapshot, commitments) -> {
          ItemSnapshot next = snapshot.withCommitments(commitments);
          return changed == null
              ? next
              : next.showing(
                  SourceKey.supplier(changed.supplier()),
                  shown -> shown.after(changed, loggedAtMillis));
        });
  }

  Verdict applyPrice(
      int feed, Envelope envelope, String item, ObjectKey key, @Nullable Price changed) {
    ItemCell cell = cell(item);
    return updateIn(
        cell, cell.snapshot.markedPrices(), key, feed, envelope, changed, ItemSnapshot::withPrices);
  }

  Verdict applyCost(
      int feed, Envelope envelope, String item, ObjectKey key, @Nullable Cost changed) {
    ItemCell cell = cell(item);
    return updateIn(
        cell, cell.snapshot.markedCosts(), key, feed, envelope, changed, ItemSnapshot::withCosts);
  }

  private <T> Verdict updateIn(
      ItemCell cell,
      List<Marked<T>> list,
      ObjectKey key,
      int feed,
      Envelope envelope,
      @Nullable T changed,
      BiFunction<ItemSnapshot, List<Marked<T>>, ItemSnapshot> with) {
    int at = indexOf(list, key);
    Marked<T> old = at < 0 ? new Marked<>(key, null, Marks.NONE) : list.get(at);
    Verdict verdict = old.judge(feed, envelope);
    if (verdict.isApplied()) {
      List<Marked<T>> copy = new ArrayList<>(list);
      Marked<T> updated = old.with(feed, envelope, changed);
      if (at < 0) {
        copy.add(updated);
      } else {
        copy.set(at, updated);
      }
      publish(cell, with.apply(cell.snapshot, List.copyOf(copy)));
    }
    return verdict;
  }

  private static <T> int indexOf(List<Marked<T>> list, ObjectKey key) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  private void publish(ItemCell cell, ItemSnapshot snapshot) {
    cell.snapshot = snapshot;
    changed.accept(snapshot.item());
  }

  private ItemCell cell(String item) {
    ItemCell cell = cells.get(item);
    if (cell == null) {
      cell = new ItemCell(ItemSnapshot.empty(item));
      cells.put(item, cell);
    }
    return cell;
  }
}
