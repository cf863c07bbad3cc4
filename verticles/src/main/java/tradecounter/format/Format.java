package tradecounter.format;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.io.InputStream;

/**
 * How the deliveries of a feed are written: the section {@code format} of its file. Immutable, any
 * thread.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface Format {
  /**
   * Begins to read a delivery.
   *
   * @param bytes read as far as needed, never as a whole into memory; the reader closes it
   * @throws UnreadableException if not even its beginning can be read
   * @throws IOException if {@code bytes} fails
   */
  RecordReader open(InputStream bytes, Limits limits) throws IOException, UnreadableException;

  /**
   * What a delivery may have at most; beyond it, it is refused.
   *
   * @param recordBytes of one record
   * @param depth of nesting in one record
   */
  record Limits(int recordBytes, int depth) {}
}
