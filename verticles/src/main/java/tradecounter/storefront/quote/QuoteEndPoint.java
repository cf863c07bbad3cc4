package tradecounter.storefront.quote;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.World;
import tradecounter.http.Bodies;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Answers;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.LongAnswers;
import tradecounter.storefront.line.Problems;
import tradecounter.storefront.line.QuestionBody;
import tradecounter.storefront.price.Buying;
import tradecounter.storefront.price.ContractTerms;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.LinePrices;
import tradecounter.storefront.price.PriceDay;

/** "What does all of it cost and when is it here": a cart as one, with a token that pins it. */
public final class QuoteEndPoint {
  private final Quoting quoting;
  private final LinePrices prices;
  private final ContractTerms contracts;
  private final Buyers buyers;
  private final Answers answers;
  private final LongAnswers longAnswers;
  private final QuoteTokens tokens;
  private final Supplier<String> position;
  private final Configuration configuration;
  private final PriceDay days;
  private final InstantSource clock;

  /**
   * @param position how far the log is applied
   */
  public QuoteEndPoint(
      World world,
      Availability availability,
      LinePrices prices,
      ContractTerms contracts,
      Answers answers,
      LongAnswers longAnswers,
      QuoteTokens tokens,
      Supplier<String> position,
      Configuration configuration,
      InstantSource clock) {
    this.quoting = new Quoting(world, prices, availability);
    this.prices = prices;
    this.contracts = contracts;
    this.buyers = new Buyers(world);
    this.answers = answers;
    this.longAnswers = longAnswers;
    this.tokens = tokens;
    this.position = position;
    this.configuration = configuration;
    this.days = new PriceDay(configuration.prices().zone());
    this.clock = clock;
  }

  /** One request: who asks for what, and of which state of the log. */
  private record Asked(
      QuestionBody body,
      Caller caller,
      Customer customer,
      Optional<Customer.ShipTo> shipTo,
      String priceVersion) {
    AnswerShape shape() {
      return new AnswerShape(
          false, false, caller.may(Caller.AVAILABILITY_DETAIL), caller.may(Caller.CUSTOMERS_ANY));
    }

    boolean shipComplete() {
      return body.shipComplete() || customer.shipComplete();
    }
  }

