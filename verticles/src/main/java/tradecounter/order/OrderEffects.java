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

  /** {@link Rerouter} has the desk of the ledger decide it, under its locks. */
  @Override
  public void reroute(Connection connection, String order, Effect.Reroute wanted)
      throws SQLException {
    Reroutes.want(connection, order, wanted);
    changed.run();
  }

  /** {@link OrderCancelling} has stopped what could be stopped, before it locked the order. */
  @Override
  public void withdraw(Connection connection, String order) {}
}
