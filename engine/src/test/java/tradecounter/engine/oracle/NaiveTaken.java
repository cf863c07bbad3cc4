package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What the lines of one cart were promised so far. */
final class NaiveTaken {
  private final List<Line> lines = new ArrayList<>();
  private final List<Promised> promised = new ArrayList<>();

  /** So much leaves a source on that day. */
  record Line(String item, String source, LocalDate ships, BigDecimal quantity) {}

  /** So much of an item was promised, from whatever source. */
  private record Promised(String item, BigDecimal quantity) {}

  NaiveTaken asOfNow() {
    NaiveTaken copy = new NaiveTaken();
    copy.lines.addAll(lines);
    copy.promised.addAll(promised);
    return copy;
  }

  void take(String item, String source, LocalDate ships, BigDecimal quantity) {
    lines.add(new Line(item, source, ships, quantity));
    count(item, quantity);
  }

  void count(String item, BigDecimal quantity) {
    promised.add(new Promised(item, quantity));
  }

  List<Line> of(String item, String source) {
    return lines.stream()
        .filter(line -> line.item().equals(item) && line.source().equals(source))
        .toList();
  }

  BigDecimal promised(String item) {
    return promised.stream()
        .filter(p -> p.item().equals(item))
        .map(Promised::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
