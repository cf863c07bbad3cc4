package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.SourceKey;

/** What the lines of one cart were promised so far. */
final class NaiveTaken {
  private final List<Line> lines = new ArrayList<>();
  private final List<Promised> promised = new ArrayList<>();

  /** So much leaves a source on one day and arrives on another. */
  record Line(
      String item, SourceKey source, LocalDate ships, LocalDate arrives, BigDecimal quantity) {}

  /** So much of an item was promised to somebody, from whatever source. */
  private record Promised(String item, BigDecimal quantity, Customer to) {}

  NaiveTaken asOfNow() {
    NaiveTaken copy = new NaiveTaken();
    copy.lines.addAll(lines);
    copy.promised.addAll(promised);
    return copy;
  }

  void take(Line line, Customer by) {
    lines.add(line);
    count(line.item(), line.quantity(), by);
  }

  void count(String item, BigDecimal quantity, Customer by) {
    promised.add(new Promised(item, quantity, by));
  }

  /** All that was taken, the first first. */
  List<Line> lines() {
    return lines;
  }

  List<Line> of(String item, SourceKey source) {
    return lines.stream()
        .filter(line -> line.item().equals(item) && line.source().equals(source))
        .toList();
  }

  BigDecimal promised(String item, Predicate<Customer> to) {
    return promised.stream()
        .filter(p -> p.item().equals(item) && to.test(p.to()))
        .map(Promised::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
