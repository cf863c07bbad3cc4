package tradecounter.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a delivery, unpacked as they are read if they are gzip; never more than a maximum,
 * and never far more than were delivered. What else is packed is refused. One thread.
 *
 * <p>Everything it has to refuse is a {@link PackedException}, from the first read on.
 */
public final class UnpackedBytes extends InputStream {
  /** Nothing that people deliver packs better; what does is made to exhaust whoever unpacks it. */
  private static final int MAXIMUM_RATIO = 200;

  private static final long RATIO_FROM_BYTES = 10_000_000;

  /** How many bytes tell them all apart. */
  private static final int MAGIC_BYTES = 10;

  private static final String GZIP = "1f8b";
  private static final String BZIP2 = "425a68";
  private static final String BZIP2_BLOCK = "314159265359";
  private static final int BZIP2_BLOCK_AT = 8;

  /** First bytes in hexadecimal digits → what it is. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "504b0304", "a zip archive",
          "504b0506", "a zip archive",
          "504b0708", "a zip archive",
          "377abcaf271c", "a 7z archive",
          "526172211a07", "a rar archive",
          "28b52ffd", "packed with zstd",
          "fd377a585a00", "packed with xz",
          "04224d18", "packed with lz4",
          "1f9d", "packed with compress");

  private final BufferedBytes delivered;
  private final long maximumBytes;
  private @Nullable GzipMembers gzip;
  private boolean begun;
  private long count;
  private @Nullable PackedException refusal;

  /**
   * @param delivered closed with this
   * @param maximumBytes when unpacked
   */
  public UnpackedBytes(InputStream delivered, long maximumBytes) {
    this.delivered = new BufferedBytes(delivered);
    this.maximumBytes = maximumBytes;
  }

  /** Why it cannot be read on, once that has turned out. */
  public Optional<PackedException> refusal() {
    return Optional.ofNullable(refusal);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int at, int length) throws IOException {
    if (refusal != null) {
      throw refusal;
    }
    try {
      if (!begun) {
        begin();
      }
      return unpack(to, at, length);
    } catch (PackedException e) {
      refusal = e;
      throw e;
    }
  }

  private void begin() throws IOException {
    begun = true;
    String beginning = HexFormat.of().formatHex(delivered.beginning(MAGIC_BYTES));
    for (Map.Entry<String, String> packing : REFUSED.entrySet()) {
      if (beginning.startsWith(packing.getKey())) {
        throw refused(packing.getValue());
      }
    }
    if (beginning.startsWith(BZIP2) && beginning.startsWith(BZIP2_BLOCK, BZIP2_BLOCK_AT)) {
      throw refused("packed with bzip2");
    }
    if (beginning.startsWith(GZIP)) {
      gzip = new GzipMembers(delivered);
    }
  }

  private static PackedException refused(String what) {
    return new PackedException(
        "packed-unknown", "the delivery is " + what + "; unpack it, only gzip is taken as it is");
  }

  private int unpack(byte[] to, int at, int length) throws IOException {
    int read = gzip == null ? delivered.read(to, at, length) : gzip.read(to, at, length);
    count += Math.max(read, 0);
    if (count > maximumBytes) {
      throw new PackedException(
          "packed-size", "the delivery has more than " + maximumBytes + " bytes; divide it");
    }
    if (gzip != null && count > RATIO_FROM_BYTES && count / MAXIMUM_RATIO > gzip.packedBytes()) {
      throw new PackedException(
          "packed-ratio",
          "the delivery becomes more than "
              + MAXIMUM_RATIO
              + " times as large when it is unpacked");
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    if (gzip == null) {
      delivered.close();
    } else {
      gzip.close();
    }
  }
}
