package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradecounter.engine.Given.discount;
import static tradecounter.engine.Given.onHand;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.engine.oracle.GeneratedHistories;

/** Live, replayed, and restored from a checkpoint: one state, bit for bit. */
final class StateHashTest {

  // ---------------------------------------------------------------- checkpoint and replay

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void liveReplayedAndRestoredWorldsAreTheSame(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      events.addAll(GeneratedHistories.events(seed * 100 + i));
    }
    events.addAll(List.of(richestObjects()));
    World live = new World();
    Log liveLog = new Log(live);
    Map<Entity, byte[]> checkpoint = new HashMap<>();
    int cut = 0;
    for (int i = 0; i < events.size(); i++) {
      liveLog.append(events.get(i));
      if (random.nextInt(60) == 0) {
        // Later rows overwrite earlier ones, as in a table.
        live.captureChanged().forEach(c -> checkpoint.put(c.entity(), live.encode(c)));
        cut = i + 1;
      }
    }
    String expected = StateHash.of(live);
    assertThat(StateHash.of(live)).as("looking changes nothing").isEqualTo(expected);

    World replayed = new World();
    Log replayedLog = new Log(replayed);
    events.forEach(replayedLog::append);
    assertThat(StateHash.of(replayed)).as("replayed from the start").isEqualTo(expected);

