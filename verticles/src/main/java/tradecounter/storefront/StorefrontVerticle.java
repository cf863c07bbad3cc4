package tradecounter.storefront;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import tradecounter.configuration.Configuration;
import tradecounter.delivery.FilesEndPoint;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Taxation;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.Steering;
import tradecounter.http.Failures;
import tradecounter.http.Guard;
import tradecounter.http.HeadWatch;
import tradecounter.http.Problem;
import tradecounter.ledger.HoldReader;
import tradecounter.ledger.LedgerDesk;
import tradecounter.log.LogAppender;
import tradecounter.log.Topics;
import tradecounter.order.AcceptOrder;
import tradecounter.order.OrderCancelling;
import tradecounter.order.OrderReader;
import tradecounter.security.Caller;
import tradecounter.security.QuoteKeys;
import tradecounter.security.Tokens;
import tradecounter.store.PriceBooks;
import tradecounter.store.QuoteRedemptions;
import tradecounter.storefront.hold.HoldEndPoint;
import tradecounter.storefront.line.Answers;
import tradecounter.storefront.line.Buyers;
import tradecounter.storefront.line.LongAnswers;
import tradecounter.storefront.order.OrderEndPoint;
import tradecounter.storefront.order.OrderQueryEndPoint;
import tradecounter.storefront.price.ContractTerms;
import tradecounter.storefront.price.LinePrices;
import tradecounter.storefront.price.PriceEndPoint;
import tradecounter.storefront.quote.OpenQuoteEndPoint;
import tradecounter.storefront.quote.QuoteEndPoint;
import tradecounter.storefront.quote.QuoteTokens;
import tradecounter.storefront.stream.ChangeHub;
import tradecounter.storefront.stream.LoopStreams;

/** The port for storefronts and feeds: one instance for each event loop, all on one port. */
public final class StorefrontVerticle extends VerticleBase {
  /** What every instance shares; all of it is safe for any thread. */
  public record Parts(
      Configuration configuration,
      World world,
      FeedDoor door,
      Steering steering,
      LogAppender appender,
      Topics topics,
      PriceBooks books,
      PricingRules rules,
      QuoteKeys quoteKeys,
      QuoteRedemptions redemptions,
      LedgerDesk desk,
      HoldReader holds,
      AcceptOrder.Desk orders,
      OrderCancelling cancelling,
      OrderReader orderReader,
      FilesEndPoint files,
      EncodedAnswers encoded,
      ChangeHub changes,
      Tokens tokens,
      MeterRegistry meters,
      InstantSource clock,
      BooleanSupplier ready) {}

