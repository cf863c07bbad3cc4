package tradecounter.edi;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Map;
import tradecounter.format.Format;

/**
 * Interchanges of X12.
 *
 * @param acknowledge what their sender is told
 * @param encoding of their characters: {@code UTF-8}, of which ASCII is part, or {@code ISO-8859-1}
 * @param records what becomes a record of its own
 * @param segments so many are held at once at most, and so many groups and transactions taken of
 *     one delivery
 * @param loops nesting by transaction set, as in {@link Grammar}; over what is built in
 */
public record X12Format(
    Acknowledge acknowledge,
    String encoding,
    RecordUnit records,
    int segments,
    Map<String, String> loops)
    implements Format {

  /** By which transaction set. */
  public enum Acknowledge {
    NONE("NONE"),
    FUNCTIONAL("997"),
    IMPLEMENTATION("999");

    private final String text;

    Acknowledge(String text) {
      this.text = text;
    }

    /** As the file of a feed has it. */
    @JsonCreator
    public static Acknowledge of(String text) {
      return Arrays.stream(values())
          .filter(value -> value.text.equals(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("acknowledge must be NONE, 997 or 999"));
    }

    String text() {
      return text;
    }
  }

  public X12Format {
    EdiLimits.requireSegments(segments);
    if (!encoding.equals("UTF-8") && !encoding.equals("ISO-8859-1")) {
      throw new IllegalArgumentException("encoding must be UTF-8 or ISO-8859-1");
    }
    loops = Map.copyOf(loops);
    Grammars.of(Standard.X12, loops);
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
            Standard.X12,
            Charset.forName(encoding),
            records,
            segments,
            Grammars.of(Standard.X12, loops)),
        limits);
  }
}
