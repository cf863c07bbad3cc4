package tradecounter.loadtest.world;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the demo world's distributor keeps for some customers, and when it calls an item low. */
final class DemoLimits {
  private static final List<Protection> PROTECTIONS =
      List.of(
          new Protection(
              "KEEP-EDI-GRINDERS",
              new Target("item", Tour.PROTECTED),
              new Target("channel", "EDI"),
              "minimum",
              15),
          new Protection(
              "CAP-TRADE-GRINDERS",
              new Target("item", Tour.PROTECTED),
              new Target("customerGroup", "TRADE"),
              "maximum",
              3),
          new Protection(
              "KEEP-BRANCH-ADHESIVES",
              new Target("category", "ADHESIVES"),
              new Target("channel", "BRANCH"),
              "minimum",
              12));

  private static final List<Threshold> THRESHOLDS =
      List.of(
          new Threshold("LOW", List.of(), 5),
          new Threshold("LOW-FASTENERS", List.of(new Target("category", "FASTENERS")), 500),
          new Threshold("LOW-" + Tour.WATCHED, List.of(new Target("item", Tour.WATCHED)), 100));

  private DemoLimits() {}

  /** What or whom something is for: {@code field} is the name of its field. */
  private record Target(String field, String key) {}

  /** {@code bound} is {@code minimum} or {@code maximum}. */
  private record Protection(
      String protection, Target what, Target whom, String bound, int quantity) {}

  /** Without a target it is for all items that have no threshold of their own. */
  private record Threshold(String threshold, List<Target> what, int low) {}

  static Stream<FeedEvent> events(EventWriter writer, Instant time) {
    return Stream.concat(
        PROTECTIONS.stream().map(protection -> protection(writer, time, protection)),
        THRESHOLDS.stream().map(threshold -> threshold(writer, time, threshold)));
  }

  private static FeedEvent protection(EventWriter writer, Instant time, Protection protection) {
    return writer.write(
        Feed.ERP,
        EventType.PROTECTION,
        protection.protection(),
        time,
        data ->
            data.text("protection", protection.protection())
                .text(protection.what().field(), protection.what().key())
                .text(protection.whom().field(), protection.whom().key())
                .number(protection.bound(), protection.quantity()));
  }

  private static FeedEvent threshold(EventWriter writer, Instant time, Threshold threshold) {
    return writer.write(
        Feed.ERP,
        EventType.THRESHOLD,
        threshold.threshold(),
        time,
        data -> {
          data.text("threshold", threshold.threshold());
          threshold.what().forEach(target -> data.text(target.field(), target.key()));
          data.number("low", threshold.low());
        });
  }
}
