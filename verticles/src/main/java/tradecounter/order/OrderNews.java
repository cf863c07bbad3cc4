package tradecounter.order;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Envelope;

/** Applies what feeds say of orders. */
public interface OrderNews {

  /** What became of one event. */
  sealed interface Outcome {
    /** It is applied, with whatever follows from it. */
    record Applied() implements Outcome {}

    /**
     * It cannot be applied: it goes to the dead letters.
     *
     * @param code stable, for programs
     */
    record Turned(String code, String detail) implements Outcome {}

    /** Nobody knows yet which order the ERP calls that: it waits until somebody does. */
    record Early(String erpOrder) implements Outcome {}
  }

  /**
   * Applies one event in the caller's transaction: it counts once that commits.
   *
   * @param at when the log took it
   */
  Outcome apply(Connection connection, Envelope envelope, Change news, Instant at)
      throws SQLException;
}
