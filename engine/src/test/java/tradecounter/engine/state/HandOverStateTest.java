package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.units;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.Interleavings;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.oracle.GeneratedHistories;
import tradecounter.engine.state.LogPosition.Lane;

/** What figures show of our orders is state, the same by every way; what is held is none. */
final class HandOverStateTest {
  private static final SourceKey DC1 = SourceKey.location("DC1");

  /** An event and the day on which the log takes it. */
  private record Logged(int day, Event event) {
    long atMillis() {
      return Log.LOGGED_AT + TimeUnit.DAYS.toMillis(day);
    }
  }

  /**
   * What is said of item A, such as {@code "0 listed O-1/1, 31 issued O-1/2 3, 40 demand SO-1
   * O-1/3, 2 word S1 O-1/4, 5 upTo S1 70"}: the day of the log first.
   */
  private static List<Logged> logged(String table) {
    List<Logged> events = new ArrayList<>();
    for (String line : table.split(", ", -1)) {
      String[] words = line.split(" ", -1);
      events.add(
          new Logged(
              Integer.parseInt(words[0]), Event.counted("erp", events.size() + 1L, change(words))));
    }
    return events;
  }

  private static Change change(String[] words) {
    return switch (words[1]) {
      case "listed" ->
          Given.onHand("A", "DC1", "5")
              .reflecting(new Reflection(Set.of(words[2]), Reflection.UNSAID));
      case "issued" ->
          PositionChange.adjust("A", "DC1", Map.of(Figure.ON_HAND, -units(words[3])))
              .ofLine(words[2]);
      case "demand" ->
          new Demand(words[2], "A", "DC1", units("1"), 0, words[3], Demand.Status.OPEN);
      case "word" -> word(words[2], new Reflection(Set.of(words[3]), Reflection.UNSAID));
      case "upTo" -> word(words[2], new Reflection(Set.of(), Long.parseLong(words[3])));
      default -> throw new IllegalArgumentException(String.join(" ", words));
    };
  }

  private static Commitment word(String supplier, Reflection reflects) {
    return new Commitment(supplier, "A", units("9"), 1, 0, Long.MAX_VALUE, 0, reflects);
  }

  private static World after(List<Logged> events) {
    World world = new World();
    Log log = new Log(world);
    events.forEach(e -> log.append(e.event(), e.atMillis()));
    return world;
  }

  private static ItemSnapshot snapshot(World world) {
    return Objects.requireNonNull(world.item("A"));
  }

  private static HandOver shownAt(World world, SourceKey source) {
    return snapshot(world).holds().handOvers().getOrDefault(source, HandOver.NONE);
  }

  private static World restored(Map<Entity, byte[]> rows) {
    World world = new World();
    rows.entrySet().stream()
        .sorted(Comparator.comparing(row -> row.getKey().kind()))
        .forEach(row -> world.restore(row.getKey(), row.getValue()));
    return world;
  }

  private static Map<Entity, byte[]> written(World world) {
    Map<Entity, byte[]> rows = new HashMap<>();
    world.captureAll(captured -> rows.put(captured.entity(), world.encode(captured)));
    return rows;
  }

  // ---------------------------------------------------------------- one state by every way

