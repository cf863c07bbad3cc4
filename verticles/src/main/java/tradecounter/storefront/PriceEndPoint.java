package tradecounter.storefront;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;
import tradecounter.http.Bodies;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.security.Caller;
import tradecounter.store.PriceBooks;

/** "What is my price": one item, or up to 1,000 lines. */
final class PriceEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(PriceEndPoint.class);
  private static final Set<String> PARAMETERS =
      Set.of("customer", "quantity", "uom", "currency", "on", "explain");

  private final Pricing pricing;
  private final PriceBooks books;
  private final Buyers buyers;
  private final Answers answers;
  private final Configuration.Limits limits;
  private final InstantSource clock;

  PriceEndPoint(
      World world,
      Pricing pricing,
      PriceBooks books,
      Answers answers,
      Configuration.Limits limits,
      InstantSource clock) {
    this.pricing = pricing;
    this.books = books;
    this.buyers = new Buyers(world);
    this.answers = answers;
    this.limits = limits;
    this.clock = clock;
  }

  void single(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    QuestionLine line =
        new QuestionLine(
            Parameters.ofPath(context, "item"),
            parameters.quantity("quantity", FixedPoint.ONE),
            parameters.key("uom"));
    String currency = parameters.currency("currency");
    int onDay = parameters.day("on");
    boolean explain = parameters.flag("explain");
    String named = parameters.key("customer");
    parameters.check();
    Customer customer = buyers.namedCustomer(caller, named);
    withBook(
        context,
        customer,
        book -> answers.single(context, answer(line, customer, book, currency, onDay, explain)));
  }

  void bulk(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(body -> QuestionBody.read(body, QuestionBody.PRICES, limits.lines()))
            .onSuccess(
                question -> Problems.guarded(context, () -> answer(context, caller, question)))
            .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Caller caller, QuestionBody question) {
    Customer customer = buyers.namedCustomer(caller, question.customer());
    withBook(
        context,
        customer,
        book -> {
          List<Line> lines = new ArrayList<>(question.lines().size());
          for (QuestionLine line : question.lines()) {
            lines.add(answer(line, customer, book, question.currency(), question.onDay(), false));
          }
          answers.bulk(context, lines);
        });
  }

  /** Calls at once if the customer's terms are in memory, else when they are loaded. */
  private void withBook(RoutingContext context, Customer customer, Consumer<PriceBook> then) {
    Optional<PriceBook> cached = books.cached(customer.customer());
    if (cached.isPresent()) {
      then.accept(cached.get());
      return;
    }
    var _ =
        Future.fromCompletionStage(
                books.load(customer.customer()), context.vertx().getOrCreateContext())
            .onSuccess(book -> Problems.guarded(context, () -> then.accept(book)))
            .onFailure(
                failure -> {
                  Throwable cause =
                      failure instanceof CompletionException ? failure.getCause() : failure;
                  LOG.warn("a price book could not be loaded: {}", String.valueOf(cause));
                  Problem.unavailable(
                          cause instanceof PriceBooks.OverloadedException
                              ? "overloaded"
                              : "prices-unavailable",
                          "the customer's contract prices cannot be loaded at the moment: try again")
                      .write(context);
                });
  }

  private Line answer(
      QuestionLine line,
      Customer customer,
      PriceBook book,
      String currency,
      int onDay,
      boolean explain) {
    long quantity = line.quantity() == 0 ? FixedPoint.ONE : line.quantity();
    int day = onDay == Day.OPEN_START ? today() : onDay;
    PriceAnswer answer =
        pricing.answer(
            new PriceQuestion(line.item(), customer, book, quantity, line.uom(), currency, day));
    return switch (answer) {
      case PriceAnswer.Priced priced ->
          new Line.Figures(
              priced.feedBits(),
              new PriceWriter(
                  priced,
                  customer,
                  onDay == Day.OPEN_START ? Optional.empty() : Optional.of(onDay),
                  explain));
      case PriceAnswer.NoPrice none ->
          new Line.Problematic(
              line.item(), 404, "price-none", "there is no price: " + none.reason());
      case PriceAnswer.UnknownItem _ ->
          new Line.Problematic(
              line.item(), 404, "item-unknown", "there is no item '" + line.item() + "'");
      case PriceAnswer.UnknownUnit unknown ->
          new Line.Problematic(
              line.item(),
              422,
              "uom-unknown",
              "item " + line.item() + " is not sold by " + unknown.uom());
    };
  }

  /** Price lists begin and end at midnight UTC. */
  private int today() {
    return (int) clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
  }
}
