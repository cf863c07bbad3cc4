package tradecounter.forward;

import java.sql.Connection;
import java.sql.SQLException;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.ForwardStep.ExceptionType;

/**
 * What the rest of the system makes of a forward's progress. Each is called inside the transaction
 * that writes it down: both count or neither does. It may happen again after a rollback.
 *
 * <p>The forward's row is locked by then: who locks rows that are touched here has to lock the
 * forward before them, or the two may wait for each other.
 */
public interface ForwardOutcomes {

  /** An attempt is about to be on record: from its commit on the target may have the order. */
  void sending(Connection connection, Dispatch dispatch) throws SQLException;

  /** The target has it. */
  void acknowledged(Connection connection, Dispatch dispatch, String targetOrder)
      throws SQLException;

  /** The target does not have it and will not get it. */
  void rejected(Connection connection, Dispatch dispatch, Refusal refusal) throws SQLException;

  /** A person has to know. The same may be said again. */
  void exception(Connection connection, Dispatch dispatch, ExceptionType type, String detail)
      throws SQLException;
}
