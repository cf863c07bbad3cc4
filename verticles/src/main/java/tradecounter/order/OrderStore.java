package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.order.LineProgress;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.OrderProgress;
import tradecounter.engine.order.OrderProgress.Line;
import tradecounter.engine.order.OrderStatus;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.Share;
import tradecounter.engine.order.Shipment;
import tradecounter.json.JsonText;

/**
 * How far orders have come, in Postgres. Every method works in the caller's transaction, of
 * isolation {@code READ COMMITTED}, and blocks. Stateless.
 */
public final class OrderStore {
  /** Tells these advisory locks from others. */
  private static final int ERP_ORDER_LOCKS = 0x0E52;

  private static final List<OrderFigure> FIGURES = List.of(OrderFigure.values());

  /** Those that a line has a column for. */
  private static final List<OrderFigure> OF_LINES =
      FIGURES.stream()
          .filter(figure -> figure.isStep() || figure == OrderFigure.CANCELLED)
          .toList();

  private static final String UPSERT_SHARE =
      "INSERT INTO order_share (order_id, line, document, item, expected_on_day, "
          + columns(FIGURES.stream())
          + ") VALUES (?, ?, ?, ?, ?"
          + ", ?".repeat(FIGURES.size())
          + ") ON CONFLICT (order_id, line, document, item) DO UPDATE SET "
          + Stream.concat(Stream.of("expected_on_day"), FIGURES.stream().map(OrderStore::column))
              .map(column -> column + " = excluded." + column)
              .collect(Collectors.joining(", "));

  private static final String UPDATE_LINE =
      "UPDATE order_line SET "
          + OF_LINES.stream().map(f -> column(f) + " = ?").collect(Collectors.joining(", "))
          + " WHERE order_id = ? AND line = ?";

  /** An order and the time of the database. */
  public record Loaded(OrderProgress progress, Instant now) {}

  /** A part of a line under one document. */
  private record ShareKey(String line, String document, String item) {}

  private static String column(OrderFigure figure) {
    return figure.name().toLowerCase(Locale.ROOT);
  }

  private static String columns(Stream<OrderFigure> figures) {
    return figures.map(OrderStore::column).collect(Collectors.joining(", "));
  }

  /** The order, whose row stays locked until the transaction ends; empty if there is none. */
  public Optional<Loaded> load(Connection connection, String order) throws SQLException {
    return load(connection, order, " FOR UPDATE");
  }

  /** As {@link #load}, without a lock. */
  Optional<Loaded> look(Connection connection, String order) throws SQLException {
    return load(connection, order, "");
  }

