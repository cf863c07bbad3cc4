package tradecounter.engine.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import tradecounter.engine.Log;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.OrderInclusion;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.journey.FakeLedger.ForwardRow;
import tradecounter.engine.journey.FakeLedger.NotUniqueException;
import tradecounter.engine.journey.FakeLedger.Transaction;
import tradecounter.engine.journey.FeedLog.Logged;
import tradecounter.engine.journey.Seen.Happening;

/**
 * One schedule. Everything happens between two steps of something else, whenever chance has it;
 * from a moment on nothing goes wrong any more, and in the end all must be as it was promised.
 */
final class Journey {
  static final String A = "A";
  static final String B = "B";
  static final Set<String> ITEMS = new TreeSet<>(List.of(A, B));
  static final SourceKey WAREHOUSE = SourceKey.location("DC1");
  static final SourceKey SUPPLIER = SourceKey.supplier("S1");

  /** Clocks of targets differ from that of the database by no more. */
  static final long CLOCK_SKEW = 40;

  static final long CLOCK_MARGIN = 2 * CLOCK_SKEW;

  private static final int NODES = 3;
  private static final long HEALING = 2_500;
  private static final long END = HEALING + 200_000;
  private static final int TASKS_AT_MOST = 50_000;
  private static final int ROUNDS = 12;
  private static final int PATIENCE = 50;

  /** Postgres ends a session that does nothing in a transaction for so long. */
  private static final long IDLE = 1_000;

  private record Task(long at, long number, Runnable run) {}

  /** What became of a commit, as far as the node knows. */
  enum Fate {
    COMMITTED,
    NOT_UNIQUE,
    UNKNOWN
  }

  private final Random random;
  private final JourneyMistake mistake;
  private final Seen seen;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private final FakeLedger ledger = new FakeLedger();
  private final FeedLog log = new FeedLog();
  private final Map<String, Target> targets = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Desk> desks = new HashMap<>();
  private final OrderSteps orders = new OrderSteps(this);
  private final Forwarding forwarding = new Forwarding(this);
  private final Buyers buyers = new Buyers(this);
  private final People people = new People(this);
  private final Checks checks = new Checks(this);
  private final Set<String> refusable = new TreeSet<>();
  private final Set<String> judged = new TreeSet<>();
  private final int faultPercent;
  private final long start = Log.LOGGED_AT;
  private long now = start;
  private long taskNumber;
  private int tasksRun;
  private boolean postgresAway;

  Journey(long seed, JourneyMistake mistake, Seen seen) {
    // Neighbouring seeds of Random begin with much the same numbers.
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.mistake = mistake;
    this.seen = seen;
    // Some schedules go almost well: what is wrong there hides behind no trouble.
    this.faultPercent = any(List.of(0, 30, 100, 100));
    opens(WAREHOUSE, List.of(A, B), any(List.of(OrderInclusion.values())));
    opens(
        SUPPLIER,
        List.of(A),
        chance(50) ? OrderInclusion.NET_LISTED : OrderInclusion.NET_WATERMARK);
    for (int i = 0; i < NODES; i++) {
      Node node = new Node(this);
      nodes.add(node);
      desks.put(node, new Desk(this, node));
    }
  }

  private void opens(SourceKey source, List<String> items, OrderInclusion mode) {
    targets.put(
        source.key(), new Target(this, source, items, any(List.of(ErpClass.values())), mode));
  }

  void run() {
    arrive(WAREHOUSE, A, 1 + below(5));
    arrive(WAREHOUSE, B, 1 + below(4));
    if (chance(60)) {
      arrive(SUPPLIER, A, 1 + below(4));
    }
    for (int more = below(3); more > 0; more--) {
      boolean ofB = chance(40);
      at(below(1_500), () -> arrive(WAREHOUSE, ofB ? B : A, 1 + below(3)));
    }
    buyers.plan();
    at(below(200), this::trouble);
    at(HEALING, this::heal);
    drain();
    for (int round = 0; round < ROUNDS && !(round > 2 && isQuiet()); round++) {
      settle();
    }
    checks.theEnd();
  }

