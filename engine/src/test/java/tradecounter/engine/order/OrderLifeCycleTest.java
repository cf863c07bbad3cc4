package tradecounter.engine.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.ShipmentMilestone;
import tradecounter.engine.canonical.SupplierOutcome;
import tradecounter.engine.order.OrderProgress.Line;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged;
import tradecounter.engine.order.ProgressEvent.SupplierAcknowledged.Answer;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.Moved;
import tradecounter.engine.order.ProgressStep.News;
import tradecounter.engine.order.ProgressStep.Refused;
import tradecounter.engine.order.ProgressStep.TroubleType;

/** What becomes of an order, cell by cell of the table, and line by line of its footnotes. */
final class OrderLifeCycleTest {
  private static final String ERP = "O-1";
  private static final String SUPPLIER = "O-1-1";
  private static final long NOW = 1_000;
  private static final int PROMISED = 20_000;

  /** 10 of one item from one location. */
  private static OrderProgress order() {
    return order(List.of(Share.of("1", ERP, "A", Kind.LOCATION, 10)));
  }

  private static OrderProgress order(List<Share> shares) {
    return new OrderProgress(
        "O-1",
        "C-1",
        false,
        shares.stream()
            .map(Share::line)
            .distinct()
            .map(line -> new Line(line, 10, PROMISED))
            .toList(),
        shares,
        List.of());
  }

  /** 6 from a location, 4 from a supplier. */
  private static OrderProgress mixed() {
    return order(
        List.of(
            Share.of("1", ERP, "A", Kind.LOCATION, 6),
            Share.of("1", SUPPLIER, "A", Kind.SUPPLIER, 4)));
  }

  private static OrderProgress supplied() {
    return order(List.of(Share.of("1", SUPPLIER, "A", Kind.SUPPLIER, 10)));
  }

  private static ProgressEvent status(OrderFigure step) {
    return new ProgressEvent.Status(ERP, step, Map.of());
  }

  private static ProgressEvent status(OrderFigure step, long quantity) {
    return new ProgressEvent.Status(ERP, step, Map.of("1", quantity));
  }

  private static ProgressEvent cancelled(String document, Map<String, Long> lines) {
    return new ProgressEvent.Cancelled(document, "no longer made", lines);
  }

  private static ProgressEvent refused(String document) {
    return new ProgressEvent.Refused(document, "CREDIT", "limit", Map.of());
  }

  private static ProgressEvent shipment(String key, String document, long quantity) {
    return new ProgressEvent.Shipped(
        new Shipment(
            key, document, "UPS", "1Z", ShipmentMilestone.CREATED, 5, Map.of("1", quantity)));
  }

  private static ProgressEvent answer(SupplierOutcome outcome, long quantity, int expectedOn) {
    return new SupplierAcknowledged(
        SUPPLIER, "S", List.of(new Answer("1", "", quantity, outcome, expectedOn, "why")));
  }

  private static OrderProgress in(OrderStatus status) {
    return switch (status) {
      case ACCEPTED -> order();
      case ACKNOWLEDGED -> after(order(), new ProgressEvent.Forwarded(ERP, "SO-1", Map.of()));
      case ALLOCATED -> after(order(), status(OrderFigure.ALLOCATED));
      case PICKED -> after(order(), status(OrderFigure.PICKED));
      case PACKED -> after(order(), status(OrderFigure.PACKED));
      case PARTLY_SHIPPED -> after(order(), status(OrderFigure.SHIPPED, 4));
      case SHIPPED -> after(order(), status(OrderFigure.SHIPPED));
      case INVOICED -> after(in(OrderStatus.SHIPPED), status(OrderFigure.INVOICED));
      case CANCELLED -> after(order(), cancelled(ERP, Map.of()));
      case REJECTED -> after(order(), refused(ERP));
    };
  }

