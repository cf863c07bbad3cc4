package tradecounter.engine.journey;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.engine.forward.ForwardLifeCycle;
import tradecounter.engine.forward.ForwardPolicy;
import tradecounter.engine.forward.ForwardStep;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.Moved;
import tradecounter.engine.journey.FakeErp.Reply;
import tradecounter.engine.journey.FakeLedger.ForwardRow;
import tradecounter.engine.journey.FakeLedger.Transaction;
import tradecounter.engine.journey.Seen.Happening;

/** Sends what is due, on any node. What {@code ForwardStore} and {@code Forwarder} do. */
final class Forwarding {
  private static final long LEASE = 400;
  private static final long TIME_OUT = 150;

  /** Just above what the network, a target and its look-up take at most: 100 + 500 + 200. */
  private static final long SETTLE = 810;

  private final Journey journey;
  private final FakeLedger ledger;

  Forwarding(Journey journey) {
    this.journey = journey;
    this.ledger = journey.ledger();
  }

  ForwardStep step(Transaction transaction, ForwardRow row, ForwardEvent event) {
    return ForwardLifeCycle.step(
        ledger.forwards.get(transaction, row.document().name()).orElse(row).forward(),
        event,
        new ForwardPolicy(journey.target(row.target()).erpClass(), SETTLE, 50, 1_000, 8, 20_000),
        journey.now(),
        journey::below);
  }

  /** Whether there is nothing left to do about it. */
  static boolean isDone(Forward forward) {
    return switch (forward.state()) {
      case ACKNOWLEDGED -> forward.nextAtMillis() == Forward.NEVER;
      case REJECTED, CANCELLED -> true;
      case DUE, SENDING, UNKNOWN, UNRESOLVED -> false;
    };
  }

  private Set<String> locks(String name) {
    Set<String> locks = new TreeSet<>();
    locks.add("F/" + name);
    ledger
        .forwards
        .committed(name)
        .ifPresent(
            row -> {
              locks.addAll(journey.orders().locksOfDocument(row.order(), name));
              locks.add("E/" + row.target() + name);
              // Who names an ERP's order waits for who asks for it.
              journey
                  .target(row.target())
                  .erp()
                  .lookUp(name, Long.MAX_VALUE)
                  .forEach(number -> locks.add("E/" + number));
            });
    return locks;
  }

  // ---------------------------------------------------------------- claims

  /** Claims it if it is due. */
  void claim(Node node, String name) {
    Optional<ForwardRow> known = ledger.forwards.committed(name);
    if (known.isEmpty() || isDone(known.get().forward())) {
      return;
    }
    long next = known.get().forward().nextAtMillis();
    if (journey.now() < next) {
      if (next != Forward.NEVER) {
        journey.dueAt(name, next);
      }
      return;
    }
    journey.transact(
        node,
        () -> locks(name),
        transaction -> {
          ForwardRow row = ledger.forwards.get(transaction, name).orElseThrow();
          long fence = row.forward().lease().fence() + 1;
          List<Effect> effects =
              row.forward().state() == State.UNKNOWN && journey.errs(JourneyMistake.LOOK_UP_SKIPPED)
                  ? sentAgain(transaction, row, fence)
                  : apply(transaction, name, new ForwardEvent.Claim(fence, journey.now() + LEASE));
          return assigned(transaction, name, effects);
        },
        assigned -> go(node, name, assigned),
        () -> journey.dueAt(name, journey.now() + 200));
  }

  /** What there is to do, and the forward as it was then. */
  private record Assigned(Forward forward, List<Effect> effects) {}

  private Assigned assigned(Transaction transaction, String name, List<Effect> effects) {
    return new Assigned(ledger.forwards.get(transaction, name).orElseThrow().forward(), effects);
  }

  /** What no life cycle would do. */
  private List<Effect> sentAgain(Transaction transaction, ForwardRow row, long fence) {
    Forward f = row.forward();
    Forward due =
        new Forward(
            f.forward(),
            State.DUE,
            f.lease(),
            Forward.Tries.NONE,
            f.nextAtMillis(),
            f.refusal(),
            f.targetOrder(),
            f.detail());
    ledger.forwards.put(transaction, f.forward(), with(row, due, row.sentBytes()));
    return apply(transaction, f.forward(), new ForwardEvent.Claim(fence, journey.now() + LEASE));
  }

  private static ForwardRow with(ForwardRow row, Forward forward, String sentBytes) {
    return new ForwardRow(forward, row.order(), row.target(), row.document(), sentBytes);
  }

  /** One step, and what the rest of the system makes of it, in the same transaction. */
  List<Effect> apply(Transaction transaction, String name, ForwardEvent event) {
    ForwardRow row = ledger.forwards.get(transaction, name).orElseThrow();
    if (!(step(transaction, row, event) instanceof Moved moved)) {
      if (event instanceof ForwardEvent.Answer) {
        journey.saw(Happening.FENCED);
      }
      return List.of();
    }
    for (Effect effect : moved.effects()) {
      switch (effect) {
        case Effect.Send send -> {
          if (send.attempt() > 1) {
            journey.saw(Happening.SENT_AGAIN);
          }
          journey.orders().sending(transaction, row);
        }
        case Effect.Acknowledged(String targetOrder) ->
            journey.orders().acknowledged(transaction, row, targetOrder);
        case Effect.Rejected(Forward.Refusal refusal) ->
            journey.orders().rejected(transaction, row, refusal);
        case Effect.Raise raise -> {
          switch (raise.type()) {
            case UNRESOLVED_FORWARD -> journey.saw(Happening.UNRESOLVED);
            case DUPLICATE_IN_ERP -> journey.saw(Happening.DUPLICATE);
            case CONTRADICTION_IN_ERP -> {}
          }
          journey.orders().exception(transaction, row, raise.type());
        }
        case Effect.LookUp _, Effect.WaitUntil _, Effect.Cancelled _ -> {}
      }
    }
    put(transaction, row, moved.forward());
    return moved.effects();
  }

