package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.DocumentName;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.ShipmentNews;
import tradecounter.engine.canonical.SupplierAcknowledgement;
import tradecounter.engine.order.Heard;
import tradecounter.engine.order.OrderLifeCycle;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.Moved;
import tradecounter.engine.order.ProgressStep.Refused;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.forward.ForwardAnswers;
import tradecounter.store.Database;

/**
 * Moves accepted orders: load, step, save, note, and what follows, all in the caller's transaction.
 * Stateless; blocks.
 */
public final class Orders implements OrderNews {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
  private static final int WAITING_AT_ONCE = 1_000;

  private final OrderStore store;
  private final TroubleBook troubles;
  private final StatedPrices prices;
  private final HoldEffects effects;
  private final RefusalPolicy policy;

  public Orders(OrderStore store, HoldEffects effects, RefusalPolicy policy) {
    this.store = store;
    this.troubles = new TroubleBook(store);
    this.prices = new StatedPrices(troubles);
    this.effects = effects;
    this.policy = policy;
  }

  // ---------------------------------------------------------------- what feeds say

  @Override
  public Outcome apply(Connection connection, Envelope envelope, Change news, Instant at)
      throws SQLException {
    return switch (news) {
      case OrderStatusChange status -> apply(connection, envelope, status);
      case ShipmentNews shipment -> {
        long saidAt =
            envelope.timeMillis() == Envelope.NO_TIME
                ? at.toEpochMilli()
                : Math.min(envelope.timeMillis(), at.toEpochMilli());
        yield taken(connection, envelope.feed(), shipment.order(), Heard.event(shipment, saidAt));
      }
      case SupplierAcknowledgement answered -> {
        // The forward before the order: whoever sends locks in that order.
        ForwardAnswers.answered(connection, answered.purchaseOrder());
        yield taken(connection, envelope.feed(), answered.purchaseOrder(), Heard.event(answered));
      }
      default -> new Outcome.Turned("not-of-orders", "the event says nothing of an order");
    };
  }

  private Outcome apply(Connection connection, Envelope envelope, OrderStatusChange status)
      throws SQLException {
    if (!status.order().isEmpty()) {
      String order = DocumentName.order(status.order());
      if (!status.erpOrder().isEmpty() && store.load(connection, order).isPresent()) {
        // What has waited for this name was said before.
        named(connection, order, status.order(), status.erpOrder());
      }
      return apply(connection, envelope, status, status.order());
    }
    Optional<String> known = store.documentOfErp(connection, status.erpOrder());
    if (known.isEmpty()) {
      // Whoever is about to name it has either done so by now, or will find what waits.
      store.lockErpOrder(connection, status.erpOrder());
      known = store.documentOfErp(connection, status.erpOrder());
    }
    return known.isEmpty()
        ? new Outcome.Early(status.erpOrder())
        : apply(connection, envelope, status, known.get());
  }

  private Outcome apply(
      Connection connection, Envelope envelope, OrderStatusChange status, String document)
      throws SQLException {
    Outcome outcome = taken(connection, envelope.feed(), document, Heard.event(status, document));
    if (outcome instanceof Outcome.Applied) {
      prices.compare(connection, envelope.feed(), DocumentName.order(document), status.lines());
    }
    return outcome;
  }

  private Outcome taken(Connection connection, String feed, String document, ProgressEvent event)
      throws SQLException {
    String order = DocumentName.order(document);
    Optional<ProgressStep> step = happened(connection, order, feed, event);
    if (step.isEmpty()) {
      return new Outcome.Turned("order-unknown", "there is no order " + order);
    }
    return switch (step.get()) {
      case Moved _ -> new Outcome.Applied();
      case Refused refused -> new Outcome.Turned(refused.code(), refused.detail());
    };
  }

  // ---------------------------------------------------------------- what happens here

  /**
   * The target has taken the document: it is acknowledged, and news that waited for the ERP's name
   * of the order is applied.
   */
  public Optional<ProgressStep> forwarded(
      Connection connection, String order, String target, String document, String targetOrder)
      throws SQLException {
    Optional<ProgressStep> step =
        happened(
            connection,
            order,
            target,
            new ProgressEvent.Forwarded(document, targetOrder, Map.of()));
    if (step.isPresent()) {
      named(connection, order, document, targetOrder);
    }
    return step;
  }

  /**
   * Something happened to the order.
   *
   * @param source tradecounter, or the feed or target that says so
   * @return empty if there is no such order
   */
  public Optional<ProgressStep> happened(
      Connection connection, String order, String source, ProgressEvent event) throws SQLException {
    Optional<OrderStore.Loaded> loaded = store.load(connection, order);
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    ProgressStep step =
        OrderLifeCycle.step(
            loaded.get().progress(), event, policy, loaded.get().now().toEpochMilli());
    if (step instanceof Moved moved) {
      if (!moved.progress().equals(loaded.get().progress())) {
        store.save(connection, loaded.get().progress(), moved.progress());
      }
      for (Effect effect : moved.effects()) {
        follow(connection, order, source, effect);
      }
    }
    return Optional.of(step);
  }

