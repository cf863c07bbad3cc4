package tradecounter.engine.snapshot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FeedRules;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.snapshot.SnapshotDifference.Shown;
import tradecounter.engine.state.World;

/**
 * Mark and sweep: each object that a snapshot names is marked; what the feed had told and is not
 * marked at the end has vanished. One thread; eight bytes are kept for each object that is named.
 */
public final class SnapshotComparison {
  private final ToldObjects told;
  private final Set<ObjectKind> kinds;
  private final String within;
  private final int mostShown;
  private final List<Shown> shown = new ArrayList<>();
  private final Set<String> scopes = new HashSet<>();
  private long[] marks = new long[1_024];
  private int marked;
  private boolean sorted;
  private long zeroing;
  private long changing;

  /**
   * Of one snapshot.
   *
   * @param rules of the feed that tells it
   * @param kinds what it tells completely
   * @param within a field of their keys: only objects count that share its value with one that is
   *     named; empty for all
   * @param mostShown so many changes are kept for a person to look at
   */
  public SnapshotComparison(
      World world, FeedRules rules, Set<ObjectKind> kinds, String within, int mostShown) {
    this.told = new ToldObjects(world, rules);
    this.kinds = kinds.isEmpty() ? EnumSet.noneOf(ObjectKind.class) : EnumSet.copyOf(kinds);
    this.within = within;
    this.mostShown = mostShown;
  }

  /** The snapshot names it. */
  public void mark(Change change) {
    if (!kinds.contains(change.objectKind()) || change instanceof Deletion) {
      return;
    }
    if (marked == marks.length) {
      marks = Arrays.copyOf(marks, marks.length * 2);
    }
    marks[marked++] = hash(change.key());
    sorted = false;
    String scope = scope(change);
    if (!scope.isEmpty()) {
      scopes.add(scope);
    }
    told.present(change).filter(SnapshotComparison::isThere).ifPresent(p -> compare(p, change));
  }

  private void compare(Change present, Change change) {
    boolean zeroed = quantity(present) > 0 && quantity(change) == 0;
    if (zeroed) {
      zeroing++;
    }
    if (zeroed || !sameAs(present, change)) {
      changing++;
      show(present, words(change));
    }
  }

  private void show(Change present, String becomes) {
    if (shown.size() < mostShown) {
      shown.add(
          new Shown(
              present.objectKind().wireName(), present.key().toString(), words(present), becomes));
    }
  }

  /** What it would change, once everything is marked. */
  public SnapshotDifference difference() {
    long[] counts = new long[2];
    told.forEach(
        kinds,
        present -> {
          if (isInScope(present)) {
            counts[0]++;
            if (!isMarked(present.key())) {
              counts[1]++;
              show(present, "");
            }
          }
        });
    return new SnapshotDifference(counts[0], counts[1], zeroing, changing, shown);
  }

  /** Gives everything that has vanished, as it is now. */
  public void forEachVanished(Consumer<Change> consumer) {
    told.forEach(
        kinds,
        present -> {
          if (isInScope(present) && !isMarked(present.key())) {
            consumer.accept(present);
          }
        });
  }

  private boolean isInScope(Change present) {
    return within.isEmpty() || scopes.contains(scope(present));
  }

  private boolean isMarked(ObjectKey key) {
    if (!sorted) {
      Arrays.sort(marks, 0, marked);
      sorted = true;
    }
    return Arrays.binarySearch(marks, 0, marked, hash(key)) >= 0;
  }

  /**
   * Two objects in billions share one: the one that has vanished would stay until the next time.
   */
  private static long hash(ObjectKey key) {
    return Envelope.hashOf(key.objectKind().wireName(), key.toString());
  }

  /** The value of the field by which snapshots are parted; what lacks it is in none. */
  private String scope(Change change) {
    return switch (change) {
      case PositionChange p -> field(Optional.of(p.item()), Optional.of(p.location()), "");
      case Receipt r -> field(Optional.of(r.item()), Optional.of(r.location()), r.supplier());
      case Demand d -> field(Optional.of(d.item()), Optional.of(d.location()), "");
      case Commitment c -> field(Optional.of(c.item()), Optional.empty(), c.supplier());
      case Price p -> within.equals("list") ? p.list() : within.equals("item") ? p.item() : "";
      default -> "";
    };
  }

  private String field(Optional<String> item, Optional<String> location, String supplier) {
    return switch (within) {
      case "item" -> item.orElse("");
      case "location" -> location.orElse("");
      case "supplier" -> supplier;
      default -> "";
    };
  }

  private static boolean isThere(Change present) {
    return !(present instanceof PositionChange position)
        || (position.onHand() | position.allocated() | position.blocked() | position.safetyStock())
            != 0;
  }

  /** What goods there are by it, in millionths; -1 if it is not about goods that are there. */
  private static long quantity(Change change) {
    return switch (change) {
      case PositionChange position when position.gives(PositionChange.Figure.ON_HAND) ->
          position.onHand();
      case Commitment commitment -> commitment.quantity();
      case Receipt receipt -> receipt.quantity();
      default -> -1;
    };
  }

  /** As far as figures go: that a word is newer is no change. */
  private static boolean sameAs(Change present, Change change) {
    return switch (present) {
      case PositionChange before when change instanceof PositionChange after ->
          before.onHand() == after.onHand()
              && before.allocated() == after.allocated()
              && before.blocked() == after.blocked()
              && before.safetyStock() == after.safetyStock();
      case Commitment _, Receipt _ -> quantity(present) == quantity(change);
      default -> present.equals(change);
    };
  }

  private static String words(Change change) {
    return switch (change) {
      case PositionChange position -> {
        StringBuilder said = new StringBuilder();
        for (PositionChange.Figure figure : PositionChange.Figure.values()) {
          if (position.gives(figure)) {
            said.append(said.isEmpty() ? "" : ", ")
                .append(figure.wireName())
                .append(' ')
                .append(FixedPoint.format(position.figure(figure.index())));
          }
        }
        yield said.toString();
      }
      case Commitment commitment -> FixedPoint.format(commitment.quantity());
      case Receipt receipt -> FixedPoint.format(receipt.quantity());
      case Demand demand -> FixedPoint.format(demand.quantity());
      case Price price -> price.breaks().toString();
      default -> change.toString();
    };
  }
}
