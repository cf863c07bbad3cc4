package tradecounter.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tradecounter.format.Format.Limits;

/** The records of a delivery that may be packed: {@link UnpackedBytes} before its format. */
public final class Unpacking implements RecordReader {
  private final UnpackedBytes bytes;
  private final RecordReader records;

  private Unpacking(UnpackedBytes bytes, RecordReader records) {
    this.bytes = bytes;
    this.records = records;
  }

  /**
   * As {@link Format#open}.
   *
   * @param maximumBytes of the delivery when it is unpacked
   */
  public static RecordReader open(
      Format format, InputStream delivered, Limits limits, long maximumBytes)
      throws IOException, UnreadableException {
    UnpackedBytes bytes = new UnpackedBytes(delivered, maximumBytes);
    try {
      return new Unpacking(bytes, format.open(bytes, limits));
    } catch (IOException | UnreadableException e) {
      requireUnpacked(bytes, "the beginning");
      throw e;
    }
  }

  @Override
  public Optional<SourceRecord> next() throws IOException, UnreadableException {
    try {
      return records.next();
    } catch (IOException | UnreadableException e) {
      requireUnpacked(bytes, "the packed bytes");
      throw e;
    }
  }

  /** The reader of its format: some know more than records. */
  public RecordReader records() {
    return records;
  }

  /** What could not be unpacked is the reason for whatever the format has to say. */
  private static void requireUnpacked(UnpackedBytes bytes, String place)
      throws UnreadableException {
    Optional<PackedException> refusal = bytes.refusal();
    if (refusal.isPresent()) {
      throw new UnreadableException(refusal.get().code(), refusal.get().detail(), place);
    }
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