    World restored = restored(checkpoint);
    Log tail = new Log(restored);
    events.subList(0, cut).forEach(tail::pass);
    events.subList(cut, events.size()).forEach(tail::append);
    assertThat(StateHash.of(restored)).as("restored at %s and replayed", cut).isEqualTo(expected);
  }

  @Test
  void aCheckpointHoldsOnlyWhatChangedSinceTheLast() {
    World world = new World();
    Log log = new Log(world);
    log.say(stocked("A"), stocked("B"));
    assertThat(world.captureChanged()).hasSize(2 + 1 + lanesOf("A", "B"));
    assertThat(world.captureChanged()).isEmpty();
    log.say(onHand("B", "DC1", "1"));
    assertThat(world.captureChanged())
        .extracting(c -> c.entity().kind())
        .containsExactlyInAnyOrder(Entity.Kind.ITEM, Entity.Kind.FEED, Entity.Kind.LANE);
  }

  private static int lanesOf(String... items) {
    return (int)
        Arrays.stream(items)
            .map(item -> Log.lane(Event.counted("erp", 1, stocked(item))))
            .distinct()
            .count();
  }

  @Test
  void whatWasCapturedStaysAsItWas() {
    World world = new World();
    Log log = new Log(world);
    log.say(onHand("A", "DC1", "1"));
    List<Captured> captured = world.captureChanged();
    String before = hashOf(world, captured);
    log.say(onHand("A", "DC1", "2"), stocked("A"));
    assertThat(hashOf(world, captured)).isEqualTo(before);
  }

  private static String hashOf(World world, List<Captured> captured) {
    Map<Entity, byte[]> rows = new HashMap<>();
    captured.forEach(c -> rows.put(c.entity(), world.encode(c)));
    return StateHash.of(restored(rows));
  }

  @Test
  void everyDifferenceIsInTheHash() {
    World a = new World();
    World b = new World();
    new Log(a).say(onHand("A", "DC1", "1"));
    new Log(b).say(onHand("A", "DC1", "1.000001"));
    assertThat(StateHash.of(a)).isNotEqualTo(StateHash.of(b)).hasSize(32);
    assertThat(StateHash.of(new World())).isNotEqualTo(StateHash.of(a));
  }

  @Test
  void anEventThatMovesALineAndComesTooLateLeavesNoTrace() {
    World world = new World();
    Log log = new Log(world);
    log.append(Event.counted("erp", 5, Given.receipt("PO-1", "A", "DC1", "3", 0)));
    log.append(Event.counted("erp", 4, Given.receipt("PO-1", "B", "DC1", "3", 0)));
    Map<Entity, byte[]> rows = new HashMap<>();
    world.captureChanged().forEach(c -> rows.put(c.entity(), world.encode(c)));
    assertThat(StateHash.of(restored(rows))).isEqualTo(StateHash.of(world));
  }

  private static World restored(Map<Entity, byte[]> rows) {
    World world = new World();
    rows.entrySet().stream()
        .sorted(Comparator.comparing(row -> row.getKey().kind()))
        .forEach(row -> world.restore(row.getKey(), row.getValue()));
    return world;
  }

  private static Envelope envelope(long sequence) {
    return Event.counted("erp", sequence, stocked("X")).envelope();
  }

  // ---------------------------------------------------------------- broken bytes

  @Test
  void brokenBytesAreToldAsSuchAndAsNothingElse() {
    World source = new World();
    Log log = new Log(source);
    GeneratedHistories.events(42).forEach(log::append);
    List.of(richestObjects()).forEach(log::append);
    ContractPrice terms = Given.contract("K", "C", "I", "9@1 8@10");
    LineTarget target = new LineTarget(terms.party(), terms.target(), terms.targetKey());
    byte[] line =
        ((TargetLines.Outcome.Changed) TargetLines.none(target).with(source, envelope(1), terms))
            .lines()
            .encode(source);
    Random random = new Random(9);
    List<Captured> rows = new ArrayList<>();
    source.captureAll(rows::add);
    assertThat(rows.stream().map(c -> c.entity().kind()).distinct())
        .containsExactlyInAnyOrder(Entity.Kind.values());
    for (Captured row : rows) {
      byte[] good = source.encode(row);
      for (int length = 0; length < good.length; length += 1 + length / 200) {
        int cut = length;
        assertThatThrownBy(() -> restore(row.entity(), Arrays.copyOf(good, cut)))
            .isExactlyInstanceOf(IllegalStateException.class);
      }
      assertThatThrownBy(() -> restore(row.entity(), Arrays.copyOf(good, good.length + 1)))
          .isExactlyInstanceOf(IllegalStateException.class);
      for (int i = 0; i < 300; i++) {
        restoredOrRefused(() -> restore(row.entity(), damaged(good, random)));
      }
    }
    for (int i = 0; i < 5_000; i++) {
      restoredOrRefused(() -> TargetLines.decode(new World(), target, damaged(line, random)));
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      restoredOrRefused(() -> TargetLines.decode(new World(), target, noise));
    }
  }

  private static void restore(Entity entity, byte[] bytes) {
    new World().restore(entity, bytes);
  }

  /** Some bytes changed, most of the time to those that make numbers long or texts long. */
  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes[random.nextInt(bytes.length)] =
          (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
    }
    return bytes;
  }

  private static void restoredOrRefused(Runnable attempt) {
    try {
      attempt.run();
    } catch (IllegalStateException refused) {
      assertThat(refused).isExactlyInstanceOf(IllegalStateException.class);
    }
  }

  // ---------------------------------------------------------------- every field at work

  private static Event[] richestObjects() {
    Item item =
        new Item(
            "RICH",
            "Röhre ½\"",
            "PIPES",
            Item.Policy.BUNDLE,
            true,
            "M",
            3,
            List.of(new Item.UnitOfMeasure("KM", 1_000, 1)),
            false,
            "T1",
            List.of(new Item.Component("A", units("0.5"), true, false)),
            new Item.QuantityRules(1, units("999999999999"), 3),
            List.of(new Item.Substitute("B", Item.Substitute.Kind.SUPERSEDES, -1)),
            730);
    Location location =
        new Location(
            "L-RICH",
            "Auckland",
            Location.Kind.BRANCH,
            ZoneId.of("Pacific/Auckland"),
            WorkCalendar.of(Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), Set.of(-1, 20_000)),
            LocalTime.of(23, 59, 59, 999),
            Location.Status.CLOSED);
    Network network =
        new Network(
            "N-RICH",
            new Network.Match(Set.of("WEB"), Set.of("N", "S"), Set.of("G"), Set.of("C")),
            -5,
            List.of(Given.atLocation("L-RICH", -1, 365), Given.atSupplier("S", 2, 0)),
            Network.Sourcing.FEWEST_SPLITS,
            WorkCalendar.of(Set.of(DayOfWeek.FRIDAY), Set.of(0)));
    Outage outage = new Outage("O-RICH", "L-RICH", -7, Day.OPEN_END, "Überflutung");
    Protection protection =
        new Protection(
            "F-RICH",
            "",
            "PIPES",
            "",
            "G",
            Protection.Bound.MAXIMUM,
            units("999999999999"),
            Day.OPEN_START,
            20_000);
    Threshold threshold = new Threshold("T-RICH", "RICH", "", units("0.000001"));
    Customer customer =
        new Customer(
            "C-RICH",
            "Müller & Söhne",
            "C-0",
            List.of(new Customer.GroupMembership("G", -2)),
            List.of("P1", "P2"),
            "KWD",
            "WEB",
            Customer.PriceStrategy.MERGE,
            new Customer.TaxTerms(
                Customer.TaxStatus.REVERSE_CHARGE,
                List.of(new Customer.Exemption("DE-BE", "X-1", Day.OPEN_START, 30_000))),
            List.of(new Customer.ShipTo("1", "N", "DE", "10115", "DE-BE")),
            true,
            Customer.Status.BLOCKED);
    return new Event[] {
      Event.counted("erp", 100_001, item),
      Event.timed("wms", "x1", 5, location),
      Event.arriving("edge", "x2", network),
      Event.counted("erp", 100_002, customer).from(2, 77),
      Event.timed("erp", "x4", 9, outage),
      Event.arriving("wms", "x5", protection),
      Event.counted("edge", 2, threshold),
      Event.counted("edge", 1, new Deletion(Given.receipt("R0", "", "", "0", 0).key())),
      Event.timed("edge", "x3", Long.MAX_VALUE, discount("K", "C", "RICH", "12.5")),
    };
  }
}
