package tradecounter.storefront.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.hold.OrderLineName;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.World;
import tradecounter.http.Bodies;
import tradecounter.http.Failures;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.http.RequestId;
import tradecounter.json.JsonText;
import tradecounter.ledger.KeptAnswer;
import tradecounter.ledger.LedgerDesk;
import tradecounter.ledger.RequestKey;
import tradecounter.order.AcceptOrder;
import tradecounter.order.OrderCancelling;
import tradecounter.order.OrderRequest;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.LedgerFailures;
import tradecounter.storefront.line.Problems;
import tradecounter.storefront.line.QuestionBody;
import tradecounter.storefront.price.Buying;
import tradecounter.storefront.price.ContractTerms;
import tradecounter.storefront.price.LinePrices;
import tradecounter.storefront.price.PriceDay;
import tradecounter.storefront.quote.Quote;
import tradecounter.storefront.quote.QuoteTokens;

/** "Take my order": exactly one for each key, and durable when it is answered. */
public final class OrderEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(OrderEndPoint.class);
  private static final int MAXIMUM_KEY_LENGTH = 255;

  private final ContractTerms contracts;
  private final QuoteTokens tokens;
  private final LedgerDesk desk;
  private final AcceptOrder.Desk orders;
  private final OrderCancelling cancelling;
  private final Configuration configuration;
  private final Buyers buyers;
  private final OrderLooking looking;
  private final PriceDay days;
  private final InstantSource clock;

  public OrderEndPoint(
      World world,
      LinePrices prices,
      ContractTerms contracts,
      QuoteTokens tokens,
      LedgerDesk desk,
      AcceptOrder.Desk orders,
      OrderCancelling cancelling,
      Configuration configuration,
      InstantSource clock) {
    this.contracts = contracts;
    this.tokens = tokens;
    this.desk = desk;
    this.orders = orders;
    this.cancelling = cancelling;
    this.configuration = configuration;
    this.buyers = new Buyers(world);
    this.looking =
        new OrderLooking(
            world,
            prices,
            FixedPoint.parse(
                configuration
                    .orders()
                    .priceTolerancePercent()
                    .stripTrailingZeros()
                    .toPlainString()));
    this.days = new PriceDay(configuration.prices().zone());
    this.clock = clock;
  }

  public void accept(RoutingContext context, Caller caller) {
    String key = key(context);
    if (caller.subject().isEmpty()) {
      throw Problem.of(
              403, "subject-missing", "a token that orders names its subject: keys are its own")
          .asException();
    }
    Configuration.Limits limits = configuration.limits();
    var _ =
        Bodies.read(context, limits)
            .onSuccess(
                body ->
                    Problems.guarded(
                        context,
                        () ->
                            accept(
                                context,
                                caller,
                                new RequestKey(
                                    caller.subject(), key, fingerprint(caller.customer(), body)),
                                QuestionBody.read(body, QuestionBody.Form.ORDER, limits.lines()))))
            .onFailure(context::fail);
  }

  /** With or without the quotes that the draft asks for. */
  private static String key(RoutingContext context) {
    List<String> headers = context.request().headers().getAll("Idempotency-Key");
    if (headers.size() != 1) {
      throw Problem.badRequest(
              headers.isEmpty() ? "idempotency-key-missing" : "idempotency-key-invalid",
              "send one Idempotency-Key header: a new one for each order, the same for a repetition")
          .asException();
    }
    String key = headers.getFirst().strip();
    if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
      key = key.substring(1, key.length() - 1);
    }
    if (key.isEmpty()
        || key.length() > MAXIMUM_KEY_LENGTH
        || !key.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
      throw Problem.badRequest(
              "idempotency-key-invalid",
              "an Idempotency-Key is 1 to "
                  + MAXIMUM_KEY_LENGTH
                  + " visible ASCII characters without quotes inside")
          .asException();
    }
    return key;
  }

  /** The customer may be the token's and not in the body. */
  private static String fingerprint(String customer, byte[] body) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((customer + "\0").getBytes(UTF_8));
      return HexFormat.of().formatHex(sha.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void accept(RoutingContext context, Caller caller, RequestKey key, QuestionBody body) {
    Customer customer = buyers.namedCustomer(caller, body.customer());
    List<Problem.Entry> problems = new ArrayList<>();
    Optional<Customer.ShipTo> shipTo = shipTo(customer, body.shipTo(), problems);
    Optional<Quote> quote = quote(context, caller, customer, shipTo, body, problems);
    contracts.of(
        customer,
        context,
        terms -> accept(context, caller, key, body, customer, shipTo, quote, problems, terms));
  }

  private static Optional<Customer.ShipTo> shipTo(
      Customer customer, String named, List<Problem.Entry> problems) {
    Optional<Customer.ShipTo> found =
        named.isEmpty() && customer.shipTos().size() == 1
            ? Optional.of(customer.shipTos().getFirst())
            : customer.shipTos().stream()
                .filter(address -> address.shipTo().equals(named))
                .findFirst();
    if (found.isEmpty() && !(named.isEmpty() && customer.shipTos().isEmpty())) {
      problems.add(
          named.isEmpty()
              ? new Problem.Entry(
                  "/shipTo", "ship-to-missing", "the customer has several addresses: name one")
              : new Problem.Entry(
                  "/shipTo",
                  "ship-to-unknown",
                  "customer " + customer.customer() + " has no address '" + named + "'"));
    }
    return found;
  }

  private Optional<Quote> quote(
      RoutingContext context,
      Caller caller,
      Customer customer,
      Optional<Customer.ShipTo> shipTo,
      QuestionBody body,
      List<Problem.Entry> problems) {
    if (body.wishes().quoteToken().isEmpty()) {
      return Optional.empty();
    }
    QuoteTokens.Opened opened = tokens.open(body.wishes().quoteToken(), caller::sees);
    if (opened instanceof QuoteTokens.Opened.Pinned(Quote quote)
        && quote.customer().equals(customer.customer())) {
      if (!quote.shipTo().equals(shipTo.map(Customer.ShipTo::shipTo).orElse(""))) {
        problems.add(
            new Problem.Entry(
                "/shipTo", "quote-mismatch", "the quote is for another address: its tax differs"));
      }
      return Optional.of(quote);
    }
    LOG.debug("request {}: a quote token is invalid: {}", RequestId.of(context), opened);
    problems.add(
        new Problem.Entry(
            "/quoteToken", "quote-invalid", "there is no such quote: ask for a new one"));
    return Optional.empty();
  }

  private void accept(
      RoutingContext context,
      Caller caller,
      RequestKey key,
      QuestionBody body,
      Customer customer,
      Optional<Customer.ShipTo> shipTo,
      Optional<Quote> quote,
      List<Problem.Entry> problems,
      Terms terms) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    Buying buying = new Buying(customer, shipTo, terms, "", days.at(now), false, false);
    OrderRequest request = looking.look(body, buying, quote, problems, now);
    AcceptOrder command =
        orders.accepting(
            key,
            new AcceptOrder.Named(OrderLineName.PREFIX + UUID.randomUUID(), RequestId.of(context)),
            request,
            caller.may(Caller.AVAILABILITY_DETAIL));
    Context loop = context.vertx().getOrCreateContext();
    var _ =
        Future.fromCompletionStage(desk.submit(command), loop)
            .onSuccess(
                answer ->
                    Problems.guarded(
                        context,
                        () -> {
                          send(context, answer);
                          if (answer.status() == 201 && !answer.replayed()) {
                            orders.accepted();
                          }
                        }))
            .onFailure(failure -> LedgerFailures.write(context, failure));
  }

  /** {@code POST /v1/orders/:order/cancel}. */
  public void cancel(RoutingContext context, Caller caller) {
    String order = Parameters.ofPath(context, "order");
    var _ =
        context
            .vertx()
            .executeBlocking(() -> cancelling.cancel(order, caller::sees), false)
            .onSuccess(
                outcome -> Problems.guarded(context, () -> cancelled(context, order, outcome)))
            .onFailure(failure -> LedgerFailures.write(context, failure));
  }

  private static void cancelled(
      RoutingContext context, String order, OrderCancelling.Outcome outcome) {
    switch (outcome) {
      case OrderCancelling.Outcome.Cancelled _ -> cancelAnswer(context, order, "CANCELLED", "");
      case OrderCancelling.Outcome.Requested(String why) ->
          cancelAnswer(context, order, "REQUESTED", why);
      case OrderCancelling.Outcome.Refused(String code, String detail) ->
          Problem.of(422, code, detail).write(context);
      case OrderCancelling.Outcome.Unknown _ ->
          Problem.of(404, "order-unknown", "there is no order '" + order + "'").write(context);
    }
  }

  private static void cancelAnswer(
      RoutingContext context, String order, String outcome, String reason) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      json.writeStringField("orderId", order);
                      json.writeStringField("cancellation", outcome);
                      if (!reason.isEmpty()) {
                        json.writeStringField("reason", reason);
                      }
                      json.writeEndObject();
                    })),
        "an answer could not be sent");
  }

  private static void send(RoutingContext context, KeptAnswer answer) {
    context.response().setStatusCode(answer.status());
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType());
    if (!answer.location().isEmpty()) {
      context.response().putHeader(HttpHeaders.LOCATION, answer.location());
    }
    if (answer.replayed()) {
      context.response().putHeader("Idempotency-Replayed", "true");
    }
    Failures.report(context.response().end(answer.body()), "an answer could not be sent");
  }
}
