package tradecounter.order;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.forward.Dispatch;
import tradecounter.forward.ForwardOutcomes;

/**
 * What the progress of a forward means for the order and for what it holds: in the transaction that
 * writes the progress down. A time-out means nothing; only a definite refusal gives back.
 */
public final class OrderForwards implements ForwardOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(OrderForwards.class);

  /**
   * When we heard that a target has an order is not when it took it, and its clock is not ours. A
   * watermark of its figures counts for the order from so much later on: rather too little is
   * offered for a while than too much.
   */
  static final long CLOCK_MARGIN_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final Orders orders;
  private final OrderStore store;
  private final Runnable changed;
  private final OrderHolds holds = new OrderHolds();

  /**
   * @param changed told when what is held may have changed; its commit is about to come
   */
  public OrderForwards(Orders orders, OrderStore store, Runnable changed) {
    this.orders = orders;
    this.store = store;
    this.changed = changed;
  }

  @Override
  public void sending(Connection connection, Dispatch dispatch) throws SQLException {
    holds.step(connection, dispatch.forwardId(), _ -> new HoldEvent.Send());
    store.note(
        connection,
        dispatch.orderId(),
        dispatch.target(),
        "sending",
        json -> {
          json.writeStringField("document", dispatch.forwardId());
          json.writeNumberField("attempt", dispatch.forward().tries().attempts());
        });
  }

  @Override
  public void acknowledged(Connection connection, Dispatch dispatch, String targetOrder)
      throws SQLException {
    if (orders
        .forwarded(
            connection, dispatch.orderId(), dispatch.target(), dispatch.forwardId(), targetOrder)
        .isEmpty()) {
      LOG.error("forward {} is of no order", dispatch.forwardId());
    }
    store.note(
        connection,
        dispatch.orderId(),
        dispatch.target(),
        "taken",
        json -> {
          json.writeStringField("document", dispatch.forwardId());
          json.writeStringField("targetOrder", targetOrder);
        });
    holds.step(
        connection,
        dispatch.forwardId(),
        now -> new HoldEvent.Acknowledge(now + CLOCK_MARGIN_MILLIS));
    changed.run();
  }

  @Override
  public void rejected(Connection connection, Dispatch dispatch, Refusal refusal)
      throws SQLException {
    var _ =
        orders.happened(
            connection,
            dispatch.orderId(),
            dispatch.target(),
            new ProgressEvent.Refused(
                dispatch.forwardId(), refusal.code(), refusal.reason(), Map.of()));
    holds.step(connection, dispatch.forwardId(), _ -> new HoldEvent.Reject());
    changed.run();
  }

  @Override
  public void exception(Connection connection, Dispatch dispatch, ExceptionType type, String detail)
      throws SQLException {
    orders.trouble(
        connection,
        dispatch.orderId(),
        dispatch.target(),
        switch (type) {
          case UNRESOLVED_FORWARD -> TroubleType.UNRESOLVED_FORWARD;
          case DUPLICATE_IN_ERP -> TroubleType.DUPLICATE_IN_ERP;
          case CONTRADICTION_IN_ERP -> TroubleType.CONTRADICTION_IN_ERP;
        },
        dispatch.forwardId(),
        detail);
  }
}
