package tradecounter.storefront.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.engine.state.World;
import tradecounter.http.Problem;
import tradecounter.order.OrderRequest;
import tradecounter.storefront.line.AskedLine;
import tradecounter.storefront.line.QuestionBody;
import tradecounter.storefront.line.QuestionLine;
import tradecounter.storefront.price.Buying;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.LinePrices;
import tradecounter.storefront.quote.Quote;

/**
 * Looks at an order in all respects that need no lock, and finds everything that is wrong with it.
 * Pure beyond its world: any thread.
 */
final class OrderLooking {
  private final World world;
  private final LinePrices prices;
  private final long tolerance;

  /**
   * @param tolerance by how much a stated price may be below ours, millionths of a percent
   */
  OrderLooking(World world, LinePrices prices, long tolerance) {
    this.world = world;
    this.prices = prices;
    this.tolerance = tolerance;
  }

  /**
   * The order as far as it can be looked at.
   *
   * @param found what is wrong with the request as a whole
   */
  OrderRequest look(
      QuestionBody body,
      Buying buying,
      Optional<Quote> quote,
      List<Problem.Entry> found,
      Instant now) {
    List<Problem.Entry> problems = new ArrayList<>(found);
    Customer customer = buying.customer();
    if (customer.status() == Customer.Status.BLOCKED || customer.credit().blocked()) {
      problems.add(
          new Problem.Entry(
              "/customer",
              "customer-blocked",
              "customer " + customer.customer() + " is blocked: ask its account manager"));
    }
    List<LinePrice> priced = prices.of(body.lines(), buying);
    List<OrderRequest.Line> lines = new ArrayList<>();
    for (int i = 0; i < body.lines().size(); i++) {
      QuestionLine line = body.lines().get(i);
      String pointer = "/lines/" + i;
      switch (AskedLine.of(world, line)) {
        case AskedLine.Refused refused ->
            problems.add(
                new Problem.Entry(
                    pointer + "/item", refused.problem().code(), refused.problem().detail()));
        case AskedLine.Askable askable -> {
          if (askable.check() instanceof QuantityCheck.Invalid invalid) {
            problems.add(
                new Problem.Entry(pointer + "/quantity", invalid.rule().code(), invalid.detail()));
          }
          OrderRequest.@Nullable Charge charge =
              charge(line, pointer, priced.get(i), quote, problems);
          lines.add(
              new OrderRequest.Line(
                  i,
                  line.lineId(),
                  line.item(),
                  askable.unit().uom(),
                  line.quantity(),
                  question(askable, body, buying, now),
                  charge));
        }
      }
    }
    if (quote.isPresent() && quote.get().lines().size() != body.lines().size()) {
      problems.add(
          new Problem.Entry(
              "/quoteToken", "quote-mismatch", "the quote has other lines than the order"));
    }
    return new OrderRequest(
        customer,
        body.wishes().reference(),
        buying.shipTo().map(Customer.ShipTo::shipTo).orElse(""),
        body.shipComplete() || customer.shipComplete(),
        quote.map(Quote::currency).orElse(customer.currency()),
        body.wishes().hold(),
        quote.map(Quote::opened),
        lines,
        problems);
  }

  private static AvailabilityQuestion question(
      AskedLine.Askable askable, QuestionBody body, Buying buying, Instant now) {
    return new AvailabilityQuestion(
        askable.item(),
        buying.customer(),
        buying.shipTo().map(Customer.ShipTo::region).orElse(""),
        askable.base(),
        Day.OPEN_START,
        Day.OPEN_END,
        body.shipComplete(),
        SourceChoice.ANY,
        false,
        now);
  }

  /** What the line costs by its quote, else by what holds now; {@code null} with a problem. */
  private OrderRequest.@Nullable Charge charge(
      QuestionLine line,
      String pointer,
      LinePrice price,
      Optional<Quote> quote,
      List<Problem.Entry> problems) {
    OrderRequest.@Nullable Charge charge =
        quote.isPresent()
            ? quoted(line, pointer, quote.get(), problems)
            : current(pointer, price, problems);
    if (charge != null && line.price() != null) {
      String currency =
          quote
              .map(Quote::currency)
              .orElseGet(
                  () -> price instanceof LinePrice.Known known ? known.priced().currency() : "");
      checkStated(line.price(), charge, currency, pointer, problems);
    }
    return charge;
  }

  private static OrderRequest.@Nullable Charge quoted(
      QuestionLine line, String pointer, Quote quote, List<Problem.Entry> problems) {
    for (Quote.PinnedLine pinned : quote.lines()) {
      if (pinned.lineId().equals(line.lineId())
          && pinned.item().equals(line.item())
          && pinned.quantity() == line.quantity()
          && (line.uom().isEmpty() || line.uom().equals(pinned.uom()))) {
        if (pinned.tax().isEmpty()) {
          problems.add(
              new Problem.Entry(
                  pointer, "tax-unknown", "the quote does not know the tax of the line"));
          return null;
        }
        return new OrderRequest.Charge(
            pinned.unitPrice(), pinned.priceUnit(), pinned.extendedPrice(), pinned.tax().get());
      }
    }
    problems.add(
        new Problem.Entry(
            pointer, "quote-mismatch", "the quote has no such line with this item and quantity"));
    return null;
  }

  private static OrderRequest.@Nullable Charge current(
      String pointer, LinePrice price, List<Problem.Entry> problems) {
    return switch (price) {
      case LinePrice.None none -> {
        String code = none.problem().code();
        if (!code.equals("item-unknown") && !code.equals("uom-unknown")) {
          problems.add(new Problem.Entry(pointer, code, none.problem().detail()));
        }
        yield null;
      }
      case LinePrice.Known known -> {
        if (known.tax() instanceof TaxAnswer.Unknown unknown) {
          problems.add(new Problem.Entry(pointer, "tax-unknown", unknown.reason()));
        }
        // Without its tax it is refused; what else is wrong with it is found all the same.
        yield new OrderRequest.Charge(
            known.priced().unitPrice(),
            known.priced().priceUnit(),
            known.priced().extendedPrice(),
            known.taxAmount().orElse(0L));
      }
    };
  }

  /** A price that is a little too low by the buyer's books is corrected; one far off is refused. */
  private void checkStated(
      QuestionLine.StatedPrice stated,
      OrderRequest.Charge charge,
      String currency,
      String pointer,
      List<Problem.Entry> problems) {
    long allowed =
        FixedPoint.multiplyDivide(
            charge.unitPrice(), tolerance, 100 * FixedPoint.ONE, java.math.RoundingMode.FLOOR);
    if (!stated.currency().equals(currency) || stated.amount() < charge.unitPrice() - allowed) {
      problems.add(
          new Problem.Entry(
              pointer + "/unitPrice",
              "price-changed",
              "the price is "
                  + FixedPoint.format(charge.unitPrice())
                  + " "
                  + currency
                  + ", not "
                  + FixedPoint.format(stated.amount())
                  + " "
                  + stated.currency()));
    }
  }
}