  private Optional<Loaded> load(Connection connection, String order, String lock)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT customer, cancel_requested, clock_timestamp() FROM customer_order"
                + " WHERE order_id = ?"
                + lock)) {
      select.setString(1, order);
      ResultSet row = select.executeQuery();
      if (!row.next()) {
        return Optional.empty();
      }
      String customer = row.getString(1);
      boolean cancelRequested = row.getBoolean(2);
      Instant now = row.getTimestamp(3).toInstant();
      List<Line> lines = lines(connection, order);
      return Optional.of(
          new Loaded(
              new OrderProgress(
                  order,
                  customer,
                  cancelRequested,
                  lines,
                  shares(connection, order),
                  shipments(connection, order)),
              now));
    }
  }

  private static List<Line> lines(Connection connection, String order) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, quantity, promised_day FROM order_line WHERE order_id = ?"
                + " ORDER BY number")) {
      select.setString(1, order);
      ResultSet rows = select.executeQuery();
      List<Line> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(new Line(rows.getString(1), rows.getLong(2), rows.getInt(3)));
      }
      return lines;
    }
  }

  /** The parts that one document asks for, added up, and what has been heard of them. */
  private static List<Share> shares(Connection connection, String order) throws SQLException {
    Map<ShareKey, Heard> heard = heard(connection, order);
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, forward_id, item, min(source_kind), bool_and(replacing), sum(quantity)"
                + " FROM order_part WHERE order_id = ? GROUP BY line, forward_id, item"
                + " ORDER BY line, forward_id, item")) {
      select.setString(1, order);
      ResultSet rows = select.executeQuery();
      List<Share> shares = new ArrayList<>();
      while (rows.next()) {
        ShareKey key = new ShareKey(rows.getString(1), rows.getString(2), rows.getString(3));
        Heard of = heard.getOrDefault(key, Heard.NOTHING);
        shares.add(
            new Share(
                key.line(),
                key.document(),
                key.item(),
                Kind.valueOf(rows.getString(4)),
                rows.getBoolean(5),
                rows.getLong(6),
                of.expectedOnDay(),
                of.figures()));
      }
      return shares;
    }
  }

  private record Heard(int expectedOnDay, Map<OrderFigure, Long> figures) {
    static final Heard NOTHING = new Heard(Day.OPEN_END, Map.of());
  }

  private static Map<ShareKey, Heard> heard(Connection connection, String order)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT line, document, item, expected_on_day, "
                + columns(FIGURES.stream())
                + " FROM order_share WHERE order_id = ?")) {
      select.setString(1, order);
      ResultSet rows = select.executeQuery();
      Map<ShareKey, Heard> heard = new HashMap<>();
      while (rows.next()) {
        Map<OrderFigure, Long> figures = new EnumMap<>(OrderFigure.class);
        for (int i = 0; i < FIGURES.size(); i++) {
          figures.put(FIGURES.get(i), rows.getLong(5 + i));
        }
        heard.put(
            new ShareKey(rows.getString(1), rows.getString(2), rows.getString(3)),
            new Heard(rows.getInt(4), figures));
      }
      return heard;
    }
  }

  private static List<Shipment> shipments(Connection connection, String order) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT shipment, document, carrier, tracking, milestone, at, lines FROM order_shipment"
                + " WHERE order_id = ? ORDER BY shipment")) {
      select.setString(1, order);
      ResultSet rows = select.executeQuery();
      List<Shipment> shipments = new ArrayList<>();
      while (rows.next()) {
        shipments.add(
            new Shipment(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                ShipmentMilestone.valueOf(rows.getString(5)),
                rows.getTimestamp(6).toInstant().toEpochMilli(),
                LinesText.read(rows.getString(7))));
      }
      return shipments;
    }
  }

  private static boolean isOwedNoMore(OrderStatus status) {
    return status == OrderStatus.INVOICED
        || status == OrderStatus.CANCELLED
        || status == OrderStatus.REJECTED;
  }

  /** Whose order it is; empty if there is none. */
  Optional<String> customerOf(Connection connection, String order) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT customer FROM customer_order WHERE order_id = ?")) {
      select.setString(1, order);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /** Writes down what has changed of a loaded order. */
  public void save(Connection connection, OrderProgress before, OrderProgress after)
      throws SQLException {
    saveShares(connection, before, after);
    saveShipments(connection, before, after);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE customer_order SET status = ?, cancel_requested = ?,"
                // What is invoiced is in the ERP's balance, what is given up nobody owes.
                + " open_amount = CASE WHEN ? THEN 0 ELSE open_amount END,"
                + " changed_at = clock_timestamp() WHERE order_id = ?")) {
      update.setString(1, after.status().name());
      update.setBoolean(2, after.cancelRequested());
      update.setBoolean(3, isOwedNoMore(after.status()));
      update.setString(4, after.order());
      update.executeUpdate();
    }
    try (PreparedStatement update = connection.prepareStatement(UPDATE_LINE)) {
      for (LineProgress line : after.progress()) {
        int column = 1;
        for (OrderFigure figure : OF_LINES) {
          update.setLong(column++, line.of(figure));
        }
        update.setString(column++, after.order());
        update.setString(column, line.line());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static void saveShares(Connection connection, OrderProgress before, OrderProgress after)
      throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT_SHARE)) {
      for (Share share : after.shares()) {
        if (before.shares().contains(share)) {
          continue;
        }
        upsert.setString(1, after.order());
        upsert.setString(2, share.line());
        upsert.setString(3, share.document());
        upsert.setString(4, share.item());
        upsert.setInt(5, share.expectedOnDay());
        for (int i = 0; i < FIGURES.size(); i++) {
          upsert.setLong(6 + i, share.of(FIGURES.get(i)));
        }
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  private static void saveShipments(
      Connection connection, OrderProgress before, OrderProgress after) throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO order_shipment (order_id, shipment, document, carrier, tracking, milestone,"
                + " at, lines) VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS jsonb))"
                + " ON CONFLICT (order_id, shipment) DO UPDATE SET document = excluded.document,"
                + " carrier = excluded.carrier, tracking = excluded.tracking,"
                + " milestone = excluded.milestone, at = excluded.at, lines = excluded.lines")) {
      for (Shipment shipment : after.shipments()) {
        if (before.shipments().contains(shipment)) {
          continue;
        }
        upsert.setString(1, after.order());
        upsert.setString(2, shipment.shipment());
        upsert.setString(3, shipment.document());
        upsert.setString(4, shipment.carrier());
        upsert.setString(5, shipment.tracking());
        upsert.setString(6, shipment.milestone().name());
        upsert.setTimestamp(7, Timestamp.from(Instant.ofEpochMilli(shipment.atMillis())));
        upsert.setString(
            8, JsonText.of(json -> LinesText.write(json, shipment.lines())).toString());
        upsert.addBatch();
      }
      upsert.executeBatch();
    }
  }

  /**
   * Adds an entry to the order's timeline.
   *
   * @param source tradecounter, or the feed or target that said so
   * @param detail writes the fields of a JSON object, without its braces
   */
  public void note(
      Connection connection, String order, String source, String kind, JsonText.Writing detail)
      throws SQLException {
    String text =
        JsonText.of(
                json -> {
                  json.writeStartObject();
                  detail.to(json);
                  json.writeEndObject();
                })
            .toString();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO order_event (order_id, source, kind, detail)"
                + " VALUES (?, ?, ?, CAST(? AS jsonb))")) {
      insert.setString(1, order);
      insert.setString(2, source);
      insert.setString(3, kind);
      insert.setString(4, text);
      insert.executeUpdate();
    }
  }

  /**
   * Has a person look at it, unless one is to already.
   *
   * @return whether it is new
   */
  public boolean raise(Connection connection, String order, Effect.Trouble trouble)
      throws SQLException {
    String subject =
        trouble.subject().startsWith(order) ? trouble.subject() : order + "/" + trouble.subject();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO trouble (trouble, type, subject, order_id, detail, next_action, owner,"
                + " state, deadline) VALUES (gen_random_uuid()::text, ?, ?, ?, ?, ?, '', 'OPEN', ?)"
                + " ON CONFLICT (type, subject) WHERE state = 'OPEN' DO NOTHING")) {
      insert.setString(1, trouble.type().name());
      insert.setString(2, subject);
      insert.setString(3, order);
      insert.setString(4, trouble.detail());
      insert.setString(5, trouble.nextAction());
      insert.setTimestamp(6, Timestamp.from(Instant.ofEpochMilli(trouble.deadlineMillis())));
      if (insert.executeUpdate() == 0) {
        return false;
      }
    }
    TroubleEvents.raised(connection, trouble.type().name(), subject);
    return true;
  }

  /** Waits for whoever else asks or says what the ERP calls that, until the transaction ends. */
  void lockErpOrder(Connection connection, String erpOrder) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(?, hashtext(?))")) {
      lock.setInt(1, ERP_ORDER_LOCKS);
      lock.setString(2, erpOrder);
      lock.execute();
    }
  }

  /** Which document the ERP calls that; empty if nobody knows. */
  public Optional<String> documentOfErp(Connection connection, String erpOrder)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT order_id, accepted_at FROM customer_order"
                + " WHERE erp_order = ? AND erp_order <> ''"
                // What a supplier refused may have gone to the ERP with a document of its own.
                + " UNION ALL SELECT f.forward_id, f.created_at FROM forward f"
                + " WHERE f.target_order = ? AND f.target_order <> '' AND f.forward_id <> f.order_id"
                + " AND EXISTS (SELECT FROM order_part p WHERE p.order_id = f.order_id"
                + " AND p.forward_id = f.forward_id AND p.source_kind = 'LOCATION')"
                + " ORDER BY 2 LIMIT 1")) {
      select.setString(1, erpOrder);
      select.setString(2, erpOrder);
      ResultSet row = select.executeQuery();
      return row.next() ? Optional.of(Objects.requireNonNull(row.getString(1))) : Optional.empty();
    }
  }

  /** Whether the document asks locations for anything: then the ERP has it. */
  boolean isOfErp(Connection connection, String order, String document) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM order_part WHERE order_id = ? AND forward_id = ?"
                + " AND source_kind = 'LOCATION' LIMIT 1")) {
      select.setString(1, order);
      select.setString(2, document);
      return select.executeQuery().next();
    }
  }

  /**
   * Notes what the ERP calls the order, the first time that somebody says so.
   *
   * @return whether it is new
   */
  public boolean nameErpOrder(Connection connection, String order, String erpOrder)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE customer_order SET erp_order = ? WHERE order_id = ? AND erp_order = ''")) {
      update.setString(1, erpOrder);
      update.setString(2, order);
      return update.executeUpdate() == 1;
    }
  }
}