  public void quote(RoutingContext context, Caller caller) {
    Configuration.Limits limits = configuration.limits();
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.Form.QUOTE, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> answer(context, caller, question)))
            .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Caller caller, QuestionBody body) {
    Customer customer = buyers.namedCustomer(caller, body.customer());
    // Looked at before the contracts: the quote may rest on later words, never on earlier ones.
    Asked asked =
        new Asked(body, caller, customer, buyers.address(customer, body.shipTo()), position.get());
    contracts.of(
        customer,
        context,
        terms -> longAnswers.send(context, asked.body().lines().size(), () -> text(asked, terms)));
  }

  private Buffer text(Asked asked, Terms terms) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Buying buying =
        new Buying(
            asked.customer(),
            asked.shipTo(),
            terms,
            asked.body().currency(),
            days.at(now),
            false,
            asked.caller().may(Caller.PRICES_DETAIL));
    Quoting.Draft draft =
        quoting.draft(
            asked.body().lines(), buying, asked.body().shipComplete(), asked.shape(), now);
    Quote quote = quote(asked, draft, buying, now);
    Tokening tokening = tokening(draft, quote);
    List<Line> lines =
        draft.lines().stream()
            .<Line>map(line -> line.answer(asked.customer(), asked.shape()))
            .toList();
    return answers.text(lines, json -> write(json, asked, draft, quote, tokening));
  }

  private Quote quote(Asked asked, Quoting.Draft draft, Buying buying, Instant now) {
    List<LinePrice.Known> known =
        draft.lines().stream()
            .map(QuotedLine::price)
            .filter(LinePrice.Known.class::isInstance)
            .map(LinePrice.Known.class::cast)
            .toList();
    return new Quote(
        UUID.randomUUID().toString(),
        asked.caller().subject(),
        asked.customer().customer(),
        asked.shipTo().map(Customer.ShipTo::shipTo).orElse(""),
        draft.totals().currency(),
        asked.shipComplete(),
        asked.priceVersion(),
        now,
        QuoteExpiry.of(
            days,
            now,
            configuration.quotes().validMillis(),
            known,
            day -> known.stream().allMatch(price -> prices.hasSameTax(price, buying, day))),
        draft.lines().stream()
            .flatMap(line -> pinned(line, asked.shape().detailed()).stream())
            .toList());
  }

  /** Empty if there is something of the line that cannot be pinned. */
  private static Optional<Quote.PinnedLine> pinned(QuotedLine line, boolean detailed) {
    if (!(line.price() instanceof LinePrice.Known known) || line.supply().isEmpty()) {
      return Optional.empty();
    }
    QuotedLine.Supply supply = line.supply().get();
    List<Promise.Part> parts = supply.promise().parts();
    return Optional.of(
        new Quote.PinnedLine(
            line.line().lineId(),
            line.line().item(),
            supply.unit().uom(),
            line.line().quantity(),
            supply.base(),
            known.priced().unitPrice(),
            known.priced().priceUnit(),
            known.priced().extendedPrice(),
            known.taxAmount(),
            supply.promise().day(),
            detailed ? parts : parts.stream().map(QuoteEndPoint::withoutSource).toList()));
  }

  private static Promise.Part withoutSource(Promise.Part part) {
    return new Promise.Part(part.quantity(), part.day(), part.shipsOnDay(), part.routing(), "", "");
  }

  /** The token, or why there is none. */
  private sealed interface Tokening {
    record Granted(String token) implements Tokening {}

    record Refused(String code, String reason) implements Tokening {}
  }

  private Tokening tokening(Quoting.Draft draft, Quote quote) {
    if (!draft.complete()) {
      return new Tokening.Refused(
          "line-problems", "a quote is pinned as a whole, and some of its lines have problems");
    }
    if (draft.totals().net().isEmpty()) {
      return new Tokening.Refused("amount-too-large", draft.totals().reason());
    }
    return switch (tokens.seal(quote)) {
      case QuoteTokens.Sealed.Token token -> new Tokening.Granted(token.text());
      case QuoteTokens.Sealed.TooLong _ ->
          new Tokening.Refused(
              "quote-too-large", "the quote is more than a token holds: ask for fewer lines");
      case QuoteTokens.Sealed.NoKey _ ->
          new Tokening.Refused(
              "quote-keys-missing", "this service has no key to sign quotes with (quotes.keys)");
    };
  }

  private static void write(
      JsonGenerator json, Asked asked, Quoting.Draft draft, Quote quote, Tokening tokening)
      throws IOException {
    json.writeStringField("quoteId", quote.quoteId());
    json.writeStringField("customer", quote.customer());
    if (!quote.shipTo().isEmpty()) {
      json.writeStringField("shipTo", quote.shipTo());
    }
    json.writeBooleanField("complete", draft.complete());
    if (draft.complete()) {
      JsonText.day(json, "date", draft.day());
    }
    if (asked.shipComplete()) {
      json.writeBooleanField("shipComplete", true);
    }
    draft.totals().write(json);
    json.writeStringField("priceVersion", quote.priceVersion());
    JsonText.instant(json, "issuedAt", quote.issuedAt().toEpochMilli());
    JsonText.instant(json, "expiresAt", quote.expiresAt().toEpochMilli());
    switch (tokening) {
      case Tokening.Granted granted -> json.writeStringField("quoteToken", granted.token());
      case Tokening.Refused refused -> {
        json.writeObjectFieldStart("tokenRefused");
        json.writeStringField("code", refused.code());
        json.writeStringField("reason", refused.reason());
        json.writeEndObject();
      }
    }
  }
}
