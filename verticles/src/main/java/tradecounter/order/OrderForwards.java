package tradecounter.order;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.forward.Dispatch;
import tradecounter.forward.ForwardOutcomes;
import tradecounter.ledger.HoldChange;
import tradecounter.ledger.HoldLedger;

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
  private static final long CLOCK_MARGIN_MILLIS = TimeUnit.MINUTES.toMillis(1);

  @Override
  public void sending(Connection connection, Dispatch dispatch) throws SQLException {
    step(connection, dispatch.forwardId(), _ -> new HoldEvent.Send());
  }

  @Override
  public void acknowledged(Connection connection, Dispatch dispatch, String targetOrder)
      throws SQLException {
    step(
        connection,
        dispatch.forwardId(),
        now -> new HoldEvent.Acknowledge(now + CLOCK_MARGIN_MILLIS));
  }

  @Override
  public void rejected(Connection connection, Dispatch dispatch, Refusal refusal)
      throws SQLException {
    step(connection, dispatch.forwardId(), _ -> new HoldEvent.Reject());
  }

  @Override
  public void exception(Connection connection, Dispatch dispatch, ExceptionType type, String detail)
      throws SQLException {
    LOG.error("forward {}: {} {}", dispatch.forwardId(), type, detail);
  }

  private static void step(Connection connection, String hold, LongFunction<HoldEvent> event)
      throws SQLException {
    Optional<Hold> found = Optional.ofNullable(HoldLedger.lock(connection, Set.of(hold)).get(hold));
    if (found.isEmpty()) {
      LOG.error("forward {} holds nothing", hold);
      return;
    }
    long now = HoldLedger.nowMillis(connection);
    switch (HoldLifeCycle.step(found.get(), event.apply(now), now)) {
      case HoldStep.Moved moved -> {
        if (!moved.hold().equals(found.get())) {
          var _ =
              HoldLedger.write(
                  connection,
                  List.of(HoldChange.changed(found.get(), moved.hold())),
                  Optional.empty());
        }
      }
      case HoldStep.Refused refused ->
          LOG.error("hold {}: {} ({})", hold, refused.detail(), refused.code());
    }
  }
}
