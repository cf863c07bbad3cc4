package tradecounter.engine.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.canonical.SupplierOutcome;
import tradecounter.engine.order.OrderProgress.Line;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged.Answer;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.Moved;

/** Random lives of an order: whatever is said, in whatever order, the sums hold. */
final class OrderLivesTest {
  private static final int LIVES = 5_000;
  private static final String ERP = "O-1";
  private static final String SUPPLIER = "O-1-1";

  /** 10 of A, of which a supplier has 4, and 8 of a bundle of 3 B and 1 C. */
  private static OrderProgress order() {
    return new OrderProgress(
        "O-1",
        "C-1",
        false,
        List.of(new Line("1", 10, 100), new Line("2", 8, 100)),
        List.of(
            Share.of("1", ERP, "A", Kind.LOCATION, 6),
            Share.of("1", SUPPLIER, "A", Kind.SUPPLIER, 4),
            Share.of("2", ERP, "B", Kind.LOCATION, 24),
            Share.of("2", ERP, "C", Kind.LOCATION, 8)),
        List.of());
  }

  @Test
  void figuresNeverFallAndAddUp() {
    for (long seed = 0; seed < LIVES; seed++) {
      Random random = new Random(seed);
      RefusalPolicy policy = random.nextBoolean() ? RefusalPolicy.RAISE : RefusalPolicy.REROUTE;
      OrderProgress progress = order();
      Map<String, Long> given = new HashMap<>();
      for (int i = 0; i < 15; i++) {
        ProgressEvent event = anything(random);
        if (OrderLifeCycle.step(progress, event, policy, i) instanceof Moved moved) {
          String where = "seed " + seed + ", step " + i;
          for (Effect effect : moved.effects()) {
            if (effect instanceof Effect.CancelHold hold) {
              given.merge(hold.document() + hold.line() + hold.item(), hold.quantity(), Long::sum);
            }
          }
          neverFalls(progress, moved.progress(), where);
          addsUp(moved.progress(), given, where);
          progress = moved.progress();
        }
      }
    }
  }

  private static void neverFalls(OrderProgress before, OrderProgress after, String where) {
    for (OrderFigure figure : OrderFigure.values()) {
      for (int i = 0; i < before.shares().size(); i++) {
        long was = before.shares().get(i).of(figure);
        require(after.shares().get(i).of(figure) >= was, where, figure + " of a share falls");
      }
      List<LineProgress> lines = after.progress();
      for (LineProgress line : before.progress()) {
        long was = line.of(figure);
        long is = lines.get(Integer.parseInt(line.line()) - 1).of(figure);
        require(is >= was, where, figure + " of a line falls");
      }
    }
  }

  private static void addsUp(OrderProgress order, Map<String, Long> given, String where) {
    for (Share share : order.shares()) {
      long done = share.of(OrderFigure.SHIPPED) + share.lost() + share.of(OrderFigure.REROUTED);
      require(done <= share.quantity(), where, "more of a share is done than was ordered");
      long back = given.getOrDefault(share.document() + share.line() + share.item(), 0L);
      require(back == share.lost(), where, "what is given up of the hold is not what is lost");
    }
    for (LineProgress line : order.progress()) {
      long shipped = line.of(OrderFigure.SHIPPED);
      require(
          shipped + line.of(OrderFigure.CANCELLED) <= line.quantity(), where, "too much is done");
      for (OrderFigure step :
          List.of(OrderFigure.PACKED, OrderFigure.PICKED, OrderFigure.ACKNOWLEDGED)) {
        require(line.of(step) >= shipped, where, "what is shipped was not " + step);
        require(line.of(step) <= line.quantity(), where, "too much is " + step);
      }
    }
  }

  /** Cheaper than a described assertion, of which there would be millions. */
  private static void require(boolean holds, String where, String otherwise) {
    if (!holds) {
      throw new AssertionError(where + ": " + otherwise);
    }
  }