  /** Demands come by other partitions than figures, so that both may name one line in any order. */
  private static final String LONG_HISTORY =
      "0 listed O-1/1, 0 issued O-1/2 2, 31 issued O-1/2 3, 33 issued O-1/3 1, "
          + "1 demand SO-1 O-1/1, 40 demand SO-1 O-1/4, 20 demand SO-5 O-1/3, 62 demand SO-5 O-1/5";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        LONG_HISTORY,
        "0 listed O-1/1, 40 listed O-1/2, 30 demand SO-1 O-1/1, 71 demand SO-5 O-1/2",
        "0 issued O-1/1 2, 29 issued O-1/1 1, 31 demand SO-1 O-1/9, 60 demand SO-5 O-1/1",
        "0 word S1 O-1/1, 3 upTo S1 70, 35 word S1 O-1/2, 36 upTo S1 60, 90 demand SO-1 O-1/1",
      })
  void theOrderBetweenPartitionsDoesNotMatter(String table) {
    Map<Lane, List<Logged>> lanes = new LinkedHashMap<>();
    logged(table)
        .forEach(e -> lanes.computeIfAbsent(Log.lane(e.event()), _ -> new ArrayList<>()).add(e));
    assertThat(lanes).as("partitions that meet").hasSizeGreaterThan(1);
    String expected = StateHash.of(after(logged(table)));
    List<List<Logged>> all = Interleavings.of(List.copyOf(lanes.values()));
    for (List<Logged> one : all) {
      assertThat(StateHash.of(after(one))).as("%s", one).isEqualTo(expected);
    }
  }

  @Test
  void aCheckpointAnywhereAndTheRestOfTheLogGiveTheSameBytes() {
    List<Logged> events = logged(LONG_HISTORY + ", 63 word S1 O-1/1, 64 upTo S1 70");
    World live = after(events);
    for (int cut = 0; cut <= events.size(); cut++) {
      World taken = restored(written(after(events.subList(0, cut))));
      Log rest = new Log(taken);
      events.subList(0, cut).forEach(e -> rest.pass(e.event()));
      events.subList(cut, events.size()).forEach(e -> rest.append(e.event(), e.atMillis()));
      assertThat(StateHash.of(taken)).as("cut at %s", cut).isEqualTo(StateHash.of(live));
      assertThat(bytesOf(taken)).as("cut at %s", cut).isEqualTo(bytesOf(live));
      assertThat(snapshot(taken).holds().handOvers()).isEqualTo(snapshot(live).holds().handOvers());
    }
  }

  private static Map<String, String> bytesOf(World world) {
    Map<String, String> bytes = new TreeMap<>();
    written(world).forEach((entity, row) -> bytes.put(entity.toString(), Arrays.toString(row)));
    return bytes;
  }

  @ParameterizedTest
  @CsvSource({
    "0 issued O-1/1 2, 0 issued O-1/1 3",
    "0 issued O-1/1 2, 0 issued O-1/2 2",
    "0 issued O-1/1 2, 1 issued O-1/1 2",
    "0 listed O-1/1, 0 listed O-1/2",
    "0 demand SO-1 O-1/1, 0 demand SO-1 O-1/2",
    "0 demand SO-1 O-1/1, 1 demand SO-1 O-1/1",
    "0 upTo S1 70, 0 upTo S1 71",
    "0 word S1 O-1/1, 0 word S2 O-1/1",
  })
  void everyDifferenceIsInTheBytes(String one, String other) {
    World a = restored(Map.of(item(), itemRow(one)));
    World b = restored(Map.of(item(), itemRow(other)));
    assertThat(snapshot(a).holds().handOvers()).isNotEqualTo(snapshot(b).holds().handOvers());
    assertThat(itemRow(one)).isNotEqualTo(itemRow(other)).isEqualTo(itemRow(one));
  }

  private static Entity item() {
    return new Entity(Entity.Kind.ITEM, "A");
  }

  private static byte[] itemRow(String table) {
    return Objects.requireNonNull(written(after(logged(table))).get(item()));
  }

  /** What the tests of replay and checkpoint with generated histories rest on. */
  @Test
  void generatedHistoriesShowOrdersByEveryWay() {
    World world = new World();
    Log log = new Log(world);
    for (int i = 0; i < 5; i++) {
      GeneratedHistories.events(100 + i).forEach(log::append);
    }
    List<HandOver> all = new ArrayList<>();
    world.captureAll(
        captured -> {
          if (captured.value() instanceof ItemSnapshot snapshot) {
            all.addAll(snapshot.holds().handOvers().values());
          }
        });
    assertThat(all)
        .anyMatch(shown -> !shown.named().isEmpty())
        .anyMatch(shown -> shown.watermarkMillis() != Reflection.UNSAID)
        .anyMatch(s -> s.shown().values().stream().anyMatch(l -> l.quantity() == HandOver.ALL))
        .anyMatch(s -> s.shown().values().stream().anyMatch(l -> l.quantity() != HandOver.ALL));
  }

  // ---------------------------------------------------------------- what is forgotten

  @ParameterizedTest(name = "{0} → {1} / {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0 listed O-1/1                                                 | O-1/1       | ''",
        "0 listed O-1/1, 30 listed O-1/2                                | O-1/1 O-1/2 | ''",
        "0 listed O-1/1, 31 listed O-1/2                                | O-1/2       | ''",
        "0 listed O-1/1, 31 issued O-1/2 1                              | O-1/2       | ''",
        "0 listed O-1/1, 20 listed O-1/1, 50 listed O-1/2               | O-1/1 O-1/2 | ''",
        "0 issued O-1/1 1, 20 issued O-1/1 1, 50 issued O-1/2 1         | O-1/1 O-1/2 | ''",
        "0 demand SO-1 O-1/1, 30 demand SO-1 O-1/2                      | ''          | O-1/1 O-1/2",
        "0 demand SO-1 O-1/1, 31 demand SO-1 O-1/2                      | ''          | O-1/2",
        "0 listed O-1/1, 0 demand SO-1 O-1/2, 99 demand SO-1 O-1/3      | O-1/1       | O-1/3",
        "0 listed O-1/1, 0 demand SO-1 O-1/2, 99 listed O-1/3           | O-1/3       | O-1/2",
      })
  void whatWasShownIsRememberedForThirtyDaysOfTheLog(String table, String shown, String named) {
    World world = after(logged(table));
    for (World one : List.of(world, restored(written(world)))) {
      assertThat(String.join(" ", shownAt(one, DC1).shown().keySet())).isEqualTo(shown);
      assertThat(String.join(" ", shownAt(one, DC1).named().keySet())).isEqualTo(named);
    }
  }

  // ---------------------------------------------------------------- holds are none of it

  @Test
  void whatIsHeldIsNoPartOfTheState() {
    World world = after(logged(LONG_HISTORY));
    var _ = world.captureChanged();
    String before = StateHash.of(world);
    world.applyHolds("A", 1, List.of(held("O-1/2")));
    world.takeUpHolds("A", 2, List.of(held("O-1/4"), held("O-7/1")));
    assertThat(snapshot(world).holds().lines()).hasSize(2);
    assertThat(StateHash.of(world)).isEqualTo(before);
    assertThat(world.captureChanged()).isEmpty();
    World restored = restored(written(world));
    assertThat(StateHash.of(restored)).isEqualTo(before);
    assertThat(restored.holdsVersion("A")).isZero();
    assertThat(snapshot(restored).holds().lines()).isEmpty();
    restored.takeUpHolds("A", 2, List.of(held("O-1/4"), held("O-7/1")));
    assertThat(snapshot(restored).holds().open()).isEqualTo(snapshot(world).holds().open());
    assertThat(snapshot(world).holds().open())
        .extracting(open -> open.line().orderLine())
        .containsExactly("O-7/1");
  }

  private static HeldLine held(String orderLine) {
    return new HeldLine(
        "H-" + orderLine, "1", "C-1", DC1, 0, units("1"), 0, orderLine, HandOver.NOT_ACKNOWLEDGED);
  }
}
