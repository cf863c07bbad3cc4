package tradecounter.engine.hold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tradecounter.engine.hold.Hold.Line;
import tradecounter.engine.hold.Hold.Status;
import tradecounter.engine.hold.HoldStep.Effect;
import tradecounter.engine.hold.HoldStep.Moved;
import tradecounter.engine.hold.HoldStep.Refused;

/**
 * What becomes of a hold: {@code (hold, event, now) → (hold, effects)}. Pure.
 *
 * <table>
 *   <caption>The next status; an empty cell refuses, = leaves the hold as it is</caption>
 *   <tr><th></th><th>ACTIVE</th><th>ORDERED</th><th>SENT</th><th>ACKNOWLEDGED</th>
 *       <th>REFLECTED</th><th>RELEASED</th><th>EXPIRED</th></tr>
 *   <tr><td>Extend</td><td>ACTIVE ¹</td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
 *   <tr><td>Release</td><td>ACTIVE, RELEASED ²</td><td></td><td></td><td></td><td></td><td>=</td>
 *       <td>=</td></tr>
 *   <tr><td>Expire</td><td>EXPIRED ³</td><td>=</td><td>=</td><td>=</td><td>=</td><td>=</td>
 *       <td>=</td></tr>
 *   <tr><td>Order</td><td>ORDERED ¹</td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
 *   <tr><td>Send</td><td></td><td>SENT</td><td>=</td><td>=</td><td>=</td><td>=</td><td></td></tr>
 *   <tr><td>Acknowledge</td><td></td><td>ACKNOWLEDGED</td><td>ACKNOWLEDGED</td><td>=</td><td>=</td>
 *       <td>= ⁴</td><td></td></tr>
 *   <tr><td>Reject</td><td></td><td>RELEASED</td><td>RELEASED ⁵</td><td>= ⁴</td><td>= ⁴</td>
 *       <td>=</td><td></td></tr>
 *   <tr><td>Cancel</td><td></td><td></td><td>SENT ²</td><td>ACKNOWLEDGED ²</td><td>=</td><td>=</td>
 *       <td></td></tr>
 *   <tr><td>Reflect</td><td></td><td>ORDERED ²</td><td>SENT ²</td><td>ACKNOWLEDGED ²</td><td>=</td>
 *       <td>=</td><td></td></tr>
 * </table>
 *
 * <ol>
 *   <li>Before {@code expiresAtMillis} only: whoever comes later is refused, whether or not
 *       somebody has written the expiry down yet.
 *   <li>As soon as nothing is open: REFLECTED if the feed showed any of it, else RELEASED. What is
 *       not held cannot be given back or reflected: {@link Effect.NotHeld} says so.
 *   <li>From {@code expiresAtMillis} on; before it, =.
 *   <li>With a {@link Effect.Contradiction}: an order both refused and taken.
 *   <li>If the feed already showed a part of it, a {@link Effect.Contradiction} too.
 * </ol>
 *
 * <p>A time-out is no event: an order whose outcome nobody knows stays SENT and takes from supply.
 */
public final class HoldLifeCycle {
  private HoldLifeCycle() {}

  /**
   * The step that an event leads to.
   *
   * @param nowMillis by the clock of the database
   */
  public static HoldStep step(Hold hold, HoldEvent event, long nowMillis) {
    return switch (event) {
      case HoldEvent.Extend extend -> extend(hold, extend, nowMillis);
      case HoldEvent.Release release -> release(hold, release);
      case HoldEvent.Expire _ -> expire(hold, nowMillis);
      case HoldEvent.Order order -> order(hold, order, nowMillis);
      case HoldEvent.Send _ -> send(hold);
      case HoldEvent.Acknowledge acknowledge -> acknowledge(hold, acknowledge);
      case HoldEvent.Reject _ -> reject(hold);
      case HoldEvent.Cancel cancel -> cancel(hold, cancel);
      case HoldEvent.Reflect reflect -> reflect(hold, reflect);
    };
  }

  private static HoldStep extend(Hold hold, HoldEvent.Extend event, long nowMillis) {
    return switch (hold.status()) {
      case ACTIVE ->
          hasExpired(hold, nowMillis)
              ? expired(hold)
              : same(
                  new Hold(
                      hold.hold(),
                      hold.customer(),
                      Status.ACTIVE,
                      event.untilMillis(),
                      "",
                      HandOver.NOT_ACKNOWLEDGED,
                      hold.lines()));
      case EXPIRED -> expired(hold);
      case ORDERED, SENT, ACKNOWLEDGED, REFLECTED -> ordered(hold);
      case RELEASED -> released(hold);
    };
  }