  private static ProgressEvent event(String row) {
    return switch (row) {
      case "forwarded" -> new ProgressEvent.Forwarded(ERP, "SO-1", Map.of());
      case "acknowledged 4" -> status(OrderFigure.ACKNOWLEDGED, 4);
      case "picked 4" -> status(OrderFigure.PICKED, 4);
      case "allocated" -> status(OrderFigure.ALLOCATED);
      case "picked" -> status(OrderFigure.PICKED);
      case "packed" -> status(OrderFigure.PACKED);
      case "shipped 4" -> status(OrderFigure.SHIPPED, 4);
      case "shipped" -> status(OrderFigure.SHIPPED);
      case "invoiced" -> status(OrderFigure.INVOICED);
      case "cancelled 4" -> cancelled(ERP, Map.of("1", 4L));
      case "cancelled" -> cancelled(ERP, Map.of());
      case "refused" -> refused(ERP);
      case "silent" -> new ProgressEvent.Silent(ERP);
      case "cancel" -> new ProgressEvent.CancelRequested();
      default -> throw new IllegalArgumentException(row);
    };
  }

  private static Moved moved(OrderProgress progress, ProgressEvent event) {
    return (Moved) OrderLifeCycle.step(progress, event, RefusalPolicy.RAISE, NOW);
  }

  private static OrderProgress after(OrderProgress progress, ProgressEvent... events) {
    OrderProgress now = progress;
    for (ProgressEvent event : events) {
      now = moved(now, event).progress();
    }
    return now;
  }

  private static long figure(OrderProgress progress, OrderFigure figure) {
    return progress.progress().getFirst().of(figure);
  }

  /** Such as {@code PICKED !mismatch hold-4}: the status, or =, or the refusal, and the effects. */
  private static String text(OrderProgress before, ProgressStep step) {
    return switch (step) {
      case Refused refused -> refused.code();
      case Moved moved -> {
        List<String> words = new ArrayList<>();
        words.add(moved.progress().equals(before) ? "=" : moved.progress().status().toString());
        for (Effect effect : moved.effects()) {
          switch (effect) {
            case Effect.CancelHold hold -> words.add("hold-" + hold.quantity());
            case Effect.Reroute reroute -> words.add("reroute-" + reroute.quantity());
            case Effect.Withdraw _ -> words.add("withdraw");
            case Effect.Trouble trouble -> words.add("!" + trouble.type());
            case Effect.Announce _ -> {}
          }
        }
        yield String.join(" ", words);
      }
    };
  }

  private static final String TABLE =
      """
      event          | ACCEPTED               | ACKNOWLEDGED           | ALLOCATED              | PICKED                 | PACKED                 | PARTLY_SHIPPED       | SHIPPED              | INVOICED             | CANCELLED                           | REJECTED
      forwarded      | ACKNOWLEDGED           | =                      | =                      | =                      | =                      | PARTLY_SHIPPED       | =                    | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      acknowledged 4 | ACCEPTED               | =                      | =                      | =                      | =                      | =                    | =                    | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      picked 4       | ACCEPTED               | ACKNOWLEDGED           | ALLOCATED              | =                      | =                      | =                    | =                    | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      allocated      | ALLOCATED              | ALLOCATED              | =                      | =                      | =                      | PARTLY_SHIPPED       | =                    | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      picked         | PICKED                 | PICKED                 | PICKED                 | =                      | =                      | PARTLY_SHIPPED       | =                    | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      packed         | PACKED                 | PACKED                 | PACKED                 | PACKED                 | =                      | PARTLY_SHIPPED       | =                    | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      shipped 4      | PARTLY_SHIPPED         | PARTLY_SHIPPED         | PARTLY_SHIPPED         | PARTLY_SHIPPED         | PARTLY_SHIPPED         | =                    | =                    | =                    | = !CONTRADICTION !QUANTITY_MISMATCH | = !CONTRADICTION !QUANTITY_MISMATCH
      shipped        | SHIPPED                | SHIPPED                | SHIPPED                | SHIPPED                | SHIPPED                | SHIPPED              | =                    | =                    | = !CONTRADICTION                    | = !CONTRADICTION
      invoiced       | ACKNOWLEDGED           | ACKNOWLEDGED           | ALLOCATED              | PICKED                 | PACKED                 | PARTLY_SHIPPED       | INVOICED             | =                    | CANCELLED !CONTRADICTION            | REJECTED !CONTRADICTION
      cancelled 4    | ACCEPTED hold-4        | ACKNOWLEDGED hold-4    | ALLOCATED hold-4       | PICKED hold-4          | PACKED hold-4          | PARTLY_SHIPPED hold-4| = !QUANTITY_MISMATCH | = !QUANTITY_MISMATCH | =                                   | = !QUANTITY_MISMATCH
      cancelled      | CANCELLED hold-10      | CANCELLED hold-10      | CANCELLED hold-10      | CANCELLED hold-10      | CANCELLED hold-10      | SHIPPED hold-6       | =                    | =                    | =                                   | =
      refused        | REJECTED hold-10 !ORDER_REJECTED | REJECTED hold-10 !ORDER_REJECTED | REJECTED hold-10 !ORDER_REJECTED | REJECTED hold-10 !ORDER_REJECTED | REJECTED hold-10 !ORDER_REJECTED | SHIPPED hold-6 !ORDER_REJECTED | = !CONTRADICTION | = !CONTRADICTION | = !CONTRADICTION     | =
      silent         | = !SUPPLIER_LATE       | =                      | =                      | =                      | =                      | = !SUPPLIER_LATE     | =                    | =                    | =                                   | =
      cancel         | ACCEPTED withdraw      | ACKNOWLEDGED withdraw  | ALLOCATED withdraw     | PICKED withdraw        | PACKED withdraw        | PARTLY_SHIPPED withdraw | order-shipped     | order-shipped        | =                                   | =
      """;

