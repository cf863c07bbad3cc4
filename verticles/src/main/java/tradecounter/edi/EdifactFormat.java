package tradecounter.edi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tradecounter.format.Format;

/**
 * Interchanges of EDIFACT. Their characters are those that UNB names.
 *
 * @param acknowledge what their sender is told
 * @param records what becomes a record of its own
 * @param segments so many are held at once at most, and so many groups and messages taken of one
 *     delivery
 * @param loops nesting by type of message, as in {@link Grammar}; over what is built in
 */
public record EdifactFormat(
    Acknowledge acknowledge, RecordUnit records, int segments, Map<String, String> loops)
    implements Format {

  /** By which message. */
  public enum Acknowledge {
    NONE,
    CONTRL
  }

  public EdifactFormat {
    EdiLimits.requireSegments(segments);
    loops = Map.copyOf(loops);
    Grammars.of(Standard.EDIFACT, loops);
  }

  @Override
  public boolean isExchanged() {
    return true;
  }

  @Override
  public EdiReader open(InputStream bytes, Limits limits) throws IOException {
    return new EdiReader(
        bytes,
        new EdiSettings(
            Standard.EDIFACT,
            StandardCharsets.US_ASCII,
            records,
            segments,
            Grammars.of(Standard.EDIFACT, loops)),
        limits);
  }
}
