package tradecounter.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;

/** The bytes of a delivery as they came, read from Postgres by the chunk. One thread; blocks. */
final class DeliveryBytes extends InputStream {
  private final DeliveryStore store;
  private final long delivery;
  private byte[] chunk = new byte[0];
  private int at;
  private int next;
  private boolean ended;

  DeliveryBytes(DeliveryStore store, long delivery) {
    this.store = store;
    this.delivery = delivery;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? chunk[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, chunk.length - at);
    System.arraycopy(chunk, at, into, from, count);
    at += count;
    return count;
  }

  private boolean hasMore() throws IOException {
    while (at == chunk.length && !ended) {
      try {
        chunk = store.chunk(delivery, next).orElse(new byte[0]);
      } catch (SQLException e) {
        throw new IOException(e);
      }
      at = 0;
      next++;
      ended = chunk.length == 0;
    }
    return at < chunk.length;
  }
}
