package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradecounter.engine.Given.day;
import static tradecounter.engine.Given.onHand;
import static tradecounter.engine.Given.receipt;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;
import static tradecounter.engine.Log.Event.arriving;
import static tradecounter.engine.Log.Event.counted;
import static tradecounter.engine.Log.Event.timed;
import static tradecounter.engine.canonical.Verdict.APPLIED;
import static tradecounter.engine.canonical.Verdict.APPLIED_AFTER_GAP;
import static tradecounter.engine.canonical.Verdict.DUPLICATE;
import static tradecounter.engine.canonical.Verdict.SUPERSEDED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.state.LogPosition.Lane;

/** What becomes of events: by sequence, by time, by arrival. */
final class WorldTest {
  private static final int MONDAY = day("2026-11-23");

  private final World world = new World();
  private final Log log = new Log(world);

  // ---------------------------------------------------------------- order and repetition

  /** Counted events {@code 5}, timed ones {@code t5:id}, arriving ones {@code a:id}. */
  @ParameterizedTest(name = "{0}: {1} → {2}, on hand {3}")
  @CsvSource({
    "numbers apply in order,             1 2 3,          A A A,   3",
    "a number applies once,              1 2 2 1,        A A D S, 2",
    "an older number is superseded,      1 3 2,          A G S,   3",
    "a skipped number is told,           1 5 6 9,        A G A G, 9",
    "the first number may be any,        41 42,          A A,     42",
    "later times apply,                  t1:a t2:b,      A A,     2",
    "an older time is superseded,        t2:a t1:b,      A S,     2",
    "one id applies once,                t1:a t2:b t1:a, A A D,   2",
    "one id applies once right away,     t1:a t1:a,      A D,     1",
    "ties apply in order of arrival,     t7:a t7:b,      A A,     b7",
    "a tie is not repeated,              t7:a t7:b t7:a, A A D,   b7",
    "arrival is an order,                a:1 a:2 a:1,    A A D,   2",
    "numbers rank above times,           t9:a 1 t10:b,   A A S,   1",
  })
  void judgesByNumberThenTimeThenArrival(
      String rule, String events, String verdicts, String onHandAtTheEnd) {
    List<Verdict> judged = new ArrayList<>();
    for (String event : List.of(events.split(" "))) {
      judged.add(log.append(positionEvent(event)));
    }
    assertThat(judged)
        .as(rule)
        .isEqualTo(Arrays.stream(verdicts.split(" ")).map(WorldTest::verdict).toList());
    String figure = onHandAtTheEnd.replaceAll("\\D", "");
    long tie = onHandAtTheEnd.startsWith("b") ? units("0.5") : 0;
    assertThat(onHandOf("A", "DC1")).isEqualTo(units(figure) + tie);
  }

  private static Event positionEvent(String text) {
    String[] parts = text.split(":", -1);
    String figure = parts[0].startsWith("a") ? parts[1] : parts[0].replace("t", "");
    boolean second = parts.length > 1 && parts[1].equals("b") && figure.equals("7");
    Change change = onHand("A", "DC1", second ? figure + ".5" : figure);
    return switch (text.charAt(0)) {
      case 't' -> timed("erp", parts[1], Long.parseLong(figure), change);
      case 'a' -> arriving("erp", parts[1], change);
      default -> counted("erp", Long.parseLong(figure), change);
    };
  }

  private static Verdict verdict(String letter) {
    return switch (letter) {
      case "A" -> APPLIED;
      case "G" -> APPLIED_AFTER_GAP;
      case "D" -> DUPLICATE;
      case "S" -> SUPERSEDED;
      default -> throw new IllegalArgumentException(letter);
    };
  }

  @Test
  void eachFeedAndEachObjectIsCountedByItself() {
    assertThat(log.append(counted("erp", 7, onHand("A", "DC1", "1")))).isEqualTo(APPLIED);
    assertThat(log.append(counted("wms", 3, onHand("A", "DC1", "2")))).isEqualTo(APPLIED);
    assertThat(log.append(counted("erp", 3, onHand("A", "DC2", "3")))).isEqualTo(APPLIED);
    assertThat(log.append(counted("erp", 3, onHand("B", "DC1", "4")))).isEqualTo(APPLIED);
    assertThat(onHandOf("A", "DC1")).isEqualTo(units("2"));
  }

