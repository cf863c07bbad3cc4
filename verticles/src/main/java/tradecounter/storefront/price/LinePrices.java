package tradecounter.storefront.price;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.engine.pricing.Taxation;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LineProblems;
import tradecounter.storefront.line.QuestionLine;

/**
 * Prices lines and taxes them. Lines with a quantity are one cart; one without is asked for 1, for
 * itself. Pure beyond its world: any thread.
 */
public final class LinePrices {
  /** An amount of money is less than that many currency units, in millionths: 10¹². */
  public static final long AMOUNT_LIMIT = FixedPoint.INPUT_LIMIT;

  private final Pricing pricing;
  private final Taxation taxation;

  public LinePrices(Pricing pricing, Taxation taxation) {
    this.pricing = pricing;
    this.taxation = taxation;
  }

  /** One line for itself. */
  LinePrice of(QuestionLine line, Buying buying) {
    long quantity = line.quantity() == 0 ? FixedPoint.ONE : line.quantity();
    return told(pricing.answer(buying.question(line, quantity)), line, buying);
  }

  /** One answer for each line, in their order. */
  public List<LinePrice> of(List<QuestionLine> lines, Buying buying) {
    List<PriceQuestion> cart = new ArrayList<>(lines.size());
    for (QuestionLine line : lines) {
      if (line.quantity() > 0) {
        cart.add(buying.question(line, line.quantity()));
      }
    }
    List<PriceAnswer> answers = pricing.cart(cart);
    List<LinePrice> prices = new ArrayList<>(lines.size());
    int next = 0;
    for (QuestionLine line : lines) {
      prices.add(line.quantity() > 0 ? told(answers.get(next++), line, buying) : of(line, buying));
    }
    return prices;
  }

  private LinePrice told(PriceAnswer answer, QuestionLine line, Buying buying) {
    return switch (answer) {
      case PriceAnswer.Priced priced -> taxed(priced, buying);
      case PriceAnswer.NoPrice none ->
          new LinePrice.None(
              new Line.Problematic(
                  line.item(),
                  404,
                  "price-none",
                  "there is no price: " + none.reason(),
                  json -> {
                    if (buying.explain()) {
                      CandidatesWriter.write(json, none.candidates(), buying.currency());
                    }
                  }));
      case PriceAnswer.UnknownItem _ -> new LinePrice.None(LineProblems.unknownItem(line.item()));
      case PriceAnswer.UnknownUnit unknown ->
          new LinePrice.None(LineProblems.unknownUnit(line.item(), unknown.uom()));
    };
  }

  private LinePrice taxed(PriceAnswer.Priced priced, Buying buying) {
    try {
      LinePrice.Known known =
          new LinePrice.Known(
              priced,
              buying
                  .shipTo()
                  .map(address -> tax(buying, address.jurisdiction(), priced, buying.onDay())));
      long gross = Math.addExact(priced.extendedPrice(), known.taxAmount().orElse(0L));
      return gross < AMOUNT_LIMIT ? known : tooLarge(priced);
    } catch (ArithmeticException beyondTheRange) {
      return tooLarge(priced);
    }
  }

  private TaxAnswer tax(Buying buying, String jurisdiction, PriceAnswer.Priced priced, int onDay) {
    return taxation.on(
        buying.customer(),
        jurisdiction,
        priced.taxCategory(),
        priced.extendedPrice(),
        priced.currency(),
        onDay);
  }

  private static LinePrice tooLarge(PriceAnswer.Priced priced) {
    return new LinePrice.None(
        new Line.Problematic(
            priced.item(),
            422,
            "amount-too-large",
            "so much of it costs more than can be told: less than 10^12 "
                + priced.currency()
                + " can; ask for less"));
  }

  /** Whether the same tax is owed on another day, by the rates and exemptions known today. */
  public boolean hasSameTax(LinePrice.Known known, Buying buying, int onDay) {
    Optional<TaxAnswer> then =
        buying.shipTo().map(address -> tax(buying, address.jurisdiction(), known.priced(), onDay));
    return known.tax().equals(then);
  }
}
