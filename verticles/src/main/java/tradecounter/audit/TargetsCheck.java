package tradecounter.audit;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.forward.ErpAdapter.LookedUp;
import tradecounter.forward.Target;
import tradecounter.store.Database;

/**
 * What targets have of our documents against what we know that they have: those of which something
 * was found before first, then the latest of each target, as many as may be asked for in one round.
 * What may still change at the target is left alone.
 */
final class TargetsCheck implements AuditCheck {
  private static final Set<FindingKind> KINDS =
      Set.of(
          FindingKind.TARGET_LACKS_ORDER,
          FindingKind.TARGET_HAS_MORE,
          FindingKind.TARGET_HAS_CLOSED);

  /** More than anybody will look at. */
  private static final int MOST_SUSPECTS = 10_000;

  private static final String COLUMNS =
      "SELECT f.forward_id, f.order_id, f.state, f.target_order, f.number, f.xmin::text"
          + " FROM forward f WHERE f.target = ?"
          + " AND f.state IN ('ACKNOWLEDGED', 'REJECTED', 'CANCELLED') AND f.attempts > 0"
          // An attempt that was answered in time may not have used up its lease.
          + " AND greatest(f.first_at, f.created_at,"
          + " CASE WHEN f.state = 'ACKNOWLEDGED' THEN NULL ELSE f.last_byte_at END)"
          + " < clock_timestamp() - ? * interval '1 millisecond'";

  private static final String SUSPECTS =
      COLUMNS
          + " AND f.forward_id IN (SELECT about FROM audit_finding WHERE kind = ANY (?))"
          + " ORDER BY f.number DESC LIMIT ?";

  private static final String LATEST =
      COLUMNS
          + " AND f.number < ? AND f.created_at > now() - ? * interval '1 millisecond'"
          + " ORDER BY f.number DESC LIMIT ?";

  private final Database database;
  private final List<Target> targets;
  private final Configuration.Audit audit;
  private int left;

  /** A document that a target has decided on. */
  private record Asked(
      String document,
      String order,
      String state,
      String targetOrder,
      long number,
      String fingerprint) {
    boolean isTaken() {
      return state.equals("ACKNOWLEDGED");
    }
  }

  /** Collects what one page shows. */
  private static final class Shown {
    final List<Sighting> sightings = new ArrayList<>();
    final Set<String> undecided = new HashSet<>();
    final List<String> notes = new ArrayList<>();
    int looked;
  }

  TargetsCheck(Database database, List<Target> targets, Configuration.Audit audit) {
    this.database = database;
    this.targets = List.copyOf(targets);
    this.audit = audit;
  }

  @Override
  public String name() {
    return "targets";
  }

  @Override
  public Set<FindingKind> kinds() {
    return KINDS;
  }

  /** {@code after} is the target's place in the list and the number of the last document. */
  @Override
  public Page look(String after, int limit) throws SQLException {
    String[] place = (after.isEmpty() ? "0/0" : after).split("/", -1);
    int at = Integer.parseInt(place[0]);
    if (at >= targets.size()) {
      return Page.of(List.of(), Optional.empty(), 0);
    }
    Target target = targets.get(at);
    long below = Long.parseLong(place[1]);
    Shown shown = new Shown();
    if (below == 0) {
      long perRound = (long) audit.lookUpsPerMinute() * audit.intervalMillis() / 60_000;
      left = audit.lookUpsPerMinute() == 0 ? 0 : Math.clamp(perRound, 2, Integer.MAX_VALUE);
    }
    List<Asked> asked =
        below == 0 ? suspects(target) : latest(target, below, Math.min(limit, left));
    Optional<String> silent =
        below == 0 || !asked.isEmpty() ? whyNotAsked(target) : Optional.empty();
    // Suspects leave half of what may be asked to the others.
    int most = below == 0 ? left / 2 : left;
    boolean answers = silent.isEmpty() && ask(target, asked, most, shown);
    if (!answers) {
      silent.ifPresent(shown.notes::add);
      asked.forEach(one -> shown.undecided.add(one.document()));
    }
    boolean more =
        answers && left > 0 && (below == 0 || (!asked.isEmpty() && asked.size() >= limit));
    String next =
        more
            ? at + "/" + (below == 0 ? Long.MAX_VALUE : asked.getLast().number())
            : (at + 1) + "/0";
    return new Page(
        shown.sightings,
        shown.undecided,
        more || at + 1 < targets.size() ? Optional.of(next) : Optional.empty(),
        shown.looked,
        shown.notes);
  }

