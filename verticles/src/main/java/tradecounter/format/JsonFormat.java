package tradecounter.format;

import com.fasterxml.jackson.core.JsonPointer;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tradecounter.format.SourceRecord.Content;

/**
 * One JSON document in UTF-8 with an array of records in it.
 *
 * <p>Scalar members of the objects around the array that stand before it are the header, by name;
 * of two with one name, the inner one. What stands behind it is passed over, but read to its end.
 *
 * @param records a JSON pointer through objects to the array: {@code /value}; empty: the document
 *     is the array. If an object is there, it is the only record
 */
public record JsonFormat(String records) implements Format {
  public JsonFormat {
    if (!records.isEmpty() && !records.startsWith("/")) {
      throw new IllegalArgumentException(
          "records must be empty or a JSON pointer such as /value, not " + records);
    }
  }

  @Override
  public RecordReader open(InputStream bytes, Limits limits) {
    return new JsonRecords(bytes, JsonPointer.compile(records), limits);
  }

  /** Here the bytes are the record alone, without the document. */
  @Override
  public SourceRecord one(byte[] raw, Map<String, Object> header, Limits limits) {
    return new SourceRecord(0, "record", raw, header, content(raw, limits));
  }

  /** The value that all of the bytes are. */
  static Content content(byte[] raw, Limits limits) {
    if (raw.length > limits.recordBytes()) {
      return limits.exceeded("json");
    }
    try {
      return JsonValue.read(
          StrictText.decode(raw, StandardCharsets.UTF_8).toCharArray(), limits.depth());
    } catch (CharacterCodingException e) {
      return new Content.Malformed("json-encoding", "the bytes are not UTF-8");
    }
  }
}
