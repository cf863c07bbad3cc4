package tradecounter.order;

import java.sql.Connection;
import java.sql.SQLException;
import tradecounter.engine.order.ProgressStep.Effect;

/** Has the ledger give up what an order gives up. */
public final class OrderEffects implements HoldEffects {
  private final OrderHolds holds = new OrderHolds();
  private final Runnable changed;

  /**
   * @param changed told when what is held may have changed; its commit is about to come
   */
  public OrderEffects(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void cancelHold(Connection connection, String order, Effect.CancelHold cancelled)
      throws SQLException {
    holds.cancel(connection, cancelled);
    changed.run();
  }

  /**
   * Finds nothing: to reserve elsewhere is decided at the desk of the ledger, under its locks, and
   * not in a transaction that has others already. A person decides.
   */
  @Override
  public long reroute(Connection connection, String order, Effect.Reroute wanted) {
    return 0;
  }

  /** {@link OrderCancelling} has stopped what could be stopped, before it locked the order. */
  @Override
  public void withdraw(Connection connection, String order) {}
}
