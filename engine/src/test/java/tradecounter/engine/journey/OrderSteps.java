package tradecounter.engine.journey;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.DocumentName;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.ShipmentNews;
import tradecounter.engine.canonical.SupplierAcknowledgement;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.engine.forward.ForwardStep;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.journey.FakeLedger.ForwardRow;
import tradecounter.engine.journey.FakeLedger.OrderRow;
import tradecounter.engine.journey.FakeLedger.Transaction;
import tradecounter.engine.journey.FakeLedger.Trouble;
import tradecounter.engine.journey.FakeLedger.WaitingNews;
import tradecounter.engine.journey.Seen.Happening;
import tradecounter.engine.order.Heard;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.OrderLifeCycle;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.ProgressStep;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.engine.order.RefusalPolicy;
import tradecounter.engine.order.Share;

/**
 * What moves an accepted order and what it holds, inside a transaction. What {@code Orders}, {@code
 * OrderHolds}, {@code OrderForwards} and {@code OrderCancelling} do.
 */
final class OrderSteps {
  private final Journey journey;
  private final FakeLedger ledger;

  OrderSteps(Journey journey) {
    this.journey = journey;
    this.ledger = journey.ledger();
  }

  // ---------------------------------------------------------------- locks, in their order

  /** Of one document, of its order, and of what it holds. */
  Set<String> locksOfDocument(String order, String document) {
    Set<String> locks = new TreeSet<>();
    locks.add("O/" + order);
    ledger.hold(document).ifPresent(hold -> lock(hold, locks));
    return locks;
  }

  /** Of an order and all that it holds. */
  Set<String> locksOfOrder(String order) {
    Set<String> locks = new TreeSet<>();
    locks.add("O/" + order);
    for (Hold hold : ledger.holds()) {
      if (hold.order().equals(order)) {
        lock(hold, locks);
      }
    }
    return locks;
  }

  private static void lock(Hold hold, Set<String> locks) {
    locks.add("H/" + hold.hold());
    hold.lines().forEach(line -> locks.add("I/" + line.item()));
  }

  Collection<ForwardRow> forwardsOf(String order) {
    return ledger.forwards.committed().stream().filter(row -> row.order().equals(order)).toList();
  }

  // ---------------------------------------------------------------- news

  /** Under which locks news can be applied. */
  Set<String> locksOf(News news) {
    Set<String> locks = new TreeSet<>();
    locks.add("N");
    if (!news.erpOrder().isEmpty()) {
      locks.add("E/" + news.erpOrder());
    }
    document(news).ifPresent(document -> locks.addAll(locksOfOrder(DocumentName.order(document))));
    return locks;
  }

  /** The name of ours that the news is about, if anybody knows. */
  private Optional<String> document(News news) {
    return switch (news.change()) {
      case OrderStatusChange status ->
          status.order().isEmpty() ? orderOfErp(news.erpOrder()) : Optional.of(status.order());
      case ShipmentNews shipment -> Optional.of(shipment.order());
      case SupplierAcknowledgement answered -> Optional.of(answered.purchaseOrder());
      default -> throw new IllegalArgumentException(news.toString());
    };
  }

  private Optional<String> orderOfErp(String erpOrder) {
    return ledger.orders.committed().stream()
        .filter(row -> row.erpOrder().equals(erpOrder))
        .map(row -> row.progress().order())
        .findFirst();
  }

  /** Once each, with how far the log of news is read. */
  void keep(Transaction transaction, News news) {
    if (ledger.offsets.get(transaction, "news").orElse(0) > news.offset()) {
      return;
    }
    ledger.offsets.put(transaction, "news", news.offset() + 1);
    apply(transaction, news);
  }

  private void apply(Transaction transaction, News news) {
    Optional<String> document = document(news);
    if (document.isEmpty()) {
      journey.saw(Happening.EARLY_NEWS);
      if (!journey.errs(JourneyMistake.EARLY_NEWS_IS_DROPPED)) {
        ledger.waitingNews.put(
            transaction,
            Integer.toString(news.offset()),
            new WaitingNews(news.erpOrder(), Optional.of(news)));
      }
      return;
    }
    String order = DocumentName.order(document.get());
    Change change = news.change();
    // What waited for the ERP's name of it was said before.
    if (!journey.errs(JourneyMistake.NEWS_OVERTAKES_WHAT_WAITED)) {
      named(transaction, order, document.get(), change);
    }
    happened(
        transaction,
        order,
        switch (change) {
          case OrderStatusChange status -> Heard.event(status, document.get());
          case ShipmentNews shipment -> Heard.event(shipment, news.atMillis());
          case SupplierAcknowledgement answered -> Heard.event(answered);
          default -> throw new IllegalArgumentException(news.toString());
        });
    named(transaction, order, document.get(), change);
    if (journey.errs(JourneyMistake.HOLD_ENDS_WITH_THE_SHIPMENT)
        && change instanceof OrderStatusChange status
        && status.status() == OrderStatusChange.Status.SHIPPED) {
      giveBack(transaction, document.get());
    }
  }

