package tradecounter.deadletter;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.deadletter.DeadLetterText.Whole;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;
import tradecounter.security.Caller;
import tradecounter.store.DeadLetterStore;
import tradecounter.store.LetterFilter;

/** Operators replay dead letters: one, or all that they mean. */
public final class ReplayEndPoint {
  private static final int LONGEST_CODE = 64;
  private static final int USUAL_ROUND = 1_000;
  private static final int LONGEST_ROUND = 10_000;

  private final Letters letters;
  private final Replay replay;
  private final ReplayRound round;
  private final Configuration.Limits limits;

  public ReplayEndPoint(
      DeadLetterStore store, Replay replay, ReplayRound round, Configuration.Limits limits) {
    this.letters = new Letters(store, replay.door());
    this.replay = replay;
    this.round = round;
    this.limits = limits;
  }

  /** Replays one and tells what became of it. */
  public void replay(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    long id = Letters.id(context);
    FromPostgres.answer(
        context, () -> replayed(id, caller.subject()), whole -> Letters.send(context, whole));
  }

  private Whole replayed(long id, String by) throws SQLException, InterruptedException {
    Optional<Replay.Replayed> replayed = replay.one(id, by);
    if (replayed.isEmpty()) {
      letters.open(id);
      throw Letters.underWay();
    }
    if (replayed.get().outcome() == Replay.Outcome.LEFT) {
      throw Problem.unavailable(
              "log-unavailable",
              "the log does not answer: replay it again, what has arrived is recognised")
          .asException();
    }
    return letters.whole(id);
  }

  private record Asked(LetterFilter filter, int limit) {}

  /** Replays all that are meant. */
  public void replayAll(RoutingContext context, Caller caller) {
    var _ =
        Bodies.read(context, limits)
            .map(ReplayEndPoint::asked)
            .onSuccess(asked -> replayAll(context, asked, caller.subject()))
            .onFailure(context::fail);
  }

  private void replayAll(RoutingContext context, Asked asked, String by) {
    Future<ReplayRound.Counts> counts =
        Future.fromCompletionStage(
                round.start(asked.filter(), asked.limit(), by, Letters.PATIENCE_MILLIS),
                context.vertx().getOrCreateContext())
            .recover(failure -> Future.failedFuture(told(failure)));
    FromPostgres.answer(
        context, counts, done -> FromPostgres.send(context, json -> write(json, done)));
  }

  private static Throwable told(Throwable failure) {
    if (failure instanceof ReplayRound.BusyException) {
      return Problem.of(
              429, "busy", "this node is replaying dead letters already: wait until it is done")
          .asException();
    }
    return Letters.isTooLong(failure) ? Letters.tooLong() : failure;
  }

  private static void write(JsonGenerator json, ReplayRound.Counts counts) throws IOException {
    json.writeNumberField("replayed", counts.replayed());
    json.writeNumberField("superseded", counts.superseded());
    json.writeNumberField("duplicate", counts.duplicate());
    json.writeNumberField("refusedAgain", counts.refusedAgain());
    json.writeNumberField("left", counts.left());
    if (counts.next().isPresent()) {
      json.writeStringField("next", String.valueOf(counts.next().getAsLong()));
    }
  }

  private static Asked asked(byte[] body) {
    return Bodies.json(
        body,
        in -> {
          String[] texts = {"", "", ""};
          long[] bounds = {0, Long.MAX_VALUE};
          int[] limit = {USUAL_ROUND};
          in.start();
          in.object(
              field -> {
                switch (field) {
                  case "feed" -> texts[0] = in.key();
                  case "code" -> texts[1] = in.text(LONGEST_CODE, 1);
                  case "q" -> texts[2] = in.text(Letters.LONGEST_TEXT, 1);
                  case "after" -> bounds[0] = id(in);
                  case "before" -> bounds[1] = id(in);
                  case "limit" -> limit[0] = in.integer(1, LONGEST_ROUND);
                  default -> in.unknown(field);
                }
              });
          in.end();
          return new Asked(
              new LetterFilter(
                  texts[0], texts[1], Optional.empty(), texts[2], bounds[0], bounds[1]),
              limit[0]);
        });
  }

  private static long id(JsonCursor in) throws IOException, RefusalException {
    String text = in.text(18, 1);
    if (!text.matches("[0-9]+")) {
      throw in.wrongValue("must be the id of a dead letter, such as \"1842\"");
    }
    return Long.parseLong(text);
  }
}