  private static HoldStep release(Hold hold, HoldEvent.Release event) {
    return switch (hold.status()) {
      case ACTIVE ->
          event.quantities().isEmpty()
              ? giveBackAll(hold, Status.RELEASED)
              : unknownLine(hold, event.quantities())
                  .orElseGet(() -> giveBack(hold, event.quantities()));
      case ORDERED, SENT, ACKNOWLEDGED, REFLECTED -> ordered(hold);
      case RELEASED, EXPIRED -> same(hold);
    };
  }

  private static HoldStep expire(Hold hold, long nowMillis) {
    return hold.status() == Status.ACTIVE && hasExpired(hold, nowMillis)
        ? giveBackAll(hold, Status.EXPIRED)
        : same(hold);
  }

  private static HoldStep order(Hold hold, HoldEvent.Order event, long nowMillis) {
    return switch (hold.status()) {
      case ACTIVE -> {
        if (hasExpired(hold, nowMillis)) {
          yield expired(hold);
        }
        yield unknownLine(hold, event.quantities()).orElseGet(() -> ordering(hold, event));
      }
      case EXPIRED -> expired(hold);
      case ORDERED, SENT, ACKNOWLEDGED, REFLECTED -> ordered(hold);
      case RELEASED -> released(hold);
    };
  }

  private static HoldStep ordering(Hold hold, HoldEvent.Order event) {
    List<Line> lines = new ArrayList<>(hold.lines().size());
    List<Effect> effects = new ArrayList<>();
    for (Line line : hold.lines()) {
      long wanted = event.quantities().getOrDefault(line.line(), 0L);
      if (wanted > line.open()) {
        effects.add(new Effect.NotHeld(line.line(), wanted - line.open()));
      }
      long rest = Math.max(0, line.open() - wanted);
      lines.add(line.givingBack(rest));
      giveBack(line, rest, effects);
    }
    Hold next =
        new Hold(
            hold.hold(),
            hold.customer(),
            Status.ORDERED,
            hold.expiresAtMillis(),
            event.order(),
            HandOver.NOT_ACKNOWLEDGED,
            lines);
    return next.isOpen()
        ? new Moved(next, effects)
        : new Refused("nothing-ordered", "the order takes nothing of hold " + hold.hold());
  }

  private static HoldStep send(Hold hold) {
    return switch (hold.status()) {
      case ACTIVE -> notOrdered(hold);
      case ORDERED -> same(hold.as(Status.SENT));
      case SENT, ACKNOWLEDGED, REFLECTED, RELEASED -> same(hold);
      case EXPIRED -> expired(hold);
    };
  }

  private static HoldStep acknowledge(Hold hold, HoldEvent.Acknowledge event) {
    return switch (hold.status()) {
      case ACTIVE -> notOrdered(hold);
      case ORDERED, SENT ->
          same(
              new Hold(
                  hold.hold(),
                  hold.customer(),
                  Status.ACKNOWLEDGED,
                  hold.expiresAtMillis(),
                  hold.order(),
                  event.atMillis(),
                  hold.lines()));
      case ACKNOWLEDGED, REFLECTED -> same(hold);
      case RELEASED ->
          contradiction(hold, "the ERP took order " + hold.order() + " after it was given up");
      case EXPIRED -> expired(hold);
    };
  }

  private static HoldStep reject(Hold hold) {
    return switch (hold.status()) {
      case ACTIVE -> notOrdered(hold);
      case ORDERED, SENT -> {
        Moved moved = giveBackAll(hold, Status.RELEASED);
        if (hold.lines().stream().anyMatch(line -> line.reflected() > 0)) {
          List<Effect> effects = new ArrayList<>(moved.effects());
          effects.add(
              new Effect.Contradiction(
                  "the ERP refuses order " + hold.order() + ", which its figures show"));
          yield new Moved(moved.hold(), effects);
        }
        yield moved;
      }
      case ACKNOWLEDGED, REFLECTED ->
          contradiction(hold, "the ERP refuses order " + hold.order() + ", which it has taken");
      case RELEASED -> same(hold);
      case EXPIRED -> expired(hold);
    };
  }

