package tradecounter.format;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The records of one delivery, one after the other. One thread at a time; blocks. */
public interface RecordReader extends Closeable {
  /**
   * The next record; empty at the end of the delivery.
   *
   * @throws UnreadableException if the rest cannot be told apart any more, or the delivery is not
   *     complete; nothing can be read after it
   * @throws IOException if the bytes cannot be had
   */
  Optional<SourceRecord> next() throws IOException, UnreadableException;
}
