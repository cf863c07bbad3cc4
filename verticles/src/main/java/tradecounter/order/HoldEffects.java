package tradecounter.order;

import java.sql.Connection;
import java.sql.SQLException;
import tradecounter.engine.order.ProgressStep.Effect;

/**
 * What the ledger of holds and those who forward have to do about an order that moved. Called in
 * the transaction that writes the order down, which holds the lock of its row.
 */
public interface HoldEffects {
  /** So much of what the order holds is given up. */
  void cancelHold(Connection connection, String order, Effect.CancelHold cancelled)
      throws SQLException;

  /**
   * Notes that another source is to be asked for what one has refused. What comes of it is told
   * later, in a transaction of its own.
   */
  void reroute(Connection connection, String order, Effect.Reroute wanted) throws SQLException;

  /** Stops whatever of the order was never sent, and asks targets to cancel the rest. */
  void withdraw(Connection connection, String order) throws SQLException;
}
