package tradecounter.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A JSON object in UTF-8 on each line; empty lines are passed over. A line that is something else
 * is malformed and does not concern its neighbours; but a last line that breaks off, without a line
 * break, is a delivery that is not complete.
 */
public record NdjsonFormat() implements Format {
  @Override
  public RecordReader open(InputStream bytes, Limits limits) throws IOException {
    return new NdjsonRecords(bytes, limits);
  }

  /** A person may have written the object on several lines. */
  @Override
  public SourceRecord one(byte[] raw, Map<String, Object> header, Limits limits) {
    return new SourceRecord(0, "record", raw, header, NdjsonRecords.object(raw, limits));
  }
}