  private void named(Transaction transaction, String order, String document, Change change) {
    if (change instanceof OrderStatusChange status && !status.erpOrder().isEmpty()) {
      named(transaction, order, document, status.erpOrder());
    }
  }

  /** The ERP's document has the order's name: the ERP's name of it is what feeds may call it. */
  private void named(Transaction transaction, String order, String document, String targetOrder) {
    OrderRow row = ledger.orders.get(transaction, order).orElseThrow();
    if (!document.equals(order) || !row.erpOrder().isEmpty()) {
      return;
    }
    ledger.orders.put(transaction, order, new OrderRow(row.progress(), targetOrder, row.key()));
    ledger
        .waitingNews
        .all(transaction)
        .forEach(
            (key, waiting) -> {
              if (waiting.erpOrder().equals(targetOrder) && waiting.news().isPresent()) {
                ledger.waitingNews.put(
                    transaction, key, new WaitingNews(targetOrder, Optional.empty()));
                early(transaction, order, waiting.news().get());
              }
            });
  }

  private void early(Transaction transaction, String order, News news) {
    if (news.change() instanceof OrderStatusChange status) {
      happened(transaction, order, Heard.event(status, order));
    }
  }

  // ---------------------------------------------------------------- what happens here

  Optional<ProgressStep> happened(Transaction transaction, String order, ProgressEvent event) {
    Optional<OrderRow> row = ledger.orders.get(transaction, order);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    ProgressStep step =
        OrderLifeCycle.step(row.get().progress(), event, RefusalPolicy.RAISE, journey.now());
    if (step instanceof ProgressStep.Moved moved) {
      ledger.orders.put(
          transaction,
          order,
          new OrderRow(moved.progress(), row.get().erpOrder(), row.get().key()));
      for (Effect effect : moved.effects()) {
        switch (effect) {
          case Effect.CancelHold cancelled -> cancelHold(transaction, cancelled);
          case Effect.Trouble trouble ->
              raise(transaction, order, trouble.type(), trouble.subject());
          case Effect.Withdraw _, Effect.Announce _ -> {}
          case Effect.Reroute _ -> throw new IllegalStateException("the policy is to raise");
        }
      }
    }
    return Optional.of(step);
  }

  void raise(Transaction transaction, String order, TroubleType type, String subject) {
    Trouble trouble = new Trouble(type, subject, order, true);
    if (ledger.troubles.get(transaction, trouble.name()).filter(Trouble::open).isEmpty()) {
      ledger.troubles.put(transaction, trouble.name(), trouble);
      transaction.onCommit(() -> journey.people().told(trouble));
    }
  }

  /** So much of a line is given up: what leaves last goes first. */
  private void cancelHold(Transaction transaction, Effect.CancelHold cancelled) {
    Hold hold = transaction.hold(cancelled.document()).orElseThrow();
    Map<String, Long> quantities = new HashMap<>();
    long left =
        journey.errs(JourneyMistake.A_CANCELLED_PART_GIVES_BACK_ALL)
            ? Long.MAX_VALUE
            : cancelled.quantity();
    for (Hold.Line line : hold.lines().reversed()) {
      long given =
          line.askedLine().equals(cancelled.line()) && line.item().equals(cancelled.item())
              ? Math.min(left, line.open())
              : 0;
      if (given > 0) {
        quantities.put(line.line(), given);
        left -= given;
      }
    }
    if (!quantities.isEmpty()) {
      holdStep(transaction, cancelled.document(), new HoldEvent.Cancel(quantities));
    }
  }

  private void holdStep(Transaction transaction, String document, HoldEvent event) {
    Hold hold = transaction.hold(document).orElseThrow();
    if (HoldLifeCycle.step(hold, event, journey.now()) instanceof HoldStep.Moved moved
        && !moved.hold().equals(hold)) {
      transaction.write(List.of(moved.hold()), Optional.empty());
    }
  }

  /** What no life cycle would do: all that is open of it takes no more. */
  void giveBack(Transaction transaction, String document) {
    Hold hold = transaction.hold(document).orElseThrow();
    transaction.write(
        List.of(
            new Hold(
                hold.hold(),
                hold.customer(),
                hold.status(),
                hold.expiresAtMillis(),
                hold.order(),
                hold.acknowledgedAtMillis(),
                hold.lines().stream().map(Hold.Line::emptied).toList())),
        Optional.empty());
  }

  // ---------------------------------------------------------------- what forwards mean

