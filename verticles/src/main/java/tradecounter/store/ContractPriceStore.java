package tradecounter.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tradecounter.decode.Decoded;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;

/** Contract prices in Postgres, with the log positions they contain, in one transaction. */
public class ContractPriceStore {
  private final Database database;
  private final World world;

  public ContractPriceStore(Database database, World world) {
    this.database = database;
    this.world = world;
  }

  /** A contract price event where it stands in the log. */
  public record Logged(LogPosition position, Decoded.Event event) {
    /** Whose terms it changes. */
    public String customer() {
      return event.change().key().partitionKey();
    }
  }

  /** One customer's lines as of the given positions (the next offset of each lane). */
  public record Loaded(List<PriceBook.Line> lines, Map<Lane, Long> positions) {
    /** The positions alone. */
    Loaded withoutLines() {
      return new Loaded(List.of(), positions);
    }

    /** Whether the lines already contain the event. */
    public boolean contains(Logged logged) {
      return logged.position().offset() < positions.getOrDefault(logged.position().lane(), 0L);
    }
  }

  /** How far the log is contained. */
  public Map<Lane, Long> positions() throws SQLException {
    return database.inTransaction(c -> Positions.read(c, "contract_position"));
  }

  /**
   * One customer's lines and the positions. One statement, because a statement sees one state of
   * the database: an event is in the lines exactly if it is before the positions.
   */
  public Loaded load(String customer) throws SQLException {
    return database.inTransaction(
        connection -> {
          Map<Lane, Long> positions = new HashMap<>();
          List<PriceBook.Line> lines = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT lane, next_offset, NULL::bytea FROM contract_position UNION ALL"
                      + " SELECT NULL, NULL, state FROM contract_price WHERE customer = ?")) {
            select.setString(1, customer);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              String lane = rows.getString(1);
              if (lane == null) {
                lines.add(PriceBook.Line.decode(world, rows.getBytes(3)));
              } else {
                positions.put(Lane.parse(lane), rows.getLong(2));
              }
            }
          }
          return new Loaded(lines, positions);
        });
  }

  /**
   * Writes events in log order. What another node has written already is passed over, so every node
   * may write.
   *
   * @return how far the log is contained afterwards
   */
  public Map<Lane, Long> write(List<Logged> events) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (PreparedStatement lock =
              connection.prepareStatement(
                  "LOCK TABLE contract_position IN SHARE ROW EXCLUSIVE MODE")) {
            lock.execute();
          }
          Map<Lane, Long> positions =
              new HashMap<>(Positions.read(connection, "contract_position"));
          Map<RowKey, PriceBook.Line> changed = new LinkedHashMap<>();
          try (PreparedStatement select =
                  connection.prepareStatement(
                      "SELECT state FROM contract_price WHERE customer = ? AND line = ?");
              PreparedStatement upsert =
                  connection.prepareStatement(
                      "INSERT INTO contract_price (customer, line, state) VALUES (?, ?, ?)"
                          + " ON CONFLICT (customer, line) DO UPDATE SET state = excluded.state")) {
            for (Logged logged : events) {
              Lane lane = logged.position().lane();
              if (logged.position().offset() < positions.getOrDefault(lane, 0L)) {
                continue;
              }
              positions.put(lane, logged.position().offset() + 1);
              RowKey key = new RowKey(logged.customer(), logged.event().change().key().toString());
              PriceBook.Line line = changed.get(key);
              if (line == null) {
                line = read(select, key, logged);
              }
              changed.put(
                  key, line.with(world, logged.event().envelope(), logged.event().change()));
            }
            for (var row : changed.entrySet()) {
              upsert.setString(1, row.getKey().customer());
              upsert.setString(2, row.getKey().line());
              upsert.setBytes(3, row.getValue().encode(world));
              upsert.addBatch();
            }
            upsert.executeBatch();
          }
          Positions.write(connection, "contract_position", positions);
          return positions;
        });
  }

  private record RowKey(String customer, String line) {}

  private PriceBook.Line read(PreparedStatement select, RowKey key, Logged logged)
      throws SQLException {
    select.setString(1, key.customer());
    select.setString(2, key.line());
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? PriceBook.Line.decode(world, row.getBytes(1))
          : PriceBook.Line.absent(logged.event().change().key());
    }
  }
}
