package tradecounter.storefront.price;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.engine.pricing.Taxation;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;
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

  private final World world;
  private final Pricing pricing;
  private final Taxation taxation;

  public LinePrices(World world, Pricing pricing, Taxation taxation) {
    this.world = world;
    this.pricing = pricing;
    this.taxation = taxation;
  }

  /** One line for itself. */
  LinePrice of(QuestionLine line, Buying buying) {
    return told(pricing.answer(buying.question(line, quantity(line))), line, buying);
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
      case PriceAnswer.Priced priced -> taxed(priced, line, buying);
      case PriceAnswer.NoPrice none ->
          new LinePrice.None(
              new Line.Problematic(
                  line.item(),
                  404,
                  "price-none",
                  "there is no price: "
                      + (buying.detailed() ? none.reason() : reason(line, buying)),
                  json -> {
                    if (buying.explain() && buying.detailed()) {
                      CandidatesWriter.write(json, none.candidates(), buying.currency());
                    }
                  }));
      case PriceAnswer.UnknownItem _ -> new LinePrice.None(LineProblems.unknownItem(line.item()));
      case PriceAnswer.UnknownUnit unknown ->
          new LinePrice.None(LineProblems.unknownUnit(line.item(), unknown.uom()));
    };
  }

  /** Why there is no price, without a word of the contracts and lists that do not apply. */
  private static String reason(QuestionLine line, Buying buying) {
    String currency =
        buying.currency().isEmpty() ? buying.customer().currency() : buying.currency();
    return currency.isEmpty()
        ? "no currency: name one, or a customer that has one"
        : "no contract and no price list of customer "
            + buying.customer().customer()
            + " prices "
            + FixedPoint.format(quantity(line))
            + (line.uom().isEmpty() ? "" : " " + line.uom())
            + " of it in "
            + currency
            + " on "
            + LocalDate.ofEpochDay(buying.onDay());
  }

  private static long quantity(QuestionLine line) {
    return line.quantity() == 0 ? FixedPoint.ONE : line.quantity();
  }

  private LinePrice taxed(PriceAnswer.Priced priced, QuestionLine line, Buying buying) {
    try {
      TaxAnswer tax = tax(buying, priced, buying.onDay());
      LinePrice.Known known =
          new LinePrice.Known(
              priced,
              tax,
              tax instanceof TaxAnswer.Taxed taxed
                  ? taxation.lastDayOfRate(buying.customer(), taxed, buying.onDay())
                  : Day.OPEN_END,
              check(priced, line));
      long gross = Math.addExact(priced.extendedPrice(), known.taxAmount().orElse(0L));
      return gross < AMOUNT_LIMIT ? known : tooLarge(priced);
    } catch (ArithmeticException beyondTheRange) {
      return tooLarge(priced);
    }
  }

  /** Whether so much can be ordered; what nobody has asked for, can. */
  private QuantityCheck check(PriceAnswer.Priced priced, QuestionLine line) {
    ItemSnapshot snapshot = world.item(priced.item());
    Item item = snapshot == null ? null : snapshot.definitionOrNull();
    return line.quantity() > 0 && item != null && item.hasUnit(priced.uom())
        ? QuantityCheck.of(item, item.unit(priced.uom()), line.quantity())
        : new QuantityCheck.Valid();
  }

  private TaxAnswer tax(Buying buying, PriceAnswer.Priced priced, int onDay) {
    TaxAnswer answer =
        taxation.on(
            buying.customer(),
            buying.shipTo().map(Customer.ShipTo::jurisdiction).orElse(""),
            priced.taxCategory(),
            priced.extendedPrice(),
            priced.currency(),
            onDay);
    return answer instanceof TaxAnswer.Unknown && buying.shipTo().isEmpty()
        ? new TaxAnswer.Unknown(
            TaxAnswer.Cause.SHIP_TO_MISSING, "", "the tax is not known without a ship-to: name one")
        : answer;
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
    return known.tax().equals(tax(buying, known.priced(), onDay));
  }
}
