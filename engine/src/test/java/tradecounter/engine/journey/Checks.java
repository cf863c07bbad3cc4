package tradecounter.engine.journey;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.OrderInclusion;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.journey.FakeLedger.ForwardRow;
import tradecounter.engine.journey.FakeLedger.OrderRow;
import tradecounter.engine.journey.FakeLedger.Trouble;
import tradecounter.engine.journey.FeedLog.Said;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.OrderProgress;
import tradecounter.engine.order.OrderStatus;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.engine.order.Share;

/** What must hold, at every step and in the end, told from the truth that no node knows. */
final class Checks {
  private final Journey journey;
  private final FakeLedger ledger;

  Checks(Journey journey) {
    this.journey = journey;
    this.ledger = journey.ledger();
  }

  // ---------------------------------------------------------------- after each commit

  /** No more is sold than has ever come in. */
  void committed() {
    sold();
    for (OrderRow row : ledger.orders.committed()) {
      for (Share share : row.progress().shares()) {
        if (ledger.forwards.committed(share.document()).isEmpty()) {
          throw new AssertionError("accepted without a forward: " + row);
        }
      }
    }
  }

  void sold() {
    Map<String, Long> sold = new HashMap<>();
    for (Hold hold : ledger.holds()) {
      for (Hold.Line line : hold.lines()) {
        long taken =
            journey
                .target(line.source().key())
                .taken(line.item(), line.orderLine())
                .map(Target.Taken::live)
                .orElse(line.quantity() - line.givenBack());
        sold.merge(line.source().key() + " " + line.item(), taken, Long::sum);
      }
    }
    for (FeedLog.Lane lane : journey.log().lanes()) {
      String name = lane.source().key() + " " + lane.item();
      long there = journey.target(lane.source().key()).everThere(lane.item());
      if (sold.getOrDefault(name, 0L) > there) {
        throw new AssertionError(
            "oversold " + name + ": " + sold.get(name) + " of " + there + "\n" + ledger.holds());
      }
    }
  }

  // ---------------------------------------------------------------- after each news of a node

  /**
   * A node that knows the ledger has what its figures say was there, less all that is sold, to the
   * unit, whatever of it the figures show already.
   */
  void node(Node node) {
    for (int number = 0; number < journey.log().lanes().size(); number++) {
      FeedLog.Lane lane = journey.log().lanes().get(number);
      long version = node.holds(lane.item()).version();
      if (version > ledger.version(lane.item())) {
        throw new AssertionError("a node knows what was never committed of " + lane.item());
      }
      if (version == ledger.version(lane.item())) {
        long expected = expected(lane, node.said(number));
        long left = node.left(number);
        if (left != expected) {
          throw new AssertionError(
              "a node offers "
                  + left
                  + " instead of "
                  + expected
                  + " of "
                  + lane.item()
                  + " at "
                  + lane.source().key()
                  + "\n"
                  + node.said(number)
                  + "\n"
                  + node.holds(lane.item()).lines()
                  + "\n"
                  + ledger.holds());
        }
      }
    }
  }

  private long expected(FeedLog.Lane lane, Said said) {
    OrderInclusion mode = journey.target(lane.source().key()).mode();
    long left = mode == OrderInclusion.GROSS ? said.everThere() : said.figure();
    for (Hold hold : ledger.holds()) {
      for (Hold.Line line : hold.lines()) {
        if (line.source().equals(lane.source()) && line.item().equals(lane.item())) {
          boolean inTheFigure =
              switch (mode) {
                case GROSS -> false;
                case NET_LISTED -> said.taken().containsKey(line.orderLine());
                // Too little is offered until the watermark surely covers it, never too much.
                case NET_WATERMARK ->
                    said.taken().containsKey(line.orderLine())
                        && hold.acknowledgedAtMillis() <= said.watermarkMillis();
              };
          left -= inTheFigure ? 0 : line.quantity() - line.givenBack();
        }
      }
    }
    return left;
  }

  // ---------------------------------------------------------------- in the end

  void theEnd() {
    require(journey.buyers().areDone(), "everybody was answered", journey.buyers());
    committed();
    for (Node node : journey.nodes()) {
      node(node);
    }
    for (ForwardRow row : ledger.forwards.committed()) {
      checkForward(row);
    }
    Map<String, String> ofKey = new HashMap<>();
    for (OrderRow row : ledger.orders.committed()) {
      checkOrder(row);
      String other = ofKey.put(row.key(), row.progress().order());
      require(other == null, "one order for each key", row);
    }
    journey
        .buyers()
        .answers()
        .forEach(
            (key, text) -> {
              if (text.startsWith("422")) {
                require(!ofKey.containsKey(key.split("ORDER", 2)[0]), "refused or accepted", key);
              }
            });
    for (Hold hold : ledger.holds()) {
      require(!hold.isOpen(), "nothing is held any more", hold);
    }
    for (Trouble trouble : ledger.troubles.committed()) {
      checkTrouble(trouble);
    }
    for (Node node : journey.nodes()) {
      checkOffers(node);
    }
  }

