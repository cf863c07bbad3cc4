package tradecounter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.units;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.Given;
import tradecounter.engine.Interleavings;
import tradecounter.engine.Log;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.World;

/**
 * News of the ledger reaches a node before the events of feeds, after them, or between: in the end
 * there is the same to be had. All orders are played.
 */
final class HandOverInterleavingsTest {
  private static final int TODAY = Given.day("2026-11-23");
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  /** What happens to a node that knows the catalogue and {@code 10} of item A at DC1. */
  private static final class Node {
    private final World world = new World();
    private final Log log = new Log(world);
    private final Availability availability = new Availability(world, _ -> SupplyPolicy.DEFAULT);

    Node() {
      log.say(
          Given.item("A", Item.Policy.STOCKED, true, 30),
          Given.location("DC1"),
          Given.network("N", Given.atLocation("DC1", 1, 0), Given.atSupplier("S1", 2, 0)),
          Given.onHand("A", "DC1", "10"),
          word("20"));
    }

    void happens(String what) {
      String[] words = what.split(" ", -1);
      if (words[0].startsWith("v")) {
        world.applyHolds("A", Long.parseLong(words[0].substring(1)), List.of(line(words)));
      } else {
        log.say(change(words));
      }
    }

    /** As {@code v2 H1 4 O-1/1 50 1}: what the ledger says of a hold from its second version on. */
    private static HeldLine line(String[] words) {
      boolean supplier = words[1].startsWith("S");
      return new HeldLine(
          words[1],
          "1",
          "C-1",
          supplier ? SourceKey.supplier("S1") : SourceKey.location("DC1"),
          TODAY,
          units(words[2]),
          words.length > 5 ? units(words[5]) : 0,
          words.length > 3 ? words[3] : "",
          words.length > 4 && !words[4].equals("-")
              ? Long.parseLong(words[4])
              : HandOver.NOT_ACKNOWLEDGED);
    }

    private static Change change(String[] words) {
      return switch (words[0]) {
        case "onHand" ->
            Given.onHand("A", "DC1", words[1])
                .reflecting(
                    new Reflection(
                        words.length > 2 ? Set.of(words[2]) : Set.of(), Reflection.UNSAID));
        case "allocated" ->
            PositionChange.adjust("A", "DC1", Map.of(Figure.ALLOCATED, units(words[1])))
                .ofLine(words[2]);
        case "issued" ->
            PositionChange.adjust("A", "DC1", Map.of(Figure.ON_HAND, -units(words[1])))
                .ofLine(words[2]);
        case "shipped" ->
            PositionChange.adjust(
                    "A",
                    "DC1",
                    Map.of(Figure.ON_HAND, -units(words[1]), Figure.ALLOCATED, -units(words[1])))
                .ofLine(words[2]);
        case "demand" ->
            new Demand("SO-1", "A", "DC1", units(words[1]), TODAY, words[2], Demand.Status.OPEN);
        case "word" -> word(words[1]);
        case "wordUpTo" -> word(words[1], new Reflection(Set.of(), Long.parseLong(words[2])));
        default -> throw new IllegalArgumentException(words[0]);
      };
    }

    private static Commitment word(String quantity) {
      return word(quantity, Reflection.NONE);
    }

    private static Commitment word(String quantity, Reflection reflects) {
      return new Commitment(
          "S1", "A", units(quantity), 0, NOW.toEpochMilli(), Long.MAX_VALUE, 0, reflects);
    }

    private Figures figures() {
      return (Figures)
          availability.answer(AvailabilityQuestion.of("A", Customer.ANYBODY, "", 0, NOW));
    }

    String promised() {
      return FixedPoint.format(figures().atp().at(TODAY));
    }
  }

  private static List<String> history(String table) {
    return table.isEmpty() ? List.of() : List.of(table.split(", ", -1));
  }

