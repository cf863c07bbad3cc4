package tradecounter.engine.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.ExceptionType;
import tradecounter.engine.forward.ForwardStep.Moved;

/**
 * One schedule: some orders, three nodes, a database, a network and an ERP, all in virtual time and
 * by one seed. The database does one step at a time; everything else happens between two steps,
 * whenever chance has it.
 */
final class ForwardSimulation {
  private static final int NODES = 3;
  private static final int ORDERS = 2;
  private static final long HEALING = 8_000;
  private static final long END = HEALING + 120_000;
  private static final long LEASE = 500;
  private static final long TIME_OUT = 200;

  /** Just above what the network, the ERP and its look-up take at most: 100 + 1,000 + 400. */
  private static final long SETTLE = 1_600;

  private static final Refusal REFUSAL = new Refusal("no-credit", "no credit");
  private static final Refusal GAVE_UP = new Refusal("given-up", "a person gave it up");

  /** What the schedules have seen, so that they are known to be worth something. */
  enum Happening {
    ACKNOWLEDGED,
    FOUND,
    REFUSED,
    REFUSED_WHILE_IN_DOUBT,
    CANCELLED,
    CANCEL_REFUSED,
    UNRESOLVED,
    RETRIED,
    ACKNOWLEDGED_BY_A_PERSON,
    REJECTED_BY_A_PERSON,
    NOT_SENT,
    LOST_LEASE,
    SENT_AGAIN,
    FENCED,
    WOKE_UP_TOO_LATE,
    COMMITTED_LATE,
    DUPLICATE,
    CONTRADICTION
  }

  /** Counts of what happened. */
  static final class Seen {
    final Map<Happening, Integer> counts = new EnumMap<>(Happening.class);

    Seen() {
      for (Happening happening : Happening.values()) {
        counts.put(happening, 0);
      }
    }

    private void saw(Happening happening) {
      counts.merge(happening, 1, Integer::sum);
    }
  }

  private record Task(long at, long number, Runnable run) {}

  /**
   * On its way to the ERP.
   *
   * @param refused how the ERP judges it, also if the network doubles it
   */
  private record Request(
      Order order,
      String key,
      String bytes,
      boolean refused,
      long fence,
      Consumer<ForwardEvent.Answer> reply) {
    private Request unheard() {
      return new Request(order, key, bytes, refused, fence, _ -> {});
    }
  }

  /** What the ERP has made of a request. */
  private record ErpOrder(String number, String key, String bytes, long committedAt) {}

  private static final class Order {
    private final String name;
    private final boolean refusable;
    private Forward forward;
    private final List<ErpOrder> erp = new ArrayList<>();
    private final Set<String> sentBytes = new TreeSet<>();
    private final Set<ExceptionType> exceptions = EnumSet.noneOf(ExceptionType.class);
    private int onTheWire;
    private boolean doubledByTheNetwork;
    private boolean refused;
    private boolean givenUp;
    private boolean released;

    private Order(String name, boolean refusable) {
      this.name = name;
      this.refusable = refusable;
      this.forward = Forward.due(name, 0);
    }
  }

  private static final class Node {
    private int incarnation;
    private long frozenUntil;
  }

  private final Random random;
  private final ForwardMistake mistake;
  private final Seen seen;
  private final ErpClass erpClass;
  private final ForwardPolicy policy;

  /** Whether commits, and bytes of a node that froze, may come after the settle window. */
  private final boolean wild;

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private final List<Order> orders = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private long now;
  private long taskNumber;
  private int erpNumber;
  private boolean down;