  @Test
  void aRecordThatItsFeedsTopicForwardedTwiceIsRecognisedByItsOrigin() {
    Event first = arriving("erp", "x", onHand("A", "DC1", "1")).from(0, 10);
    assertThat(log.append(first)).isEqualTo(APPLIED);
    assertThat(log.append(arriving("erp", "y", onHand("A", "DC1", "2")).from(0, 11)))
        .isEqualTo(APPLIED);
    assertThat(log.append(first)).isEqualTo(DUPLICATE);
    assertThat(log.append(arriving("erp", "z", onHand("A", "DC1", "3")).from(1, 0)))
        .isEqualTo(APPLIED);
    assertThat(log.append(arriving("wms", "w", onHand("A", "DC1", "4")).from(0, 0)))
        .isEqualTo(APPLIED);
    assertThat(onHandOf("A", "DC1")).isEqualTo(units("4"));
  }

  @Test
  void countsWhatBecameOfAFeedsEvents() {
    log.append(counted("erp", 1, onHand("A", "DC1", "1")));
    log.append(counted("erp", 1, onHand("A", "DC1", "1")));
    log.append(counted("erp", 4, onHand("A", "DC1", "4")));
    log.append(counted("erp", 2, onHand("A", "DC1", "2")));
    FeedState erp = world.feeds().getFirst();
    assertThat(List.of(erp.applied(), erp.duplicate(), erp.superseded(), erp.gaps()))
        .containsExactly(2L, 1L, 1L, 1L);
  }

  @Test
  void aFeedIsHeardUpToItsOwnTimeButNeverAheadOfTheLog() {
    Event event = counted("erp", 1, onHand("A", "DC1", "1"));
    applySaidAt(event, 5_000, 0);
    assertThat(world.feed(0).asOfMillis()).isEqualTo(5_000);
    applySaidAt(counted("erp", 2, onHand("A", "DC1", "1")), Log.LOGGED_AT + 60_000, 1);
    assertThat(world.feed(0).asOfMillis()).isEqualTo(Log.LOGGED_AT);
    applySaidAt(counted("erp", 3, onHand("A", "DC1", "1")), 6_000, 2);
    assertThat(world.feed(0).asOfMillis()).isEqualTo(Log.LOGGED_AT);
  }

  private void applySaidAt(Event event, long timeMillis, long offset) {
    Envelope e = event.envelope();
    Lane lane = Log.lane(event);
    world.apply(
        new LogPosition(lane.topic(), lane.partition(), offset),
        Origin.NONE,
        new Envelope(e.feed(), e.id(), e.order(), e.idHash(), timeMillis),
        event.change(),
        Log.LOGGED_AT);
  }

  @Test
  void notesHowFarEachPartitionIsApplied() {
    Event event = counted("erp", 1, onHand("A", "DC1", "1"));
    Lane lane = Log.lane(event);
    assertThat(world.nextOffset(lane)).isZero();
    log.append(event);
    assertThat(world.nextOffset(lane)).isEqualTo(1);
    world.skip(new LogPosition(lane.topic(), lane.partition(), 41));
    assertThat(world.nextOffset(lane)).isEqualTo(42);
    assertThat(Lane.parse(lane.toString())).isEqualTo(lane);
  }

