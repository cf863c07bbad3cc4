package tradecounter.ledger;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.journey.FakeLedger;
import tradecounter.engine.journey.FakeLedger.NotUniqueException;
import tradecounter.engine.journey.Position;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.log.LogProgress;
import tradecounter.store.Database;

/**
 * The ledger of the simulation is what Postgres is to the real one: two transactions at a time do
 * the same generated operations on both, and wait, fail, see, version, note and keep alike.
 */
@Timeout(value = 5, unit = MINUTES)
final class FakeLedgerTest {
  private static final int OPERATIONS = 800;
  private static final List<String> ITEMS = List.of("A", "B");
  private static final Position SOMEWHERE = new Position(List.of(1));
  private static final LogProgress REACHED =
      LogProgress.of(Stream.of(Topic.values()).map(topic -> new Lane(topic, 0)).toList(), _ -> 1);
  private static final String WAITED_TOO_LONG = "55P03";
  private static final String NOT_UNIQUE = "23505";

  private final Random random = new Random(11);
  private final FakeLedger fake = new FakeLedger();
  private final Map<Slot, Both> open = new EnumMap<>(Slot.class);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int names;

  private enum Slot {
    FIRST,
    SECOND
  }

  /** One transaction on both, and the holds that it has locked or made. */
  private record Both(
      Connection real, FakeLedger.Transaction fake, Map<String, Hold> holds, Set<String> items) {}

  @Test
  void doesWhatPostgresDoes() throws SQLException {
    SharedServers.postgres().start();
    String url = SharedServers.freshDatabase();
    try (Database database =
        new Database(
            new Configuration.Postgres(
                url, PostgresServer.USER, PostgresServer.PASSWORD, 2, 5_000))) {
      database.migrate();
    }
    try (Connection first = connect(url);
        Connection second = connect(url);
        Connection reader = connect(url)) {
      Map<Slot, Connection> connections =
          new EnumMap<>(Map.of(Slot.FIRST, first, Slot.SECOND, second));
      for (int i = 0; i < OPERATIONS; i++) {
        Slot slot = random.nextBoolean() ? Slot.FIRST : Slot.SECOND;
        Both both = open.get(slot);
        if (both == null) {
          Connection connection = connections.get(slot);
          if (connection != null) {
            begin(slot, connection);
          }
        } else {
          operate(slot, both);
        }
        compare(reader, "operation " + i);
      }
    }
    assertThat(outcomes.keySet())
        .as("what happened: %s", outcomes)
        .contains(
            "committed", "rolled back", "waits", "not unique", "known key", "changed", "made");
  }

  private static Connection connect(String url) throws SQLException {
    Connection connection =
        DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
    connection.setAutoCommit(false);
    return connection;
  }

