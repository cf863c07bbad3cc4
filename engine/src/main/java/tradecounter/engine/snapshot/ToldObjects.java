package tradecounter.engine.snapshot;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.state.FeedState;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Positions;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;

/**
 * What one feed has told of items and what is there still, as changes that would say the same. Any
 * thread.
 */
final class ToldObjects {
  private final World world;
  private final FeedRules rules;

  ToldObjects(World world, FeedRules rules) {
    this.world = world;
    this.rules = rules;
  }

  /** All of these kinds. O(items). */
  void forEach(Set<ObjectKind> kinds, Consumer<Change> consumer) {
    long feed = bit();
    if (feed == 0) {
      return;
    }
    world.itemSnapshots().forEach(snapshot -> forEach(snapshot, feed, kinds, consumer));
  }

  /** The feed's bit; 0 if it never spoke. */
  private long bit() {
    List<FeedState> feeds = world.feeds();
    for (int number = 0; number < feeds.size(); number++) {
      if (feeds.get(number).feed().equals(rules.feed())) {
        return 1L << number;
      }
    }
    return 0;
  }

  private void forEach(
      ItemSnapshot snapshot, long feed, Set<ObjectKind> kinds, Consumer<Change> consumer) {
    if (kinds.contains(ObjectKind.POSITION)) {
      Positions positions = snapshot.positions();
      for (int row = 0; row < positions.size(); row++) {
        if ((positions.feedBits(row) & feed) != 0) {
          position(snapshot, row).ifPresent(consumer);
        }
      }
    }
    if (kinds.contains(ObjectKind.RECEIPT)) {
      told(snapshot.openReceipts(), feed, receipt -> owns(receipt) ? receipt : null, consumer);
    }
    if (kinds.contains(ObjectKind.DEMAND)) {
      told(snapshot.openDemands(), feed, demand -> demand, consumer);
    }
    if (kinds.contains(ObjectKind.COMMITMENT)) {
      told(snapshot.commitments(), feed, commitment -> commitment, consumer);
    }
    if (kinds.contains(ObjectKind.PRICE)) {
      for (int at = 0; at < snapshot.priceCount(); at++) {
        Price price = snapshot.price(at);
        if (price != null && (snapshot.priceFeedBits(at) & feed) != 0) {
          consumer.accept(price);
        }
      }
    }
  }

  private interface Choice<T> {
    @Nullable Change of(T value);
  }

  private static <T> void told(
      List<Told<T>> all, long feed, Choice<T> choice, Consumer<Change> consumer) {
    for (Told<T> told : all) {
      Change chosen = (told.feedBits() & feed) == 0 ? null : choice.of(told.value());
      if (chosen != null) {
        consumer.accept(chosen);
      }
    }
  }

  private boolean owns(Receipt receipt) {
    return rules.receiptKinds().isEmpty() || rules.receiptKinds().contains(receipt.kind());
  }

  /** The figures that the feed may set; empty if all of them are zero, as if nobody had said so. */
  private Optional<Change> position(ItemSnapshot snapshot, int row) {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    boolean any = false;
    for (Figure figure : rules.setFigures()) {
      long quantity = snapshot.positions().figure(row, figure);
      figures.put(figure, quantity);
      any |= quantity != 0;
    }
    String location = world.locationName(snapshot.positions().location(row));
    return any
        ? Optional.of(PositionChange.set(snapshot.item(), location, figures))
        : Optional.empty();
  }

  /** What is there in place of what the change says; empty if nothing, or nothing of its kind. */
  Optional<Change> present(Change change) {
    return switch (change) {
      case PositionChange position -> present(position);
      case Receipt receipt ->
          find(receipt.item(), ItemSnapshot::openReceipts, r -> r.key().equals(receipt.key()));
      case Demand demand ->
          find(demand.item(), ItemSnapshot::openDemands, d -> d.key().equals(demand.key()));
      case Commitment commitment ->
          find(commitment.item(), ItemSnapshot::commitments, c -> c.key().equals(commitment.key()));
      case Price price -> present(price);
      default -> Optional.empty();
    };
  }

  private Optional<Change> present(PositionChange position) {
    ItemSnapshot snapshot = world.item(position.item());
    int row =
        snapshot == null
            ? -1
            : snapshot.positions().rowOf(world.locationNumberOf(position.location()));
    if (snapshot == null || row < 0) {
      return Optional.empty();
    }
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      if (position.gives(figure)) {
        figures.put(figure, snapshot.positions().figure(row, figure));
      }
    }
    return Optional.of(PositionChange.set(position.item(), position.location(), figures));
  }

  private Optional<Change> present(Price price) {
    ItemSnapshot snapshot = world.item(price.item());
    for (int at = 0; snapshot != null && at < snapshot.priceCount(); at++) {
      Price known = snapshot.price(at);
      if (known != null && known.key().equals(price.key())) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private interface Part<T> {
    List<Told<T>> of(ItemSnapshot snapshot);
  }

  private interface Same<T> {
    boolean is(T value);
  }

  private <T extends Change> Optional<Change> find(String item, Part<T> part, Same<T> same) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot == null
        ? Optional.empty()
        : part.of(snapshot).stream()
            .map(Told::value)
            .filter(same::is)
            .<Change>map(value -> value)
            .findFirst();
  }
}
