package tradecounter.engine.journey;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.engine.journey.FakeLedger.ForwardRow;
import tradecounter.engine.journey.FakeLedger.Transaction;
import tradecounter.engine.journey.FakeLedger.Trouble;

/** Who looks at what only a person can decide, and looks well. */
final class People {
  private static final Forward.Refusal GAVE_UP = new Forward.Refusal("given-up", "a person");

  private final Journey journey;

  People(Journey journey) {
    this.journey = journey;
  }

  void told(Trouble trouble) {
    journey.at(50 + journey.below(1_500), () -> look(trouble));
  }

  /** Again and again until it is settled: the node that was told of a decision may be gone. */
  private void look(Trouble trouble) {
    if (journey.ledger().troubles.committed(trouble.name()).filter(Trouble::open).isEmpty()) {
      return;
    }
    switch (trouble.type()) {
      case UNRESOLVED_FORWARD -> decide(trouble);
      case CANCEL_WANTED -> cancel(trouble);
      case SUPPLIER_REJECTED -> giveUp(trouble);
      case ORDER_REJECTED,
          SUPPLIER_LATE,
          QUANTITY_MISMATCH,
          CONTRADICTION,
          SHIPMENT_EXCEPTION,
          WEBHOOK_FAILED,
          PROMISE_IN_DANGER,
          OVERSOLD_BY_SOURCE,
          PRICE_MISMATCH,
          ORDER_FILE_REFUSED,
          FEED_QUARANTINED,
          FEED_REFUSED,
          FEED_FILE_INVALID,
          FEED_GAP,
          FEED_CLOCK,
          FEED_VOLUME,
          FEED_SILENT,
          DUPLICATE_IN_ERP,
          CONTRADICTION_IN_ERP -> {
        return;
      }
    }
    journey.at(1_000, () -> look(trouble));
  }

  /** Looks into the target, and gives up only what cannot arrive any more. */
  private void decide(Trouble trouble) {
    String name = trouble.subject();
    ForwardRow row = journey.ledger().forwards.committed(name).orElseThrow();
    if (row.forward().state() != State.UNRESOLVED) {
      close(trouble);
      return;
    }
    Target target = journey.target(row.target());
    List<String> made = target.erp().lookUp(name, Long.MAX_VALUE);
    ForwardEvent decision =
        !made.isEmpty()
            ? new ForwardEvent.AcknowledgedAs(made.getFirst())
            : !target.isOnTheWire(name) && journey.chance(30)
                ? new ForwardEvent.Reject(GAVE_UP)
                : new ForwardEvent.Retry();
    Set<String> locks = new TreeSet<>(journey.orders().locksOfDocument(row.order(), name));
    locks.add("F/" + name);
    made.forEach(number -> locks.add("E/" + number));
    journey.transact(
        journey.anyNode(),
        () -> locks,
        transaction -> {
          journey.forwarding().apply(transaction, name, decision);
          close(transaction, trouble);
          return true;
        },
        _ -> {},
        () -> {});
  }

  /** Once it is clear what the targets have. */
  private void cancel(Trouble trouble) {
    boolean clear = true;
    for (ForwardRow row : journey.orders().forwardsOf(trouble.order())) {
      State state = row.forward().state();
      clear &= state == State.ACKNOWLEDGED || state == State.REJECTED || state == State.CANCELLED;
    }
    if (!clear) {
      return;
    }
    for (ForwardRow row : journey.orders().forwardsOf(trouble.order())) {
      journey.target(row.target()).cancel(row.document().name());
    }
    close(trouble);
  }

  private void giveUp(Trouble trouble) {
    write(
        trouble,
        transaction -> {
          journey.orders().giveUpUnserved(transaction, trouble.order());
          close(transaction, trouble);
          return true;
        });
  }

  private void close(Trouble trouble) {
    write(
        trouble,
        transaction -> {
          close(transaction, trouble);
          return true;
        });
  }

  private void write(Trouble trouble, Function<Transaction, Boolean> work) {
    journey.transact(
        journey.anyNode(),
        () -> journey.orders().locksOfOrder(trouble.order()),
        work,
        _ -> {},
        () -> {});
  }

  private void close(Transaction transaction, Trouble trouble) {
    journey
        .ledger()
        .troubles
        .put(
            transaction,
            trouble.name(),
            new Trouble(trouble.type(), trouble.subject(), trouble.order(), false));
  }
}
