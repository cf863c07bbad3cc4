package tradecounter.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.forward.ForwardAnswers;
import tradecounter.forward.ForwardAnswers.Answered;
import tradecounter.forward.Target;
import tradecounter.store.Database;

/** What is measured of audits and exceptions, as it was when a node last counted. */
final class AuditMeters {
  private static final Counted NOTHING = new Counted(Map.of(), Map.of(), List.of(), Instant.EPOCH);

  private volatile Counted counted = NOTHING;

  /**
   * One count.
   *
   * @param completedAt when the last complete round of what one node does for all ended
   */
  private record Counted(
      Map<FindingKind, Long> findings,
      Map<String, Long> troubles,
      List<Answered> answers,
      Instant completedAt) {}

  AuditMeters(MeterRegistry registry, List<Target> targets, InstantSource clock) {
    for (FindingKind kind : FindingKind.values()) {
      Gauge.builder(
              "tradecounter.audit.findings",
              this,
              meters -> meters.counted.findings().getOrDefault(kind, 0L))
          .description("What audits have found and nobody has mended, by kind")
          .tag("kind", kind.name())
          .register(registry);
    }
    for (TroubleType type : TroubleType.values()) {
      Gauge.builder(
              "tradecounter.exceptions.open",
              this,
              meters -> meters.counted.troubles().getOrDefault(type.name(), 0L))
          .description("What waits for a person, by type")
          .tag("type", type.name())
          .register(registry);
    }
    Gauge.builder(
            "tradecounter.oversold.items",
            this,
            meters -> meters.counted.findings().getOrDefault(FindingKind.OVERSOLD_BY_SOURCE, 0L))
        .description("Items at locations of which more is sold than their source says there is")
        .register(registry);
    Gauge.builder(
            "tradecounter.audit.complete.age.seconds",
            this,
            meters ->
                meters.counted.completedAt().equals(Instant.EPOCH)
                    ? Double.NaN
                    : Math.max(0, clock.millis() - meters.counted.completedAt().toEpochMilli())
                        / 1000.0)
        .description("How long ago the last complete round of the audit ended")
        .register(registry);
    targets.stream()
        .filter(target -> target.answerWithinMillis() > 0)
        .forEach(target -> watch(registry, target));
  }

  private void watch(MeterRegistry registry, Target target) {
    Gauge.builder(
            "tradecounter.supplier.answer.seconds",
            this,
            meters ->
                meters.counted.answers().stream()
                    .filter(answered -> answered.target().equals(target.name()))
                    .mapToDouble(Answered::seconds)
                    .findFirst()
                    .orElse(Double.NaN))
        .description("How long those who answered within the last hour have taken, on average")
        .tag("target", target.name())
        .register(registry);
    Gauge.builder(
            "tradecounter.supplier.answer.within.seconds",
            target,
            t -> t.answerWithinMillis() / 1000.0)
        .description("How long they may take")
        .tag("target", target.name())
        .register(registry);
  }

  /** Counts. Blocks. */
  void count(Database database) throws SQLException {
    counted =
        database.inTransaction(
            connection ->
                new Counted(
                    Findings.counts(connection),
                    troubles(connection),
                    ForwardAnswers.ofLastHour(connection),
                    AuditRuns.all(connection).stream()
                        .filter(run -> run.audit().equals(Auditor.SHARED))
                        .map(run -> Objects.requireNonNullElse(run.finishedAt(), Instant.EPOCH))
                        .findFirst()
                        .orElse(Instant.EPOCH)));
  }

  private static Map<String, Long> troubles(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT type, count(*) FROM trouble WHERE state = 'OPEN' GROUP BY type");
        ResultSet rows = select.executeQuery()) {
      Map<String, Long> troubles = new HashMap<>();
      while (rows.next()) {
        troubles.put(rows.getString(1), rows.getLong(2));
      }
      return troubles;
    }
  }
}
