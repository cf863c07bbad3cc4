package tradecounter.format;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import tradecounter.format.SourceRecord.Content;

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

  /** Whether a delivery is answered as a whole, so that it has to come as one: EDI. */
  default boolean isExchanged() {
    return false;
  }

  /**
   * Reads one record again, as its delivery had it or as a person has mended it since.
   *
   * @param raw {@link SourceRecord#raw}
   * @param header {@link SourceRecord#header}
   * @return number 0; malformed if it does not read, and also if it is not exactly one
   */
  default SourceRecord one(byte[] raw, Map<String, Object> header, Limits limits) {
    return new SourceRecord(0, "record", raw, header, onlyOne(raw, limits));
  }

  private Content onlyOne(byte[] raw, Limits limits) {
    try (RecordReader reader = open(new ByteArrayInputStream(raw), limits)) {
      return onlyOne(reader);
    } catch (UnreadableException e) {
      return new Content.Malformed(e.code(), e.detail());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /** What the only record of a reader is; malformed if it has none or more. */
  static Content onlyOne(RecordReader reader) throws IOException, UnreadableException {
    Optional<SourceRecord> first = reader.next();
    if (first.isEmpty()) {
      return new Content.Malformed("record-missing", "there is no record in these bytes");
    }
    if (reader.next().isPresent()) {
      return new Content.Malformed(
          "record-several", "there is more than one record in these bytes; leave one");
    }
    return first.get().content();
  }

  /**
   * What a delivery may have at most; beyond it, it is refused.
   *
   * @param recordBytes of one record
   * @param depth of nesting in one record
   */
  record Limits(int recordBytes, int depth) {
    private static final int MAXIMUM_RECORD_BYTES = 64 << 20;
    private static final int MAXIMUM_DEPTH = 500;

    public Limits {
      if (recordBytes < 1 || recordBytes > MAXIMUM_RECORD_BYTES) {
        throw new IllegalArgumentException("recordBytes must be 1 to " + MAXIMUM_RECORD_BYTES);
      }
      if (depth < 1 || depth > MAXIMUM_DEPTH) {
        throw new IllegalArgumentException("depth must be 1 to " + MAXIMUM_DEPTH);
      }
    }

    /** What is said of a record that has more bytes. */
    Content.Malformed exceeded(String format) {
      return new Content.Malformed(
          format + "-record-size", "the record has more than " + recordBytes + " bytes");
    }
  }
}