  void sending(Transaction transaction, ForwardRow row) {
    holdStep(transaction, row.document().name(), new HoldEvent.Send());
    if (journey.errs(JourneyMistake.HOLD_ENDS_WITH_THE_SENDING)) {
      giveBack(transaction, row.document().name());
    }
  }

  void acknowledged(Transaction transaction, ForwardRow row, String targetOrder) {
    String document = row.document().name();
    happened(
        transaction, row.order(), new ProgressEvent.Forwarded(document, targetOrder, Map.of()));
    named(transaction, row.order(), document, targetOrder);
    Hold hold = transaction.hold(document).orElseThrow();
    if (hold.lines().stream().anyMatch(line -> line.reflected() > 0)) {
      journey.saw(Happening.REFLECTED_BEFORE_THE_ACKNOWLEDGEMENT);
    }
    long margin =
        journey.errs(JourneyMistake.WATERMARK_WITHOUT_A_MARGIN) ? 0 : Journey.CLOCK_MARGIN;
    holdStep(transaction, document, new HoldEvent.Acknowledge(journey.now() + margin));
    if (journey.errs(JourneyMistake.HOLD_ENDS_WITH_THE_ACKNOWLEDGEMENT)) {
      giveBack(transaction, document);
    }
  }

  void rejected(Transaction transaction, ForwardRow row, Forward.Refusal refusal) {
    journey.saw(Happening.REJECTED);
    if (journey.errs(JourneyMistake.A_REFUSED_ORDER_STAYS_HELD)) {
      return;
    }
    String document = row.document().name();
    happened(
        transaction,
        row.order(),
        new ProgressEvent.Refused(document, refusal.code(), refusal.reason(), Map.of()));
    holdStep(transaction, document, new HoldEvent.Reject());
  }

  void exception(Transaction transaction, ForwardRow row, ForwardStep.ExceptionType type) {
    raise(
        transaction,
        row.order(),
        switch (type) {
          case UNRESOLVED_FORWARD -> TroubleType.UNRESOLVED_FORWARD;
          case DUPLICATE_IN_ERP -> TroubleType.DUPLICATE_IN_ERP;
          case CONTRADICTION_IN_ERP -> TroubleType.CONTRADICTION_IN_ERP;
        },
        row.document().name());
  }

  // ---------------------------------------------------------------- cancelling

  /** What the customer is told. */
  String cancel(Transaction transaction, String order) {
    Map<String, ForwardStep.Moved> moves = new HashMap<>();
    boolean sent = false;
    for (ForwardRow row : forwardsOf(order)) {
      switch (journey.forwarding().step(transaction, row, new ForwardEvent.Cancel())) {
        case ForwardStep.Moved moved -> moves.put(row.document().name(), moved);
        case ForwardStep.Refused _ -> sent = true;
      }
    }
    if (journey.errs(JourneyMistake.CANCEL_DURING_UNKNOWN_RELEASES) && sent) {
      forwardsOf(order).forEach(row -> giveBack(transaction, row.document().name()));
    }
    Optional<ProgressStep> wanted =
        happened(transaction, order, new ProgressEvent.CancelRequested());
    if (wanted.isPresent() && wanted.get() instanceof ProgressStep.Refused(String code, _)) {
      transaction.rollBack();
      return "409 " + code;
    }
    if (sent) {
      raise(transaction, order, TroubleType.CANCEL_WANTED, order);
      journey.saw(Happening.CANCEL_REQUESTED);
      return "202";
    }
    for (ForwardRow row : forwardsOf(order)) {
      if (!journey.errs(JourneyMistake.CANCEL_LEAVES_THE_FORWARD)) {
        journey.forwarding().save(transaction, row, moves);
      }
      happened(
          transaction,
          order,
          new ProgressEvent.Cancelled(row.document().name(), "customer", Map.of()));
    }
    for (Hold hold : List.copyOf(transaction.holds())) {
      boolean forgotten =
          journey.errs(JourneyMistake.CANCEL_FORGETS_A_DOCUMENT) && hold.hold().equals(order);
      if (hold.order().equals(order) && hold.isOpen() && !forgotten) {
        holdStep(transaction, hold.hold(), new HoldEvent.Reject());
      }
    }
    journey.saw(Happening.CANCELLED);
    return "200";
  }

  /** A person gives up what a supplier refused and nobody serves. */
  void giveUpUnserved(Transaction transaction, String order) {
    OrderRow row = ledger.orders.get(transaction, order).orElseThrow();
    for (Share share : row.progress().shares()) {
      if (share.unserved() > 0) {
        happened(
            transaction,
            order,
            new ProgressEvent.Cancelled(
                share.document(),
                "nobody serves it",
                Map.of(share.line(), share.of(OrderFigure.CANCELLED) + share.unserved())));
      }
    }
  }
}
