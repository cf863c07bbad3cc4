package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.engine.forward.ForwardStep;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.forward.ForwardStore;
import tradecounter.order.TroubleEvents.Turn;
import tradecounter.store.Database;

/** What waits for a person, in Postgres: looked at, given to somebody, done with. Blocks. */
public final class Troubles {
  static final String COLUMNS =
      "trouble, type, subject, order_id, detail, next_action, owner, state, raised_at, deadline,"
          + " resolved_at, resolution";

  private static final Outcome DONE =
      new Outcome.Refused("exception-resolved", "somebody has done with it already");

  private static final String WE = "tradecounter";

  private final TroubleBook book = new TroubleBook(new OrderStore());
  private final Database database;
  private final ForwardStore forwards;
  private final Orders orders;
  private final Runnable decided;

  /**
   * One of them.
   *
   * @param owner empty if nobody has it
   * @param resolvedAt {@code null} while it is open
   */
  public record Trouble(
      String trouble,
      String type,
      String subject,
      String order,
      String detail,
      String nextAction,
      String owner,
      boolean open,
      Instant raisedAt,
      Instant deadline,
      @Nullable Instant resolvedAt,
      String resolution) {}

  /** What a person decides with it. */
  public sealed interface Decision {
    /** What becomes of the forward that it is about. */
    record OfForward(ForwardEvent.Decision decision) implements Decision {}

    /** Another source is asked for what a supplier has refused or not answered. */
    record Reroute() implements Decision {}
  }

  /** What became of an attempt to change one. */
  public sealed interface Outcome {
    record Changed(Trouble trouble) implements Outcome {}

    /** There is none of that key. */
    record Unknown() implements Outcome {}

    /** It cannot be done so. */
    record Refused(String code, String detail) implements Outcome {}
  }

  /**
   * @param decided told when somebody has decided what becomes of a forward
   */
  public Troubles(Database database, ForwardStore forwards, Orders orders, Runnable decided) {
    this.database = database;
    this.forwards = forwards;
    this.orders = orders;
    this.decided = decided;
  }