  private static Stream<Arguments> cells() {
    List<String[]> rows = TABLE.lines().map(row -> row.strip().split("\\s*\\|\\s*", -1)).toList();
    return rows.stream()
        .skip(1)
        .flatMap(
            row ->
                Arrays.stream(OrderStatus.values())
                    .map(
                        status ->
                            Arguments.of(
                                status,
                                row[0],
                                row[Arrays.asList(rows.getFirst()).indexOf(status.name())])));
  }

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @MethodSource("cells")
  void eachCellOfTheTable(OrderStatus status, String row, String step) {
    OrderProgress progress = in(status);
    assertThat(progress.status()).isEqualTo(status);
    assertThat(text(progress, OrderLifeCycle.step(progress, event(row), RefusalPolicy.RAISE, NOW)))
        .isEqualTo(step);
  }

  @ParameterizedTest(name = "{0}: {1} again changes nothing")
  @MethodSource("cells")
  void whateverIsSaidTwiceChangesNothing(OrderStatus status, String row, String step) {
    if (OrderLifeCycle.step(in(status), event(row), RefusalPolicy.RAISE, NOW)
        instanceof Moved moved) {
      Moved again = moved(moved.progress(), event(row));
      assertThat(again.progress()).as(step).isEqualTo(moved.progress());
      assertThat(again.effects()).as(step).allMatch(effect -> effect instanceof Effect.Trouble);
    }
  }

  @Test
  void aPartialStepIsNotTheStepUntilTheRestIsCancelled() {
    OrderProgress picked = after(order(), status(OrderFigure.PICKED, 6));
    assertThat(picked.status()).isEqualTo(OrderStatus.ACCEPTED);
    assertThat(after(picked, cancelled(ERP, Map.of("1", 4L))).status())
        .isEqualTo(OrderStatus.PICKED);
  }

  @Test
  void whatIsShippedWasPackedPickedAllocatedAndAcknowledged() {
    OrderProgress shipped = after(order(), status(OrderFigure.SHIPPED, 4));
    for (OrderFigure step :
        List.of(
            OrderFigure.ACKNOWLEDGED,
            OrderFigure.ALLOCATED,
            OrderFigure.PICKED,
            OrderFigure.PACKED,
            OrderFigure.SHIPPED)) {
      assertThat(figure(shipped, step)).as(step.toString()).isEqualTo(4);
    }
    assertThat(figure(shipped, OrderFigure.INVOICED)).isZero();
  }

