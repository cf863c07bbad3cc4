package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.JsonNode;

/** What becomes of a request. */
public sealed interface Answer {
  /** A whole answer. It may still be lost on its way. */
  record Sent(int status, String body) implements Answer {}

  /** The connection was closed without an answer. */
  record Closed() implements Answer {}

  /** Nothing so far: the request is at work, or is being kept waiting. */
  record Pending() implements Answer {}

  static Sent json(int status, JsonNode body) {
    return new Sent(status, body.toString());
  }

  /** An error as the plain ERP and the suppliers put it. */
  static Sent error(int status, String code, String message) {
    return json(status, JsonTrees.error(code, message));
  }
}
