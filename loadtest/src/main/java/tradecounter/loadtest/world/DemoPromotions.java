package tradecounter.loadtest.world;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the demo world's distributor sells for less for three months, one of which is over. */
final class DemoPromotions {
  static final String CATEGORY = "ABRASIVES";

  private static final List<Promotion> PROMOTIONS =
      List.of(
          new Promotion(
              "P-ABRASIVES",
              "10 % off all abrasives",
              1,
              scope -> scope.texts("categories", List.of(CATEGORY)),
              effect -> effect.text("percent", "10")),
          new Promotion(
              "P-DISCS-10-1",
              "Buy ten discs, get one",
              2,
              scope -> scope.texts("items", List.of(TourPrices.PROMOTED)),
              effect -> effect.number("buy", 10).number("get", 1)));

  private DemoPromotions() {}

  /** Stackable: each takes off what the ones before it have left. */
  private record Promotion(
      String promotion,
      String description,
      int priority,
      Consumer<Fields> scope,
      Consumer<Fields> effect) {}

  static Stream<FeedEvent> events(EventWriter writer, Instant time, LocalDate today) {
    return PROMOTIONS.stream().map(promotion -> event(writer, time, today, promotion));
  }

  private static FeedEvent event(
      EventWriter writer, Instant time, LocalDate today, Promotion promotion) {
    return writer.write(
        Feed.ERP,
        EventType.PROMOTION,
        promotion.promotion(),
        time,
        data ->
            data.text("promotion", promotion.promotion())
                .text("description", promotion.description())
                .object("scope", promotion.scope())
                .object("effect", promotion.effect())
                .text("stacking", "STACKABLE")
                .number("priority", promotion.priority())
                .date("validFrom", today.minusDays(30))
                .date("validTo", today.plusDays(60)));
  }
}
