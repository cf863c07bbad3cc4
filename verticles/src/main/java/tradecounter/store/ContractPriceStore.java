package tradecounter.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.state.LineTarget;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.TargetLines;
import tradecounter.engine.state.TargetLines.Outcome;
import tradecounter.engine.state.World;
import tradecounter.feed.DeadLetter;
import tradecounter.log.LoggedContractPrice;

/**
 * Contract prices in Postgres, with the log positions they contain and the dead letters of those
 * that were refused, in one transaction.
 *
 * <p>One row holds all lines of one party for one item or category: what a new line is judged
 * against is one look-up, and the keys, which are most of a row, are there once.
 */
public class ContractPriceStore {
  /** Why a contract was refused, for programs. */
  static final String OVERLAPS = "contract-overlaps";

  private final Database database;
  private final World world;

  public ContractPriceStore(Database database, World world) {
    this.database = database;
    this.world = world;
  }

  /** Some parties' rows as of the given positions (the next offset of each lane). */
  public record Loaded(Map<Party, List<PriceBook.Row>> rows, Map<Lane, Long> positions) {
    /** The party's book. */
    PriceBook book(World world, Party party) {
      return PriceBook.of(world, party, rows.getOrDefault(party, List.of()));
    }
  }

  /**
   * How far the log is contained after a write.
   *
   * @param refused how many events this write put to the dead letters
   */
  public record Written(Map<Lane, Long> positions, int refused) {}

  /** How far the log is contained. */
  public Map<Lane, Long> positions() throws SQLException {
    return database.inTransaction(c -> Positions.read(c, "contract_position"));
  }

  /**
   * The parties' rows and the positions. One statement, because a statement sees one state of the
   * database: an event is in the rows exactly if it is before the positions. One round trip.
   */
  public Loaded load(Collection<Party> parties) throws SQLException {
    return database.inOneStatement(
        connection -> {
          Map<String, Party> named = new HashMap<>();
          parties.forEach(party -> named.put(text(party), party));
          Map<Lane, Long> positions = new HashMap<>();
          Map<Party, List<PriceBook.Row>> rows = new HashMap<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT NULL, lane, next_offset, NULL::bytea FROM contract_position UNION ALL"
                      + " SELECT party, target, NULL, lines FROM contract_price"
                      + " WHERE party = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("text", named.keySet().toArray()));
            ResultSet row = select.executeQuery();
            while (row.next()) {
              Party party = named.get(row.getString(1));
              if (party == null) {
                positions.put(Lane.parse(row.getString(2)), row.getLong(3));
              } else {
                rows.computeIfAbsent(party, _ -> new ArrayList<>())
                    .add(new PriceBook.Row(row.getString(2), row.getBytes(4)));
              }
            }
          }
          return new Loaded(rows, positions);
        });
  }

  /**
   * Writes events in log order. What another node has written already is passed over, so every node
   * may write, and each refusal becomes one dead letter.
   */
  public Written write(List<LoggedContractPrice> events) throws SQLException {
    return database.inTransaction(
        connection -> {
          try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE contract_position IN SHARE ROW EXCLUSIVE MODE");
          }
          Map<Lane, Long> positions =
              new HashMap<>(Positions.read(connection, "contract_position"));
          List<LoggedContractPrice> fresh = new ArrayList<>(events.size());
          for (LoggedContractPrice logged : events) {
            Lane lane = logged.position().lane();
            if (logged.position().offset() >= positions.getOrDefault(lane, 0L)) {
              positions.put(lane, logged.position().offset() + 1);
              fresh.add(logged);
            }
          }
          if (fresh.isEmpty()) {
            return new Written(positions, 0);
          }
          List<DeadLetterStore.Received> refused = write(connection, fresh);
          DeadLetterStore.insert(connection, DeadLetterStore.OF_CONTRACTS, refused);
          Positions.write(connection, "contract_position", positions);
          return new Written(positions, refused.size());
        });
  }

  private List<DeadLetterStore.Received> write(
      Connection connection, List<LoggedContractPrice> events) throws SQLException {
    Set<LineTarget> touched = new HashSet<>();
    events.forEach(logged -> touched.add(logged.target()));
    Map<LineTarget, TargetLines> lines = read(connection, touched);
    Map<LineTarget, TargetLines> changed = new HashMap<>();
    List<DeadLetterStore.Received> refused = new ArrayList<>();
    for (LoggedContractPrice logged : events) {
      LineTarget target = logged.target();
      TargetLines before = lines.computeIfAbsent(target, TargetLines::none);
      switch (before.with(world, logged.event().envelope(), logged.event().change())) {
        case Outcome.Changed(TargetLines after) -> {
          lines.put(target, after);
          changed.put(target, after);
        }
        case Outcome.Refused(String reason) -> refused.add(deadLetter(logged, reason));
        case Outcome.Unchanged _ -> {}
      }
    }
    upsert(connection, changed);
    return refused;
  }

  private static DeadLetterStore.Received deadLetter(LoggedContractPrice logged, String reason) {
    Envelope envelope = logged.event().envelope();
    return new DeadLetterStore.Received(
        logged.position().partition(),
        logged.position().offset(),
        Instant.ofEpochMilli(logged.loggedAtMillis()),
        new DeadLetter(
            envelope.feed(),
            logged.raw(),
            logged.place(),
            OVERLAPS,
            reason,
            "/data",
            envelope.id()));
  }

  private Map<LineTarget, TargetLines> read(Connection connection, Set<LineTarget> targets)
      throws SQLException {
    Map<List<String>, LineTarget> named = new HashMap<>();
    targets.forEach(target -> named.put(rowKey(target), target));
    Map<LineTarget, TargetLines> lines = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT party, target, lines FROM unnest(?::text[], ?::text[]) AS touched (party,"
                + " target) JOIN contract_price USING (party, target)")) {
      select.setArray(1, texts(connection, named.keySet(), 0));
      select.setArray(2, texts(connection, named.keySet(), 1));
      ResultSet row = select.executeQuery();
      while (row.next()) {
        LineTarget target =
            Objects.requireNonNull(named.get(List.of(row.getString(1), row.getString(2))));
        lines.put(target, TargetLines.decode(world, target, row.getBytes(3)));
      }
    }
    return lines;
  }

  private void upsert(Connection connection, Map<LineTarget, TargetLines> changed)
      throws SQLException {
    List<List<String>> keys = new ArrayList<>(changed.size());
    byte[][] lines = new byte[changed.size()][];
    for (var each : changed.entrySet()) {
      lines[keys.size()] = each.getValue().encode(world);
      keys.add(rowKey(each.getKey()));
    }
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO contract_price (party, target, lines)"
                + " SELECT * FROM unnest(?::text[], ?::text[], ?::bytea[])"
                + " ON CONFLICT (party, target) DO UPDATE SET lines = excluded.lines")) {
      upsert.setArray(1, texts(connection, keys, 0));
      upsert.setArray(2, texts(connection, keys, 1));
      upsert.setArray(3, connection.createArrayOf("bytea", lines));
      upsert.executeUpdate();
    }
  }

  private static java.sql.Array texts(
      Connection connection, Collection<List<String>> keys, int column) throws SQLException {
    return connection.createArrayOf("text", keys.stream().map(key -> key.get(column)).toArray());
  }

  private static List<String> rowKey(LineTarget target) {
    return List.of(text(target.party()), target.text());
  }

  /** The party as it is written in the table. */
  public static String text(Party party) {
    return switch (party.kind()) {
      case CUSTOMER -> "C" + party.key();
      case BUYING_GROUP -> "G" + party.key();
    };
  }
}