  ForwardSimulation(long seed, ForwardMistake mistake, Seen seen) {
    // Neighbouring seeds of Random begin with much the same numbers.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.mistake = mistake;
    this.seen = seen;
    this.erpClass = List.of(ErpClass.values()).get(random.nextInt(3));
    this.wild = chance(25);
    this.policy = new ForwardPolicy(erpClass, SETTLE, 50, 1_000, 8, 20_000);
    for (int i = 0; i < ORDERS; i++) {
      orders.add(new Order("O-" + (i + 1), chance(25)));
    }
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node());
    }
  }

  void run() {
    for (Node node : nodes) {
      at(random.nextInt(100), () -> poll(node));
    }
    for (Order order : orders) {
      if (chance(30)) {
        at(random.nextInt(chance(50) ? 60 : 4_000), () -> cancel(order));
      }
    }
    at(random.nextInt(300), this::trouble);
    while (!tasks.isEmpty()) {
      Task task = tasks.remove();
      now = task.at();
      task.run().run();
    }
    checkTheEnd();
  }

  // ---------------------------------------------------------------- time and chance

  private void at(long delay, Runnable run) {
    tasks.add(new Task(now + delay, taskNumber++, run));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Any time, but often the longest. */
  private long upTo(int longest) {
    return chance(40) ? longest : random.nextInt(longest);
  }

  /** A fault of that likelihood, until all is well again. */
  private boolean fault(int percent) {
    return now < HEALING && chance(percent);
  }

  private long jitter(long bound) {
    return random.nextLong(bound);
  }

  private boolean isDone(Order order) {
    return switch (order.forward.state()) {
      case ACKNOWLEDGED -> order.forward.nextAtMillis() == Forward.NEVER;
      case REJECTED, CANCELLED -> true;
      case DUE, SENDING, UNKNOWN, UNRESOLVED -> false;
    };
  }

  // ---------------------------------------------------------------- the database

  /** One transaction; what is left to do once it is durable. */
  private List<Effect> apply(Order order, ForwardEvent event) {
    Forward before = order.forward;
    ForwardStep step = mistake.step(before, event, policy, now, this::jitter);
    if (!(step instanceof Moved moved)) {
      if (event instanceof ForwardEvent.Answer) {
        seen.saw(Happening.FENCED);
      }
      return List.of();
    }
    order.forward = moved.forward();
    State state = order.forward.state();
    boolean wasFinal =
        switch (before.state()) {
          case ACKNOWLEDGED, REJECTED, CANCELLED -> true;
          case DUE, SENDING, UNKNOWN, UNRESOLVED -> false;
        };
    assertThat(wasFinal && state != before.state()).as("%s after %s", state, before).isFalse();
    for (Effect effect : moved.effects()) {
      record(order, effect);
    }
    if (state == State.UNRESOLVED && before.state() != State.UNRESOLVED) {
      assertThat(order.exceptions)
          .as("told of %s", order.forward)
          .contains(ExceptionType.UNRESOLVED_FORWARD);
      seen.saw(Happening.UNRESOLVED);
      at(random.nextInt(4_000), () -> decide(order));
    }
    return moved.effects();
  }

  private void record(Order order, Effect effect) {
    switch (effect) {
      case Effect.Acknowledged acknowledged -> {
        assertThat(order.erp).extracting(ErpOrder::number).contains(acknowledged.targetOrder());
        seen.saw(Happening.ACKNOWLEDGED);
      }
      case Effect.Rejected _ -> {
        assertThat(order.refused || order.givenUp).as("a definite refusal").isTrue();
        order.released = true;
      }
      case Effect.Cancelled _ -> {
        assertThat(order.forward.tries().attempts()).as("attempts before a cancel").isZero();
        order.released = true;
        seen.saw(Happening.CANCELLED);
      }
      case Effect.Raise raise -> {
        order.exceptions.add(raise.type());
        switch (raise.type()) {
          case DUPLICATE_IN_ERP -> seen.saw(Happening.DUPLICATE);
          case CONTRADICTION_IN_ERP -> seen.saw(Happening.CONTRADICTION);
          case UNRESOLVED_FORWARD -> {}
        }
      }
      case Effect.Send _, Effect.LookUp _, Effect.WaitUntil _ -> {}
    }
  }

  // ---------------------------------------------------------------- nodes

  /** Something that a node does; a crash forgets it, a freeze puts it off. */
  private void on(Node node, long delay, Runnable run) {
    int incarnation = node.incarnation;
    at(delay, () -> unfrozen(node, incarnation, run));
  }

  private void unfrozen(Node node, int incarnation, Runnable run) {
    if (node.incarnation != incarnation) {
      return;
    }
    if (now < node.frozenUntil) {
      at(node.frozenUntil - now, () -> unfrozen(node, incarnation, run));
    } else {
      run.run();
    }
  }

  private void trouble() {
    if (now >= HEALING) {
      down = false;
      return;
    }
    Node node = nodes.get(random.nextInt(NODES));
    switch (random.nextInt(6)) {
      case 0, 1 -> node.incarnation++;
      case 2, 3 -> node.frozenUntil = now + random.nextInt(chance(50) ? (int) LEASE : 3_500);
      case 4 -> down = true;
      default -> down = false;
    }
    at(20 + random.nextInt(500), this::trouble);
  }

  private void poll(Node node) {
    if (orders.stream().allMatch(this::isDone)) {
      return;
    }
    assertThat(now)
        .as("still not done: %s", orders.stream().map(o -> o.forward).toList())
        .isLessThan(END);
    if (now >= node.frozenUntil || now >= HEALING) {
      Order order = orders.get(random.nextInt(ORDERS));
      if (now >= order.forward.nextAtMillis() && !isDone(order)) {
        claim(node, order);
      }
    }
    at(10 + random.nextInt(now < HEALING ? 120 : 400), () -> poll(node));
  }

  private void claim(Node node, Order order) {
    State before = order.forward.state();
    long fence = order.forward.lease().fence() + 1;
    ForwardEvent.Claim claim = new ForwardEvent.Claim(fence, now + LEASE);
    if (before == State.SENDING) {
      seen.saw(Happening.LOST_LEASE);
      if (chance(20)) {
        apply(order, new ForwardEvent.Expire());
      }
    }
    if (mistake == ForwardMistake.RECORDS_THE_ATTEMPT_TOO_LATE && before == State.DUE) {
      int attempt = order.forward.tries().attempts() + 1;
      on(node, random.nextInt(40), () -> send(node, order, fence, attempt));
      on(node, 40 + random.nextInt(40), () -> apply(order, claim));
      return;
    }
    List<Effect> effects = apply(order, claim);
    if (mistake == ForwardMistake.CLAIMS_WITHOUT_A_LOCK && chance(20)) {
      go(nodes.get(random.nextInt(NODES)), order, fence, effects);
    }
    if (!fault(3)) {
      go(node, order, fence, effects);
    }
  }

  private void go(Node node, Order order, long fence, List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Send send -> on(node, pause(), () -> sendInTime(node, order, fence, send));
        case Effect.LookUp _ -> on(node, random.nextInt(20), () -> lookUp(node, order, fence));
        case Effect.WaitUntil _,
            Effect.Acknowledged _,
            Effect.Rejected _,
            Effect.Cancelled _,
            Effect.Raise _ -> {}
      }
    }
  }

  /** Between the record of an attempt and its first byte; now and then as long as may be. */
  private long pause() {
    return fault(10) ? LEASE - 1 - random.nextInt(50) : random.nextInt(20);
  }

  private void sendInTime(Node node, Order order, long fence, Effect.Send send) {
    if (now >= send.untilMillis() && mistake != ForwardMistake.SENDS_AFTER_THE_LEASE) {
      seen.saw(Happening.WOKE_UP_TOO_LATE);
    } else if (wild) {
      on(node, random.nextInt(30), () -> send(node, order, fence, send.attempt()));
    } else {
      send(node, order, fence, send.attempt());
    }
  }

  /** What a node has found out; it may learn too late, or not at all, that it is written down. */
  private void tell(Node node, Order order, long fence, ForwardEvent.Answer answer) {
    if (fault(4)) {
      apply(order, answer);
    }
    go(node, order, fence, apply(order, answer));
  }

  // ---------------------------------------------------------------- sending

  private void send(Node node, Order order, long fence, int attempt) {
    if (attempt > 1) {
      seen.saw(Happening.SENT_AGAIN);
    }
    if (down) {
      seen.saw(Happening.NOT_SENT);
      on(
          node,
          random.nextInt(20),
          () -> tell(node, order, fence, new ForwardEvent.NotSent(fence, "connection refused")));
      return;
    }
    boolean[] answered = {false};
    Consumer<ForwardEvent.Answer> once =
        answer -> {
          if (!answered[0]) {
            answered[0] = true;
            tell(node, order, fence, answer);
          }
        };
    on(node, TIME_OUT, () -> once.accept(new ForwardEvent.Unknown(fence, "time-out")));
    String key =
        mistake == ForwardMistake.MAKES_A_NEW_KEY ? order.name + "/" + attempt : order.name;
    String bytes =
        mistake == ForwardMistake.WRITES_OTHER_BYTES
            ? "bytes " + attempt
            : "bytes of " + order.name;
    order.sentBytes.add(bytes);
    if (fault(10)) {
      return;
    }
    Request request =
        new Request(
            order,
            key,
            bytes,
            order.refusable && chance(60),
            fence,
            answer -> on(node, random.nextInt(50), () -> once.accept(answer)));
    arrives(random.nextInt(50), request);
    if (fault(3)) {
      order.doubledByTheNetwork = true;
      arrives(random.nextInt(100), request.unheard());
    }
  }

  private void arrives(long delay, Request request) {
    later(request.order(), delay, () -> receive(request));
  }

  private void later(Order order, long delay, Runnable run) {
    order.onTheWire++;
    at(
        delay,
        () -> {
          order.onTheWire--;
          run.run();
        });
  }

  // ---------------------------------------------------------------- the ERP

  private void receive(Request request) {
    Order order = request.order();
    Consumer<ForwardEvent.Answer> reply = request.reply();
    if (request.refused()) {
      order.refused = true;
      seen.saw(
          order.forward.tries().doubts() > 0
              ? Happening.REFUSED_WHILE_IN_DOUBT
              : Happening.REFUSED);
      if (!fault(15)) {
        reply.accept(new ForwardEvent.Refused(request.fence(), REFUSAL));
      }
    } else if (fault(10)) {
      reply.accept(error(request.fence()));
    } else if (fault(20)) {
      seen.saw(Happening.COMMITTED_LATE);
      long delay = wild ? random.nextInt(4 * (int) SETTLE) : upTo(1_000);
      later(order, delay, () -> commit(request));
    } else {
      answer(request, commit(request));
    }
  }

  private void answer(Request request, String number) {
    if (fault(15)) {
      return;
    }
    if (fault(10)) {
      request.reply().accept(error(request.fence()));
    } else if (fault(10)) {
      request.reply().accept(garbled(request.fence()));
    } else {
      request.reply().accept(new ForwardEvent.Acknowledged(request.fence(), number));
    }
  }

  /** Says nothing of whether it is committed. */
  private ForwardEvent.Answer error(long fence) {
    return mistake == ForwardMistake.TREATS_AN_ERROR_AS_REFUSED
        ? new ForwardEvent.Refused(fence, REFUSAL)
        : new ForwardEvent.Unknown(fence, "500");
  }

  private ForwardEvent.Answer garbled(long fence) {
    return switch (mistake) {
      case TREATS_GARBLED_AS_REFUSED -> new ForwardEvent.Refused(fence, REFUSAL);
      case TREATS_GARBLED_AS_ACKNOWLEDGED -> new ForwardEvent.Acknowledged(fence, "");
      default -> new ForwardEvent.Unknown(fence, "garbled");
    };
  }

  /** Class A knows the key again, class C the file; class B makes an order of each request. */
  private String commit(Request request) {
    Order order = request.order();
    for (ErpOrder known : order.erp) {
      boolean same =
          switch (erpClass) {
            case A -> known.key().equals(request.key());
            case B -> false;
            case C -> known.key().equals(request.key()) && known.bytes().equals(request.bytes());
          };
      if (same) {
        return known.number();
      }
    }
    ErpOrder made = new ErpOrder("SO-" + ++erpNumber, request.key(), request.bytes(), now);
    order.erp.add(made);
    return made.number();
  }

  private void lookUp(Node node, Order order, long fence) {
    long asked = now;
    if (down || fault(15)) {
      on(
          node,
          random.nextInt((int) TIME_OUT),
          () -> tell(node, order, fence, new ForwardEvent.LookUpFailed(fence, "look-up down")));
      return;
    }
    long unseen = fault(25) ? upTo(400) : 0;
    List<String> numbers = numbers(order, asked - unseen);
    ForwardEvent.Answer answer =
        numbers.isEmpty()
            ? new ForwardEvent.NotFound(fence)
            : new ForwardEvent.Found(fence, numbers);
    if (!numbers.isEmpty()) {
      seen.saw(Happening.FOUND);
    }
    on(node, random.nextInt(60), () -> tell(node, order, fence, answer));
  }

  private static List<String> numbers(Order order, long committedUntil) {
    return order.erp.stream()
        .filter(made -> made.committedAt() <= committedUntil)
        .map(ErpOrder::number)
        .toList();
  }

  // ---------------------------------------------------------------- people

  private void cancel(Order order) {
    State before = order.forward.state();
    apply(order, new ForwardEvent.Cancel());
    if (order.forward.state() == before) {
      seen.saw(Happening.CANCEL_REFUSED);
    }
  }

  /** Looks into the ERP, and gives up only what cannot arrive any more. */
  private void decide(Order order) {
    if (order.forward.state() != State.UNRESOLVED) {
      return;
    }
    @Nullable ErpOrder made = order.erp.isEmpty() ? null : order.erp.getFirst();
    if (made != null && chance(50)) {
      seen.saw(Happening.ACKNOWLEDGED_BY_A_PERSON);
      apply(order, new ForwardEvent.AcknowledgedAs(made.number()));
    } else if (made == null && order.onTheWire == 0 && now < HEALING && chance(30)) {
      seen.saw(Happening.REJECTED_BY_A_PERSON);
      order.givenUp = true;
      apply(order, new ForwardEvent.Reject(GAVE_UP));
    } else {
      seen.saw(Happening.RETRIED);
      apply(order, new ForwardEvent.Retry());
    }
  }

  // ---------------------------------------------------------------- what must hold

  private void checkTheEnd() {
    for (Order order : orders) {
      assertThat(isDone(order)).as("done: %s", order.forward).isTrue();
      if (!wild && order.erp.size() > 1) {
        assertThat(order.exceptions)
            .as("found by itself: %s", order.forward)
            .contains(ExceptionType.DUPLICATE_IN_ERP);
      }
      if (!order.erp.isEmpty()) {
        apply(order, new ForwardEvent.Seen(numbers(order, now)));
      }
      check(order);
    }
  }

  private void check(Order order) {
    String what = erpClass + (wild ? ", wild, " : ", ") + order.forward;
    boolean isAcknowledged = order.forward.state() == State.ACKNOWLEDGED;
    assertThat(order.released).as("released: %s", what).isEqualTo(!isAcknowledged);
    assertThat(order.sentBytes.size()).as("identical bytes: %s", what).isLessThanOrEqualTo(1);
    if (!isAcknowledged) {
      if (wild && !order.erp.isEmpty()) {
        assertThat(order.exceptions).as(what).contains(ExceptionType.CONTRADICTION_IN_ERP);
        assertThat(order.forward.state()).as(what).isEqualTo(State.REJECTED);
      } else {
        assertThat(order.erp).as(what).isEmpty();
      }
      return;
    }
    switch (erpClass) {
      case A, C -> assertThat(order.erp).as(what).hasSize(1);
      case B -> {
        if (order.erp.size() > 1) {
          assertThat(wild || order.doubledByTheNetwork).as("a second order: %s", what).isTrue();
          assertThat(order.exceptions).as(what).contains(ExceptionType.DUPLICATE_IN_ERP);
        } else {
          assertThat(order.erp).as(what).hasSize(1);
        }
      }
    }
  }
}
