package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.engine.forward.ForwardLifeCycle;
import tradecounter.engine.forward.ForwardStep;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.Moved;
import tradecounter.engine.forward.ForwardStep.Refused;
import tradecounter.forward.ErpAdapter.Content;
import tradecounter.forward.ForwardRows.Row;
import tradecounter.store.Database;

/**
 * Forwards in Postgres: one transaction for each step of {@link ForwardLifeCycle}, with what the
 * rest of the system makes of it. Its clock alone tells the time. Blocks; any thread.
 */
public final class ForwardStore {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardStore.class);
  private static final long POSTPONED_MILLIS = 10_000;

  private final Database database;
  private final String node;
  private final Map<String, Target> targets;
  private final ForwardOutcomes outcomes;
  private final LongAdder fenced = new LongAdder();

  /**
   * One attempt or look-up.
   *
   * @param number of the attempt
   * @param finishedAt {@code null} if nobody knows what became of it
   * @param outcome empty if nobody knows
   */
  public record Attempt(
      String kind,
      int number,
      String node,
      Instant startedAt,
      @Nullable Instant finishedAt,
      String outcome,
      String detail) {}

  /** How many forwards of a target are in a state, and since when the oldest waits. */
  public record Count(String target, State state, long forwards, double oldestSeconds) {}

  public ForwardStore(
      Database database, String node, List<Target> targets, ForwardOutcomes outcomes) {
    this.database = database;
    this.node = node;
    this.targets =
        targets.stream().collect(Collectors.toUnmodifiableMap(Target::name, Function.identity()));
    this.outcomes = outcomes;
  }

  /** Within the transaction that accepts the order: with its commit they are due. */
  public void enqueue(Connection connection, List<NewForward> forwards) throws SQLException {
    for (NewForward forward : forwards) {
      ForwardRows.insert(connection, forward, target(forward.target()).ordered());
    }
  }

  /**
   * Takes what is due. The attempts are on record when this returns: not a byte may leave before.
   *
   * @param limit of them at most
   */
  List<Assignment> claim(Target target, int limit) throws SQLException {
    return database.inTransaction(
        connection -> {
          List<Assignment> claimed = new ArrayList<>();
          for (Row row : ForwardRows.due(connection, target.name(), limit)) {
            ForwardEvent claim =
                new ForwardEvent.Claim(
                    row.forward().lease().fence() + 1, row.moment() + target.leaseMillis());
            if (step(row, claim) instanceof Moved moved) {
              claim(connection, row, moved).ifPresent(claimed::add);
            }
          }
          return claimed;
        });
  }

  /** One that cannot be claimed, whyever, must not keep the others from it. */
  private Optional<Assignment> claim(Connection connection, Row row, Moved moved)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Optional<Assignment> assignment = write(connection, row, moved);
      connection.releaseSavepoint(before);
      return assignment;
    } catch (SQLException | RuntimeException e) {
      connection.rollback(before);
      LOG.error("forward {} cannot be claimed", row.dispatch().forwardId(), e);
      ForwardRows.postpone(
          connection, row.dispatch().forwardId(), POSTPONED_MILLIS, "cannot be claimed: " + e);
      return Optional.empty();
    }
  }

  /**
   * Writes down what the holder of a claim has found out, if it still holds it.
   *
   * @return what there is to do at once
   */
  Optional<Assignment> answer(String forwardId, ForwardEvent.Answer answer) throws SQLException {
    return database.inTransaction(
        connection -> {
          Row row = required(connection, forwardId);
          ForwardAttempts.end(connection, forwardId, answer);
          return switch (step(row, answer)) {
            case Moved moved -> write(connection, row, moved);
            case Refused _ -> {
              fenced.increment();
              yield Optional.empty();
            }
          };
        });
  }

  /** What waits for a person, the oldest first. */
  public List<Dispatch> unresolved(int limit) throws SQLException {
    return database.inTransaction(
        connection ->
            ForwardRows.unresolved(connection, limit).stream().map(Row::dispatch).toList());
  }

  /** The attempts at these forwards, by forward, the first first. */
  public Map<String, List<Attempt>> attempts(List<String> forwardIds) throws SQLException {
    return database.inTransaction(connection -> ForwardAttempts.of(connection, forwardIds));
  }

  /** One forward, whose row stays locked until the caller's transaction ends. */
  public Optional<Dispatch> locked(Connection connection, String forwardId) throws SQLException {
    return ForwardRows.locked(connection, forwardId).map(Row::dispatch);
  }

  /** A person has decided, within the caller's transaction. */
  public ForwardStep decide(Connection connection, String forwardId, ForwardEvent.Decision decision)
      throws SQLException {
    return take(connection, forwardId, decision);
  }

  /** An audit or a feed saw these orders at the target, within the caller's transaction. */
  public ForwardStep seen(Connection connection, String forwardId, List<String> targetOrders)
      throws SQLException {
    return take(connection, forwardId, new ForwardEvent.Seen(targetOrders));
  }

  private ForwardStep take(Connection connection, String forwardId, ForwardEvent event)
      throws SQLException {
    Row row = required(connection, forwardId);
    ForwardStep step = step(row, event);
    if (step instanceof Moved moved && write(connection, row, moved).isPresent()) {
      throw new IllegalStateException(event + " made " + forwardId + " an assignment");
    }
    return step;
  }

  /**
   * What became of the wish to cancel the forwards of an order.
   *
   * @param cancelled of which no byte was ever sent, and none will be
   * @param sent why others cannot be cancelled; empty if there are none, or their targets refused
   */
  public record Cancelled(Set<String> cancelled, Optional<Refused> sent) {}

  /** Cancels each forward of an order that was never attempted, in the caller's transaction. */
  public Cancelled cancel(Connection connection, String orderId) throws SQLException {
    Set<String> cancelled = new TreeSet<>();
    Optional<Refused> sent = Optional.empty();
    for (Row row : ForwardRows.lockedOfOrder(connection, orderId)) {
      if (row.forward().state() == State.REJECTED || row.forward().state() == State.CANCELLED) {
        continue;
      }
      switch (step(row, new ForwardEvent.Cancel())) {
        case Refused refused -> sent = Optional.of(refused);
        case Moved moved -> {
          ForwardRows.update(
              connection, moved.forward(), row.forward().lease().fence(), Optional.empty());
          cancelled.add(row.dispatch().forwardId());
        }
      }
    }
    return new Cancelled(cancelled, sent);
  }

  /** Whether the target has it, so that it is not sent any more; the row stays locked. */
  public boolean isTaken(Connection connection, String forwardId) throws SQLException {
    return ForwardRows.locked(connection, forwardId)
        .filter(row -> row.forward().state() == State.ACKNOWLEDGED)
        .isPresent();
  }

  /** Of what is not over. */
  List<Count> counts() throws SQLException {
    return database.inTransaction(
        connection -> {
          List<Count> counts = new ArrayList<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT target, state, count(*),"
                          + " extract(epoch FROM now() - min(created_at))"
                          + " FROM forward"
                          + " WHERE state NOT IN ('ACKNOWLEDGED', 'REJECTED', 'CANCELLED')"
                          + " GROUP BY target, state");
              ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
              counts.add(
                  new Count(
                      rows.getString(1),
                      State.valueOf(rows.getString(2)),
                      rows.getLong(3),
                      rows.getDouble(4)));
            }
          }
          return counts;
        });
  }

  /** Answers that came too late to count. */
  long fenced() {
    return fenced.sum();
  }

  private Row required(Connection connection, String forwardId) throws SQLException {
    return ForwardRows.locked(connection, forwardId)
        .orElseThrow(() -> new IllegalArgumentException("there is no forward " + forwardId));
  }

  private Target target(String name) {
    Target target = targets.get(name);
    if (target == null) {
      throw new IllegalArgumentException("no target '" + name + "' is enabled");
    }
    return target;
  }

  private ForwardStep step(Row row, ForwardEvent event) {
    return ForwardLifeCycle.step(
        row.forward(),
        event,
        target(row.dispatch().target()).policy(),
        row.moment(),
        bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  /** All of a step, or nothing: the caller's transaction sees to that. */
  private Optional<Assignment> write(Connection connection, Row row, Moved moved)
      throws SQLException {
    Forward next = moved.forward();
    Dispatch dispatch =
        new Dispatch(
            next, row.dispatch().orderId(), row.dispatch().target(), row.dispatch().document());
    Optional<Assignment> assignment = Optional.empty();
    Optional<Buffer> sentBytes = Optional.empty();
    for (Effect effect : moved.effects()) {
      switch (effect) {
        case Effect.Send _ -> {
          Content content = content(row);
          sentBytes =
              content instanceof Content.Bytes(Buffer bytes)
                  ? Optional.of(bytes)
                  : Optional.empty();
          assignment = Optional.of(new Assignment.Send(dispatch, content));
          outcomes.sending(connection, dispatch);
        }
        case Effect.LookUp _ -> assignment = Optional.of(new Assignment.LookUp(dispatch));
        case Effect.Acknowledged(String targetOrder) ->
            outcomes.acknowledged(connection, dispatch, Database.storable(targetOrder));
        case Effect.Rejected(Forward.Refusal refusal) ->
            outcomes.rejected(
                connection,
                dispatch,
                new Forward.Refusal(
                    Database.storable(refusal.code()), Database.storable(refusal.reason())));
        case Effect.Raise(ForwardStep.ExceptionType type, String detail) ->
            outcomes.exception(connection, dispatch, type, Database.storable(detail));
        case Effect.Cancelled _, Effect.WaitUntil _ -> {}
      }
    }
    ForwardRows.update(connection, next, row.forward().lease().fence(), sentBytes);
    if (assignment.isPresent()) {
      ForwardAttempts.begin(connection, assignment.get(), node);
    }
    return assignment;
  }

  /** As long as an earlier attempt may have arrived, what it sent is sent again, to the byte. */
  private Content content(Row row) {
    return row.sentBytes()
        .filter(_ -> row.forward().tries().doubts() > 0)
        .<Content>map(Content.Bytes::new)
        .orElseGet(
            () -> target(row.dispatch().target()).adapter().content(row.dispatch().document()));
  }
}
