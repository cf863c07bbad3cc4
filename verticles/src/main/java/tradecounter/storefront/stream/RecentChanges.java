package tradecounter.storefront.stream;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.log.LogProgress;

/**
 * The last changes and the records of the log that made them, so that a client that comes back can
 * be told what it has missed. A ring: when it is full, the oldest change is forgotten. Any thread;
 * a look-up takes O(capacity) and holds up whoever adds for that long.
 */
final class RecentChanges {
  private static final long[] NOTHING = new long[0];

  private final int[] partitions;
  private final long[] offsets;
  private final @Nullable String[] items;
  private long added;

  /** By partition: every change from this offset on is here. */
  private long[] complete = NOTHING;

  /**
   * What has changed.
   *
   * @param many whether answers of any item may have
   */
  record Missed(boolean many, Set<String> items) {}

  RecentChanges(int capacity) {
    partitions = new int[capacity];
    offsets = new long[capacity];
    items = new @Nullable String[capacity];
  }

  /** From here on every change will be added. */
  synchronized void begin(LogProgress at) {
    complete = new long[at.size()];
    Arrays.setAll(complete, at::next);
    added = 0;
  }

  /**
   * Adds a change.
   *
   * @param item {@code null} if answers of many items may have changed
   */
  synchronized void add(int partition, long offset, @Nullable String item) {
    int at = (int) (added % items.length);
    if (added >= items.length) {
      complete[partitions[at]] = Math.max(complete[partitions[at]], offsets[at] + 1);
    }
    partitions[at] = partition;
    offsets[at] = offset;
    items[at] = item;
    added++;
  }

  /** What has changed since; empty if some of it is forgotten. */
  synchronized Optional<Missed> since(LogProgress progress) {
    if (progress.size() != complete.length) {
      return Optional.empty();
    }
    for (int partition = 0; partition < complete.length; partition++) {
      if (progress.next(partition) < complete[partition]) {
        return Optional.empty();
      }
    }
    boolean many = false;
    Set<String> changed = new HashSet<>();
    int length = (int) Math.min(added, items.length);
    for (int at = 0; at < length; at++) {
      if (offsets[at] >= progress.next(partitions[at])) {
        String item = items[at];
        if (item == null) {
          many = true;
        } else {
          changed.add(item);
        }
      }
    }
    return Optional.of(new Missed(many, changed));
  }
}
