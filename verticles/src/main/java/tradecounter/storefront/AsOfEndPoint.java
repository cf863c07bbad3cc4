package tradecounter.storefront;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import tradecounter.configuration.Configuration;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Guard;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.log.LogProgress;
import tradecounter.log.LogReplay;
import tradecounter.log.Replayed;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Answers;
import tradecounter.storefront.line.Line;
import tradecounter.storefront.line.Problems;

/**
 * "What did we tell the customer at 10:42?": the availability question once more, asked by an
 * operator, of the read model as it was and with the clock of that time.
 *
 * <p>What feeds are believed by (the rules of their configuration) is what is configured now. One
 * question at a time: each reads the whole log, on a thread of its own.
 */
public final class AsOfEndPoint implements Guard.Handler {
  private static final Set<String> PARAMETERS = SingleQuestion.parametersWith("at", "position");

  /** An operator may see what any customer was told, and all of its reasons. */
  private static final Set<String> SCOPES =
      Set.of(Caller.AVAILABILITY_READ, Caller.AVAILABILITY_DETAIL, Caller.CUSTOMERS_ANY);

  private final LogReplay replay;
  private final FeedDoor door;
  private final Configuration configuration;
  private final InstantSource clock;
  private final BooleanSupplier ready;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * @param ready whether the log is known to be there
   */
  public AsOfEndPoint(
      LogReplay replay,
      FeedDoor door,
      Configuration configuration,
      InstantSource clock,
      BooleanSupplier ready) {
    this.replay = replay;
    this.door = door;
    this.configuration = configuration;
    this.clock = clock;
    this.ready = ready;
  }

  @Override
  public void handle(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, PARAMETERS);
    SingleQuestion asked = SingleQuestion.read(context, parameters);
    Optional<Instant> at = parameters.instant("at");
    Optional<LogProgress> position =
        parameters.parsed("position", LogProgress::parse, "a Log-Position as an answer bears it");
    parameters.check();
    Instant then =
        at.orElseThrow(() -> problem("at-missing", "say when it was: at=2026-11-23T10:42:00Z"));
    if (then.isAfter(clock.instant())) {
      throw problem("at-in-future", "'at' has not come yet: the past is asked for");
    }
    if (!ready.getAsBoolean()) {
      throw Problem.unavailable("not-ready", "the service is still taking up its data: try again")
          .asException();
    }
    if (!busy.compareAndSet(false, true)) {
      throw Problem.unavailable("busy", "another question of the past is being answered: try again")
          .asException();
    }
    AtomicBoolean gone = new AtomicBoolean();
    context.response().closeHandler(_ -> gone.set(true));
    var wanted = new LogReplay.Wanted(then, position, asked.line().item(), asked.customer());
    var _ =
        Future.fromCompletionStage(
                CompletableFuture.supplyAsync(
                    () -> replayed(wanted, gone::get),
                    task -> Thread.ofPlatform().name("as-of").start(task)),
                context.vertx().getOrCreateContext())
            .onSuccess(
                outcome ->
                    Problems.guarded(context, () -> answer(context, caller, asked, then, outcome)))
            .onFailure(context::fail);
  }

  private static Problem.ProblemException problem(String code, String detail) {
    return Problem.badRequest(code, detail).asException();
  }

  private Replayed replayed(LogReplay.Wanted wanted, BooleanSupplier abandoned) {
    try {
      return replay.replay(wanted, abandoned);
    } finally {
      busy.set(false);
    }
  }

  private void answer(
      RoutingContext context, Caller caller, SingleQuestion asked, Instant then, Replayed outcome) {
    switch (outcome) {
      case Replayed.Rebuilt rebuilt -> {
        InstantSource clockOfThen = InstantSource.fixed(then);
        World world = rebuilt.world();
        Answers answers = new Answers(world, door, clockOfThen);
        AvailabilityAnswers ofThen =
            new AvailabilityAnswers(
                world,
                new Availability(world, door::supply),
                answers,
                new EncodedAnswers(0),
                clockOfThen);
        Line line =
            ofThen.answer(
                asked.explained(),
                new Caller(caller.subject(), SCOPES, "", Set.of(), caller.expiresAtMillis()));
        answers.single(context, withLog(line, then, rebuilt));
      }
      case Replayed.NotRetained gone ->
          Problem.of(410, "log-not-retained", detail(gone)).write(context);
      case Replayed.NotReached not ->
          Problem.badRequest(
                  "position-beyond-end", "the log has not been there: it ends at " + not.end())
              .write(context);
      case Replayed.NotInTime late ->
          Problem.unavailable(
                  "as-of-timeout",
                  late.read()
                      + (late.of() == 0 ? "" : " of " + late.of())
                      + " records of the log were read within "
                      + configuration.asOf().timeoutMillis()
                      + " ms (asOf.timeoutMillis)")
              .write(context);
      case Replayed.Abandoned _ ->
          Problem.unavailable("not-live", "the service is stopping").write(context);
    }
  }

  private static String detail(Replayed.NotRetained gone) {
    return "the log no longer goes back to its beginning: "
        + gone.lane()
        + " begins at offset "
        + gone.earliestOffset()
        + gone.since().map(since -> ", told at " + since).orElse("")
        + "; what was there before is not known";
  }

  /** The same line, followed by what of the log it was made from. */
  private static Line withLog(Line line, Instant then, Replayed.Rebuilt rebuilt) {
    return switch (line) {
      case Line.Figures figures ->
          new Line.Figures(
              figures.feedBits(),
              (json, freshness) -> {
                figures.writing().to(json, freshness);
                writeLog(json, then, rebuilt);
              });
      case Line.Problematic problem -> problem;
    };
  }

  private static void writeLog(JsonGenerator json, Instant then, Replayed.Rebuilt rebuilt)
      throws IOException {
    json.writeObjectFieldStart("asOfLog");
    json.writeStringField("at", then.toString());
    json.writeStringField("position", rebuilt.position().toString());
    json.writeNumberField("records", rebuilt.records());
    json.writeEndObject();
  }
}
