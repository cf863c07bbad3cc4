package tradecounter.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.SourceCover;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.hold.HeldLine;
import tradecounter.store.Database;

/**
 * What is held against what its location will have, as this node's read model knows it. Who held
 * first is served first; the others are in danger.
 */
final class SupplyCheck implements AuditCheck {
  private static final String QUERY =
      """
      SELECT l.item, l.hold, l.line, l.source, l.asked_line, l.arrives_on_day, h.order_id,
             (extract(epoch FROM h.created_at) * 1000000)::bigint,
             coalesce(o.status NOT IN ('SHIPPED', 'INVOICED', 'CANCELLED', 'REJECTED'), false)
      FROM hold_line l JOIN hold h USING (hold) LEFT JOIN customer_order o USING (order_id)
      WHERE l.item = ANY (?) AND l.source_kind = 'LOCATION'
        AND l.given_back + l.reflected < l.quantity
      """;

  private final Database database;
  private final Availability availability;
  private final InstantSource clock;

  /** A line that is held, as the ledger knows it. */
  private record Line(
      String location,
      String askedLine,
      int arrivesOnDay,
      String order,
      long heldAt,
      boolean underWay) {
    /** The order's name of it. */
    String subject() {
      return order + "/" + askedLine;
    }
  }

  SupplyCheck(Database database, Availability availability, InstantSource clock) {
    this.database = database;
    this.availability = availability;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "supply";
  }

  @Override
  public Set<FindingKind> kinds() {
    return Set.of(FindingKind.PROMISE_IN_DANGER, FindingKind.OVERSOLD_BY_SOURCE);
  }

  @Override
  public Page look(String after, int limit) throws SQLException {
    return OneMoment.in(
        database,
        connection -> {
          List<String> items =
              OneMoment.keys(
                  connection,
                  "SELECT DISTINCT item FROM hold_line WHERE given_back + reflected < quantity"
                      + " AND item > ? ORDER BY item LIMIT ?",
                  after,
                  limit);
          List<Sighting> sightings = new ArrayList<>();
          lines(connection, items).forEach((item, lines) -> look(item, lines, sightings));
          return Page.of(sightings, OneMoment.next(items, limit), items.size());
        });
  }

  /** By item, by hold and line. */
  private static Map<String, Map<String, Line>> lines(Connection connection, List<String> items)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(QUERY)) {
      select.setArray(1, OneMoment.texts(connection, items));
      Map<String, Map<String, Line>> lines = new LinkedHashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          lines
              .computeIfAbsent(rows.getString(1), _ -> new HashMap<>())
              .put(
                  name(rows.getString(2), rows.getString(3)),
                  new Line(
                      rows.getString(4),
                      rows.getString(5),
                      rows.getInt(6),
                      rows.getString(7),
                      rows.getLong(8),
                      rows.getBoolean(9)));
        }
      }
      return lines;
    }
  }

  private static String name(String hold, String line) {
    return hold + "\0" + line;
  }

  private void look(String item, Map<String, Line> lines, List<Sighting> sightings) {
    Set<String> locations = new TreeSet<>();
    lines.values().forEach(line -> locations.add(line.location()));
    Comparator<HeldLine> firstHeldFirst =
        Comparator.<HeldLine>comparingLong(
                held ->
                    Optional.ofNullable(lines.get(name(held.hold(), held.line())))
                        .map(Line::heldAt)
                        .orElse(Long.MAX_VALUE))
            .thenComparing(HeldLine::hold)
            .thenComparing(HeldLine::line);
    for (String location : locations) {
      Optional<SourceCover> cover = availability.cover(item, location, clock.instant());
      if (cover.isEmpty()) {
        continue;
      }
      long oversold = cover.get().oversold();
      if (oversold > 0) {
        sightings.add(
            Sighting.of(
                FindingKind.OVERSOLD_BY_SOURCE,
                item + "@" + location,
                item,
                "",
                FixedPoint.format(oversold) + " more is sold than there is",
                "",
                false));
      }
      endangered(item, location, lines, cover.get().uncovered(firstHeldFirst), sightings);
    }
  }

  private static void endangered(
      String item,
      String location,
      Map<String, Line> lines,
      List<SourceCover.Uncovered> uncovered,
      List<Sighting> sightings) {
    for (SourceCover.Uncovered one : uncovered) {
      Line line = lines.get(name(one.line().hold(), one.line().line()));
      if (line != null && line.underWay()) {
        sightings.add(
            Sighting.of(
                FindingKind.PROMISE_IN_DANGER,
                line.subject(),
                item,
                line.order(),
                FixedPoint.format(one.quantity())
                    + " of "
                    + item
                    + " will not be at "
                    + location
                    + " on "
                    + LocalDate.ofEpochDay(one.line().leavesOnDay())
                    + ", promised for "
                    + LocalDate.ofEpochDay(line.arrivesOnDay()),
                "",
                false));
      }
    }
  }
}
