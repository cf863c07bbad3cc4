package tradecounter.engine.oracle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer.Conversion;
import tradecounter.engine.pricing.PriceAnswer.Level;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/**
 * A price in plain decimals, quantities in the unit that was asked for.
 *
 * @param endsOn the last day of the winner
 * @param candidates all that offer a price, the winner first
 * @param sources of all entries that were looked at
 */
record NaivePrice(
    Level level,
    String id,
    Optional<Party> party,
    BigDecimal breakMinimum,
    BigDecimal unitPrice,
    int priceUnit,
    BigDecimal extended,
    List<Break> breaks,
    BigDecimal breakQuantity,
    List<Lowered> promotions,
    BigDecimal freeQuantity,
    Optional<Conversion> conversion,
    int endsOn,
    List<Candidate> candidates,
    List<Source> sources,
    List<Step> waterfall) {

  record Break(BigDecimal minimum, BigDecimal unitPrice) {}

  record Lowered(
      String promotion, String description, BigDecimal unitPrice, BigDecimal freeQuantity) {}

  record Candidate(
      Level level,
      String id,
      Optional<Party> party,
      BigDecimal breakMinimum,
      BigDecimal unitPrice,
      int priceUnit) {}

  record Source(Level level, String id, Optional<Party> party) {}

  record Step(StepKind kind, String currency, BigDecimal unitPrice) {}

  /** Whether a buyer would see a difference: what an answer must keep while it is valid. */
  boolean sameAs(NaivePrice other) {
    return level == other.level
        && id.equals(other.id)
        && party.equals(other.party)
        && breakMinimum.compareTo(other.breakMinimum) == 0
        && unitPrice.compareTo(other.unitPrice) == 0
        && priceUnit == other.priceUnit
        && extended.compareTo(other.extended) == 0
        && breaks.equals(other.breaks)
        && promotions.equals(other.promotions)
        && conversion.equals(other.conversion);
  }
}