  @Test
  void anOrderHasComeAsFarAsItsLastLine() {
    OrderProgress two =
        order(
            List.of(
                Share.of("1", ERP, "A", Kind.LOCATION, 10),
                Share.of("2", ERP, "B", Kind.LOCATION, 10)));
    OrderProgress one = after(two, new ProgressEvent.Status(ERP, OrderFigure.PICKED, Map.of()));
    OrderProgress packed = after(one, status(OrderFigure.PACKED, 10));
    assertThat(packed.status()).isEqualTo(OrderStatus.PICKED);
    OrderProgress left = after(packed, status(OrderFigure.SHIPPED, 10));
    assertThat(left.status()).isEqualTo(OrderStatus.PARTLY_SHIPPED);
    OrderProgress given = after(left, cancelled(ERP, Map.of("2", 10L)));
    assertThat(given.status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(after(two, refused(ERP)).status()).isEqualTo(OrderStatus.REJECTED);
    assertThat(after(two, cancelled(ERP, Map.of("1", 10L)), refused(ERP)).status())
        .isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void shipmentsAddUpAndAStatusCountsThemAll() {
    OrderProgress shipped = after(order(), shipment("SH-1", ERP, 3), shipment("SH-2", ERP, 4));
    assertThat(figure(shipped, OrderFigure.SHIPPED)).isEqualTo(7);
    assertThat(figure(after(shipped, shipment("SH-1", ERP, 3)), OrderFigure.SHIPPED)).isEqualTo(7);
    assertThat(figure(after(shipped, status(OrderFigure.SHIPPED, 5)), OrderFigure.SHIPPED))
        .isEqualTo(7);
    OrderProgress stated = after(shipped, status(OrderFigure.SHIPPED, 9));
    assertThat(figure(stated, OrderFigure.SHIPPED)).isEqualTo(9);
    assertThat(figure(after(stated, shipment("SH-3", ERP, 3)), OrderFigure.SHIPPED)).isEqualTo(10);
  }

  @Test
  void aShipmentBeyondTheOrderIsAMismatch() {
    OrderProgress shipped = after(order(), shipment("SH-1", ERP, 7));
    Moved beyond = moved(shipped, shipment("SH-2", ERP, 4));
    assertThat(text(shipped, beyond)).isEqualTo("SHIPPED !QUANTITY_MISMATCH");
    assertThat(beyond.progress().shipments()).hasSize(2);
  }

  /** The carrier knows nothing of lines, the warehouse nothing of the way. */
  @Test
  void whatTwoFeedsSayOfAShipmentComesTogether() {
    Shipment warehouse =
        new Shipment("SH-1", ERP, "", "", ShipmentMilestone.CREATED, 5, Map.of("1", 10L));
    Shipment carrier =
        new Shipment("SH-1", ERP, "UPS", "1Z", ShipmentMilestone.IN_TRANSIT, 9, Map.of());
    Shipment both =
        new Shipment("SH-1", ERP, "UPS", "1Z", ShipmentMilestone.IN_TRANSIT, 9, Map.of("1", 10L));
    for (List<Shipment> said : List.of(List.of(warehouse, carrier), List.of(carrier, warehouse))) {
      OrderProgress progress = order();
      for (Shipment shipment : said) {
        progress = after(progress, new ProgressEvent.Shipped(shipment));
      }
      assertThat(progress.shipments()).containsExactly(both);
      assertThat(progress.status()).isEqualTo(OrderStatus.SHIPPED);
    }
  }

  @Test
  void anExceptionOnTheWayIsForAPerson() {
    Shipment stuck =
        new Shipment("SH-1", ERP, "UPS", "1Z", ShipmentMilestone.EXCEPTION, 9, Map.of());
    assertThat(text(order(), moved(order(), new ProgressEvent.Shipped(stuck))))
        .isEqualTo("ACCEPTED !SHIPMENT_EXCEPTION");
  }

  // ---------------------------------------------------------------- documents

  @Test
  void whatTwoTargetsSayOfALineAddsUp() {
    OrderProgress one = after(mixed(), new ProgressEvent.Forwarded(ERP, "SO-1", Map.of()));
    assertThat(figure(one, OrderFigure.ACKNOWLEDGED)).isEqualTo(6);
    assertThat(one.status()).isEqualTo(OrderStatus.ACCEPTED);
    OrderProgress both =
        after(one, answer(SupplierOutcome.ACCEPTED, ProgressEvent.ALL, Day.OPEN_END));
    assertThat(both.status()).isEqualTo(OrderStatus.ACKNOWLEDGED);
    OrderProgress erp = after(both, shipment("SH-1", ERP, 6));
    assertThat(erp.status()).isEqualTo(OrderStatus.PARTLY_SHIPPED);
    assertThat(after(erp, shipment("SH-2", SUPPLIER, 4)).status()).isEqualTo(OrderStatus.SHIPPED);
  }

  /** A purchase order that has arrived is not yet one that the supplier will serve. */
  @Test
  void aSupplierAcknowledgesItself() {
    assertThat(after(supplied(), new ProgressEvent.Forwarded(SUPPLIER, "X-1", Map.of())).status())
        .isEqualTo(OrderStatus.ACCEPTED);
  }

  @Test
  void anOrderThatIsAllSuppliedIsMeantByItsOwnName() {
    assertThat(after(supplied(), status(OrderFigure.SHIPPED)).status())
        .isEqualTo(OrderStatus.SHIPPED);
  }

  @Test
  void unknownLinesAndDocumentsAreRefused() {
    assertThat(
            text(
                order(),
                OrderLifeCycle.step(
                    order(),
                    new ProgressEvent.Status(ERP, OrderFigure.PICKED, Map.of("9", 1L)),
                    RefusalPolicy.RAISE,
                    NOW)))
        .isEqualTo("order-line-unknown");
    assertThat(
            text(
                order(),
                OrderLifeCycle.step(
                    order(), new ProgressEvent.Silent("O-1-7"), RefusalPolicy.RAISE, NOW)))
        .isEqualTo("order-document-unknown");
  }

  // ---------------------------------------------------------------- suppliers

  @Test
  void whatASupplierRefusesIsRaisedOrRerouted() {
    ProgressEvent partial = answer(SupplierOutcome.PARTIAL, 6, Day.OPEN_END);
    Moved raised = moved(supplied(), partial);
    assertThat(text(supplied(), raised)).isEqualTo("ACCEPTED !SUPPLIER_REJECTED");
    assertThat(figure(raised.progress(), OrderFigure.ACKNOWLEDGED)).isEqualTo(6);
    assertThat(figure(raised.progress(), OrderFigure.REFUSED)).isEqualTo(4);
    assertThat(text(supplied(), OrderLifeCycle.step(supplied(), partial, RefusalPolicy.REROUTE, 0)))
        .isEqualTo("ACCEPTED reroute-4");
    ProgressEvent rejected = answer(SupplierOutcome.REJECTED, ProgressEvent.ALL, Day.OPEN_END);
    assertThat(
            text(supplied(), OrderLifeCycle.step(supplied(), rejected, RefusalPolicy.REROUTE, 0)))
        .isEqualTo("ACCEPTED reroute-10");
  }

  @Test
  void aRefusalIsReroutedOnceHoweverOftenItIsSaid() {
    ProgressEvent rejected = answer(SupplierOutcome.REJECTED, 4, Day.OPEN_END);
    Moved first = (Moved) OrderLifeCycle.step(supplied(), rejected, RefusalPolicy.REROUTE, NOW);
    ProgressStep again =
        OrderLifeCycle.step(first.progress(), rejected, RefusalPolicy.REROUTE, NOW);
    assertThat(text(first.progress(), again)).isEqualTo("=");
  }

  /** 3 of the 4 that were refused go to another supplier, who ships them. */
  @Test
  void whatIsReroutedCountsWithItsNewSource() {
    OrderProgress refused = after(supplied(), answer(SupplierOutcome.PARTIAL, 6, Day.OPEN_END));
    Moved rerouted = moved(refused, new ProgressEvent.Rerouted(SUPPLIER, "1", "A", 3));
    assertThat(text(refused, rerouted)).isEqualTo("ACCEPTED !SUPPLIER_REJECTED");
    List<Share> shares = new ArrayList<>(rerouted.progress().shares());
    shares.add(new Share("1", "O-1-2", "A", Kind.SUPPLIER, true, 3, Day.OPEN_END, Map.of()));
    OrderProgress next = order(shares);
    OrderProgress shipped =
        after(next, shipment("SH-1", SUPPLIER, 6), shipment("SH-2", "O-1-2", 3));
    assertThat(shipped.status()).isEqualTo(OrderStatus.PARTLY_SHIPPED);
    assertThat(figure(shipped, OrderFigure.SHIPPED)).isEqualTo(9);
    OrderProgress settled = after(shipped, cancelled(SUPPLIER, Map.of("1", 1L)));
    assertThat(settled.status()).isEqualTo(OrderStatus.SHIPPED);
    assertThat(figure(settled, OrderFigure.CANCELLED)).isEqualTo(1);
  }

  @Test
  void aPersonHasWhatWasRefusedRerouted() {
    OrderProgress refused = after(supplied(), answer(SupplierOutcome.PARTIAL, 6, Day.OPEN_END));
    ProgressEvent decided = new ProgressEvent.RerouteDecided(SUPPLIER);
    assertThat(text(refused, moved(refused, decided))).isEqualTo("= reroute-4");
    OrderProgress done = after(refused, new ProgressEvent.Rerouted(SUPPLIER, "1", "A", 4));
    assertThat(text(done, moved(done, decided))).isEqualTo("=");
    assertThat(text(done, moved(done, new ProgressEvent.Rerouted(SUPPLIER, "1", "A", 1))))
        .isEqualTo("= !QUANTITY_MISMATCH");
  }

  @Test
  void aSupplierWhoTakesBackARefusalThatIsReroutedContradictsHimself() {
    OrderProgress done =
        after(
            supplied(),
            answer(SupplierOutcome.REJECTED, ProgressEvent.ALL, Day.OPEN_END),
            new ProgressEvent.Rerouted(SUPPLIER, "1", "A", 10));
    assertThat(text(done, moved(done, answer(SupplierOutcome.ACCEPTED, 10, Day.OPEN_END))))
        .isEqualTo("= !CONTRADICTION !CONTRADICTION");
  }

  @Test
  void aDayBehindThePromiseIsForAPersonOnce() {
    ProgressEvent late = answer(SupplierOutcome.RESCHEDULED, ProgressEvent.ALL, PROMISED + 1);
    Moved moved = moved(supplied(), late);
    assertThat(text(supplied(), moved)).isEqualTo("ACKNOWLEDGED !SUPPLIER_LATE");
    assertThat(moved.effects())
        .anyMatch(e -> e instanceof Effect.Announce a && a.news() == News.RESCHEDULED);
    assertThat(moved(moved.progress(), late).effects()).isEmpty();
    assertThat(
            text(supplied(), moved(supplied(), answer(SupplierOutcome.RESCHEDULED, 10, PROMISED))))
        .isEqualTo("ACKNOWLEDGED");
    assertThat(
            text(
                supplied(),
                moved(supplied(), answer(SupplierOutcome.RESCHEDULED, 10, Day.OPEN_END))))
        .isEqualTo("ACKNOWLEDGED !SUPPLIER_LATE");
  }

  @Test
  void aTroubleSaysWhatToDoAndByWhen() {
    Effect.Trouble trouble =
        (Effect.Trouble) moved(supplied(), new ProgressEvent.Silent(SUPPLIER)).effects().getFirst();
    assertThat(trouble)
        .isEqualTo(
            new Effect.Trouble(
                TroubleType.SUPPLIER_LATE,
                SUPPLIER,
                "no answer of order O-1",
                TroubleType.SUPPLIER_LATE.nextAction(),
                NOW + 8 * 3_600_000L));
  }

  @Test
  void whoDoesNotAnswerIsWaitedForNoLonger() {
    ProgressEvent given = new ProgressEvent.GivenUp(SUPPLIER);
    assertThat(text(supplied(), moved(supplied(), given)))
        .isEqualTo("ACCEPTED reroute-10 !CANCEL_WANTED");
    OrderProgress partly = after(supplied(), answer(SupplierOutcome.ACCEPTED, 6, Day.OPEN_END));
    assertThat(text(partly, moved(partly, given))).isEqualTo("ACCEPTED reroute-4 !CANCEL_WANTED");
    OrderProgress done = after(partly, given, new ProgressEvent.Rerouted(SUPPLIER, "1", "A", 4));
    assertThat(text(done, moved(done, given))).isEqualTo("=");
    OrderProgress all = after(supplied(), answer(SupplierOutcome.PARTIAL, 6, Day.OPEN_END));
    assertThat(text(all, moved(all, given))).isEqualTo("=");
    assertThat(text(order(), moved(order(), new ProgressEvent.GivenUp(ERP)))).isEqualTo("=");
  }

  @Test
  void whoRefusedAllHasAnsweredAndIsNotLate() {
    Moved refused = moved(supplied(), answer(SupplierOutcome.REJECTED, 10, Day.OPEN_END));
    assertThat(moved(refused.progress(), new ProgressEvent.Silent(SUPPLIER)).effects()).isEmpty();
  }

  // ---------------------------------------------------------------- bundles

  /** A bundle of 2 A and 1 B; A from the ERP, B from a supplier. */
  private static OrderProgress bundle() {
    return order(
        List.of(
            Share.of("1", ERP, "A", Kind.LOCATION, 20),
            Share.of("1", SUPPLIER, "B", Kind.SUPPLIER, 10)));
  }

  @Test
  void aBundleHasComeAsFarAsItsSlowestComponent() {
    OrderProgress one = after(bundle(), shipment("SH-1", ERP, 10));
    assertThat(one.shares().getFirst().of(OrderFigure.SHIPPED)).isEqualTo(20);
    assertThat(one.status()).isEqualTo(OrderStatus.ACCEPTED);
    assertThat(after(one, shipment("SH-2", SUPPLIER, 4)).status())
        .isEqualTo(OrderStatus.PARTLY_SHIPPED);
    assertThat(after(one, shipment("SH-2", SUPPLIER, 10)).status()).isEqualTo(OrderStatus.SHIPPED);
  }

  @Test
  void aSupplierAnswersForTheComponentThatItWasAskedFor() {
    ProgressEvent b =
        new SupplierAcknowledged(
            SUPPLIER,
            "S",
            List.of(new Answer("1", "B", 7, SupplierOutcome.PARTIAL, Day.OPEN_END, "")));
    OrderProgress answered = after(bundle(), b);
    assertThat(answered.shares().getLast().of(OrderFigure.ACKNOWLEDGED)).isEqualTo(7);
    assertThat(figure(answered, OrderFigure.REFUSED)).isEqualTo(3);
    ProgressEvent c =
        new SupplierAcknowledged(
            SUPPLIER,
            "S",
            List.of(new Answer("1", "C", 7, SupplierOutcome.ACCEPTED, Day.OPEN_END, "")));
    assertThat(text(bundle(), moved(bundle(), c))).isEqualTo("= !CONTRADICTION");
  }

  @Test
  void whatIsLostOfAComponentIsLostOfTheBundle() {
    OrderProgress lost = after(bundle(), cancelled(SUPPLIER, Map.of("1", 4L)));
    assertThat(figure(lost, OrderFigure.CANCELLED)).isEqualTo(4);
    assertThat(lost.shares().getFirst().of(OrderFigure.CANCELLED)).isZero();
  }

  // ---------------------------------------------------------------- figures

  @Test
  void announcementsSayWhatTheFiguresHaveComeTo() {
    OrderProgress four = after(order(), status(OrderFigure.PICKED, 4));
    assertThat(moved(four, status(OrderFigure.PICKED, 7)).effects())
        .containsExactly(new Effect.Announce(News.PICKED, ERP, Map.of("1", 7L)));
    assertThat(moved(four, status(OrderFigure.PICKED, 3)).effects()).isEmpty();
  }

  @Test
  void figuresThatContradictEachOtherAreNoOrder() {
    List<Share> none = List.of();
    assertThatThrownBy(() -> order(none)).isInstanceOf(InvalidFigureException.class);
    assertThatThrownBy(
            () ->
                new Share(
                    "1",
                    ERP,
                    "A",
                    Kind.LOCATION,
                    false,
                    5,
                    Day.OPEN_END,
                    Map.of(OrderFigure.SHIPPED, 3L, OrderFigure.CANCELLED, 3L)))
        .isInstanceOf(InvalidFigureException.class);
    Share one = Share.of("1", ERP, "A", Kind.LOCATION, 5);
    assertThatThrownBy(() -> order(List.of(one, one))).isInstanceOf(InvalidFigureException.class);
    assertThatThrownBy(() -> status(OrderFigure.PICKED, 0))
        .isInstanceOf(InvalidFigureException.class);
    assertThatThrownBy(() -> status(OrderFigure.CANCELLED, 1))
        .isInstanceOf(InvalidFigureException.class);
  }
}
