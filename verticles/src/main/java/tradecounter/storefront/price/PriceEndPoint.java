package tradecounter.storefront.price;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.pricing.Terms;
import tradecounter.http.Bodies;
import tradecounter.http.Parameters;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Answers;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LongAnswers;
import tradecounter.storefront.line.Problems;
import tradecounter.storefront.line.QuestionBody;
import tradecounter.storefront.line.QuestionLine;

/** "What is my price": one item, or up to 1,000 lines as one cart. */
public final class PriceEndPoint {
  private static final Set<String> PARAMETERS =
      Set.of("customer", "shipTo", "quantity", "uom", "currency", "on", "explain");

  private final LinePrices prices;
  private final ContractTerms contracts;
  private final Buyers buyers;
  private final Answers answers;
  private final LongAnswers longAnswers;
  private final Configuration.Limits limits;
  private final PriceDay days;
  private final InstantSource clock;

  public PriceEndPoint(
      LinePrices prices,
      ContractTerms contracts,
      Buyers buyers,
      Answers answers,
      LongAnswers longAnswers,
      Configuration configuration,
      InstantSource clock) {
    this.prices = prices;
    this.contracts = contracts;
    this.buyers = buyers;
    this.answers = answers;
    this.longAnswers = longAnswers;
    this.limits = configuration.limits();
    this.days = new PriceDay(configuration.prices().zone());
    this.clock = clock;
  }

  /**
   * What a request asks for, beside its lines.
   *
   * @param onDay {@link Day#OPEN_START} if none is given
   */
  private record Asked(
      Customer customer,
      Optional<Customer.ShipTo> shipTo,
      String currency,
      int onDay,
      boolean explain,
      boolean detailed) {
    Buying with(Terms terms, int today) {
      return new Buying(
          customer,
          shipTo,
          terms,
          currency,
          onDay == Day.OPEN_START ? today : onDay,
          explain,
          detailed);
    }

    Line line(QuestionLine line, LinePrice price) {
      return switch (price) {
        case LinePrice.None none -> none.problem().ofLine(line.lineId());
        case LinePrice.Known known ->
            new Line.Figures(
                known.feedBits(),
                new PriceWriter(
                    line.lineId(),
                    known,
                    customer,
                    onDay == Day.OPEN_START ? Optional.empty() : Optional.of(onDay),
                    explain,
                    detailed));
      };
    }
  }

  public void single(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    QuestionLine line =
        new QuestionLine(
            Parameters.ofPath(context, "item"),
            parameters.quantity("quantity", 0),
            parameters.key("uom"));
    String currency = parameters.currency("currency");
    int onDay = parameters.day("on");
    boolean explain = parameters.flag("explain");
    String named = parameters.key("customer");
    String shipTo = parameters.key("shipTo");
    parameters.check();
    Asked asked = asked(caller, named, shipTo, currency, onDay, explain);
    contracts.of(
        asked.customer(),
        context,
        terms ->
            answers.single(context, asked.line(line, prices.of(line, asked.with(terms, today())))));
  }

  public void bulk(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.Form.PRICES, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> answer(context, caller, question)))
            .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Caller caller, QuestionBody question) {
    Asked asked =
        asked(
            caller,
            question.customer(),
            question.shipTo(),
            question.currency(),
            question.onDay(),
            question.explain());
    contracts.of(
        asked.customer(),
        context,
        terms ->
            longAnswers.send(
                context,
                question.lines().size(),
                () -> text(question.lines(), asked, asked.with(terms, today()))));
  }

  private Buffer text(List<QuestionLine> questions, Asked asked, Buying buying) {
    List<LinePrice> priced = prices.of(questions, buying);
    List<Line> lines = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      lines.add(asked.line(questions.get(i), priced.get(i)));
    }
    return answers.text(lines, _ -> {});
  }

  private Asked asked(
      Caller caller, String named, String shipTo, String currency, int onDay, boolean explain) {
    Customer customer = buyers.namedCustomer(caller, named);
    return new Asked(
        customer,
        buyers.address(customer, shipTo),
        currency,
        onDay,
        explain,
        caller.may(Caller.PRICES_DETAIL));
  }

  private int today() {
    return days.at(clock.instant());
  }
}
