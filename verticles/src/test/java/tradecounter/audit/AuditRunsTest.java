package tradecounter.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.audit.AuditCheck.Page;
import tradecounter.audit.AuditRuns.Run;
import tradecounter.audit.Findings.Finding;
import tradecounter.order.AcceptedOrders;
import tradecounter.store.Database;

/** One node at a time, and nothing counts that was seen but once, or moved in between. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class AuditRunsTest {
  private static final Set<FindingKind> KINDS = Set.of(FindingKind.HOLD_KEPT);
  private static final Page NOTHING = Page.of(List.of(), Optional.empty(), 3);

  private AcceptedOrders accepted;
  private Database database;

  @BeforeEach
  void open() {
    accepted = new AcceptedOrders();
    database = accepted.database();
  }

  @AfterEach
  void close() {
    accepted.close();
  }

  private Optional<Run> take(String node, long leaseMillis) throws SQLException {
    return database.inTransaction(c -> AuditRuns.take(c, "a", node, leaseMillis));
  }

  private Run begun(Run run) throws SQLException {
    return database.inTransaction(c -> AuditRuns.begin(c, run)).orElseThrow();
  }

  private boolean advance(Run run, int part, String after) throws SQLException {
    return database.inTransaction(c -> AuditRuns.advance(c, run, part, after, NOTHING));
  }

  @Test
  void whoeverLostTheLeaseWritesNothingMore() throws SQLException {
    Run mine = begun(take("one", 60_000).orElseThrow());
    assertThat(take("other", 60_000)).isEmpty();
    assertThat(advance(mine, 0, "k")).isTrue();
    Run still = take("one", 1).orElseThrow();
    assertThat(still.fence()).isEqualTo(mine.fence());
    assertThat(still.after()).isEqualTo("k");
    assertThat(still.looked()).isEqualTo(3);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> take("other", 60_000).isPresent());
    Run taken = take("other", 60_000).orElseThrow();
    assertThat(taken.fence()).isGreaterThan(mine.fence());
    assertThat(taken.after()).isEqualTo("k");
    assertThat(advance(mine, 0, "z")).isFalse();
    Optional<Run> begun = database.inTransaction(c -> AuditRuns.begin(c, mine));
    assertThat(begun).isEmpty();
    assertThat(take("other", 60_000).orElseThrow().after()).isEqualTo("k");
  }

  // ---------------------------------------------------------------- findings

  private static Sighting kept(String fingerprint) {
    return Sighting.of(FindingKind.HOLD_KEPT, "H-1", "H-1", "", "kept", fingerprint, true);
  }

  /** A round that sees this. */
  private List<Finding> round(Run run, List<Sighting> sightings) throws SQLException {
    Run now = begun(run);
    return database.inTransaction(
        c -> {
          Findings.note(c, now, sightings);
          Findings.note(c, now, sightings);
          return Findings.forget(c, now, KINDS);
        });
  }

  private List<String> counting() throws SQLException {
    return database.inTransaction(
        c -> Findings.page(c, "", "", 10).stream().map(Finding::subject).toList());
  }

  @Test
  void aFindingCountsOnceTwoRoundsHaveSeenTheSame() throws SQLException {
    Run run = take("one", 60_000).orElseThrow();
    round(run, List.of(kept("1")));
    assertThat(counting()).isEmpty();
    round(run, List.of(kept("2")));
    assertThat(counting()).as("it has moved").isEmpty();
    round(run, List.of(kept("2")));
    assertThat(counting()).containsExactly("H-1");
    round(run, List.of(kept("3")));
    assertThat(counting()).as("it moves again").isEmpty();
    assertThat(round(run, List.of())).extracting(Finding::subject).containsExactly("H-1");
    assertThat(round(run, List.of())).isEmpty();
  }

  @Test
  void whatCouldNotBeLookedAtStays() throws SQLException {
    Run run = take("one", 60_000).orElseThrow();
    round(run, List.of(kept("1")));
    round(run, List.of(kept("1")));
    Run next = begun(run);
    List<Finding> forgotten =
        database.inTransaction(
            c -> {
              Findings.keep(c, KINDS, Set.of("H-1"));
              return Findings.forget(c, next, KINDS);
            });
    assertThat(forgotten).isEmpty();
    assertThat(counting()).containsExactly("H-1");
  }
}