  /** A cancelled forward. */
  void save(Transaction transaction, ForwardRow row, Map<String, Moved> moves) {
    Moved moved = moves.get(row.document().name());
    if (moved != null) {
      put(transaction, row, moved.forward());
    }
  }

  private void put(Transaction transaction, ForwardRow row, Forward forward) {
    String name = row.document().name();
    ledger.forwards.put(transaction, name, with(row, forward, row.document().bytes()));
    if (forward.nextAtMillis() != Forward.NEVER) {
      transaction.onCommit(() -> journey.dueAt(name, forward.nextAtMillis()));
    }
  }

  // ---------------------------------------------------------------- errands

  private void go(Node node, String name, Assigned assigned) {
    Forward claimed = assigned.forward();
    for (Effect effect : assigned.effects()) {
      switch (effect) {
        case Effect.Send send -> {
          if (journey.fault(4)) {
            journey.freeze(node);
          }
          journey.on(
              node,
              journey.fault(10) ? LEASE - 1 - journey.below(50) : journey.below(20),
              () -> send(node, name, claimed, send.untilMillis()));
        }
        case Effect.LookUp _ ->
            journey.on(node, journey.below(20), () -> lookUp(node, name, claimed));
        case Effect.WaitUntil _,
            Effect.Acknowledged _,
            Effect.Rejected _,
            Effect.Cancelled _,
            Effect.Raise _ -> {}
      }
    }
  }

  private void send(Node node, String name, Forward claimed, long untilMillis) {
    long fence = claimed.lease().fence();
    if (journey.now() >= untilMillis && !journey.errs(JourneyMistake.SENDS_AFTER_THE_LEASE)) {
      journey.saw(Happening.WOKE_UP_TOO_LATE);
      return;
    }
    ForwardRow row = ledger.forwards.committed(name).orElseThrow();
    Target target = journey.target(row.target());
    if (target.isDown()) {
      tell(node, claimed, new ForwardEvent.NotSent(fence, "connection refused"), untilMillis);
      return;
    }
    boolean[] answered = {false};
    journey.on(
        node,
        TIME_OUT,
        () -> {
          if (!answered[0]) {
            answered[0] = true;
            tell(node, claimed, new ForwardEvent.Unknown(fence, "time-out"), untilMillis);
          }
        });
    if (journey.fault(10)) {
      return;
    }
    target.send(
        row.document(),
        reply ->
            journey.on(
                node,
                0,
                () -> {
                  if (!answered[0]) {
                    answered[0] = true;
                    tell(node, claimed, heard(reply, fence), untilMillis);
                  }
                }));
  }

  private static ForwardEvent.Answer heard(Reply reply, long fence) {
    return switch (reply) {
      case Reply.Taken(String number) -> new ForwardEvent.Acknowledged(fence, number);
      case Reply.Refused(String code) ->
          new ForwardEvent.Refused(fence, new Forward.Refusal(code, code));
      case Reply.ServerError _ -> new ForwardEvent.Unknown(fence, "500");
      case Reply.Nothing _ -> new ForwardEvent.Unknown(fence, "closed");
      case Reply.Garbled _ -> new ForwardEvent.Unknown(fence, "garbled");
    };
  }

  private void lookUp(Node node, String name, Forward claimed) {
    long fence = claimed.lease().fence();
    ForwardRow row = ledger.forwards.committed(name).orElseThrow();
    Target target = journey.target(row.target());
    long untilMillis = journey.now() + LEASE;
    if (target.isDown() || journey.fault(15)) {
      tell(node, claimed, new ForwardEvent.LookUpFailed(fence, "look-up down"), untilMillis);
      return;
    }
    long unseen = journey.fault(25) ? journey.below(200) : 0;
    List<String> found = target.erp().lookUp(name, journey.now() - unseen);
    if (!found.isEmpty()) {
      journey.saw(Happening.FOUND);
    }
    if (journey.fault(4)) {
      journey.freeze(node);
    }
    journey.on(
        node,
        journey.below(60),
        () ->
            tell(
                node,
                claimed,
                found.isEmpty()
                    ? new ForwardEvent.NotFound(fence)
                    : new ForwardEvent.Found(fence, found),
                untilMillis));
  }

  /** Again while the lease holds: a repetition of what was written after all is fenced. */
  private void tell(Node node, Forward claimed, ForwardEvent.Answer answer, long untilMillis) {
    String name = claimed.forward();
    journey.transact(
        node,
        () -> locks(name),
        transaction -> {
          if (journey.errs(JourneyMistake.FENCE_NOT_CHECKED)) {
            ForwardRow row = ledger.forwards.get(transaction, name).orElseThrow();
            ledger.forwards.put(transaction, name, with(row, claimed, row.sentBytes()));
          }
          boolean releases =
              switch (answer) {
                case ForwardEvent.Unknown _ ->
                    journey.errs(JourneyMistake.A_TIME_OUT_RELEASES_THE_HOLD);
                case ForwardEvent.Refused _ ->
                    journey.errs(JourneyMistake.A_REFUSAL_RELEASES_DESPITE_A_DOUBT);
                default -> false;
              };
          if (releases) {
            journey.orders().giveBack(transaction, name);
          }
          return assigned(transaction, name, apply(transaction, name, answer));
        },
        assigned -> go(node, name, assigned),
        () -> {
          if (journey.now() < untilMillis) {
            journey.on(node, 50, () -> tell(node, claimed, answer, untilMillis));
          }
        });
  }
}