  @Test
  void moreFeedsThanCanBeToldApartAreRefused() {
    for (int i = 0; i < World.MAXIMUM_FEEDS; i++) {
      log.append(counted("feed-" + i, 1, onHand("A", "DC1", "1")));
    }
    assertThatThrownBy(() -> log.append(counted("one-more", 1, onHand("A", "DC1", "1"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one-more");
  }

  // ---------------------------------------------------------------- figures

  @Test
  void figuresThatAreNotGivenStay() {
    log.say(
        PositionChange.set(
            "A", "DC1", Map.of(Figure.ON_HAND, units("10"), Figure.SAFETY_STOCK, units("2"))));
    log.sayAs("wms", PositionChange.set("A", "DC1", Map.of(Figure.ALLOCATED, units("3"))));
    log.say(onHand("A", "DC1", "9"));
    assertThat(freeOf("A", "DC1")).isEqualTo(units("4"));
  }

  @Test
  void adjustmentsAddUpOnWhatIsKnown() {
    log.say(PositionChange.adjust("A", "DC1", Map.of(Figure.ON_HAND, units("-2"))));
    assertThat(onHandOf("A", "DC1")).isEqualTo(units("-2"));
    log.say(
        onHand("A", "DC1", "10"),
        PositionChange.adjust(
            "A", "DC1", Map.of(Figure.ON_HAND, units("-0.5"), Figure.BLOCKED, units("1"))));
    assertThat(freeOf("A", "DC1")).isEqualTo(units("8.5"));
  }

  @Test
  void adjustmentsWithoutEndStopAtTheEndOfTheRange() {
    for (int i = 0; i < 20; i++) {
      log.say(
          PositionChange.adjust("A", "DC1", Map.of(Figure.ON_HAND, FixedPoint.INPUT_LIMIT - 1)),
          PositionChange.adjust("B", "DC1", Map.of(Figure.ON_HAND, 1 - FixedPoint.INPUT_LIMIT)));
    }
    assertThat(onHandOf("A", "DC1")).isPositive();
    assertThat(onHandOf("B", "DC1")).isNegative();
  }

  @Test
  void figuresMayComeBeforeTheItemAndTheLocation() {
    log.say(onHand("A", "DC1", "5"), receipt("PO-1", "A", "DC1", "3", MONDAY));
    ItemSnapshot before = snapshot("A");
    assertThat(before.definition()).isEmpty();
    log.say(Given.location("DC1"), stocked("A"));
    assertThat(snapshot("A").definition()).contains(stocked("A"));
    assertThat(onHandOf("A", "DC1")).isEqualTo(units("5"));
    assertThat(snapshot("A").openReceipts()).hasSize(1);
  }

  // ---------------------------------------------------------------- deletions

  static List<Change> oneOfEachKind() {
    return List.of(
        stocked("A"),
        Given.location("DC1"),
        Given.network("N", Given.atLocation("DC1", 1, 0)),
        Given.buyerIn("WEB", false),
        receipt("PO-1", "A", "DC1", "3", MONDAY),
        Given.demand("SO-1", "A", "DC1", "3", MONDAY),
        Given.commitment("S", "A", "3", 2),
        Given.baseList("BASE", "EUR", 1),
        Given.price("BASE", "A", "9@1"),
        onHand("A", "DC1", "5"),
        new Outage("O-1", "DC2", MONDAY, Day.OPEN_END, "flood"),
        Given.keptFor("F-1", "A", "WEB", "4"),
        new Threshold("T-1", "", "", units("3")));
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKind")
  void aLateOlderEventDoesNotBringBackWhatWasDeleted(Change change) {
    log.say(Given.location("DC2"));
    log.append(counted("erp", 1, change));
    String before = withoutMarks();
    log.append(counted("erp", 4, new Deletion(change.key())));
    String deleted = withoutMarks();
    assertThat(deleted).isNotEqualTo(before);
    assertThat(log.append(counted("erp", 3, change))).isEqualTo(SUPERSEDED);
    assertThat(withoutMarks()).isEqualTo(deleted);
    assertThat(log.append(counted("erp", 5, change))).isEqualTo(APPLIED);
    assertThat(withoutMarks()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("oneOfEachKind")
  void aDeletionThatComesFirstHoldsAgainstAnOlderEvent(Change change) {
    log.say(Given.location("DC2"));
    log.append(counted("erp", 4, new Deletion(change.key())));
    String deleted = withoutMarks();
    assertThat(log.append(counted("erp", 3, change))).isEqualTo(SUPERSEDED);
    assertThat(withoutMarks()).isEqualTo(deleted);
    assertThat(log.append(counted("erp", 5, change))).isEqualTo(APPLIED);
    assertThat(withoutMarks()).isNotEqualTo(deleted);
  }

  /** What a reader can see. */
  private String withoutMarks() {
    ItemSnapshot a = world.item("A");
    String item =
        a == null
            ? ""
            : a.definition()
                + ","
                + a.openReceipts()
                + a.openDemands()
                + a.commitments()
                + prices(a)
                + (a.positions().size() > 0 ? a.positions().free(0) : 0);
    return item.replace("Optional.empty,[][][][]0", "")
        + world.customer("C-1")
        + world.priceLists().list("BASE")
        + world.topology().routeFor(Given.buyerIn("WEB", false), "")
        + place("DC1")
        + place("DC2")
        + world.protections().ofItem(stocked("A"))
        + world.thresholds().ofAll();
  }

  private String place(String location) {
    Place place = world.topology().place(world.locationNumber(location));
    return place == null ? "" : place.location() + "," + place.outagesSince(Day.OPEN_START);
  }

  private static List<String> prices(ItemSnapshot snapshot) {
    List<String> prices = new ArrayList<>();
    for (int i = 0; i < snapshot.priceCount(); i++) {
      if (snapshot.price(i) != null) {
        prices.add(Objects.toString(snapshot.price(i)));
      }
    }
    return prices;
  }

  // ---------------------------------------------------------------- lines that move

  @Test
  void aReceiptThatMovesToAnotherItemIsTakenFromTheOldOne() {
    log.say(receipt("PO-1", "A", "DC1", "3", MONDAY), receipt("PO-1", "B", "DC1", "3", MONDAY));
    assertThat(snapshot("A").openReceipts()).isEmpty();
    assertThat(snapshot("B").openReceipts()).hasSize(1);
    assertThat(log.append(counted("erp", 1, receipt("PO-1", "C", "DC1", "9", MONDAY))))
        .isEqualTo(SUPERSEDED);
    assertThat(world.item("C")).as("an event that is not applied leaves no trace").isNull();
    log.say(new Deletion(receipt("PO-1", "", "", "0", 0).key()));
    assertThat(snapshot("B").openReceipts()).isEmpty();
  }

  @Test
  void aReceiptThatMovesToAnotherLocationCountsThere() {
    log.say(receipt("PO-1", "A", "DC1", "3", MONDAY), receipt("PO-1", "A", "DC2", "2", MONDAY));
    assertThat(snapshot("A").openReceipts())
        .extracting(open -> open.value().location())
        .containsExactly("DC2");
  }

  @Test
  void openReceiptsComeByDateThenKeyAndThoseWithoutADateLast() {
    log.say(
        receipt("PO-4", "A", "DC1", "1", Day.OPEN_END),
        receipt("PO-3", "A", "DC1", "1", MONDAY),
        receipt("PO-2", "A", "DC1", "1", MONDAY),
        receipt("PO-1", "A", "DC1", "1", MONDAY + 1));
    assertThat(snapshot("A").openReceipts())
        .extracting(open -> open.value().receipt())
        .containsExactly("PO-2", "PO-3", "PO-1", "PO-4");
  }

  // ---------------------------------------------------------------- order between partitions

  @Test
  void theOrderBetweenPartitionsDoesNotMatter() {
    List<Event> events = someHistory();
    String expected = hashAfter(events);
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      assertThat(hashAfter(interleavedAnew(events, random))).isEqualTo(expected);
    }
  }

  private static List<Event> someHistory() {
    List<Event> events = new ArrayList<>();
    long number = 0;
    for (Change change : oneOfEachKind()) {
      events.add(counted("erp", ++number, change));
      events.add(timed("wms", "w" + number, number, change));
    }
    for (int i = 0; i < 40; i++) {
      String item = "I" + i % 7;
      String location = "DC" + i % 3;
      events.add(arriving("wms", "a" + i, onHand(item, location, Integer.toString(i))));
      events.add(counted("erp", ++number, stocked(item, 10 + i)));
      events.add(
          counted("erp", ++number, receipt("PO-" + i % 5, item, location, "2", MONDAY + i % 4)));
      events.add(timed("erp", "p" + i, 50 - i, Given.price("L" + i % 3, item, i + "@1")));
    }
    return events;
  }

  /** The events of each partition in their order, the partitions in any. */
  private static List<Event> interleavedAnew(List<Event> events, Random random) {
    List<Lane> lanes = new ArrayList<>(events.stream().map(Log::lane).toList());
    Collections.shuffle(lanes, random);
    Map<Lane, List<Event>> waiting = new HashMap<>();
    events.forEach(e -> waiting.computeIfAbsent(Log.lane(e), _ -> new ArrayList<>()).add(e));
    return lanes.stream().map(lane -> waiting.getOrDefault(lane, List.of()).removeFirst()).toList();
  }

  private static String hashAfter(List<Event> events) {
    World fresh = new World();
    Log freshLog = new Log(fresh);
    events.forEach(freshLog::append);
    return StateHash.of(fresh);
  }

  // ---------------------------------------------------------------- reading

  private ItemSnapshot snapshot(String item) {
    return Objects.requireNonNull(world.item(item));
  }

  private long onHandOf(String item, String location) {
    Positions positions = snapshot(item).positions();
    return positions.figure(positions.rowOf(world.locationNumber(location)), Figure.ON_HAND);
  }

  private long freeOf(String item, String location) {
    Positions positions = snapshot(item).positions();
    return positions.free(positions.rowOf(world.locationNumber(location)));
  }
}
