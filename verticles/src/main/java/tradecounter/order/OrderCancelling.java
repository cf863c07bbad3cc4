package tradecounter.order;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.forward.ForwardStore;
import tradecounter.store.Database;

/**
 * The customer does not want it any more. What no target has ever been sent is cancelled at once;
 * what may have arrived somewhere waits for the word of its target, and for a person to see to it.
 * Blocks.
 */
public final class OrderCancelling {
  private static final String WE = "tradecounter";

  private final Database database;
  private final ForwardStore forwards;
  private final Orders orders;
  private final OrderStore store;
  private final Runnable changed;
  private final OrderHolds holds = new OrderHolds();

  /** What became of the wish. */
  public sealed interface Outcome {
    /** Nobody has any of it, or ever will: it is cancelled. */
    record Cancelled() implements Outcome {}

    /** A target may have some of it: its word is waited for. What nobody has is cancelled. */
    record Requested(String why) implements Outcome {}

    /** It cannot be cancelled any more. */
    record Refused(String code, String detail) implements Outcome {}

    /** There is no such order. */
    record Unknown() implements Outcome {}
  }

  /**
   * @param changed told after what is held has changed
   */
  public OrderCancelling(
      Database database, ForwardStore forwards, Orders orders, OrderStore store, Runnable changed) {
    this.database = database;
    this.forwards = forwards;
    this.orders = orders;
    this.store = store;
    this.changed = changed;
  }

  /**
   * Cancels the order, or asks for it.
   *
   * @param sees whether whoever asks may see a customer: if not, there is no such order
   */
  public Outcome cancel(String order, Predicate<String> sees) throws SQLException {
    Outcome outcome =
        database.inTransaction(
            connection -> {
              if (store.customerOf(connection, order).filter(sees).isEmpty()) {
                return new Outcome.Unknown();
              }
              // Forwards before the order before its holds: the order in which everybody locks.
              ForwardStore.Cancelled stopped = forwards.cancel(connection, order);
              Optional<ProgressStep> wanted =
                  orders.happened(connection, order, WE, new ProgressEvent.CancelRequested());
              if (wanted.isPresent()
                  && wanted.get() instanceof ProgressStep.Refused(String code, String detail)) {
                connection.rollback(); // What was never sent is still to be sent.
                return new Outcome.Refused(code, detail);
              }
              for (String document : stopped.cancelled()) {
                var _ =
                    orders.happened(
                        connection,
                        order,
                        WE,
                        new ProgressEvent.Cancelled(
                            document, "cancelled by the customer", Map.of()));
              }
              holds.giveBack(connection, stopped.cancelled());
              if (stopped.sent().isEmpty()) {
                return new Outcome.Cancelled();
              }
              String why = stopped.sent().get().detail();
              orders.trouble(
                  connection,
                  order,
                  WE,
                  TroubleType.CANCEL_WANTED,
                  order,
                  "the customer cancels, and " + why);
              return new Outcome.Requested(why);
            });
    changed.run();
    return outcome;
  }
}
