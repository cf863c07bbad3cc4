package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tradecounter.engine.Given;
import tradecounter.engine.canonical.PositionChange.Figure;

/** By what a feed may show that its figures include orders of ours. */
final class FeedRulesTest {
  private static FeedRules rules(OrderInclusion orders) {
    return new FeedRules(
        "plant",
        EnumSet.complementOf(EnumSet.of(ObjectKind.POSITION)),
        EnumSet.allOf(Figure.class),
        EnumSet.allOf(Figure.class),
        Set.of(),
        orders,
        SupplyPolicy.DEFAULT);
  }

  /** {@code listed}, {@code upTo} or both, and of what. */
  private static Change change(String words) {
    Reflection reflects =
        new Reflection(
            words.contains("listed") ? Set.of("O-1/1") : Set.of(),
            words.contains("upTo") ? 50 : Reflection.UNSAID);
    String orderLine = words.contains("line") ? "O-1/1" : "";
    return switch (words.split(" ", -1)[0]) {
      case "figure" -> Given.onHand("A", "DC1", "5").reflecting(reflects);
      case "adjustment" ->
          PositionChange.adjust("A", "DC1", Map.of(Figure.ON_HAND, -FixedPoint.ONE))
              .ofLine(orderLine);
      case "demand" ->
          new Demand("SO-1", "A", "DC1", FixedPoint.ONE, 0, orderLine, Demand.Status.OPEN);
      case "commitment" -> new Commitment("S", "A", 0, 1, 0, Long.MAX_VALUE, 0, reflects);
      default -> throw new IllegalArgumentException(words);
    };
  }

  @ParameterizedTest(name = "{0}: {1} / {2} / {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "figure                 | -                  | -                  | -",
        "figure listed          | reflects.orderLines | -                 | reflects.orderLines",
        "figure upTo            | reflects.watermark | reflects.watermark | -",
        "figure listed upTo     | reflects.orderLines | reflects.watermark | reflects.orderLines",
        "adjustment             | -                  | -                  | -",
        "adjustment line        | -                  | an adjustment      | an adjustment",
        "demand                 | -                  | -                  | -",
        "demand line            | -                  | -                  | a demand",
        "commitment             | -                  | -                  | -",
        "commitment listed      | reflects.orderLines | -                 | reflects.orderLines",
        "commitment upTo        | reflects.watermark | reflects.watermark | -",
        "commitment listed upTo | reflects.orderLines | reflects.watermark | reflects.orderLines",
      })
  void whatShowsAnOrderIsOfTheDeclaredKind(
      String said, @Nullable String gross, @Nullable String listed, @Nullable String watermark) {
    expect(OrderInclusion.GROSS, said, gross);
    expect(OrderInclusion.NET_LISTED, said, listed);
    expect(OrderInclusion.NET_WATERMARK, said, watermark);
  }

  private static void expect(OrderInclusion orders, String said, @Nullable String objection) {
    String actual = rules(orders).objection(change(said));
    if (objection == null) {
      assertThat(actual).as("%s of %s", said, orders).isEmpty();
    } else {
      assertThat(actual)
          .as("%s of %s", said, orders)
          .startsWith(objection)
          .endsWith("(feed plant says " + orders + ")");
    }
  }

  @Test
  void theSentenceSaysWhatWouldBeRight() {
    assertThat(rules(OrderInclusion.NET_WATERMARK).objection(change("demand line")))
        .isEqualTo(
            "a demand names an orderLine, but only where a feed's file says orders: GROSS or"
                + " NET_LISTED (feed plant says NET_WATERMARK)");
  }

  @ParameterizedTest
  @EnumSource(OrderInclusion.class)
  void whatSaysNothingOfOrdersIsNoConcernOfTheirs(OrderInclusion orders) {
    for (Change change :
        List.of(
            Given.stocked("A"),
            Given.receipt("PO-1", "A", "DC1", "3", 0),
            new Deletion(change("demand line").key()),
            new Deletion(change("commitment").key()))) {
      assertThat(rules(orders).objection(change)).as("%s", change).isEmpty();
    }
  }

  /** Whose object it is comes first. */
  @Test
  void whoDoesNotOwnItIsToldThat() {
    FeedRules owner = rules(OrderInclusion.GROSS);
    FeedRules nobody =
        new FeedRules(
            "tms", Set.of(), Set.of(), Set.of(), Set.of(), owner.orders(), owner.supply());
    assertThat(nobody.objection(change("figure listed"))).contains("does not own");
  }
}
