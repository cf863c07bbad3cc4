package tradecounter.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.stax2.XMLStreamReader2;

/** One element as it is read, on its way to a value of JSON. */
final class XmlElement {
  private static final String TEXT = "#text";

  private final String name;
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  /** From its start, at which the reader stands. */
  XmlElement(XMLStreamReader2 reader) {
    name = localName(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String attribute = reader.getAttributeLocalName(i);
      if (!attribute.equals("xmlns") && !attribute.startsWith("xmlns:")) {
        add("@" + localName(attribute), reader.getAttributeValue(i).strip());
      }
    }
  }

  /** The name without its prefix. */
  static String localName(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  String name() {
    return name;
  }

  void add(XmlElement child) {
    add(child.name, child.value());
  }

  void add(XMLStreamReader2 textReader) {
    text.append(
        textReader.getTextCharacters(), textReader.getTextStart(), textReader.getTextLength());
  }

  /** The second of one name makes a list of them. */
  private void add(String member, Object value) {
    Object before = members.putIfAbsent(member, value);
    if (before instanceof List<?>) {
      list(before).add(value);
    } else if (before != null) {
      List<Object> list = new ArrayList<>();
      list.add(before);
      list.add(value);
      members.put(member, list);
    }
  }

  @SuppressWarnings("unchecked") // Members become lists only here.
  private static List<Object> list(Object member) {
    return (List<Object>) member;
  }

  boolean isTextOnly() {
    return members.isEmpty();
  }

  /** Its attributes, as far as it has been read. */
  Map<String, Object> members() {
    return members;
  }

  String text() {
    return text.toString().strip();
  }

  /** A text if there is nothing else, or an object. */
  Object value() {
    return isTextOnly() ? text() : object();
  }

  Map<String, Object> object() {
    String own = text();
    if (!own.isEmpty()) {
      members.put(TEXT, own);
    }
    return members;
  }
}