  private Optional<String> whyNotAsked(Target target) {
    if (target.adapter().erpClass() == ErpClass.C) {
      return Optional.of(
          "target " + target.name() + " has no look-up: its orders are not compared");
    }
    if (audit.lookUpsPerMinute() == 0) {
      return Optional.of("audit.lookUpsPerMinute is 0: target " + target.name() + " is not asked");
    }
    return target.breaker().getState() == CircuitBreaker.State.CLOSED
        ? Optional.empty()
        : Optional.of("target " + target.name() + " is left in peace: too many calls failed");
  }

  /** One that does not answer is not asked again in this round. */
  private boolean ask(Target target, List<Asked> asked, int most, Shown shown) {
    Duration enough = Duration.ofMillis(audit.leaseMillis() / 3);
    long began = System.nanoTime();
    boolean answers = true;
    for (Asked one : asked) {
      if (!answers || shown.looked >= most || System.nanoTime() - began > enough.toNanos()) {
        shown.undecided.add(one.document());
        continue;
      }
      left--;
      shown.looked++;
      switch (target.adapter().lookUp(one.document())) {
        case LookedUp.Found(List<String> orders) ->
            sighting(target, one, orders).ifPresent(shown.sightings::add);
        case LookedUp.Failed(String detail) -> {
          shown.notes.add("target " + target.name() + " does not answer: " + detail);
          shown.undecided.add(one.document());
          answers = false;
        }
      }
    }
    return answers;
  }

  private static Optional<Sighting> sighting(Target target, Asked asked, List<String> orders) {
    FindingKind kind =
        !asked.isTaken()
            ? FindingKind.TARGET_HAS_CLOSED
            : orders.isEmpty() ? FindingKind.TARGET_LACKS_ORDER : FindingKind.TARGET_HAS_MORE;
    boolean asExpected =
        asked.isTaken() ? orders.equals(List.of(asked.targetOrder())) : orders.isEmpty();
    return asExpected
        ? Optional.empty()
        : Optional.of(
            new Sighting(
                kind,
                asked.document(),
                asked.document(),
                asked.order(),
                "target "
                    + target.name()
                    + " has "
                    + (orders.isEmpty() ? "nothing" : String.join(", ", orders))
                    + " of it, which is "
                    + asked.state()
                    + (asked.targetOrder().isEmpty() ? "" : " as " + asked.targetOrder()),
                asked.fingerprint() + " " + String.join(" ", orders),
                false,
                orders));
  }

  // ---------------------------------------------------------------- what there is to ask for

  private List<Asked> suspects(Target target) throws SQLException {
    return OneMoment.in(
        database,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SUSPECTS)) {
            select.setString(1, target.name());
            select.setLong(2, target.policy().settleMillis());
            select.setArray(
                3, OneMoment.texts(connection, KINDS.stream().map(FindingKind::name).toList()));
            select.setInt(4, MOST_SUSPECTS);
            return asked(select);
          }
        });
  }

  private List<Asked> latest(Target target, long below, int limit) throws SQLException {
    return OneMoment.in(database, connection -> latest(connection, target, below, limit));
  }

  private List<Asked> latest(Connection connection, Target target, long below, int limit)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LATEST)) {
      select.setString(1, target.name());
      select.setLong(2, target.policy().settleMillis());
      select.setLong(3, below);
      select.setLong(4, audit.recentMillis());
      select.setInt(5, limit);
      return asked(select);
    }
  }

  private static List<Asked> asked(PreparedStatement select) throws SQLException {
    List<Asked> asked = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        asked.add(
            new Asked(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getLong(5),
                rows.getString(6)));
      }
    }
    return asked;
  }
}
