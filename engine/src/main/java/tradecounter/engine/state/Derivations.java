package tradecounter.engine.state;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many items keep what was derived from their snapshots: when there are too many, the
 * one that began longest ago gives its up. Any thread, lock-free; what is given up is derived again
 * when it is needed.
 */
final class Derivations {
  private final AtomicReferenceArray<@Nullable String> keepers;
  private final AtomicInteger next = new AtomicInteger();

  private final Function<String, @Nullable ItemSnapshot> currentSnapshot;

  Derivations(int maximum, Function<String, @Nullable ItemSnapshot> currentSnapshot) {
    this.currentSnapshot = currentSnapshot;
    this.keepers = new AtomicReferenceArray<>(maximum);
  }

  void keep(ItemSnapshot snapshot, Object derived) {
    boolean isNew = snapshot.derived() == null;
    snapshot.derive(derived);
    if (isNew) {
      int at = Math.floorMod(next.getAndIncrement(), keepers.length());
      String oldest = keepers.getAndSet(at, snapshot.item());
      ItemSnapshot giving = oldest == null ? null : currentSnapshot.apply(oldest);
      if (giving != null && giving != snapshot) {
        giving.derive(null);
      }
    }
  }
}
