package tradecounter.engine.journey;

import java.util.List;
import tradecounter.engine.hold.OrderLineName;

/** What one target is asked for. */
record Document(String name, List<Line> lines) {

  /** So much of an item, in millionths. */
  record Line(String line, String item, long quantity) {}

  Document {
    lines = List.copyOf(lines);
  }

  /** As feeds name the line. */
  String orderLine(Line line) {
    return OrderLineName.of(name, line.line());
  }

  String bytes() {
    return toString();
  }
}