  @ParameterizedTest(name = "{0}: {4}")
  @CsvSource(
      delimiter = '|',
      value = {
        "held only          | v1 H1 4, v2 H1 3, v3 H2 1          | onHand 9                | ''   | 25",
        "released           | v1 H1 4, v2 H1 0                   | onHand 9                | ''   | 29",
        "T7 listed          | v1 H1 4, v2 H1 4 O-1/1             | onHand 8, onHand 4 O-1/1, onHand 4 | '' | 24",
        "another is listed  | v1 H1 4, v2 H1 4 O-1/1, v3 H2 1    | onHand 8, onHand 6 O-2/1 | ''  | 21",
        "T8 issued in parts | v1 H1 4, v2 H1 4 O-1/1             | allocated 3 O-1/1, shipped 3 O-1/1, issued 1 O-1/1 | '' | 26",
        "partly issued      | v1 H1 4, v2 H1 4 O-1/1, v3 H1 4 O-1/1 50 | allocated 3 O-1/1, shipped 2 O-1/1 | '' | 26",
        "noted in parts     | v1 H1 4 O-1/1, v2 H1 4 O-1/1 50 3  | issued 3 O-1/1          | ''   | 26",
        "cancelled in part  | v1 H1 4 O-1/1, v2 H1 3 O-1/1       | issued 2 O-1/1          | ''   | 27",
        "noted, come back   | v1 H1 4 O-1/1, v2 H1 4 O-1/1 - 3   | issued 3 O-1/1, issued -2 O-1/1 | '' | 26",
        "one name, two days | v1 H1 4 O-1/1, v2 H2 3 O-1/1, v3 H1 4 O-1/1 - 4 | issued 4 O-1/1   | ''   | 23",
        "T9 issued to none  | v1 H1 4 O-1/1, v2 H2 6 O-2/1       | onHand 10, onHand 10    | ''   | 20",
        "demand of the ERP  | v1 H1 4, v2 H1 4 O-1/1             | onHand 10               | demand 4 O-1/1 | 26",
        "demand and list    | v1 H1 4, v2 H1 4 O-1/1             | onHand 9, onHand 9 O-1/1 | demand 4 O-1/1, demand 0 O-1/1 | 29",
        "a supplier's word  | v1 S1 4, v2 S1 4 O-1/1, v3 S1 4 O-1/1 50 | word 19, wordUpTo 15 50 | '' | 25",
        "acknowledged later | v1 S1 4, v2 S1 4 O-1/1, v3 S1 4 O-1/1 51 | word 19, wordUpTo 19 50 | '' | 25",
      })
  void inTheEndThereIsTheSame(
      String rule, String ledger, String figures, String demands, String promised) {
    List<List<String>> all =
        Interleavings.of(List.of(history(ledger), history(figures), history(demands)));
    for (List<String> one : all) {
      Node node = new Node();
      one.forEach(node::happens);
      assertThat(node.promised()).as("%s: %s", rule, one).isEqualTo(promised);
    }
    assertThat(all).as("orders that were played").hasSizeGreaterThan(2);
  }

  /** Whoever takes up the whole ledger at its end sees what those see who heard it all. */
  @Test
  void takingUpTheLedgerAtAnyTimeIsAsGoodAsHearingIt() {
    List<String> ledger = history("v1 H1 4, v2 H2 1 O-2/1, v3 H1 4 O-1/1, v4 H3 2, v5 H3 0");
    List<String> figures = history("onHand 9, issued 3 O-1/1, onHand 5 O-2/1, issued 1 O-1/1");
    List<HeldLine> exact =
        List.of(
            Node.line("v3 H1 4 O-1/1".split(" ", -1)), Node.line("v2 H2 1 O-2/1".split(" ", -1)));
    for (List<String> one : Interleavings.of(List.of(ledger, figures))) {
      Node heard = new Node();
      one.forEach(heard::happens);
      for (int at = 0; at <= one.size(); at++) {
        Node node = new Node();
        one.subList(0, at).forEach(node::happens);
        node.world.takeUpHolds("A", 5, exact);
        one.subList(at, one.size()).stream()
            .filter(what -> !what.startsWith("v"))
            .forEach(node::happens);
        assertThat(node.promised()).as("at %s of %s", at, one).isEqualTo(heard.promised());
        assertThat(holds(node)).isEqualTo(holds(heard));
        assertThat(node.world.holdsVersion("A")).isEqualTo(5);
      }
    }
  }

  private static List<ItemHolds.Open> holds(Node node) {
    return Objects.requireNonNull(node.world.item("A")).holds().open();
  }

  /** At no moment is more promised than is there after all that the node knows to be sold. */
  @Test
  void onTheWayNothingIsPromisedTwice() {
    List<String> ledger = history("v1 H1 4, v2 H1 4 O-1/1, v3 H1 4 O-1/1 50");
    List<String> figures =
        history("allocated 3 O-1/1, shipped 3 O-1/1, issued 1 O-1/1, issued -1 O-1/1");
    List<String> moments = new ArrayList<>();
    for (List<String> one : Interleavings.of(List.of(ledger, figures))) {
      Node node = new Node();
      boolean sold = false;
      for (String what : one) {
        node.happens(what);
        sold |= what.startsWith("v2");
        if (sold) {
          moments.add(node.promised());
        }
      }
    }
    assertThat(moments).isNotEmpty().allMatch("26"::equals);
  }
}