  /**
   * The most urgent first.
   *
   * @param type empty for any
   */
  public List<Trouble> list(boolean open, String type, int limit) throws SQLException {
    return database.inOneStatement(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT "
                      + COLUMNS
                      + " FROM trouble WHERE (state = 'OPEN') = ? AND (? = '' OR type = ?)"
                      + " ORDER BY deadline, trouble LIMIT ?")) {
            select.setBoolean(1, open);
            select.setString(2, type);
            select.setString(3, type);
            select.setInt(4, limit);
            List<Trouble> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                found.add(trouble(rows));
              }
            }
            return found;
          }
        });
  }

  /** Gives it to somebody. */
  public Outcome assign(String key, String owner) throws SQLException {
    return database.inTransaction(
        connection ->
            changed(
                connection,
                key,
                "UPDATE trouble SET owner = ? WHERE trouble = ? AND state = 'OPEN' RETURNING ",
                owner));
  }

  /**
   * Is done with it.
   *
   * @param decision empty if nothing has to be done about it here
   */
  public Outcome resolve(String key, String resolution, Optional<Decision> decision)
      throws SQLException {
    Outcome outcome =
        database.inTransaction(
            connection -> {
              Optional<Trouble> found = find(connection, key);
              if (found.isEmpty()) {
                return new Outcome.Unknown();
              }
              if (!found.get().open()) {
                return DONE;
              }
              Optional<Outcome.Refused> refused = unfit(found.get(), decision);
              if (refused.isEmpty() && decision.isPresent()) {
                refused = decide(connection, found.get(), decision.get());
              }
              if (refused.isPresent()) {
                return refused.get();
              }
              if (!book.resolve(connection, key, WE, resolution)) {
                return DONE;
              }
              return find(connection, key)
                  .<Outcome>map(Outcome.Changed::new)
                  .orElseGet(Outcome.Unknown::new);
            });
    if (decision.isPresent() && outcome instanceof Outcome.Changed) {
      decided.run();
    }
    return outcome;
  }

  private static Optional<Outcome.Refused> unfit(Trouble trouble, Optional<Decision> decision) {
    boolean ofForward = trouble.type().equals(TroubleType.UNRESOLVED_FORWARD.name());
    boolean ofSupplier =
        trouble.type().equals(TroubleType.SUPPLIER_REJECTED.name())
            || trouble.type().equals(TroubleType.SUPPLIER_LATE.name());
    boolean forward = decision.filter(Decision.OfForward.class::isInstance).isPresent();
    if (forward != ofForward) {
      return Optional.of(
          new Outcome.Refused(
              "forward-decision",
              ofForward
                  ? "say what becomes of the forward: RETRY, ACKNOWLEDGED or REJECTED"
                  : "it is about no forward that waits: leave 'forward' out"));
    }
    if (decision.filter(Decision.Reroute.class::isInstance).isPresent() && !ofSupplier) {
      return Optional.of(
          new Outcome.Refused(
              "supplier-decision", "it is not about a supplier's answer: leave 'supplier' out"));
    }
    return Optional.empty();
  }

  /** The forward before the order and what it holds: whoever sends locks in that order. */
  private Optional<Outcome.Refused> decide(
      Connection connection, Trouble trouble, Decision decision) throws SQLException {
    return switch (decision) {
      case Decision.OfForward(ForwardEvent.Decision ofForward) ->
          forwards.decide(connection, trouble.subject(), ofForward)
                  instanceof ForwardStep.Refused refused
              ? refused(refused.code(), refused.detail())
              : Optional.empty();
      case Decision.Reroute _ -> {
        // The subject is the document, or a line of it.
        String document = trouble.subject().replaceFirst("/.*", "");
        boolean late = trouble.type().equals(TroubleType.SUPPLIER_LATE.name());
        if (late && !forwards.isTaken(connection, document)) {
          yield refused("forward-open", document + " may still be sent to its supplier");
        }
        ProgressEvent event =
            late ? new ProgressEvent.GivenUp(document) : new ProgressEvent.RerouteDecided(document);
        yield switch (orders.happened(connection, trouble.order(), WE, event).orElseThrow()) {
          case ProgressStep.Refused(String code, String detail) -> refused(code, detail);
          case ProgressStep.Moved moved ->
              moved.effects().isEmpty()
                  ? refused(
                      "nothing-to-reroute",
                      "nothing of "
                          + document
                          + " is refused or unanswered and not asked elsewhere")
                  : Optional.empty();
        };
      }
    };
  }

  private static Optional<Outcome.Refused> refused(String code, String detail) {
    return Optional.of(new Outcome.Refused(code, detail));
  }

  private static Optional<Trouble> find(Connection connection, String key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM trouble WHERE trouble = ?")) {
      select.setString(1, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(trouble(rows)) : Optional.empty();
      }
    }
  }

  private static Outcome changed(Connection connection, String key, String update, String value)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(update + COLUMNS)) {
      statement.setString(1, value);
      statement.setString(2, key);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          Trouble changed = trouble(rows);
          TroubleEvents.write(connection, changed.open() ? Turn.ASSIGNED : Turn.RESOLVED, changed);
          return new Outcome.Changed(changed);
        }
      }
    }
    return find(connection, key).isPresent() ? DONE : new Outcome.Unknown();
  }

  static Trouble trouble(ResultSet rows) throws SQLException {
    Timestamp resolved = rows.getTimestamp(11);
    return new Trouble(
        rows.getString(1),
        rows.getString(2),
        rows.getString(3),
        rows.getString(4),
        rows.getString(5),
        rows.getString(6),
        rows.getString(7),
        rows.getString(8).equals("OPEN"),
        rows.getTimestamp(9).toInstant(),
        rows.getTimestamp(10).toInstant(),
        resolved == null ? null : resolved.toInstant(),
        rows.getString(12));
  }
}
