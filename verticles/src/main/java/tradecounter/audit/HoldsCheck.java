package tradecounter.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.store.Database;

/** What is held against the orders it is held for. */
final class HoldsCheck implements AuditCheck {
  private static final String QUERY =
      """
      SELECT h.hold, h.order_id, o.status,
             coalesce(o.changed_at < now() - ? * interval '1 millisecond', false), f.state,
             l.open, concat_ws('/', h.xmin, o.xmin, f.xmin, l.version)
      FROM hold h
      JOIN (SELECT hold, sum(quantity - given_back - reflected)::bigint AS open,
                   string_agg(xmin::text, ',' ORDER BY line) AS version
            FROM hold_line WHERE hold = ANY (?) GROUP BY hold) l USING (hold)
      LEFT JOIN customer_order o USING (order_id)
      LEFT JOIN forward f ON f.forward_id = h.hold
      WHERE h.status IN ('ORDERED', 'SENT', 'ACKNOWLEDGED')
      ORDER BY h.hold
      """;

  private final Database database;
  private final long reflectWithinMillis;

  /**
   * @param reflectWithinMillis so long after an order has left, the figures may not show it
   */
  HoldsCheck(Database database, long reflectWithinMillis) {
    this.database = database;
    this.reflectWithinMillis = reflectWithinMillis;
  }

  @Override
  public String name() {
    return "holds";
  }

  @Override
  public Set<FindingKind> kinds() {
    return Set.of(FindingKind.HELD_WITHOUT_ORDER, FindingKind.HOLD_KEPT);
  }

  @Override
  public Page look(String after, int limit) throws SQLException {
    return OneMoment.in(
        database,
        connection -> {
          List<String> holds =
              OneMoment.keys(
                  connection,
                  "SELECT DISTINCT hold FROM hold_line WHERE given_back + reflected < quantity"
                      + " AND hold > ? ORDER BY hold LIMIT ?",
                  after,
                  limit);
          return Page.of(sightings(connection, holds), OneMoment.next(holds, limit), holds.size());
        });
  }

  /** What is wrong with these holds, in the caller's transaction. */
  List<Sighting> sightings(Connection connection, List<String> holds) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setLong(1, reflectWithinMillis);
      select.setArray(2, OneMoment.texts(connection, holds));
      List<Sighting> sightings = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          sighting(rows).ifPresent(sightings::add);
        }
      }
      return sightings;
    }
  }

  private static Optional<Sighting> sighting(ResultSet row) throws SQLException {
    String hold = row.getString(1);
    Optional<String> status = Optional.ofNullable(row.getString(3));
    boolean over =
        switch (status.orElse("")) {
          case "CANCELLED", "REJECTED" -> true;
          case "SHIPPED", "INVOICED" -> row.getBoolean(4);
          default -> false;
        };
    long open = row.getLong(6);
    if (open == 0 || !(over || status.isEmpty())) {
      return Optional.empty();
    }
    // What may still leave, or has left and nobody knows, is not given back.
    boolean settled =
        switch (Optional.ofNullable(row.getString(5)).orElse("")) {
          case "DUE", "SENDING", "UNKNOWN", "UNRESOLVED" -> false;
          default -> true;
        };
    return Optional.of(
        Sighting.of(
            over ? FindingKind.HOLD_KEPT : FindingKind.HELD_WITHOUT_ORDER,
            hold,
            hold,
            status.isEmpty() ? "" : row.getString(2),
            FixedPoint.format(open)
                + " in all is held for order '"
                + row.getString(2)
                + "', which "
                + status.map(s -> "is " + s).orElse("does not exist"),
            row.getString(7),
            settled));
  }
}
