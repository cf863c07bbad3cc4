package tradecounter.edi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The values that records are made of. */
final class EdiValues {
  private EdiValues() {}

  /** Left out if empty. */
  static void put(Map<String, Object> value, String name, String text) {
    if (!text.isEmpty()) {
      value.put(name, text);
    }
  }

  /** One more segment of a tag. */
  static void append(Map<String, Object> value, String tag, Object segment) {
    @SuppressWarnings("unchecked") // Under a tag are lists only.
    List<Object> segments = (List<Object>) value.computeIfAbsent(tag, _ -> new ArrayList<>(2));
    segments.add(segment);
  }

  /** The text of an element, empty if it is absent. */
  static String text(Map<String, Object> segment, String name) {
    return segment.get(name) instanceof String text ? text : "";
  }
}