  private void happened(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  // ---------------------------------------------------------------- operations

  private void begin(Slot slot, Connection real) throws SQLException {
    try (Statement limits = real.createStatement()) {
      limits.execute("SET LOCAL lock_timeout = '40ms'");
    }
    open.put(slot, new Both(real, fake.begin(), new LinkedHashMap<>(), new TreeSet<>()));
  }

  private void operate(Slot slot, Both both) throws SQLException {
    switch (random.nextInt(10)) {
      case 0, 1 -> lockItem(slot, both);
      case 2, 3 -> lockHold(slot, both);
      case 4, 5 -> make(both);
      case 6, 7 -> change(both);
      case 8 -> end(slot, both, Optional.of(key()));
      default -> end(slot, both, Optional.empty());
    }
  }

  private RequestKey key() {
    return new RequestKey(
        "C-1",
        "K-" + random.nextInt(40),
        HexFormat.of().formatHex(new byte[] {(byte) random.nextInt(100)}));
  }

  private void lockItem(Slot slot, Both both) throws SQLException {
    String item = ITEMS.get(random.nextInt(ITEMS.size()));
    boolean locks = both.fake().lock(Set.of("I/" + item));
    try {
      assertThat(HoldLedger.lockItems(both.real(), Set.of(item)))
          .isEqualTo(Map.of(item, both.fake().version(item)));
      assertThat(locks).as("locks %s", item).isTrue();
      both.items().add(item);
    } catch (SQLException e) {
      waits(slot, both, locks, e);
    }
  }

  private void lockHold(Slot slot, Both both) throws SQLException {
    List<Hold> all = List.copyOf(fake.holds());
    if (all.isEmpty()) {
      return;
    }
    String hold = all.get(random.nextInt(Math.min(all.size(), 12))).hold();
    boolean locks = both.fake().lock(Set.of("H/" + hold));
    try {
      Hold found = HoldLedger.lock(both.real(), Set.of(hold)).get(hold);
      assertThat(locks).as("locks %s", hold).isTrue();
      assertThat(Optional.ofNullable(found).map(FakeLedgerTest::plain))
          .isEqualTo(both.fake().hold(hold).map(FakeLedgerTest::plain));
      both.fake().hold(hold).ifPresent(h -> both.holds().put(hold, h));
    } catch (SQLException e) {
      waits(slot, both, locks, e);
    }
  }

  /** A transaction that has waited too long is over. */
  private void waits(Slot slot, Both both, boolean locks, SQLException e) throws SQLException {
    assertThat(e.getSQLState()).as("%s", e.getMessage()).isEqualTo(WAITED_TOO_LONG);
    assertThat(locks).as("locks what Postgres does not").isFalse();
    happened("waits");
    both.real().rollback();
    both.fake().rollBack();
    open.remove(slot);
  }

  private void make(Both both) throws SQLException {
    if (both.items().isEmpty()) {
      return;
    }
    String name = "H-" + ++names;
    List<Hold.Line> lines = new ArrayList<>();
    for (String item : both.items()) {
      lines.add(
          Hold.Line.of(
              Integer.toString(lines.size() + 1),
              "1",
              item,
              new Departure(
                  item,
                  random.nextBoolean() ? SourceKey.location("X") : SourceKey.supplier("S"),
                  20_000,
                  20_001,
                  FixedPoint.ONE * (1 + random.nextInt(5)))));
    }
    Hold hold =
        random.nextBoolean()
            ? Hold.active(name, "C-1", 1_800_000_000_000L + names, lines)
            : Hold.ordered(
                name, "C-1", "O-1", lines.stream().map(line -> line.ordered("O-1/1")).toList());
    write(both, hold, Optional.empty());
    happened("made");
  }

  private void change(Both both) throws SQLException {
    List<Hold> held =
        both.holds().values().stream()
            .filter(hold -> hold.lines().stream().allMatch(l -> both.items().contains(l.item())))
            .toList();
    if (held.isEmpty()) {
      return;
    }
    Hold hold = held.get(random.nextInt(held.size()));
    String line = hold.lines().getFirst().line();
    HoldEvent event =
        switch (random.nextInt(7)) {
          case 0 -> new HoldEvent.Extend(1_900_000_000_000L);
          case 1 -> new HoldEvent.Release(Map.of(line, FixedPoint.ONE));
          case 2 -> new HoldEvent.Send();
          case 3 -> new HoldEvent.Acknowledge(1_800_000_000_123L);
          case 4 -> new HoldEvent.Cancel(Map.of(line, FixedPoint.ONE));
          case 5 -> new HoldEvent.Reject();
          default -> new HoldEvent.Reflect(line, FixedPoint.ONE);
        };
    if (HoldLifeCycle.step(hold, event, 1_700_000_000_000L) instanceof HoldStep.Moved moved
        && !moved.hold().equals(hold)) {
      write(
          both,
          moved.hold(),
          event instanceof HoldEvent.Reflect ? Optional.of(SOMEWHERE) : Optional.empty());
      happened("changed");
    }
  }

  private static void write(Both both, Hold hold, Optional<Position> reflectedAt)
      throws SQLException {
    Optional<Hold> before = both.fake().hold(hold.hold());
    List<LedgerEntry> real =
        HoldLedger.write(
            both.real(),
            List.of(before.map(b -> HoldChange.changed(b, hold)).orElse(HoldChange.created(hold))),
            reflectedAt.map(_ -> REACHED));
    assertThat(real.stream().map(FakeLedgerTest::text).sorted())
        .isEqualTo(
            both.fake().write(List.of(hold), reflectedAt).stream()
                .map(FakeLedgerTest::text)
                .sorted()
                .toList());
    both.holds().put(hold.hold(), hold);
  }

  private void end(Slot slot, Both both, Optional<RequestKey> key) throws SQLException {
    open.remove(slot);
    if (key.isEmpty() && random.nextInt(3) == 0) {
      both.real().rollback();
      both.fake().rollBack();
      happened("rolled back");
      return;
    }
    boolean realIsUnique = true;
    if (key.isPresent()) {
      RequestKey named = key.get();
      Optional<FakeLedger.Answer> known = both.fake().answered(named.key());
      assertThat(
              AnsweredKeys.look(both.real(), List.of(named)).values().stream()
                  .map(AnsweredKeys.Known::fingerprint))
          .isEqualTo(known.stream().map(FakeLedger.Answer::fingerprint).toList());
      if (known.isPresent()) {
        happened("known key");
      }
      realIsUnique = keeps(both.real(), named);
    }
    assertThat(commits(both.fake(), key)).as("unique: %s", key).isEqualTo(realIsUnique);
    if (realIsUnique) {
      both.real().commit();
      happened("committed");
    } else {
      both.real().rollback();
      happened("not unique");
    }
  }

  private static boolean keeps(Connection real, RequestKey key) throws SQLException {
    try {
      AnsweredKeys.keep(
          real,
          List.of(
              new AnsweredKeys.Kept(
                  key, new KeptAnswer(201, "text/plain", Buffer.buffer("done"), "", false))));
      return true;
    } catch (SQLException e) {
      assertThat(Stream.iterate(e, SQLException::getNextException).limit(2))
          .anyMatch(cause -> cause != null && NOT_UNIQUE.equals(cause.getSQLState()));
      return false;
    }
  }

  /** Keeps the answer, if there is one, and commits, or is rolled back. */
  private static boolean commits(FakeLedger.Transaction fake, Optional<RequestKey> key) {
    try {
      if (key.isPresent()) {
        fake.keep(key.get().key(), new FakeLedger.Answer(key.get().fingerprint(), "done"));
      }
      fake.commit();
      return true;
    } catch (NotUniqueException e) {
      fake.rollBack();
      return false;
    }
  }

  // ---------------------------------------------------------------- what is committed

  private void compare(Connection reader, String what) throws SQLException {
    List<String> real = new ArrayList<>();
    for (LedgerEntries.ItemState state :
        LedgerEntries.states(reader, Optional.of(Set.copyOf(ITEMS)))) {
      if (state.version() > 0) {
        real.add(state.item() + " at " + state.version());
      }
      state.entries().forEach(entry -> real.add(text(entry)));
    }
    List<String> expected = new ArrayList<>();
    for (FakeLedger.ItemState state : fake.states(Set.copyOf(ITEMS))) {
      expected.add(state.item() + " at " + state.version());
      state.entries().forEach(entry -> expected.add(text(entry)));
    }
    assertThat(real).as(what).containsExactlyInAnyOrderElementsOf(expected);
    Collection<Hold> holds = fake.holds();
    Set<String> keys = new TreeSet<>();
    holds.forEach(hold -> keys.add(hold.hold()));
    assertThat(HoldLedger.read(reader, keys).values().stream().map(FakeLedgerTest::plain))
        .as(what)
        .containsExactlyInAnyOrderElementsOf(holds.stream().map(FakeLedgerTest::plain).toList());
    reader.commit();
  }

  /** What is ordered does not expire; how that is written down is no matter. */
  private static Hold plain(Hold hold) {
    return new Hold(
        hold.hold(),
        hold.customer(),
        hold.status(),
        hold.order().isEmpty() ? hold.expiresAtMillis() : Long.MAX_VALUE,
        hold.order(),
        hold.acknowledgedAtMillis(),
        hold.lines());
  }

  private static String text(LedgerEntry entry) {
    return text(entry.item(), entry.version(), entry.line(), entry.reflectedAt().isPresent());
  }

  private static String text(FakeLedger.Entry entry) {
    return text(entry.item(), entry.version(), entry.line(), entry.reflectedAt().isPresent());
  }

  private static String text(String item, long version, HeldLine line, boolean shown) {
    return item + " " + version + " " + line + (shown ? " shown" : "");
  }
}
