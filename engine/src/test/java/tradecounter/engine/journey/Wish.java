package tradecounter.engine.journey;

import java.util.List;

/**
 * What a buyer asks for. Repeated as it is until it is answered.
 *
 * @param key of an order; empty for what has none
 * @param hold that it is about, empty if about none
 * @param partial whether less than all is welcome
 */
record Wish(
    Kind kind,
    String customer,
    String key,
    String hold,
    List<Line> lines,
    boolean partial,
    long millis) {

  enum Kind {
    HOLD,
    EXTEND,
    RELEASE,
    ORDER
  }

  /** So much of an item, in millionths. */
  record Line(String item, long quantity) {}

  Wish {
    lines = List.copyOf(lines);
  }

  String fingerprint() {
    return kind + hold + lines;
  }
}
