package tradecounter.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tradecounter.format.SourceRecord.Content;

/**
 * One XML document with elements that are records. A record is an object: attributes as {@code
 * @name}, child elements by their name, a list of those that are repeated in it, text beside others
 * as {@code #text}. An element with nothing but text is a text. Names are local ones, prefixes and
 * namespaces do not matter; whitespace at both ends of a text is taken away.
 *
 * <p>Attributes and text-only children of the elements around a record that stand before it are its
 * header; of two with one name, the inner one, then the later one.
 *
 * <p>There is no DTD, whatever it says; no entities but the five of XML. The encoding is the one
 * that the document declares. {@link SourceRecord#raw} is the element as it was written, in UTF-8.
 *
 * @param record the path from the root to the records: {@code /Inventory/Item}
 */
public record XmlFormat(String record) implements Format {
  private static final Pattern PATH = Pattern.compile("(/[\\p{L}_][\\p{L}\\p{N}_.-]*){1,16}");

  public XmlFormat {
    if (!PATH.matcher(record).matches()) {
      throw new IllegalArgumentException(
          "record must be a path of element names without prefixes such as /Inventory/Item, not "
              + record);
    }
  }

  private List<String> path() {
    return List.of(record.substring(1).split("/"));
  }

  @Override
  public RecordReader open(InputStream bytes, Limits limits)
      throws IOException, UnreadableException {
    return new XmlRecords(XmlEncoding.text(bytes, limits), path(), limits);
  }

  /** Here the bytes are the element alone, in UTF-8. */
  @Override
  public SourceRecord one(byte[] raw, Map<String, Object> header, Limits limits) {
    DecodedText text =
        XmlEncoding.text(new ByteArrayInputStream(raw), StandardCharsets.UTF_8, limits);
    try (RecordReader records = new XmlRecords(text, List.of(path().getLast()), limits)) {
      return new SourceRecord(0, "record", raw, header, Format.onlyOne(records));
    } catch (UnreadableException e) {
      return new SourceRecord(
          0, "record", raw, header, new Content.Malformed(e.code(), e.detail()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }
}
