package tradecounter.engine.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.journey.Wish.Kind;
import tradecounter.engine.order.OrderProgress;

/** Who holds, orders and cancels, and asks again until somebody answers. */
final class Buyers {
  private final Journey journey;
  private final Map<String, String> firstAnswers = new HashMap<>();
  private int names;
  private int keys;
  private int asking;

  Buyers(Journey journey) {
    this.journey = journey;
  }

  void plan() {
    for (int plots = 2 + journey.below(3); plots > 0; plots--) {
      journey.at(journey.chance(40) ? journey.below(60) : journey.below(1_500), this::plot);
    }
  }

  boolean areDone() {
    return asking == 0;
  }

  /** What was answered under each key. */
  Map<String, String> answers() {
    return firstAnswers;
  }

  private void plot() {
    String customer = "C-" + (1 + journey.below(2));
    if (journey.chance(50)) {
      order(customer, "", lines());
    } else {
      ask(
          new Wish(
              Kind.HOLD, customer, "", "", lines(), journey.chance(30), 100 + journey.below(1_200)),
          text -> held(customer, text));
    }
  }

  private List<Wish.Line> lines() {
    List<Wish.Line> lines = new ArrayList<>();
    lines.add(line());
    if (journey.chance(40)) {
      lines.add(line());
    }
    return lines;
  }

  private Wish.Line line() {
    return new Wish.Line(journey.chance(65) ? Journey.A : Journey.B, ONE * (1 + journey.below(3)));
  }

  private void held(String customer, String text) {
    if (!text.startsWith("201 ")) {
      return;
    }
    String name = text.substring(4);
    if (journey.chance(30)) {
      journey.at(journey.below(900), () -> change(customer, name, Kind.EXTEND, List.of()));
    }
    if (journey.chance(25)) {
      List<Wish.Line> part =
          journey.chance(50)
              ? List.of()
              : List.of(new Wish.Line(Journey.A, ONE * (1 + journey.below(4))));
      journey.at(journey.below(500), () -> change(customer, name, Kind.RELEASE, part));
    }
    if (journey.chance(65)) {
      journey.at(journey.below(700), () -> orderFrom(customer, name));
    }
  }

  private void change(String customer, String hold, Kind kind, List<Wish.Line> lines) {
    ask(new Wish(kind, customer, "", hold, lines, false, 200 + journey.below(600)), _ -> {});
  }

  /** As much as is held, or more, or less. */
  private void orderFrom(String customer, String name) {
    Optional<Hold> hold = journey.ledger().hold(name);
    if (hold.isEmpty()) {
      return;
    }
    Map<String, Long> quantities = new HashMap<>();
    hold.get().lines().forEach(line -> quantities.merge(line.item(), line.quantity(), Long::sum));
    List<Wish.Line> lines = new ArrayList<>();
    for (String item : Journey.ITEMS) {
      long held = quantities.getOrDefault(item, 0L);
      if (held > 0) {
        lines.add(
            new Wish.Line(
                item,
                Math.max(
                    ONE,
                    held
                        + ONE * (journey.below(4) == 0 ? 1 : 0)
                        - ONE * (journey.below(5) == 0 ? 1 : 0))));
      }
    }
    order(customer, name, lines);
  }

  private void order(String customer, String hold, List<Wish.Line> lines) {
    String key = "K-" + ++keys;
    Wish wish = new Wish(Kind.ORDER, customer, key, hold, lines, false, 0);
    ask(wish, this::ordered);
    if (journey.chance(15)) {
      // The impatient ask twice at once.
      journey.at(journey.below(30), () -> ask(wish, _ -> {}));
    }
    if (journey.chance(8)) {
      Wish other =
          new Wish(
              Kind.ORDER, customer, key, "", List.of(new Wish.Line(Journey.B, 9 * ONE)), false, 0);
      journey.at(journey.below(800), () -> ask(other, _ -> {}));
    }
  }

  private void ordered(String text) {
    if (!text.startsWith("201 ")) {
      return;
    }
    String order = text.substring(4);
    if (journey.chance(30)) {
      journey.at(
          journey.chance(50) ? journey.below(40) : journey.below(1_500), () -> cancel(order));
    }
  }

  private void cancel(String order) {
    Node node = journey.anyNode();
    journey.transact(
        node,
        () -> {
          var locks = journey.orders().locksOfOrder(order);
          journey
              .orders()
              .forwardsOf(order)
              .forEach(row -> locks.add("F/" + row.document().name()));
          return locks;
        },
        transaction -> journey.orders().cancel(transaction, order),
        _ -> {},
        () -> {});
  }

  // ---------------------------------------------------------------- asking

  private void ask(Wish wish, Consumer<String> heard) {
    asking++;
    new Asking(wish, heard).send();
  }

  /** One request, again and again. */
  private final class Asking {
    private final Wish wish;
    private final Consumer<String> heard;
    private boolean done;

    private Asking(Wish wish, Consumer<String> heard) {
      this.wish = wish;
      this.heard = heard;
    }

    private void send() {
      if (done) {
        return;
      }
      Node node = journey.anyNode();
      String name = (wish.kind() == Kind.ORDER ? "O-" : "H-") + ++names;
      journey.on(node, journey.below(20), () -> journey.desk(node).submit(wish, name, this::hear));
      journey.at(
          journey.chance(50) ? 60 + journey.below(100) : 300 + journey.below(500), this::send);
    }

    private void hear(Desk.Reply reply) {
      if (journey.fault(8)) {
        return;
      }
      switch (reply) {
        case Desk.Reply.Answered(String text) -> answered(text);
        case Desk.Reply.KeyReused _ -> end();
        case Desk.Reply.Unavailable _, Desk.Reply.InFlight _ -> {}
      }
    }

    private void answered(String text) {
      if (!wish.key().isEmpty()) {
        String known = firstAnswers.putIfAbsent(wish.key() + wish.fingerprint(), text);
        assertThat(text)
            .as("the same key, the same answer: %s", wish)
            .isEqualTo(known == null ? text : known);
      }
      if (wish.kind() == Kind.ORDER && text.startsWith("201 ")) {
        assertThat(linesOf(text.substring(4)))
            .as("accepted means durable: %s", wish)
            .isEqualTo(wish.lines().stream().map(Wish.Line::quantity).toList());
      }
      if (!done) {
        end();
        heard.accept(text);
      }
    }

    private List<Long> linesOf(String order) {
      return journey.ledger().orders.committed(order).stream()
          .flatMap(row -> row.progress().lines().stream())
          .map(OrderProgress.Line::quantity)
          .toList();
    }

    private void end() {
      if (!done) {
        done = true;
        asking--;
      }
    }
  }
}
