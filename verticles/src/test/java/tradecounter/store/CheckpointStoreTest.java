package tradecounter.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradecounter.decode.EventSamples.event;
import static tradecounter.decode.EventSamples.fullEvent;

import java.sql.SQLException;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.decode.EventSamples;
import tradecounter.decode.EventSamples.Sample;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.state.Captured;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.StateHash;
import tradecounter.engine.state.World;
import tradecounter.store.CheckpointStore.Written;

/** What is written down is taken up again bit for bit, as a whole or not at all. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckpointStoreTest {
  private Database database;
  private CheckpointStore store;

  @BeforeEach
  void openTheDatabase() {
    // Whatever the test before has left behind.
    SharedServers.postgres().start();
    database =
        new Database(
            new Configuration.Postgres(
                SharedServers.freshDatabase(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                4,
                1_000));
    database.migrate();
    store = new CheckpointStore(database);
  }

  @AfterEach
  void closeTheDatabase() {
    database.close();
  }

  @Test
  void anEmptyDatabaseGivesAnEmptyWorld() throws SQLException {
    assertThat(StateHash.of(restored())).isEqualTo(StateHash.of(new World()));
  }

  @Test
  void isTakenUpAsItWasWritten() throws SQLException {
    Log log = new Log(new Random().nextLong());
    for (int checkpoint = 0; checkpoint < 10; checkpoint++) {
      log.append(500);
      assertThat(store.write(log.world, log.world.captureChanged(), log.positions()))
          .isEqualTo(Written.WRITTEN);
      World restored = restored();
      assertThat(StateHash.of(restored))
          .as("seed %s, checkpoint %s", log.seed, checkpoint)
          .isEqualTo(StateHash.of(log.world));
      assertThat(positions(restored)).isEqualTo(log.positions());
    }
  }

  /** The log goes on after the restart as if there had been none. */
  @Test
  void continuesFromWhatWasTakenUp() throws SQLException {
    Log log = new Log(new Random().nextLong());
    log.append(2_000);
    store.write(log.world, log.world.captureChanged(), log.positions());
    World restored = restored();
    log.also(restored);
    log.append(2_000);
    assertThat(StateHash.of(restored)).as("seed %s", log.seed).isEqualTo(StateHash.of(log.world));
  }

  @Test
  void aNodeThatIsBehindWritesNothing() throws SQLException {
    Log ahead = new Log(new Random().nextLong());
    ahead.append(300);
    World behind = new World();
    ahead.append(0);
    Map<Lane, Long> older = ahead.positions();
    List<Captured> olderState = new ArrayList<>();
    ahead.world.captureAll(olderState::add);
    ahead.append(300);
    assertThat(store.write(ahead.world, ahead.world.captureChanged(), ahead.positions()))
        .isEqualTo(Written.WRITTEN);
    String written = StateHash.of(restored());

    assertThat(store.write(ahead.world, olderState, older)).isEqualTo(Written.BEHIND);
    assertThat(store.write(behind, List.of(), Map.of())).isEqualTo(Written.BEHIND);
    // Ahead in one partition and behind in another is behind.
    Map<Lane, Long> mixed = new HashMap<>(ahead.positions());
    Lane lane = mixed.keySet().iterator().next();
    mixed.replaceAll((each, next) -> each.equals(lane) ? next - 1 : next + 100);
    assertThat(store.write(ahead.world, olderState, mixed)).isEqualTo(Written.BEHIND);
    assertThat(StateHash.of(restored())).isEqualTo(written).isEqualTo(StateHash.of(ahead.world));
    // The same positions again: nothing is lost by writing the same twice.
    List<Captured> all = new ArrayList<>();
    ahead.world.captureAll(all::add);
    assertThat(store.write(ahead.world, all, ahead.positions())).isEqualTo(Written.WRITTEN);
    assertThat(StateHash.of(restored())).isEqualTo(written);
  }

  @Test
  void aKillInTheMiddleOfAWriteLeavesThePreviousCheckpointWhole() throws SQLException {
    Log log = new Log(new Random().nextLong());
    log.items(3_000);
    log.append(200);
    store.write(log.world, log.world.captureChanged(), log.positions());
    String before = StateHash.of(log.world);
    Map<Lane, Long> positionsBefore = log.positions();

    log.items(3_000);
    log.append(200);
    List<Captured> changed = log.world.captureChanged();
    assertThat(changed.size()).isGreaterThan(3_000);
    assertThatThrownBy(
            () ->
                store.write(
                    log.world, killing(changed, 2_500, SharedServers.postgres()), log.positions()))
        .isInstanceOf(SQLException.class);
    SharedServers.postgres().start();
    // What was written half is cleared away first, which takes its time on a busy machine.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> database.inTransaction(_ -> true));

    World restored = restored();
    assertThat(StateHash.of(restored)).as("seed %s", log.seed).isEqualTo(before);
    assertThat(positions(restored)).isEqualTo(positionsBefore);
    // What was not written is written by the next attempt.
    assertThat(store.write(log.world, changed, log.positions())).isEqualTo(Written.WRITTEN);
    assertThat(StateHash.of(restored())).as("seed %s", log.seed).isEqualTo(StateHash.of(log.world));
  }

  /** Kills the server when so many elements have been taken. */
  private static Collection<Captured> killing(
      Collection<Captured> all, int after, PostgresServer postgres) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Captured> iterator() {
        Iterator<Captured> each = all.iterator();
        int[] taken = {0};
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Captured next() {
            if (++taken[0] == after) {
              postgres.kill();
            }
            return each.next();
          }
        };
      }

      @Override
      public int size() {
        return all.size();
      }
    };
  }

  private World restored() throws SQLException {
    World world = new World();
    List<Long> progress = new ArrayList<>();
    long count = new CheckpointStore(database).restore(world, progress::add);
    assertThat(progress).last().isEqualTo(count);
    return world;
  }

  private static Map<Lane, Long> positions(World world) {
    Map<Lane, Long> positions = new HashMap<>();
    world.lanes().forEach(lane -> positions.put(lane, world.nextOffset(lane)));
    return positions;
  }

  /**
   * A log of the samples of all types, with changing keys and numbers, applied as it is written.
   */
  private static final class Log {
    private static final List<Sample> SAMPLES = EventSamples.all();

    private final World world = new World();
    private final List<World> worlds = new ArrayList<>(List.of(world));
    private final Map<Lane, Long> next = new HashMap<>();
    private final long seed;
    private final Random random;
    private int events;

    Log(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void also(World other) {
      worlds.add(other);
    }

    void append(int count) {
      for (int i = 0; i < count; i++) {
        Sample sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
        String data = random.nextBoolean() ? sample.minimal() : sample.full();
        String text =
            random.nextInt(3) == 0
                ? fullEvent(sample.type(), data)
                    .replace("\"1042\"", "\"" + random.nextInt(99) + "\"")
                : event(sample.type(), data);
        append(text.replace("4711", "e" + (random.nextInt(20) == 0 ? events / 2 : ++events)));
      }
    }

    /** New positions of many items. */
    void items(int count) {
      for (int i = 0; i < count; i++) {
        String data =
            "{'item':'I-" + i + "','location':'DC1','onHand':" + random.nextInt(1_000) + "}";
        append(
            event("tradecounter.position.set.v1", data)
                .replace("\"4711\"", "\"p" + ++events + "\""));
      }
    }

    private void append(String text) {
      String feed = List.of("erp", "wms", "supplier").get(random.nextInt(3));
      Decoded decoded = new EventDecoder(feed, false).decode(text.getBytes(UTF_8));
      Decoded.Event event = (Decoded.Event) decoded;
      Lane lane =
          new Lane(event.change().objectKind().topic(), event.change().key().hashCode() & 1);
      long offset = next.merge(lane, 1L, Long::sum) - 1;
      LogPosition position = new LogPosition(lane.topic(), lane.partition(), offset);
      for (World each : worlds) {
        each.apply(position, Origin.NONE, event.envelope(), event.change(), 1_000L + events);
      }
    }

    Map<Lane, Long> positions() {
      return CheckpointStoreTest.positions(world);
    }
  }
}
