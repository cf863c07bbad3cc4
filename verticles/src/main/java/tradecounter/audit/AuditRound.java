package tradecounter.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.audit.AuditCheck.Page;
import tradecounter.audit.AuditRuns.Run;
import tradecounter.audit.Findings.Finding;
import tradecounter.configuration.Configuration;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.forward.ForwardStore;
import tradecounter.order.Orders;
import tradecounter.order.TroubleBook;
import tradecounter.store.Database;

/**
 * One audit that goes round its checks, page by page, as long as this node holds its lease: a page
 * is looked at, then written down under the fence. A node that was frozen in between writes
 * nothing. What counts and is an exception is raised at the end of its check; what was not seen any
 * more goes, with its exception.
 *
 * <p>One thread; blocks.
 */
final class AuditRound {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRound.class);
  private static final String WE = "audit";
  private static final int TOLD_AT_ONCE = 1_000;

  private final String audit;
  private final String node;
  private final List<AuditCheck> checks;
  private final Tools tools;

  /** What all audits of a node work with. */
  record Tools(
      Database database,
      Configuration.Audit settings,
      Orders orders,
      ForwardStore forwards,
      TroubleBook troubles,
      RefusalPolicy silence) {}

  AuditRound(String audit, String node, List<AuditCheck> checks, Tools tools) {
    this.audit = audit;
    this.node = node;
    this.checks = List.copyOf(checks);
    this.tools = tools;
  }

  /**
   * Looks at one page, if it is time and no other node does.
   *
   * @return after how many milliseconds to come again
   */
  long turn() throws SQLException {
    Configuration.Audit settings = tools.settings();
    Optional<Run> taken =
        tools.database().inTransaction(c -> AuditRuns.take(c, audit, node, settings.leaseMillis()));
    if (taken.isEmpty()) {
      return settings.intervalMillis();
    }
    Run run = taken.get();
    if (run.part() == AuditRuns.RESTING || run.part() >= checks.size()) {
      long rest = settings.intervalMillis() - run.ageMillis();
      if (rest > 0) {
        return rest;
      }
      Optional<Run> begun = tools.database().inTransaction(c -> AuditRuns.begin(c, taken.get()));
      if (begun.isEmpty()) {
        return settings.intervalMillis();
      }
      run = begun.get();
    }
    page(run, checks.get(run.part()));
    return settings.pauseMillis();
  }

  private void page(Run run, AuditCheck check) throws SQLException {
    Page page;
    try {
      page = check.look(run.after(), tools.settings().page());
    } catch (SQLException | RuntimeException e) {
      if (e instanceof SQLException failure && !Database.isOfTheData(failure)) {
        throw failure;
      }
      LOG.error("the audit of {} fails, the others go on", check.name(), e);
      Page failed =
          new Page(
              List.of(),
              Set.of(),
              Optional.empty(),
              0,
              List.of(check.name() + " cannot be compared: " + e));
      var _ =
          tools.database().inTransaction(c -> AuditRuns.advance(c, run, after(run), "", failed));
      return;
    }
    boolean over = page.next().isEmpty();
    boolean ours =
        tools
            .database()
            .inTransaction(
                connection -> {
                  int part = over ? after(run) : run.part();
                  if (!AuditRuns.advance(connection, run, part, page.next().orElse(""), page)) {
                    return false;
                  }
                  Findings.note(connection, run, page.sightings());
                  Findings.keep(connection, check.kinds(), page.undecided());
                  if (over) {
                    for (Finding gone : Findings.forget(connection, run, check.kinds())) {
                      close(connection, gone);
                    }
                  }
                  return true;
                });
    if (ours && over) {
      tell(check);
    }
  }

  /** The part after this one. */
  private int after(Run run) {
    return run.part() + 1 < checks.size() ? run.part() + 1 : AuditRuns.RESTING;
  }

  // ---------------------------------------------------------------- exceptions

  private void close(Connection connection, Finding gone) throws SQLException {
    if (gone.told() && gone.kind().exception().isPresent()) {
      var _ =
          tools.troubles().isGone(connection, WE, gone.kind().exception().get(), gone.subject());
    }
  }

  private void tell(AuditCheck check) throws SQLException {
    List<Finding> untold =
        tools.database().inTransaction(c -> Findings.untold(c, audit, check.kinds(), TOLD_AT_ONCE));
    for (Finding finding : untold) {
      try {
        var _ =
            tools
                .database()
                .inTransaction(
                    connection -> {
                      raise(connection, finding);
                      Findings.told(connection, finding.finding());
                      return finding;
                    });
      } catch (RuntimeException e) {
        LOG.error("{} of {} cannot be raised", finding.kind(), finding.subject(), e);
      }
    }
  }

  private ProgressEvent silent(Connection connection, String document) throws SQLException {
    return switch (tools.silence()) {
      // What may still be sent must not be asked of another as well.
      case REROUTE ->
          tools.forwards().isTaken(connection, document)
              ? new ProgressEvent.GivenUp(document)
              : new ProgressEvent.Silent(document);
      case RAISE -> new ProgressEvent.Silent(document);
    };
  }

  private void raise(Connection connection, Finding finding) throws SQLException {
    switch (finding.kind()) {
      case SUPPLIER_SILENT -> {
        var _ =
            tools
                .orders()
                .happened(connection, finding.order(), WE, silent(connection, finding.about()));
      }
      case TARGET_HAS_MORE, TARGET_HAS_CLOSED -> {
        var _ = tools.forwards().seen(connection, finding.about(), finding.targetOrders());
      }
      case TARGET_LACKS_ORDER, PROMISE_IN_DANGER, OVERSOLD_BY_SOURCE -> {
        var _ =
            tools
                .troubles()
                .raise(
                    connection,
                    finding.order(),
                    WE,
                    finding.kind().exception().orElseThrow(),
                    finding.subject(),
                    finding.detail());
      }
      case HELD_WITHOUT_ORDER,
          HOLD_KEPT,
          HELD_OTHER_THAN_ORDERED,
          ORDER_WITHOUT_HOLD,
          FORWARD_MISSING,
          ORDER_BEHIND_FORWARD,
          READ_MODEL_DIFFERS -> {}
    }
  }
}