  private static HoldStep cancel(Hold hold, HoldEvent.Cancel event) {
    return switch (hold.status()) {
      case ACTIVE, ORDERED -> notSent(hold);
      case SENT, ACKNOWLEDGED ->
          unknownLine(hold, event.quantities()).orElseGet(() -> giveBack(hold, event.quantities()));
      case REFLECTED, RELEASED -> same(hold);
      case EXPIRED -> expired(hold);
    };
  }

  private static HoldStep reflect(Hold hold, HoldEvent.Reflect event) {
    return switch (hold.status()) {
      case ACTIVE -> notOrdered(hold);
      case ORDERED, SENT, ACKNOWLEDGED ->
          unknownLine(hold, Map.of(event.line(), event.quantity()))
              .orElseGet(() -> change(hold, Map.of(event.line(), event.quantity()), false));
      case REFLECTED, RELEASED -> same(hold);
      case EXPIRED -> expired(hold);
    };
  }

  // ---------------------------------------------------------------- quantities

  private static Moved giveBackAll(Hold hold, Status status) {
    List<Effect> effects = new ArrayList<>();
    List<Line> lines = new ArrayList<>(hold.lines().size());
    for (Line line : hold.lines()) {
      giveBack(line, line.open(), effects);
      lines.add(line.givingBack(line.open()));
    }
    return new Moved(hold.as(status, lines), effects);
  }

  private static HoldStep giveBack(Hold hold, Map<String, Long> quantities) {
    return change(hold, quantities, true);
  }

  /** Gives back, or notes as reflected, no more of each line than is open. */
  private static HoldStep change(Hold hold, Map<String, Long> quantities, boolean back) {
    List<Effect> effects = new ArrayList<>();
    List<Line> lines = new ArrayList<>(hold.lines().size());
    for (Line line : hold.lines()) {
      long wanted = quantities.getOrDefault(line.line(), 0L);
      long done = Math.min(wanted, line.open());
      if (wanted > done) {
        effects.add(new Effect.NotHeld(line.line(), wanted - done));
      }
      if (back) {
        giveBack(line, done, effects);
      }
      lines.add(back ? line.givingBack(done) : line.reflecting(done));
    }
    Hold next = hold.as(hold.status(), lines);
    return new Moved(next.isOpen() ? next : next.as(closed(next)), effects);
  }

  private static Status closed(Hold hold) {
    return hold.lines().stream().anyMatch(line -> line.reflected() > 0)
        ? Status.REFLECTED
        : Status.RELEASED;
  }

  private static void giveBack(Line line, long quantity, List<Effect> effects) {
    if (quantity > 0) {
      effects.add(new Effect.GiveBack(line.item(), line.source(), quantity));
    }
  }

  // ---------------------------------------------------------------- answers

  private static boolean hasExpired(Hold hold, long nowMillis) {
    return nowMillis >= hold.expiresAtMillis();
  }

  private static HoldStep same(Hold hold) {
    return new Moved(hold, List.of());
  }

  private static HoldStep contradiction(Hold hold, String detail) {
    return new Moved(hold, List.of(new Effect.Contradiction(detail)));
  }

  private static Optional<HoldStep> unknownLine(Hold hold, Map<String, Long> quantities) {
    return quantities.keySet().stream()
        .filter(line -> hold.lines().stream().noneMatch(known -> known.line().equals(line)))
        .sorted()
        .findFirst()
        .map(
            line ->
                new Refused(
                    "hold-line-unknown", "hold " + hold.hold() + " has no line '" + line + "'"));
  }

  private static HoldStep expired(Hold hold) {
    return new Refused("hold-expired", "hold " + hold.hold() + " has expired: hold again");
  }

  private static HoldStep released(Hold hold) {
    return new Refused("hold-released", "hold " + hold.hold() + " was released: hold again");
  }

  private static HoldStep ordered(Hold hold) {
    return new Refused(
        "hold-ordered",
        "hold " + hold.hold() + " belongs to order " + hold.order() + ": cancel the order instead");
  }

  private static HoldStep notOrdered(Hold hold) {
    return new Refused("hold-not-ordered", "no order was made of hold " + hold.hold());
  }

  private static HoldStep notSent(Hold hold) {
    return new Refused("order-not-sent", "the ERP has never heard of hold " + hold.hold());
  }
}
