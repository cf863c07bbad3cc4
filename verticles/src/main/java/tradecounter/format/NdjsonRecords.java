package tradecounter.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import tradecounter.format.Format.Limits;
import tradecounter.format.SourceRecord.Content;

/** The lines of a delivery, each a record of its own. */
final class NdjsonRecords implements RecordReader {
  private final BufferedBytes bytes;
  private final Limits limits;
  private final KeptBytes kept;

  private long line;
  private long number;

  NdjsonRecords(InputStream bytes, Limits limits) throws IOException {
    this.bytes = new BufferedBytes(bytes);
    this.limits = limits;
    this.kept = new KeptBytes(limits.recordBytes());
    if (this.bytes.startsWith(0xEF, 0xBB, 0xBF)) {
      this.bytes.skip(3);
    }
  }

  @Override
  public Optional<SourceRecord> next() throws IOException, UnreadableException {
    while (bytes.peek(0) >= 0) {
      kept.clear();
      line++;
      boolean terminated = readLine();
      byte[] raw = kept.toArray();
      if (!isBlank(raw)) {
        return Optional.of(record(raw, terminated));
      }
    }
    return Optional.empty();
  }

  /** Keeps the line without its end; returns whether it has one. */
  private boolean readLine() throws IOException {
    int next = bytes.read();
    for (; next >= 0 && next != '\n'; next = bytes.read()) {
      if (next != '\r' || bytes.peek(0) != '\n') {
        kept.add(next);
      }
    }
    return next == '\n';
  }

  private SourceRecord record(byte[] raw, boolean terminated) throws UnreadableException {
    String place = "line " + line;
    Content content = kept.isBeyond() ? limits.exceeded("json") : object(raw, limits);
    if (!terminated
        && content instanceof Content.Malformed malformed
        && malformed.code().equals(JsonValue.TRUNCATED)) {
      throw new UnreadableException(
          "json-truncated", "the last line breaks off: the delivery is not complete", place);
    }
    return new SourceRecord(number++, place, raw, Map.of(), content);
  }

  /** The object that all of the bytes are. */
  static Content object(byte[] raw, Limits limits) {
    Content content = JsonFormat.content(raw, limits);
    return content instanceof Content.Read(Object value) && !(value instanceof Map)
        ? new Content.Malformed("json-record", "the record is not a JSON object")
        : content;
  }

  private static boolean isBlank(byte[] raw) {
    for (byte each : raw) {
      if (each != ' ' && each != '\t' && each != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
