package tradecounter.edi;

import io.xlate.edi.schema.EDISchemaException;
import io.xlate.edi.schema.Schema;
import io.xlate.edi.schema.SchemaFactory;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamConstants;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import io.xlate.edi.stream.EDIStreamValidationError;
import io.xlate.edi.stream.Location;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * StAEDI over one interchange. It is handed a segment at a time, so that it never reads further
 * than what is looked at. One thread.
 */
final class LibraryReader {
  /** By version of the interchange; immutable. */
  private static final Map<String, Schema> X12_SCHEMAS = new ConcurrentHashMap<>();

  private static final int MOST_NAMES = 1_000;

  private final HandedOver handedOver = new HandedOver();
  private final EDIStreamReader reader;
  private final Map<String, List<String>> names = new HashMap<>();
  private final List<Complaint> complaints = new ArrayList<>();

  /** What StAEDI finds wrong with a segment. */
  record Complaint(
      EDIStreamValidationError error, String code, int element, int component, String found) {}

  /** The bytes that StAEDI may read now. */
  private static final class HandedOver extends InputStream {
    private byte[] bytes = {};
    private int position;
    private int mark;

    void give(byte[] next) {
      bytes = next;
      position = 0;
      mark = 0;
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = Math.min(length, bytes.length - position);
      if (count == 0 && length > 0) {
        return -1;
      }
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public void mark(int limit) {
      mark = position;
    }

    @Override
    public void reset() {
      position = mark;
    }
  }

  /**
   * Begins with the header.
   *
   * @throws EDIStreamException if it cannot be read
   */
  LibraryReader(EdiHeader header) throws EDIStreamException {
    EDIInputFactory factory = EDIInputFactory.newFactory();
    // Partners agree upon codes of their own; only what the envelope needs is checked.
    factory.setProperty(EDIInputFactory.EDI_VALIDATE_CONTROL_CODE_VALUES, false);
    reader = factory.createEDIStreamReader(handedOver, StandardCharsets.UTF_8.name());
    handedOver.give(header.forLibrary());
    reader.next();
    if (header.facts().standard() == Standard.X12) {
      reader.setControlSchema(x12Schema(header.libraryVersion()));
    }
    readTo(header.facts().standard().interchange());
  }

  static Schema x12Schema(String version) {
    return X12_SCHEMAS.computeIfAbsent(
        version.compareTo("00704") >= 0
            ? "00704"
            : version.compareTo("00402") >= 0 ? "00402" : "00200",
        known -> {
          try {
            return SchemaFactory.newFactory()
                .getControlSchema(EDIStreamConstants.Standards.X12, new String[] {known});
          } catch (EDISchemaException e) {
            throw new IllegalStateException("StAEDI has no envelope of X12 " + known, e);
          }
        });
  }

  /** What StAEDI found wrong since the last time. */
  List<Complaint> complaints() {
    List<Complaint> found = List.copyOf(complaints);
    complaints.clear();
    return found;
  }

  /**
   * The elements of a segment, named as in {@link EdiSegment}.
   *
   * @param bytes in UTF-8, with the terminator
   * @throws EDIStreamException if StAEDI cannot read it; then nothing can be read any more
   */
  Map<String, Object> elements(String tag, byte[] bytes) throws EDIStreamException {
    handedOver.give(bytes);
    return readTo(tag);
  }

  private Map<String, Object> readTo(String tag) throws EDIStreamException {
    Map<String, Object> elements = new LinkedHashMap<>();
    while (true) {
      EDIStreamEvent event = reader.next();
      switch (event) {
        case ELEMENT_DATA -> element(tag, elements);
        case SEGMENT_ERROR, ELEMENT_DATA_ERROR, ELEMENT_OCCURRENCE_ERROR -> complain(event);
        case END_SEGMENT -> {
          if (reader.getLocation().getSegmentTag().equals(tag)) {
            return elements;
          }
        }
        case START_COMPOSITE,
            END_COMPOSITE,
            START_SEGMENT,
            START_INTERCHANGE,
            END_INTERCHANGE,
            START_GROUP,
            END_GROUP,
            START_TRANSACTION,
            END_TRANSACTION,
            START_LOOP,
            END_LOOP,
            ELEMENT_DATA_BINARY -> {}
      }
    }
  }

  private void element(String tag, Map<String, Object> elements) {
    String text = reader.getText();
    if (text.isEmpty()) {
      return;
    }
    Location location = reader.getLocation();
    String name = name(tag, location.getElementPosition());
    if (location.getElementOccurrence() > 1) {
      name += "_r" + location.getElementOccurrence();
    }
    int component = location.getComponentPosition();
    if (component <= 1) {
      elements.put(name, text);
    }
    if (component >= 1) {
      elements.put(name + "_" + component, text);
    }
  }

  private String name(String tag, int position) {
    if (names.size() > MOST_NAMES) {
      names.clear();
    }
    List<String> known = names.computeIfAbsent(tag, _ -> new ArrayList<>());
    while (known.size() < position) {
      known.add("%s%02d".formatted(tag, known.size() + 1));
    }
    return known.get(position - 1);
  }

  private void complain(EDIStreamEvent event) {
    Location location = reader.getLocation();
    boolean ofSegment = event == EDIStreamEvent.SEGMENT_ERROR;
    complaints.add(
        new Complaint(
            reader.getErrorType(),
            String.valueOf(reader.getReferenceCode()),
            ofSegment ? 0 : Math.max(0, location.getElementPosition()),
            ofSegment ? 0 : Math.max(0, location.getComponentPosition()),
            event == EDIStreamEvent.ELEMENT_DATA_ERROR ? reader.getText() : ""));
  }
}
