package tradecounter.storefront.price;

import java.util.ArrayList;
import java.util.List;
import tradecounter.engine.pricing.PriceAnswer.Conversion;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Step;
import tradecounter.engine.pricing.PriceAnswer.StepKind;

/**
 * The way to a price as a buyer may know it: from the list price that is made for the buyer on. How
 * the house makes a list of another one, by which margin and cost, is not a buyer's to know.
 */
final class BuyersSteps {
  private BuyersSteps() {}

  /**
   * The steps without those of formulas and conversions: a price that they made is told as the
   * price it is. Of a derived or converted list that is the price of the quantity, in one step.
   */
  static List<Step> of(List<Step> steps, Priced priced) {
    List<Step> told = new ArrayList<>(steps.size());
    for (Step step : steps) {
      switch (step.kind()) {
        case LIST, BREAK, CONTRACT, PROMOTION -> told.add(step);
        case CONVERSION, DISCOUNT, ROUNDING, SURCHARGE, MARGIN -> made(told, step, priced);
      }
    }
    return told;
  }

  /** The last step told now comes to what the formula makes of it. */
  private static void made(List<Step> told, Step by, Priced priced) {
    Step last = told.removeLast();
    if (last.kind() == StepKind.BREAK) {
      last = told.removeLast();
    }
    String id = isConversionOfTheAnswer(by, priced) ? last.id() : by.id();
    told.add(
        new Step(
            last.kind(),
            id,
            by.currency(),
            by.unitPrice(),
            last.kind() == StepKind.LIST ? "price list " + id : last.reason()));
  }

  /** Such a step bears the name of the currency, that of a formula the name of its list. */
  private static boolean isConversionOfTheAnswer(Step step, Priced priced) {
    return step.kind() == StepKind.CONVERSION
        && priced.conversion().map(Conversion::from).filter(step.id()::equals).isPresent();
  }
}