  private void checkForward(ForwardRow row) {
    String name = row.document().name();
    Target target = journey.target(row.target());
    State state = row.forward().state();
    require(Forwarding.isDone(row.forward()), "done", row);
    List<String> made = target.erp().lookUp(name, Long.MAX_VALUE);
    if (state != State.ACKNOWLEDGED) {
      require(made.isEmpty(), "not at the target", row);
      return;
    }
    require(made.contains(row.forward().targetOrder()), "at the target", row);
    if (made.size() > 1) {
      require(
          target.erpClass() == ErpClass.B && target.wasDoubledByTheNetwork(name), "one order", row);
      require(
          ledger.troubles.committed(TroubleType.DUPLICATE_IN_ERP + " " + name).isPresent(),
          "somebody was told",
          row);
    }
  }

  private void checkOrder(OrderRow row) {
    OrderProgress order = row.progress();
    Map<String, Long> asked = new HashMap<>();
    for (Share share : order.shares()) {
      asked.merge(share.line(), share.quantity(), Long::sum);
      ForwardRow forward = ledger.forwards.committed(share.document()).orElseThrow();
      long live =
          journey
              .target(forward.target())
              .taken(share.item(), share.document() + "/" + share.line())
              .map(Target.Taken::live)
              .orElse(0L);
      require(share.live() == live, "the order and its target agree", row);
      require(share.of(OrderFigure.SHIPPED) == live, "all has left", row);
      long held =
          ledger.hold(share.document()).orElseThrow().lines().stream()
              .filter(line -> line.askedLine().equals(share.line()))
              .mapToLong(Hold.Line::quantity)
              .sum();
      require(held == share.quantity(), "what it held", row);
    }
    for (OrderProgress.Line line : order.lines()) {
      require(
          asked.getOrDefault(line.line(), 0L) == line.quantity(), "shares conserve quantity", row);
    }
    OrderStatus status = order.status();
    require(
        status == OrderStatus.SHIPPED
            || status == OrderStatus.CANCELLED
            || status == OrderStatus.REJECTED,
        "over",
        row);
  }

  private void checkTrouble(Trouble trouble) {
    boolean leftToAPerson =
        switch (trouble.type()) {
          case DUPLICATE_IN_ERP ->
              ledger
                  .forwards
                  .committed(trouble.subject())
                  .map(row -> journey.target(row.target()))
                  .filter(target -> target.wasDoubledByTheNetwork(trouble.subject()))
                  .isPresent();
          case ORDER_REJECTED -> true;
          case UNRESOLVED_FORWARD, CANCEL_WANTED, SUPPLIER_REJECTED -> !trouble.open();
          case CONTRADICTION,
              CONTRADICTION_IN_ERP,
              QUANTITY_MISMATCH,
              SUPPLIER_LATE,
              SHIPMENT_EXCEPTION,
              WEBHOOK_FAILED,
              PROMISE_IN_DANGER,
              OVERSOLD_BY_SOURCE,
              ORDER_FILE_REFUSED,
              FEED_QUARANTINED,
              FEED_REFUSED,
              FEED_FILE_INVALID,
              FEED_GAP,
              FEED_CLOCK,
              FEED_VOLUME,
              FEED_SILENT,
              PRICE_MISMATCH ->
              false;
        };
    require(leftToAPerson, "resolved", trouble);
  }

  /** What can be reserved of each item, through all that availability makes of it. */
  private void checkOffers(Node node) {
    for (String item : Journey.ITEMS) {
      long there = 0;
      for (int number = 0; number < journey.log().lanes().size(); number++) {
        if (journey.log().lanes().get(number).item().equals(item)) {
          there += Math.max(0, node.left(number));
        }
      }
      AvailabilityQuestion question =
          AvailabilityQuestion.of(
              item, Customer.ANYBODY, "", 99 * ONE, Instant.ofEpochMilli(journey.now()));
      long offered =
          node.availability().reserving().reserve(List.of(question), true).departures().stream()
              .flatMap(List::stream)
              .mapToLong(Departure::quantity)
              .sum();
      require(offered == there, "offered", item);
    }
  }

  private static void require(boolean holds, String what, Object of) {
    if (!holds) {
      throw new AssertionError(what + ": " + of);
    }
  }
}
