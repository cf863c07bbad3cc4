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
   * Asks other sources for what one has refused, and gives up what the order holds there for as
   * much as is found: a new part of the order, {@code replacing}, for each document that asks.
   *
   * @return how much is found, at most what is wanted; the rest waits for a person
   */
  long reroute(Connection connection, String order, Effect.Reroute wanted) throws SQLException;

  /** Stops whatever of the order was never sent, and asks targets to cancel the rest. */
  void withdraw(Connection connection, String order) throws SQLException;
}
