package tradecounter.deadletter;

import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import tradecounter.deadletter.DeadLetterText.Listed;
import tradecounter.deadletter.DeadLetterText.Whole;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.store.DeadLetterStore;
import tradecounter.store.KeptLetter;

/** The one dead letter that a request is about, and what is said if it cannot be had. */
final class Letters {
  /** Of what is looked for. */
  static final int LONGEST_TEXT = 200;

  /** So long Postgres may look for it. */
  static final int PATIENCE_MILLIS = 5_000;

  /** What Postgres says when it has run out of that. */
  private static final String QUERY_CANCELED = "57014";

  private final DeadLetterStore store;
  private final LetterDoor door;

  Letters(DeadLetterStore store, LetterDoor door) {
    this.store = store;
    this.door = door;
  }

  /** The one that the path names; leaves with a 404 if it cannot be one. */
  static long id(RoutingContext context) {
    String named = Parameters.ofPath(context, "letter");
    if (!named.matches("[0-9]{1,18}")) {
      throw unknown(named).asException();
    }
    return Long.parseLong(named);
  }

  private static Problem unknown(String letter) {
    return Problem.of(404, "dead-letter-unknown", "there is no dead letter " + letter);
  }

  private KeptLetter find(long id) throws SQLException {
    return store.find(id).orElseThrow(() -> unknown(String.valueOf(id)).asException());
  }

  /** With what would become of it. Blocks. */
  Whole whole(long id) throws SQLException {
    KeptLetter kept = find(id);
    return new Whole(Listed.of(kept), door.version(kept), door.examine(kept));
  }

  static void send(RoutingContext context, Whole whole) {
    FromPostgres.send(context, json -> DeadLetterText.write(json, whole));
  }

  /** One that may be decided about; leaves with a 409 if it is closed. Blocks. */
  KeptLetter open(long id) throws SQLException {
    KeptLetter kept = find(id);
    if (kept.state() != KeptLetter.State.OPEN) {
      throw conflict(
          "dead-letter-closed",
          "it was "
              + kept.state().name()
              + kept.ending().map(e -> " at " + e.at() + " by " + e.by()).orElse(""));
    }
    return kept;
  }

  static Problem.ProblemException underWay() {
    return conflict("replay-under-way", "it is being replayed at this moment");
  }

  static Problem.ProblemException conflict(String code, String detail) {
    return Problem.of(409, code, detail).asException();
  }

  /** The work, which leaves with a problem if Postgres has looked for too long. */
  static <T> Callable<T> inTime(Callable<T> work) {
    return () -> {
      try {
        return work.call();
      } catch (SQLException e) {
        throw isTooLong(e) ? tooLong() : e;
      }
    };
  }

  static boolean isTooLong(Throwable failure) {
    return failure instanceof SQLException sql && QUERY_CANCELED.equals(sql.getSQLState());
  }

  static Problem.ProblemException tooLong() {
    return Problem.unavailable(
            "search-timeout",
            "there is too much to look through: name a feed or a code, or an id before which to"
                + " look")
        .asException();
  }
}
