package tradecounter.delivery;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import tradecounter.delivery.Delivery.State;
import tradecounter.delivery.DeliveryStore.Announced;

/**
 * A delivery on its way into Postgres. One thread at a time; blocks. What is not {@link #complete}d
 * in the end is {@link #abandon}ed.
 */
public final class DeliveryWriter {
  private final DeliveryStore store;
  private final MessageDigest digest = sha256();
  private final byte[] chunk = new byte[DeliveryStore.CHUNK_BYTES];
  private final long delivery;
  private int filled;
  private int chunks;
  private long bytes;

  public DeliveryWriter(DeliveryStore store, Announced announced) throws SQLException {
    this.store = store;
    this.delivery = store.begin(announced);
  }

  /** Its number. */
  public long delivery() {
    return delivery;
  }

  /** How many bytes it has so far. */
  public long bytes() {
    return bytes;
  }

  /** Adds bytes. */
  public void write(byte[] more, int from, int length) throws SQLException {
    int at = from;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, chunk.length - filled);
      System.arraycopy(more, at, chunk, filled, count);
      filled += count;
      at += count;
      left -= count;
      if (filled == chunk.length) {
        flush();
      }
    }
    digest.update(more, from, length);
    bytes += length;
  }

  private void flush() throws SQLException {
    if (filled > 0) {
      store.append(delivery, chunks, Arrays.copyOf(chunk, filled));
      chunks++;
      filled = 0;
    }
  }

  /** All of it is there. See {@link DeliveryStore#complete}. */
  public State complete(Optional<String> cursor) throws SQLException {
    flush();
    return store.complete(delivery, digest.digest(), bytes, cursor);
  }

  /** The rest will never come. */
  public void abandon() throws SQLException {
    store.abandon(delivery);
  }

  /** What deliveries are compared by. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
