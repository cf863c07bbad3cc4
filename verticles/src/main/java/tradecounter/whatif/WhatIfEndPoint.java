package tradecounter.whatif;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.ProposedPrices.Present;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Compared;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Bodies;
import tradecounter.http.Failures;
import tradecounter.http.Guard;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.log.LogFollower;
import tradecounter.log.LogProgress;
import tradecounter.security.Caller;
import tradecounter.store.PriceBooks;
import tradecounter.storefront.price.PriceDay;

/**
 * "What would this price file do?": proposed events priced for those whom they touch, or for
 * customers × items, before anybody is told. One question at a time: each may ask millions of
 * prices, on a thread of its own. Nothing is written anywhere.
 */
public final class WhatIfEndPoint implements Guard.Handler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WhatIfEndPoint.class);

  private final Parts parts;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closing;

  /**
   * What it works with.
   *
   * @param progress how far the log is applied; asked on the follower's thread
   * @param ready whether the read model is there
   */
  public record Parts(
      Configuration configuration,
      World world,
      FeedDoor door,
      LogFollower follower,
      PriceBooks books,
      PricingRules rules,
      Supplier<LogProgress> progress,
      InstantSource clock,
      BooleanSupplier ready) {}

  /** What prices are made from for many items, and where the log was then. */
  private record Taken(Present present, LogProgress progress) {}

  public WhatIfEndPoint(Parts parts) {
    this.parts = parts;
  }

  @Override
  public void handle(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    if (!parts.ready().getAsBoolean()) {
      throw Problem.unavailable("not-ready", "the service is still taking up its data: try again")
          .asException();
    }
    if (!busy.compareAndSet(false, true)) {
      throw Problem.of(429, "busy", "another proposal is being priced: try again").asException();
    }
    AtomicBoolean gone = new AtomicBoolean();
    context.response().closeHandler(_ -> gone.set(true));
    Configuration configuration = parts.configuration();
    var _ =
        Bodies.read(
                context, configuration.whatIf().bodyBytes(), configuration.limits().bodyMillis())
            .compose(
                body ->
                    Future.fromCompletionStage(
                        CompletableFuture.supplyAsync(
                            () -> report(body, gone::get),
                            task -> Thread.ofPlatform().name("what-if").start(task)),
                        context.vertx().getOrCreateContext()))
            .onComplete(_ -> busy.set(false))
            .onSuccess(report -> send(context, report))
            .onFailure(
                failure ->
                    context.fail(
                        failure instanceof CompletionException wrapped && wrapped.getCause() != null
                            ? wrapped.getCause()
                            : failure));
  }

  private static void send(RoutingContext context, Buffer report) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Failures.report(context.response().end(report), "a what-if report could not be sent");
  }

  private Buffer report(byte[] body, BooleanSupplier gone) {
    long begin = System.nanoTime();
    Configuration.WhatIf limits = parts.configuration().whatIf();
    LongSupplier nanosLeft =
        () -> TimeUnit.MILLISECONDS.toNanos(limits.timeoutMillis()) - (System.nanoTime() - begin);
    WhatIfQuestion question = WhatIfQuestion.read(body, limits);
    if (!question.feed().isEmpty() && !parts.door().feeds().contains(question.feed())) {
      throw Problem.of(404, "feed-unknown", "there is no feed '" + question.feed() + "'")
          .asException();
    }
    List<Change> changes =
        Proposal.read(
            question.feed(),
            question.events(),
            parts.door(),
            parts.configuration().limits().reportedErrors());
    Taken taken = taken(nanosLeft);
    Compared compared =
        new Compared(
            question.quantities(),
            question.eachBreak(),
            question.currency(),
            question.onDay() == Day.OPEN_START
                ? new PriceDay(parts.configuration().prices().zone()).at(parts.clock().instant())
                : question.onDay(),
            question.minimumMarginPercent(),
            question.largest());
    PricesWhatIf.Outcome outcome =
        new PricesWhatIf(
                parts.world(),
                parts.books(),
                parts.rules(),
                limits,
                () -> closing || gone.getAsBoolean(),
                nanosLeft)
            .compare(question, compared, new ProposedPrices(taken.present(), changes));
    long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    LOG.info(
        "a proposal of {} events was priced for {} pairs in {} ms",
        changes.size(),
        outcome.comparison().pairs(),
        tookMillis);
    return new ReportWriter(
            compared,
            changes.size(),
            outcome,
            parts.configuration().limits().reportedErrors(),
            taken.progress(),
            tookMillis)
        .written();
  }

  /** On the follower's thread, between two changes: what is copied there is of one instant. */
  private Taken taken(LongSupplier nanosLeft) {
    try {
      return parts
          .follower()
          .between(() -> new Taken(Present.of(parts.world()), parts.progress().get()))
          .get(Math.max(0, nanosLeft.getAsLong()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("the log follower does not answer: {}", e.toString());
      throw Problem.unavailable("not-live", "the log follower does not answer").asException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("not-live", "the service is stopping").asException();
    }
  }

  /** Gives up what is being compared. */
  @Override
  public void close() {
    closing = true;
  }
}