  /** Upper bounds of the latency histogram: from a look-up to a stream of events. */
  private static final Duration[] BUCKETS =
      LongStream.of(50, 100, 200, 500, 1_000, 2_000, 5_000, 20_000, 100_000, 1_000_000, 10_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private static final List<String> QUOTE_SCOPES =
      List.of(Caller.PRICES_READ, Caller.AVAILABILITY_READ);

  private static final CharSequence LOG_POSITION = HttpHeaders.createOptimized("Log-Position");

  private final Parts parts;
  private final LongAnswers longAnswers = new LongAnswers();

  public StorefrontVerticle(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Future<HttpServer> start() {
    Configuration.Http http = parts.configuration().http();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(http.host())
            .setPort(http.port())
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(true)
            .setDecompressionSupported(false)
            .setCompressionSupported(false)
            .setMaxHeaderSize(16_384)
            .setMaxInitialLineLength(40_960) // The stream names many items there.
            .setIdleTimeout(60)
            .setTcpNoDelay(true);
    Router router = router();
    HeadWatch heads = new HeadWatch(vertx, parts.configuration().limits().headMillis());
    return vertx
        .createHttpServer(options)
        .connectionHandler(heads::connected)
        .requestHandler(
            request -> {
              heads.began(request);
              router.handle(request);
            })
        .invalidRequestHandler(
            request ->
                Failures.report(
                    request.response().setStatusCode(400).end(), "a refusal could not be sent"))
        .listen();
  }

  @Override
  public Future<?> stop() {
    longAnswers.close();
    return Future.succeededFuture();
  }

  private Router router() {
    Router router = Router.router(vertx);
    Guard guard = new Guard(parts.tokens().verifier(vertx));
    guard.protect(router);
    router.get("/openapi.yaml").handler(StorefrontVerticle::openApi);
    router.route("/v1/*").handler(this::whenReady);

    Configuration.Limits limits = parts.configuration().limits();
    Answers answers = new Answers(parts.world(), parts.door(), parts.clock());
    Availability engine = new Availability(parts.world(), parts.door()::supply);
    AvailabilityEndPoint availability =
        new AvailabilityEndPoint(
            new AvailabilityAnswers(parts.world(), engine, answers, parts.encoded(), parts.clock()),
            answers,
            longAnswers,
            limits);
    StreamEndPoint stream =
        new StreamEndPoint(
            parts.world(),
            parts.door(),
            engine,
            new LoopStreams(parts.changes(), vertx, context),
            limits,
            parts.clock());
    LinePrices linePrices =
        new LinePrices(
            parts.world(),
            new Pricing(parts.world(), parts.rules()),
            new Taxation(parts.world().taxRates(), parts.rules().rounding()));
    ContractTerms contracts = new ContractTerms(parts.books());
    PriceEndPoint prices =
        new PriceEndPoint(
            linePrices,
            contracts,
            new Buyers(parts.world()),
            answers,
            longAnswers,
            parts.configuration(),
            parts.clock());
    QuoteTokens quoteTokens = new QuoteTokens(parts.quoteKeys());
    QuoteEndPoint quotes =
        new QuoteEndPoint(
            parts.world(),
            engine,
            linePrices,
            contracts,
            answers,
            longAnswers,
            quoteTokens,
            () -> parts.changes().progress().toString(),
            parts.configuration(),
            parts.clock());
    OpenQuoteEndPoint openQuote = new OpenQuoteEndPoint(quoteTokens, parts.redemptions(), limits);
    HoldEndPoint holds =
        new HoldEndPoint(
            parts.world(),
            engine,
            parts.desk(),
            parts.holds(),
            parts.configuration(),
            parts.clock());
    OrderEndPoint orders =
        new OrderEndPoint(
            parts.world(),
            linePrices,
            contracts,
            quoteTokens,
            parts.desk(),
            parts.orders(),
            parts.cancelling(),
            parts.configuration(),
            parts.clock());
    FeedEndPoint feeds =
        new FeedEndPoint(
            parts.door(),
            parts.steering(),
            parts.appender(),
            parts.topics(),
            parts.configuration());

    router
        .get("/v1/items/:item/availability")
        .handler(timed("itemAvailability"))
        .handler(guard.with(Caller.AVAILABILITY_READ, positioned(availability::single)));
    router
        .post("/v1/availability")
        .handler(timed("availability"))
        .handler(guard.with(Caller.AVAILABILITY_READ, positioned(availability::bulk)));
    router
        .get("/v1/availability/stream")
        .handler(guard.with(Caller.AVAILABILITY_READ, stream::open));
    router
        .get("/v1/items/:item/price")
        .handler(timed("itemPrice"))
        .handler(guard.with(Caller.PRICES_READ, positioned(prices::single)));
    router
        .post("/v1/prices")
        .handler(timed("prices"))
        .handler(guard.with(Caller.PRICES_READ, positioned(prices::bulk)));
    router
        .post("/v1/quotes")
        .handler(timed("quotes"))
        .handler(guard.with(QUOTE_SCOPES, positioned(quotes::quote)));
    router
        .post("/v1/quotes/open")
        .handler(timed("openQuote"))
        .handler(guard.with(QUOTE_SCOPES, openQuote::open));
    router
        .post("/v1/holds")
        .handler(timed("placeHold"))
        .handler(guard.with(Caller.HOLDS_WRITE, holds::place));
    router
        .get("/v1/holds/:hold")
        .handler(timed("hold"))
        .handler(guard.with(Caller.HOLDS_WRITE, holds::look));
    router
        .patch("/v1/holds/:hold")
        .handler(timed("changeHold"))
        .handler(guard.with(Caller.HOLDS_WRITE, holds::change));
    router
        .delete("/v1/holds/:hold")
        .handler(timed("releaseHold"))
        .handler(guard.with(Caller.HOLDS_WRITE, holds::release));
    router
        .post("/v1/orders")
        .handler(timed("acceptOrder"))
        .handler(guard.with(Caller.ORDERS_WRITE, orders::accept));
    router
        .post("/v1/orders/:order/cancel")
        .handler(timed("cancelOrder"))
        .handler(guard.with(Caller.ORDERS_WRITE, orders::cancel));
    OrderQueryEndPoint accepted = new OrderQueryEndPoint(parts.orderReader());
    router
        .get("/v1/orders")
        .handler(timed("orders"))
        .handler(guard.with(Caller.ORDERS_READ, accepted::orders));
    router
        .get("/v1/orders/:order")
        .handler(timed("order"))
        .handler(guard.with(Caller.ORDERS_READ, accepted::order));
    router
        .get("/v1/orders/:order/timeline")
        .handler(timed("orderTimeline"))
        .handler(guard.with(Caller.ORDERS_READ, accepted::timeline));
    router
        .post("/v1/feeds/:feed/events")
        .handler(timed("postEvents"))
        .handler(guard.with(Caller.FEEDS_WRITE, feeds::post));
    router
        .put("/v1/feeds/:feed/files/:name")
        .handler(timed("putFile"))
        .handler(guard.with(Caller.FEEDS_WRITE, parts.files()::put));
    router
        .get("/v1/feeds/:feed/files/:name")
        .handler(timed("file"))
        .handler(guard.with(Caller.FEEDS_WRITE, parts.files()::get));
    return router;
  }

  /**
   * Says how far the log is applied, before anything is looked up: who streams from there misses no
   * change that comes after the answer.
   */
  private Guard.Handler positioned(Guard.Handler handler) {
    return (context, caller) -> {
      context.response().putHeader(LOG_POSITION, parts.changes().progress().toString());
      handler.handle(context, caller);
    };
  }

  private void whenReady(RoutingContext context) {
    if (parts.ready().getAsBoolean()) {
      context.next();
    } else {
      Problem.unavailable("not-ready", "the service is still taking up its data: try again")
          .write(context);
    }
  }

  private io.vertx.core.Handler<RoutingContext> timed(String operation) {
    Timer timer =
        Timer.builder("tradecounter.answer")
            .description("Time from the request's head to the answer's end")
            .tag("operation", operation)
            .serviceLevelObjectives(BUCKETS)
            .register(parts.meters());
    return context -> {
      long begin = System.nanoTime();
      context.response().endHandler(_ -> timer.record(Duration.ofNanos(System.nanoTime() - begin)));
      context.next();
    };
  }

  private static void openApi(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml");
    Failures.report(context.response().end(OPEN_API), "the contract could not be sent");
  }

  private static final String OPEN_API = contract();

  private static String contract() {
    try (InputStream in =
        Objects.requireNonNull(
            StorefrontVerticle.class.getResourceAsStream("/config/openapi.yaml"))) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
