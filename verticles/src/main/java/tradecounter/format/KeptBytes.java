package tradecounter.format;

import java.util.Arrays;

/** The bytes of one record as they are read: the first of them, if there are too many. */
final class KeptBytes {
  private static final int USUAL_BYTES = 1_024;

  private final int maximum;
  private byte[] kept;
  private int size;
  private boolean beyond;

  KeptBytes(int maximum) {
    this.maximum = maximum;
    this.kept = new byte[Math.min(USUAL_BYTES, maximum)];
  }

  void add(int next) {
    if (size == kept.length) {
      if (size == maximum) {
        beyond = true;
        return;
      }
      kept = Arrays.copyOf(kept, (int) Math.min(maximum, 2L * size));
    }
    kept[size++] = (byte) next;
  }

  void clear() {
    size = 0;
    beyond = false;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether there were more than are kept. */
  boolean isBeyond() {
    return beyond;
  }

  byte[] toArray() {
    return Arrays.copyOf(kept, size);
  }
}