  private void follow(Connection connection, String order, String source, Effect effect)
      throws SQLException {
    switch (effect) {
      case Effect.CancelHold cancelled -> effects.cancelHold(connection, order, cancelled);
      case Effect.Withdraw _ -> effects.withdraw(connection, order);
      case Effect.Reroute wanted -> effects.reroute(connection, order, wanted);
      case Effect.Announce announced -> {
        OrderEvents.announced(connection, order, announced);
        store.note(
            connection,
            order,
            source,
            announced.news().wireName(),
            json -> {
              json.writeStringField("subject", announced.subject());
              if (!announced.lines().isEmpty()) {
                json.writeFieldName("lines");
                LinesText.write(json, announced.lines());
              }
            });
      }
      case Effect.Trouble trouble -> {
        var _ = troubles.raise(connection, order, source, trouble);
      }
    }
  }

  /** A person has to look at something that no event of the order says. */
  public void trouble(
      Connection connection,
      String order,
      String source,
      TroubleType type,
      String subject,
      String detail)
      throws SQLException {
    var _ = troubles.raise(connection, order, source, type, subject, detail);
  }

  // ---------------------------------------------------------------- what came too early

  /** The ERP has named a document of its: feeds may call it so from now on, and some have. */
  private void named(Connection connection, String order, String document, String targetOrder)
      throws SQLException {
    if (targetOrder.isEmpty()) {
      return;
    }
    store.lockErpOrder(connection, targetOrder);
    boolean isNew =
        document.equals(order)
            ? store.nameErpOrder(connection, order, targetOrder)
            : store.isOfErp(connection, order, document);
    if (!isNew) {
      return;
    }
    for (Waiting waiting : waiting(connection, targetOrder)) {
      if (early(connection, waiting, document) instanceof Outcome.Turned turned) {
        LOG.warn("early news of order {} does not fit: {}", order, turned.detail());
        store.note(
            connection,
            order,
            waiting.feed(),
            "news-refused",
            json -> {
              json.writeStringField("code", turned.code());
              json.writeStringField("detail", turned.detail());
            });
      }
    }
  }

  /** What is wrong with early news is no reason to forget that the target has the order. */
  private Outcome early(Connection connection, Waiting waiting, String document)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      Outcome outcome =
          switch (new EventDecoder(waiting.feed(), true).decode(waiting.raw())) {
            case Decoded.Event(Envelope envelope, OrderStatusChange status)
                when status.order().isEmpty() ->
                apply(connection, envelope, status, document);
            case Decoded.Event event ->
                apply(connection, event.envelope(), event.change(), waiting.heardAt());
            case Decoded.Refused refused -> new Outcome.Turned(refused.code(), refused.detail());
          };
      connection.releaseSavepoint(before);
      return outcome;
    } catch (SQLException e) {
      if (!Database.isOfTheData(e)) {
        throw e;
      }
      connection.rollback(before);
      return new Outcome.Turned("internal-error", Database.storable(e.toString()));
    } catch (RuntimeException e) {
      connection.rollback(before);
      LOG.error("early news cannot be applied", e);
      return new Outcome.Turned("internal-error", Database.storable(e.toString()));
    }
  }

  /** Keeps an event until somebody says what order the ERP means. */
  static void await(
      Connection connection,
      String erpOrder,
      int partition,
      long offset,
      String feed,
      Instant heardAt,
      byte[] raw)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_news_waiting (erp_order, partition, \"offset\", feed, heard_at, raw)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      insert.setString(1, erpOrder);
      insert.setInt(2, partition);
      insert.setLong(3, offset);
      insert.setString(4, feed);
      insert.setTimestamp(5, Timestamp.from(heardAt));
      insert.setBytes(6, raw);
      insert.executeUpdate();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  private record Waiting(String feed, Instant heardAt, byte[] raw) {}

  private static List<Waiting> waiting(Connection connection, String erpOrder) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "WITH gone AS (DELETE FROM order_news_waiting WHERE ctid IN (SELECT ctid FROM"
                + " order_news_waiting WHERE erp_order = ? ORDER BY partition, \"offset\" LIMIT ?)"
                + " RETURNING partition, \"offset\", feed, heard_at, raw)"
                + " SELECT feed, heard_at, raw FROM gone ORDER BY partition, \"offset\"")) {
      delete.setString(1, erpOrder);
      delete.setInt(2, WAITING_AT_ONCE);
      ResultSet rows = delete.executeQuery();
      List<Waiting> waiting = new ArrayList<>();
      while (rows.next()) {
        waiting.add(
            new Waiting(rows.getString(1), rows.getTimestamp(2).toInstant(), rows.getBytes(3)));
      }
      return waiting;
    }
  }
}
