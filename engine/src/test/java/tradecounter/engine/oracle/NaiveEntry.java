package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer.Conversion;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/**
 * A price that somebody wrote down, or that a formula makes of one.
 *
 * @param rank the place of the list, or the distance of the party
 * @param depth how many formulas lie between the written price and this
 * @param priority of a contract, 0 for lists
 * @param tiers by minimum, in {@code uom}
 * @param endsOn the last day on which it holds
 * @param group whose lines reach the tiers together
 * @param conversion if the whole entry was made from one in another currency
 */
record NaiveEntry(
    Level level,
    int rank,
    int depth,
    int priority,
    String id,
    Optional<Party> party,
    String uom,
    String currency,
    List<Tier> tiers,
    int priceUnit,
    int from,
    int to,
    int endsOn,
    boolean merge,
    boolean promotable,
    Optional<Group> group,
    Optional<Conversion> conversion) {

  /** What counts together in a cart: the group of one list or of one party's contract. */
  record Group(String list, Optional<Party> party, String group, String baseUom) {}

  /**
   * From a quantity on, an amount per price unit.
   *
   * @param written what somebody wrote down
   * @param steps from there to the amount
   */
  record Tier(BigDecimal minimum, BigDecimal amount, Written written, List<Step> steps) {
    Tier then(StepKind kind, String stepCurrency, BigDecimal changed) {
      List<Step> longer = new ArrayList<>(steps);
      longer.add(new Step(kind, stepCurrency, changed));
      return new Tier(minimum, changed, written, longer);
    }
  }

  /** An amount as it is on a list or in a contract. */
  record Written(String currency, BigDecimal amount) {}

  /** The amount after one step. */
  record Step(StepKind kind, String currency, BigDecimal amount) {}

  boolean isDated() {
    return from != Day.OPEN_START || to != Day.OPEN_END;
  }

  boolean isContract() {
    return level == Level.CONTRACT || level == Level.CONTRACT_CATEGORY;
  }

  boolean sameUnitAs(NaiveEntry other) {
    return uom.equals(other.uom) && priceUnit == other.priceUnit;
  }

  NaiveEntry converted(String into, Conversion by, UnaryOperator<Tier> each) {
    return new NaiveEntry(
        level,
        rank,
        depth,
        priority,
        id,
        party,
        uom,
        into,
        tiers.stream().map(each).toList(),
        priceUnit,
        from,
        to,
        endsOn,
        merge,
        promotable,
        group,
        Optional.of(by));
  }
}