  private void arrive(SourceKey source, String item, long quantity) {
    target(source.key()).arrives(item, quantity * ONE);
  }

  // ---------------------------------------------------------------- time and chance

  void at(long delay, Runnable run) {
    tasks.add(new Task(now + delay, taskNumber++, run));
  }

  private void drain() {
    while (!tasks.isEmpty()) {
      Task task = tasks.remove();
      now = task.at();
      assertThat(++tasksRun < TASKS_AT_MOST && now < start + END).as("it comes to an end").isTrue();
      task.run().run();
    }
  }

  long now() {
    return now;
  }

  boolean isHealing() {
    return now >= start + HEALING;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  long below(long bound) {
    return random.nextLong(bound);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A fault of that likelihood, until all is well again. */
  boolean fault(int percent) {
    return !isHealing() && random.nextInt(10_000) < percent * faultPercent;
  }

  boolean errs(JourneyMistake by) {
    return mistake == by;
  }

  void saw(Happening happening) {
    seen.saw(happening);
  }

  /** Between two things that a node does. */
  long pause() {
    return chance(60) ? below(3) : below(40);
  }

  private long lateness() {
    return chance(70) ? below(60) : below(isHealing() ? 200 : 1_500);
  }

  /** Whether its target refuses the document if it feels like it. */
  boolean isRefusable(Document document) {
    if (judged.add(document.name()) && chance(20)) {
      refusable.add(document.name());
    }
    return refusable.contains(document.name());
  }

  // ---------------------------------------------------------------- who is there

  FakeLedger ledger() {
    return ledger;
  }

  FeedLog log() {
    return log;
  }

  Target target(String name) {
    Target target = targets.get(name);
    if (target == null) {
      throw new IllegalArgumentException("no target " + name);
    }
    return target;
  }

  Collection<Target> targets() {
    return targets.values();
  }

  List<Node> nodes() {
    return nodes;
  }

  Node anyNode() {
    return any(nodes);
  }

  Desk desk(Node node) {
    Desk desk = desks.get(node);
    if (desk == null) {
      throw new IllegalArgumentException("no node of this journey");
    }
    return desk;
  }

  OrderSteps orders() {
    return orders;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  People people() {
    return people;
  }

  Buyers buyers() {
    return buyers;
  }

  Checks checks() {
    return checks;
  }

  boolean isPostgresAway() {
    return postgresAway;
  }

  // ---------------------------------------------------------------- nodes

  /** Something that a node does; a crash forgets it, a freeze puts it off. */
  void on(Node node, long delay, Runnable run) {
    int incarnation = node.incarnation();
    at(delay, () -> unfrozen(node, incarnation, run));
  }

  private void unfrozen(Node node, int incarnation, Runnable run) {
    if (node.incarnation() != incarnation) {
      return;
    }
    if (now < node.frozenUntil()) {
      at(node.frozenUntil() - now, () -> unfrozen(node, incarnation, run));
    } else {
      run.run();
    }
  }

  private void trouble() {
    if (isHealing()) {
      return;
    }
    if (chance(faultPercent)) {
      Node node = anyNode();
      switch (below(9)) {
        case 0, 1 -> crash(node);
        case 2, 3 -> freeze(node);
        case 4 -> postgresAway = true;
        case 5, 6 -> postgresAway = false;
        default -> {
          Target target = target(chance(70) ? WAREHOUSE.key() : SUPPLIER.key());
          target.down(!target.isDown());
        }
      }
    }
    at(40 + below(500), this::trouble);
  }

  private void crash(Node node) {
    saw(Happening.CRASHED);
    desk(node).crashes();
    node.crashes();
    on(node, below(200), () -> wake(node));
  }

  /** It stands still; who waits for it long enough takes over. */
  void freeze(Node node) {
    saw(Happening.FROZEN);
    node.freezeUntil(now + (chance(50) ? below(400) : 400 + below(1_800)));
    Set<Transaction> idle = Set.copyOf(node.transactions());
    at(
        IDLE,
        () -> {
          for (Transaction transaction : idle) {
            if (transaction.isOpen() && now <= node.frozenUntil()) {
              saw(Happening.SESSION_ENDED);
              transaction.rollBack();
            }
          }
        });
  }

  /** What a node does when it begins: all that may be left to do. */
  private void wake(Node node) {
    for (int lane = 0; lane < log.lanes().size(); lane++) {
      int of = lane;
      log.lanes().get(lane).records().forEach(_ -> on(node, lateness(), () -> node.hear(of)));
    }
    on(node, lateness(), node::follow);
    keepNews(node);
    ledger.forwards.committed().forEach(row -> dueAt(row.document().name(), now));
  }

  private void heal() {
    postgresAway = false;
    targets.values().forEach(target -> target.down(false));
    for (Node node : nodes) {
      node.freezeUntil(now);
      wake(node);
    }
  }

  private boolean isQuiet() {
    return buyers.areDone()
        && ledger.forwards.committed().stream().allMatch(row -> Forwarding.isDone(row.forward()))
        && ledger.offsets.committed("news").orElse(0) == log.news().size()
        && ledger.holds().stream().noneMatch(Hold::isOpen);
  }

  /** All goods leave, all is told, heard, followed and noted. */
  private void settle() {
    now += 1_000;
    for (Target target : targets.values()) {
      target.issueAll();
      target.tellsAll();
      target.flush();
    }
    for (ForwardRow row : ledger.forwards.committed()) {
      dueAt(row.document().name(), now);
    }
    drain();
    for (Node node : nodes) {
      for (int lane = 0; lane < log.lanes().size(); lane++) {
        while (node.hear(lane)) {
          // Until it knows all.
        }
      }
      node.follow();
      keepExpiry(node);
      keepReflected(node);
      keepNews(node);
    }
    drain();
  }

  // ---------------------------------------------------------------- the log and the news

  void logged(int lane, Logged logged) {
    log.append(lane, logged);
    for (Node node : nodes) {
      on(
          node,
          lateness(),
          () -> {
            if (node.hear(lane) && chance(30)) {
              keepReflected(node);
            }
          });
    }
  }

  void say(String feed, String erpOrder, Change change) {
    log.append(feed, erpOrder, change, now);
    if (fault(10)) {
      log.append(feed, erpOrder, change, now);
    }
    on(anyNode(), lateness(), () -> keepNews(anyNode()));
    on(anyNode(), lateness(), () -> keepNews(anyNode()));
  }

  private void keepNews(Node node) {
    int next = ledger.offsets.committed("news").orElse(0);
    if (next < log.news().size()) {
      News news = log.news().get(next);
      transact(
          node,
          () -> orders.locksOf(news),
          transaction -> {
            orders.keep(transaction, news);
            return true;
          },
          _ -> keepNews(node),
          () -> on(node, 200, () -> keepNews(node)));
    }
  }

  // ---------------------------------------------------------------- the ledger

  /** A transaction on a node that waits for its locks, works, and commits a while later. */
  <T> void transact(
      Node node,
      Supplier<Set<String>> locks,
      Function<Transaction, T> work,
      Consumer<T> committed,
      Runnable failed) {
    attempt(node, locks, work, committed, failed, 1);
  }

  private <T> void attempt(
      Node node,
      Supplier<Set<String>> locks,
      Function<Transaction, T> work,
      Consumer<T> committed,
      Runnable failed,
      int waited) {
    Optional<Transaction> begun = node.begin();
    if (begun.isEmpty()) {
      on(node, 100, failed);
      return;
    }
    Transaction transaction = begun.get();
    if (!transaction.lock(locks.get())) {
      saw(Happening.WAITED_FOR_A_LOCK);
      transaction.rollBack();
      node.transactions().remove(transaction);
      on(
          node,
          10 + below(40),
          waited > PATIENCE
              ? failed
              : () -> attempt(node, locks, work, committed, failed, waited + 1));
      return;
    }
    T result = work.apply(transaction);
    on(
        node,
        pause(),
        () -> {
          if (finish(node, transaction) == Fate.COMMITTED) {
            committed.accept(result);
          } else {
            failed.run();
          }
        });
  }

  /** Commits; the node may not hear of it, whether it was done or not. */
  Fate finish(Node node, Transaction transaction) {
    node.transactions().remove(transaction);
    if (!transaction.isOpen()) {
      return Fate.UNKNOWN;
    }
    if (postgresAway || fault(3)) {
      saw(Happening.ROLLED_BACK);
      transaction.rollBack();
      return Fate.UNKNOWN;
    }
    try {
      transaction.commit();
    } catch (NotUniqueException e) {
      return Fate.NOT_UNIQUE;
    }
    checks.committed();
    if (fault(3)) {
      ledger.purge();
    }
    if (!transaction.noted().isEmpty()) {
      nodes.forEach(each -> on(each, lateness(), each::follow));
    }
    if (fault(3)) {
      saw(Happening.COMMITTED_UNKNOWN);
      return Fate.UNKNOWN;
    }
    return Fate.COMMITTED;
  }

  /** There is something to do about a forward. */
  void due(String forward) {
    dueAt(forward, now);
  }

  void dueAt(String forward, long millis) {
    Node node = anyNode();
    on(node, Math.max(0, millis - now) + below(60), () -> forwarding.claim(node, forward));
  }

  void expiresAt(long millis) {
    Node node = anyNode();
    on(node, Math.max(0, millis - now) + below(150), () -> keepExpiry(node));
  }

  /** Writes down which holds have expired. */
  void keepExpiry(Node node) {
    for (Hold hold : List.copyOf(ledger.holds())) {
      boolean due =
          hold.status() == Hold.Status.ACTIVE
              ? hold.expiresAtMillis() <= now
              : errs(JourneyMistake.EXPIRY_BEATS_AN_ORDER)
                  && hold.status() == Hold.Status.ORDERED
                  && hold.isOpen();
      if (due) {
        transact(
            node,
            () -> locks(hold),
            transaction -> {
              Hold found = transaction.hold(hold.hold()).orElseThrow();
              if (found.status() == Hold.Status.ORDERED) {
                orders.giveBack(transaction, found.hold());
              } else if (HoldLifeCycle.step(found, new HoldEvent.Expire(), now)
                      instanceof HoldStep.Moved moved
                  && !moved.hold().equals(found)) {
                saw(Happening.EXPIRED);
                transaction.write(List.of(moved.hold()), Optional.empty());
              }
              return true;
            },
            _ -> {},
            () -> {});
      }
    }
  }

  private static Set<String> locks(Hold hold) {
    Set<String> locks = new TreeSet<>();
    locks.add("H/" + hold.hold());
    hold.lines().forEach(line -> locks.add("I/" + line.item()));
    return locks;
  }

  /** Notes on order lines what this node's figures show of them. */
  void keepReflected(Node node) {
    Position at = node.position();
    Map<String, List<Node.Shown>> byHold = new HashMap<>();
    for (Node.Shown shown : node.shown()) {
      byHold.computeIfAbsent(shown.hold(), _ -> new ArrayList<>()).add(shown);
    }
    for (Hold hold : List.copyOf(ledger.holds())) {
      List<Node.Shown> shown = byHold.getOrDefault(hold.hold(), List.of());
      if (!shown.isEmpty()) {
        transact(
            node,
            () -> locks(hold),
            transaction -> {
              note(transaction, hold.hold(), shown, at);
              return true;
            },
            _ -> {},
            () -> {});
      }
    }
  }

  private void note(Transaction transaction, String name, List<Node.Shown> shown, Position at) {
    Hold before = transaction.hold(name).orElseThrow();
    Hold hold = before;
    for (Node.Shown line : shown) {
      long more =
          before.lines().stream()
              .filter(known -> known.line().equals(line.line()))
              .mapToLong(known -> line.quantity() - known.reflected())
              .findFirst()
              .orElse(0);
      if (more > 0
          && HoldLifeCycle.step(hold, new HoldEvent.Reflect(line.line(), more), now)
              instanceof HoldStep.Moved moved) {
        hold = moved.hold();
      }
    }
    if (!hold.equals(before)) {
      transaction.write(List.of(hold), Optional.of(at));
    }
  }
}
