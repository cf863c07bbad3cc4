package tradecounter.format;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;
import tradecounter.format.Format.Limits;
import tradecounter.format.SourceRecord.Content;

/** The elements of one XML document that are records. */
final class XmlRecords implements RecordReader {
  /** A record is read again without its document, so all of them have to be of one version. */
  private static final String VERSION = "1.0";

  private static final int MAXIMUM_DEPTH = 1_000;
  private static final int MAXIMUM_ATTRIBUTES = 500;
  private static final int MAXIMUM_HEADER_MEMBERS = 100;
  private static final int MAXIMUM_HEADER_TEXT = 10_000;

  private static final WstxInputFactory FACTORY = factory();

  private final DecodedText text;
  private final List<String> path;
  private final Limits limits;

  /** What is known of the elements around the records, the innermost last. */
  private final List<Map<String, Object>> around = new ArrayList<>();

  private Map<String, Object> header = Map.of();
  private boolean headerChanged;
  private @Nullable XMLStreamReader2 opened;
  private boolean ended;
  private long number;

  XmlRecords(DecodedText text, List<String> path, Limits limits) {
    this.text = text;
    this.path = path;
    this.limits = limits;
  }

  /** Names keep their prefixes, so that a record can be read without what declares them. */
  private static WstxInputFactory factory() {
    WstxInputFactory factory = new WstxInputFactory();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    factory.setProperty(XMLInputFactory2.P_PRESERVE_LOCATION, true);
    factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAXIMUM_DEPTH);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MAXIMUM_ATTRIBUTES);
    return factory;
  }

  @Override
  public Optional<SourceRecord> next() throws IOException, UnreadableException {
    try {
      return ended ? Optional.empty() : next(reader());
    } catch (XMLStreamException e) {
      throw unreadable(e);
    }
  }

  private XMLStreamReader2 reader() throws XMLStreamException, UnreadableException {
    if (opened == null) {
      opened = (XMLStreamReader2) FACTORY.createXMLStreamReader(text);
      String version = opened.getVersion();
      if (version != null && !version.equals(VERSION)) {
        throw refusal("xml-version", "the document is XML " + version + "; only 1.0 is read");
      }
    }
    return opened;
  }

  private UnreadableException unreadable(XMLStreamException e) throws IOException {
    Throwable cause = e.getNestedException() == null ? e.getCause() : e.getNestedException();
    return switch (cause) {
      case CharacterCodingException _ ->
          refusal("xml-encoding", "the bytes are not in the encoding of the document");
      case DecodedText.TooLongException tooLong ->
          refusal("xml-size", String.valueOf(tooLong.getMessage()));
      case IOException failure -> throw failure;
      case null, default -> refusal("xml-invalid", reason(e));
    };
  }

  /** The first line of what Woodstox has to say. */
  private static String reason(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).replaceAll("\\p{Cntrl}", "?");
  }

  private UnreadableException refusal(String code, String detail) {
    return new UnreadableException(code, detail, place(opened));
  }

  private static String place(@Nullable XMLStreamReader2 reader) {
    return "line " + (reader == null ? 1 : reader.getLocation().getLineNumber());
  }

  private Optional<SourceRecord> next(XMLStreamReader2 reader)
      throws XMLStreamException, UnreadableException {
    while (reader.hasNext()) {
      switch (step(reader)) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = XmlElement.localName(reader.getLocalName());
          if (!path.get(around.size()).equals(name)) {
            beside(reader);
          } else if (around.size() < path.size() - 1) {
            around.add(limited(new LinkedHashMap<>(new XmlElement(reader).members())));
            headerChanged = true;
          } else {
            return Optional.of(record(reader));
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          around.removeLast();
          headerChanged = true;
        }
        default -> {
          // Whitespace, comments and instructions between the records.
        }
      }
    }
    ended = true;
    return Optional.empty();
  }

  private int step(XMLStreamReader2 reader) throws XMLStreamException, UnreadableException {
    int event = reader.next();
    text.step(reader.getLocationInfo().getStartingCharOffset());
    return switch (event) {
      case XMLStreamConstants.DTD ->
          throw refusal(
              "xml-doctype", "the document has a DOCTYPE, which is not taken; leave it out");
      case XMLStreamConstants.ENTITY_REFERENCE ->
          throw refusal(
              "xml-entity", "the document has an entity that XML does not know by itself");
      default -> event;
    };
  }

  /** An element beside the records: a part of the header if it has nothing but text. */
  private void beside(XMLStreamReader2 reader) throws XMLStreamException, UnreadableException {
    String name = XmlElement.localName(reader.getLocalName());
    if (around.isEmpty()) {
      throw refusal(
          "xml-records",
          "the root element is '" + name + "', but the feed says '" + path.getFirst() + "'");
    }
    StringBuilder said = new StringBuilder();
    boolean textOnly = true;
    for (int depth = 1; depth > 0; ) {
      switch (step(reader)) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          textOnly = false;
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (textOnly && said.length() <= MAXIMUM_HEADER_TEXT) {
            said.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
          }
        }
        default -> {
          // Comments and instructions.
        }
      }
    }
    if (textOnly) {
      around.getLast().put(name, said.toString().strip());
      limited(around.getLast());
      headerChanged = true;
    }
  }

  private Map<String, Object> limited(Map<String, Object> members) throws UnreadableException {
    if (members.size() > MAXIMUM_HEADER_MEMBERS) {
      throw refusal(
          "xml-header",
          "an element around the records has more than " + MAXIMUM_HEADER_MEMBERS + " members");
    }
    for (Object value : members.values()) {
      if (value instanceof String said && said.length() > MAXIMUM_HEADER_TEXT) {
        throw refusal(
            "xml-header",
            "a text around the records has more than " + MAXIMUM_HEADER_TEXT + " characters");
      }
    }
    return members;
  }

  private Map<String, Object> header() {
    if (headerChanged) {
      Map<String, Object> merged = new LinkedHashMap<>();
      around.forEach(merged::putAll);
      header = Collections.unmodifiableMap(merged);
      headerChanged = false;
    }
    return header;
  }

  private SourceRecord record(XMLStreamReader2 reader)
      throws XMLStreamException, UnreadableException {
    String place = place(reader);
    long start = reader.getLocationInfo().getStartingCharOffset();
    text.release(start);
    Content content = content(reader, start);
    long end = reader.getLocationInfo().getEndingCharOffset();
    byte[] written = text.beginning(start, end).getBytes(StandardCharsets.UTF_8);
    boolean complete = text.holds(start) && written.length <= limits.recordBytes();
    if (content instanceof Content.Read && !complete) {
      content = limits.exceeded("xml");
    }
    byte[] raw = StrictText.cut(written, limits.recordBytes());
    text.release(end);
    return new SourceRecord(number++, place, raw, header(), content);
  }

  /** Reads the element at whose start the reader stands, to its end. */
  private Content content(XMLStreamReader2 reader, long start)
      throws XMLStreamException, UnreadableException {
    Deque<XmlElement> open = new ArrayDeque<>();
    open.push(new XmlElement(reader));
    Content.Malformed malformed = null;
    for (int depth = 1; true; ) {
      int event = step(reader);
      if (malformed == null) {
        malformed = beyond(event, depth, reader.getLocationInfo().getEndingCharOffset() - start);
      }
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          if (malformed == null) {
            open.push(new XmlElement(reader));
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (depth == 0) {
            return malformed == null ? new Content.Read(open.element().object()) : malformed;
          }
          if (malformed == null) {
            XmlElement child = open.pop();
            open.element().add(child);
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (malformed == null) {
            open.element().add(reader);
          }
        }
        default -> {
          // Comments and instructions.
        }
      }
    }
  }

  private Content.@Nullable Malformed beyond(int event, int depth, long characters) {
    if (event == XMLStreamConstants.START_ELEMENT && depth == limits.depth()) {
      return new Content.Malformed(
          "xml-depth", "the record is nested more than " + limits.depth() + " deep");
    }
    return characters > limits.recordBytes() ? limits.exceeded("xml") : null;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
