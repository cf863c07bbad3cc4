package tradecounter.engine.state;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PriceBreak;

/**
 * Whether two contracts say different things with equal right: then neither the order in which they
 * came nor the alphabet should decide a price, but the clerk who wrote them.
 *
 * <p>A line without a currency means that of whoever asks, one without a unit the base unit of the
 * item. Neither is known here, and both may change later: such a line may mean what any other one
 * names.
 */
final class EqualRank {
  private EqualRank() {}

  /**
   * Why the line cannot stand beside the others, in a sentence for a clerk.
   *
   * @param others living lines of the same party for the same target
   */
  static Optional<String> contradiction(ContractPrice line, List<ContractPrice> others) {
    for (ContractPrice other : others) {
      if (!other.contract().equals(line.contract()) && sameRank(line, other)) {
        if (line.isDiscount() && other.isDiscount()) {
          return Optional.of(sentence(line, other, " both give a discount on ", ""));
        }
        for (PriceBreak each : line.breaks()) {
          if (other.breaks().stream().anyMatch(b -> b.minimum() == each.minimum())) {
            String unit = line.uom().isEmpty() ? "" : " " + line.uom();
            return Optional.of(
                sentence(
                    line,
                    other,
                    " both price ",
                    " from " + FixedPoint.format(each.minimum()) + unit + " on"));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Lines that begin on one day overlap on it. */
  private static boolean sameRank(ContractPrice a, ContractPrice b) {
    return a.validFromDay() == b.validFromDay()
        && a.isDated() == b.isDated()
        && a.priority() == b.priority()
        && mayBeOne(a.uom(), b.uom())
        && mayBeOne(a.currency(), b.currency());
  }

  private static boolean mayBeOne(String one, String other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private static String sentence(
      ContractPrice line, ContractPrice other, String both, String from) {
    return "contract "
        + line.contract()
        + " and contract "
        + other.contract()
        + both
        + new LineTarget(line.party(), line.target(), line.targetKey())
        + " for "
        + line.party()
        + from
        + dates(line)
        + ", with priority "
        + line.priority()
        + silence(line.uom(), other.uom(), "unit")
        + silence(line.currency(), other.currency(), "currency")
        + ": give one of them another priority or other dates";
  }

  private static String silence(String one, String other, String what) {
    return one.equals(other)
        ? ""
        : ", where no " + what + " may mean " + (one.isEmpty() ? other : one);
  }

  private static String dates(ContractPrice line) {
    if (!line.isDated()) {
      return ", without dates";
    }
    return line.validFromDay() == Day.OPEN_START
        ? ", with an end but no first day"
        : ", from " + LocalDate.ofEpochDay(line.validFromDay());
  }
}