  private static ProgressEvent anything(Random random) {
    String document = random.nextInt(3) == 0 ? SUPPLIER : ERP;
    String line = String.valueOf(1 + random.nextInt(2));
    long quantity = 1L + random.nextInt(11);
    Map<String, Long> lines = random.nextInt(4) == 0 ? Map.of() : Map.of(line, quantity);
    return switch (random.nextInt(11)) {
      case 0 -> new ProgressEvent.Forwarded(document, "SO-1", Map.of());
      case 1 -> new ProgressEvent.Refused(document, "R", "", lines);
      case 2 -> new ProgressEvent.Cancelled(document, "", lines);
      case 3, 4 ->
          new ProgressEvent.Shipped(
              new Shipment(
                  "SH-" + random.nextInt(3),
                  document,
                  "",
                  "",
                  any(ShipmentMilestone.values(), random),
                  random.nextInt(9),
                  lines));
      case 5 ->
          new SupplierAcknowledged(
              SUPPLIER,
              "S",
              List.of(
                  new Answer(
                      "1",
                      "",
                      quantity,
                      any(SupplierOutcome.values(), random),
                      90 + random.nextInt(20),
                      "")));
      case 6 ->
          random.nextBoolean()
              ? new ProgressEvent.CancelRequested()
              : new ProgressEvent.Silent(document);
      case 7 ->
          random.nextInt(4) > 0
              ? new ProgressEvent.Rerouted(SUPPLIER, "1", "A", quantity - 1)
              : new ProgressEvent.GivenUp(SUPPLIER);
      default -> {
        List<OrderFigure> steps =
            Arrays.stream(OrderFigure.values()).filter(OrderFigure::isStep).toList();
        yield new ProgressEvent.Status(document, steps.get(random.nextInt(steps.size())), lines);
      }
    };
  }

  private static <T> T any(T[] values, Random random) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }

  /**
   * What really happened is told by several feeds, each late, repeated and out of step with the
   * others: in the end the figures are the same.
   */
  @Test
  void theOrderInWhichFeedsAreHeardMakesNoDifference() {
    for (long seed = 0; seed < LIVES; seed++) {
      Random random = new Random(seed);
      List<ProgressEvent> told = truth(random);
      OrderProgress first = lived(told, seed);
      List<ProgressEvent> shuffled = new ArrayList<>(told);
      shuffled.addAll(told.subList(0, random.nextInt(told.size() + 1)));
      Collections.shuffle(shuffled, random);
      OrderProgress second = lived(shuffled, seed);
      assertThat(second.shares()).as("seed %s", seed).isEqualTo(first.shares());
      assertThat(second.progress()).as("seed %s", seed).isEqualTo(first.progress());
      assertThat(second.shipments())
          .as("seed %s", seed)
          .containsExactlyInAnyOrderElementsOf(first.shipments());
    }
  }

  private static OrderProgress lived(List<ProgressEvent> events, long seed) {
    OrderProgress progress = order();
    for (ProgressEvent event : events) {
      Moved moved = (Moved) OrderLifeCycle.step(progress, event, RefusalPolicy.RAISE, 0);
      require(
          moved.effects().stream()
              .noneMatch(
                  effect ->
                      effect instanceof Effect.Trouble trouble
                          && trouble.type() == ProgressStep.TroubleType.QUANTITY_MISMATCH),
          "seed " + seed,
          "nobody contradicts anybody");
      progress = moved.progress();
    }
    return progress;
  }

  /**
   * Of each document and line: some is cancelled, of the rest some is picked, and ships in parts.
   */
  private static List<ProgressEvent> truth(Random random) {
    List<ProgressEvent> told = new ArrayList<>();
    told.add(new ProgressEvent.Forwarded(ERP, "SO-1", Map.of()));
    told.add(
        new SupplierAcknowledged(
            SUPPLIER,
            "S",
            List.of(new Answer("1", "A", 4, SupplierOutcome.ACCEPTED, Day.OPEN_END, ""))));
    tell(told, ERP, "1", 6, random);
    tell(told, SUPPLIER, "1", 4, random);
    tell(told, ERP, "2", 8, random);
    return told;
  }

  private static void tell(
      List<ProgressEvent> told, String document, String line, int ordered, Random random) {
    int cancelled = random.nextInt(ordered + 1) * random.nextInt(2);
    int left = ordered - cancelled;
    if (cancelled > 0) {
      told.add(new ProgressEvent.Cancelled(document, "", Map.of(line, (long) cancelled)));
    }
    for (int picked = 1; picked <= left; picked += 1 + random.nextInt(4)) {
      told.add(new ProgressEvent.Status(document, OrderFigure.PICKED, Map.of(line, (long) picked)));
    }
    int shipped = 0;
    while (shipped < left && random.nextInt(4) > 0) {
      int now = 1 + random.nextInt(left - shipped);
      shipped += now;
      String key = document + line + shipped;
      told.add(ship(key, document, ShipmentMilestone.CREATED, 1, Map.of(line, (long) now)));
      told.add(ship(key, document, ShipmentMilestone.DELIVERED, 2, Map.of()));
      if (random.nextBoolean()) {
        told.add(
            new ProgressEvent.Status(document, OrderFigure.SHIPPED, Map.of(line, (long) shipped)));
      }
      told.add(
          new ProgressEvent.Status(document, OrderFigure.INVOICED, Map.of(line, (long) shipped)));
    }
  }

  private static ProgressEvent ship(
      String key, String document, ShipmentMilestone milestone, long at, Map<String, Long> lines) {
    return new ProgressEvent.Shipped(new Shipment(key, document, "", "", milestone, at, lines));
  }
}
