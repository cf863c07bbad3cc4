package tradecounter.whatif;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Makes CloudEvents of what only says type and data, so that one decoder judges both. */
final class Envelopes {
  private Envelopes() {}

  /**
   * The event with the attributes that every event has.
   *
   * @param body has a JSON object from {@code from} to {@code to}, with these attributes
   */
  static byte[] completed(byte[] body, int from, int to, Collection<String> attributes) {
    StringBuilder missing = new StringBuilder();
    add(missing, attributes, "specversion", "1.0");
    add(missing, attributes, "id", "what-if");
    add(missing, attributes, "source", "/what-if");
    byte[] head = missing.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] event = new byte[head.length + to - from];
    event[0] = '{';
    System.arraycopy(head, 0, event, 1, head.length);
    System.arraycopy(body, from + 1, event, 1 + head.length, to - from - 1);
    return event;
  }

  private static void add(
      StringBuilder to, Collection<String> attributes, String attribute, String value) {
    if (!attributes.contains(attribute)) {
      to.append('"').append(attribute).append("\":\"").append(value).append("\",");
    }
  }
}
