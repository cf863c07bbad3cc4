package tradecounter.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one document asks for of one line, with what is held for it and what became of the document.
 * Quantities are millionths of the base unit.
 *
 * @param bySupplier whether a supplier serves it
 * @param held what its hold still has or the figures show; {@code open} is the former alone
 * @param holdStatus empty if nothing was ever held for it
 * @param forwardState empty if there is no such forward
 * @param silentMillis so long ago the target took the document, or was sent it; -1 if never
 */
record OrderedPart(
    String order,
    String line,
    String document,
    String item,
    boolean bySupplier,
    long quantity,
    long acknowledged,
    long shipped,
    long refused,
    long cancelled,
    long rerouted,
    long held,
    long open,
    Optional<String> holdStatus,
    Optional<String> forwardState,
    String target,
    long silentMillis,
    String fingerprint) {

  private static final String QUERY =
      """
      WITH part AS (
        SELECT order_id, line, forward_id, item, min(source_kind) AS kind,
               sum(quantity)::bigint AS quantity
        FROM order_part WHERE order_id = ANY (?) GROUP BY order_id, line, forward_id, item),
      held AS (
        SELECT hold, asked_line, item, sum(quantity - given_back)::bigint AS held,
               sum(quantity - given_back - reflected)::bigint AS open,
               string_agg(xmin::text, ',' ORDER BY line) AS version
        FROM hold_line WHERE hold IN (SELECT forward_id FROM part)
        GROUP BY hold, asked_line, item)
      SELECT part.order_id, part.line, part.forward_id, part.item, part.kind, part.quantity,
             coalesce(s.acknowledged, 0), coalesce(s.shipped, 0), coalesce(s.refused, 0),
             coalesce(s.cancelled, 0), coalesce(s.rerouted, 0),
             coalesce(held.held, 0), coalesce(held.open, 0),
             CASE WHEN held.hold IS NULL THEN NULL ELSE h.status END,
             f.state, coalesce(f.target, ''),
             coalesce(extract(epoch FROM clock_timestamp() - f.first_at) * 1000, -1)::bigint,
             concat_ws('/', o.xmin, s.xmin, h.xmin, held.version, f.xmin)
      FROM part
      JOIN customer_order o USING (order_id)
      LEFT JOIN order_share s ON s.order_id = part.order_id AND s.line = part.line
        AND s.document = part.forward_id AND s.item = part.item
      LEFT JOIN hold h ON h.hold = part.forward_id
      LEFT JOIN held ON held.hold = part.forward_id AND held.asked_line = part.line
        AND held.item = part.item
      LEFT JOIN forward f ON f.forward_id = part.forward_id
      ORDER BY part.order_id, part.forward_id, part.line, part.item
      """;

  /** Of these orders. */
  static List<OrderedPart> of(Connection connection, List<String> orders) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setArray(1, OneMoment.texts(connection, orders));
      List<OrderedPart> parts = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          parts.add(part(rows));
        }
      }
      return parts;
    }
  }

  private static OrderedPart part(ResultSet row) throws SQLException {
    return new OrderedPart(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5).equals("SUPPLIER"),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        Optional.ofNullable(row.getString(14)),
        Optional.ofNullable(row.getString(15)),
        row.getString(16),
        row.getLong(17),
        row.getString(18));
  }

  /** A line may stand with several documents, and a bundle's with several items. */
  String subject() {
    return document + "/" + line + "/" + item;
  }

  private long lost() {
    return bySupplier ? cancelled : cancelled + refused;
  }

  /** What is still to be served with this document, or was. */
  long live() {
    return quantity - lost() - rerouted;
  }

  /** What needs no hold any more: it is given up, or has left. */
  long done() {
    return Math.min(quantity, quantity - live() + shipped);
  }

  /** What a supplier refused and nobody has done anything about: it may be held or not. */
  long unserved() {
    return bySupplier
        ? Math.clamp(refused - rerouted - lost(), 0, Math.max(0, live() - shipped))
        : 0;
  }

  private long reflected() {
    return held - open;
  }

  /** More is held than the order still needs beside what the figures show; 0 if not. */
  long tooMuchHeld() {
    return Math.max(0, open - Math.max(0, live() - reflected()));
  }

  /** Less is held than that; 0 if not. */
  long tooLittleHeld() {
    return Math.max(0, Math.max(0, live() - unserved() - reflected()) - open);
  }

  /** The target has said what it has, and the order or its hold have not heard of it. */
  boolean isBehindForward() {
    boolean held = holdStatus.filter(s -> s.equals("ORDERED") || s.equals("SENT")).isPresent();
    return switch (forwardState.orElse("")) {
      case "ACKNOWLEDGED" -> held || (!bySupplier && acknowledged < live());
      case "REJECTED" -> (held && open > 0) || (!bySupplier && live() - shipped > 0);
      default -> false;
    };
  }

  /** Its supplier has the document and says nothing of it. */
  boolean isUnanswered() {
    return bySupplier
        && silentMillis >= 0
        && acknowledged < live() - unserved()
        && switch (forwardState.orElse("")) {
          case "SENDING", "UNKNOWN", "ACKNOWLEDGED" -> true;
          default -> false;
        };
  }
}
