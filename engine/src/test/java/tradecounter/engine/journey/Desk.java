package tradecounter.engine.journey;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldCover;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.hold.OrderLineName;
import tradecounter.engine.journey.FakeLedger.Answer;
import tradecounter.engine.journey.FakeLedger.ForwardRow;
import tradecounter.engine.journey.FakeLedger.NotUniqueException;
import tradecounter.engine.journey.FakeLedger.OrderRow;
import tradecounter.engine.journey.FakeLedger.Transaction;
import tradecounter.engine.journey.Seen.Happening;
import tradecounter.engine.order.OrderProgress;
import tradecounter.engine.order.Share;

/**
 * A node's desk: takes what waits into one transaction, which looks for keys, locks, brings the
 * read model up to the ledger, decides, writes and commits, each a step of its own. What {@code
 * LedgerDesk}, {@code PlaceHold}, {@code ChangeHold} and {@code AcceptOrder} do.
 */
final class Desk {
  private static final int BATCH = 3;
  private static final int ATTEMPTS = 5;
  private static final int PATIENCE = 50;

  private final Journey journey;
  private final Node node;
  private final Deque<Pending> waiting = new ArrayDeque<>();
  private final Set<String> inFlight = new HashSet<>();
  private boolean working;

  /** What a buyer hears. */
  sealed interface Reply {
    record Answered(String text) implements Reply {}

    /** It may have been done or not. */
    record Unavailable() implements Reply {}

    record InFlight() implements Reply {}

    record KeyReused() implements Reply {}
  }

  private record Pending(Wish wish, String name, Consumer<Reply> reply) {}

  /** One transaction, as its commands see it. */
  private final class Turn {
    private final Transaction transaction;
    private final Map<Pending, Answer> known = new HashMap<>();
    private final Map<Pending, Reply> replies = new LinkedHashMap<>();
    private final Map<String, Hold> read = new HashMap<>();
    private final Map<String, Hold> saved = new LinkedHashMap<>();
    private Availability.Reserving reserving = node.availability().reserving();
    private boolean raced;

    private Turn(Transaction transaction) {
      this.transaction = transaction;
    }

    private Optional<Hold> hold(String hold) {
      return Optional.ofNullable(saved.getOrDefault(hold, read.get(hold)));
    }
  }

  Desk(Journey journey, Node node) {
    this.journey = journey;
    this.node = node;
  }

  /** Forgets who waits: they hear nothing. */
  void crashes() {
    waiting.clear();
    inFlight.clear();
    working = false;
  }

  /**
   * @param name of what is made, if anything is
   */
  void submit(Wish wish, String name, Consumer<Reply> reply) {
    if (!wish.key().isEmpty() && !inFlight.add(wish.key())) {
      journey.saw(Happening.IN_FLIGHT);
      reply.accept(new Reply.InFlight());
      return;
    }
    waiting.add(
        new Pending(
            wish,
            name,
            answer -> {
              inFlight.remove(wish.key());
              reply.accept(answer);
            }));
    next();
  }

  private void next() {
    if (!working && !waiting.isEmpty()) {
      working = true;
      journey.on(
          node,
          journey.below(20),
          () -> {
            List<Pending> taken = new ArrayList<>();
            while (taken.size() < BATCH && !waiting.isEmpty()) {
              taken.add(waiting.remove());
            }
            look(taken, 1);
          });
    }
  }

  private void done(List<Pending> commands, Consumer<Pending> answering) {
    working = false;
    commands.forEach(answering);
    next();
  }

  private void failed(List<Pending> commands) {
    done(commands, pending -> pending.reply().accept(new Reply.Unavailable()));
  }

  // ---------------------------------------------------------------- one transaction

  private void look(List<Pending> commands, int attempt) {
    Optional<Transaction> begun = node.begin();
    if (begun.isEmpty()) {
      failed(commands);
      return;
    }
    Turn turn = new Turn(begun.get());
    for (Pending pending : commands) {
      turn.transaction
          .answered(pending.wish().key())
          .ifPresent(answer -> turn.known.put(pending, answer));
      if (journey.errs(JourneyMistake.ORDERS_A_HOLD_WITHOUT_A_LOCK)) {
        turn.transaction.hold(pending.wish().hold()).ifPresent(h -> turn.read.put(h.hold(), h));
      }
    }
    journey.on(node, journey.pause(), () -> lock(turn, commands, attempt, 1));
  }

  private void lock(Turn turn, List<Pending> commands, int attempt, int waited) {
    Set<String> items = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (Pending pending : commands) {
      if (pending.wish().kind() == Wish.Kind.HOLD || pending.wish().kind() == Wish.Kind.ORDER) {
        names.add("C/" + pending.wish().customer());
      }
      pending.wish().lines().forEach(line -> items.add(line.item()));
      if (!pending.wish().hold().isEmpty()) {
        names.add("H/" + pending.wish().hold());
        turn.transaction
            .hold(pending.wish().hold())
            .ifPresent(hold -> hold.lines().forEach(line -> items.add(line.item())));
      }
    }
    if (!journey.errs(JourneyMistake.SELLS_WITHOUT_A_LOCK)) {
      items.forEach(item -> names.add("I/" + item));
    }
    if (!turn.transaction.isOpen() || waited > PATIENCE) {
      turn.transaction.rollBack();
      failed(commands);
    } else if (turn.transaction.lock(names)) {
      decide(turn, commands, items);
      journey.on(node, journey.pause(), () -> commit(turn, commands, attempt));
    } else {
      journey.saw(Happening.WAITED_FOR_A_LOCK);
      journey.on(node, 10 + journey.below(40), () -> lock(turn, commands, attempt, waited + 1));
    }
  }

  private void decide(Turn turn, List<Pending> commands, Set<String> items) {
    for (Pending pending : commands) {
      turn.transaction
          .hold(pending.wish().hold())
          .ifPresent(hold -> turn.read.putIfAbsent(hold.hold(), hold));
    }
    if (!journey.errs(JourneyMistake.A_STALE_NODE_SELLS)) {
      Map<String, Long> versions = new HashMap<>();
      items.forEach(item -> versions.put(item, turn.transaction.version(item)));
      node.reach(versions);
    }
    turn.reserving = node.availability().reserving();
    for (Pending pending : commands) {
      if (journey.errs(JourneyMistake.COMMANDS_OF_A_TURN_DO_NOT_SEE_EACH_OTHER)) {
        turn.reserving = node.availability().reserving();
      }
      turn.replies.put(pending, decided(turn, pending));
    }
    turn.transaction.write(turn.saved.values(), Optional.empty());
    for (Hold hold : turn.saved.values()) {
      if (hold.status() == Hold.Status.ACTIVE) {
        turn.transaction.onCommit(() -> journey.expiresAt(hold.expiresAtMillis()));
      }
    }
    if (journey.errs(JourneyMistake.SHOWN_BEFORE_THE_COMMIT)) {
      node.apply(turn.transaction.noted());
    }
  }

  private Reply decided(Turn turn, Pending pending) {
    Wish wish = pending.wish();
    if (wish.key().isEmpty()) {
      return new Reply.Answered(decide(turn, pending));
    }
    Optional<Answer> before = Optional.ofNullable(turn.known.get(pending));
    if (before.isPresent()) {
      if (!before.get().fingerprint().equals(wish.fingerprint())
          && !journey.errs(JourneyMistake.KEY_WITHOUT_A_FINGERPRINT)) {
        journey.saw(Happening.KEY_REUSED);
        return new Reply.KeyReused();
      }
      journey.saw(Happening.REPLAYED);
      return new Reply.Answered(before.get().text());
    }
    String text = decide(turn, pending);
    Answer answer = new Answer(wish.fingerprint(), text);
    if (journey.errs(JourneyMistake.KEY_KEPT_AFTER_THE_COMMIT)) {
      journey.on(
          node,
          50,
          () ->
              node.begin()
                  .ifPresent(
                      later -> {
                        later.overwrite(wish.key(), answer);
                        journey.finish(node, later);
                      }));
    } else if (journey.errs(JourneyMistake.KEY_NOT_UNIQUE)) {
      turn.transaction.overwrite(wish.key(), answer);
    } else {
      try {
        turn.transaction.keep(wish.key(), answer);
      } catch (NotUniqueException e) {
        turn.raced = true;
      }
    }
    return new Reply.Answered(text);
  }

  private void commit(Turn turn, List<Pending> commands, int attempt) {
    if (turn.raced) {
      turn.transaction.rollBack();
    }
    switch (turn.raced ? Journey.Fate.NOT_UNIQUE : journey.finish(node, turn.transaction)) {
      case COMMITTED ->
          // First this node shows it, then the callers hear of it.
          journey.on(
              node,
              journey.pause(),
              () -> {
                node.apply(turn.transaction.noted());
                journey.checks().node(node);
                done(commands, pending -> give(turn, pending));
              });
      case NOT_UNIQUE -> {
        journey.saw(Happening.KEY_RACED);
        if (attempt == ATTEMPTS) {
          failed(commands);
        } else {
          look(commands, attempt + 1);
        }
      }
      case UNKNOWN -> {
        if (journey.errs(JourneyMistake.UNKNOWN_COMMIT_TOLD_AS_SUCCESS)) {
          done(commands, pending -> give(turn, pending));
        } else if (journey.errs(JourneyMistake.UNKNOWN_COMMIT_TOLD_AS_REFUSAL)) {
          done(commands, pending -> pending.reply().accept(new Reply.Answered("422 refused")));
        } else {
          failed(commands);
        }
      }
    }
  }

  private void give(Turn turn, Pending pending) {
    pending.reply().accept(turn.replies.getOrDefault(pending, new Reply.Unavailable()));
  }

  // ---------------------------------------------------------------- commands

  private String decide(Turn turn, Pending pending) {
    return switch (pending.wish().kind()) {
      case HOLD -> place(turn, pending.wish(), pending.name());
      case EXTEND ->
          change(
              turn,
              pending.wish(),
              _ -> new HoldEvent.Extend(journey.now() + pending.wish().millis()));
      case RELEASE -> change(turn, pending.wish(), hold -> release(hold, pending.wish()));
      case ORDER -> new Acceptance(turn, pending.wish(), pending.name()).decide();
    };
  }

  private String place(Turn turn, Wish wish, String name) {
    Reservation reservation = turn.reserving.reserve(questions(wish.lines()), wish.partial());
    if (!reservation.granted()) {
      journey.saw(Happening.NOT_HELD);
      return "409";
    }
    List<Hold.Line> lines = new ArrayList<>();
    for (int i = 0; i < wish.lines().size(); i++) {
      for (Departure departure : reservation.departures().get(i)) {
        lines.add(
            Hold.Line.of(
                Integer.toString(lines.size() + 1),
                Integer.toString(i + 1),
                wish.lines().get(i).item(),
                departure));
      }
    }
    turn.saved.put(name, Hold.active(name, wish.customer(), journey.now() + wish.millis(), lines));
    journey.saw(Happening.HELD);
    return "201 " + name;
  }

  private static HoldEvent release(Hold hold, Wish wish) {
    Map<String, Long> quantities = new HashMap<>();
    if (!wish.lines().isEmpty()) {
      quantities.put(hold.lines().getFirst().line(), wish.lines().getFirst().quantity());
    }
    return new HoldEvent.Release(quantities);
  }

  /** What happens to a hold. */
  private interface Change {
    HoldEvent to(Hold hold);
  }

  private String change(Turn turn, Wish wish, Change change) {
    Optional<Hold> found = turn.hold(wish.hold());
    if (found.isEmpty()) {
      return "404";
    }
    Hold hold = found.get();
    if (journey.errs(JourneyMistake.EXTENDS_WHAT_HAS_EXPIRED)
        && wish.kind() == Wish.Kind.EXTEND
        && hold.status() == Hold.Status.EXPIRED) {
      hold =
          Hold.active(
              hold.hold(),
              hold.customer(),
              journey.now() + wish.millis(),
              hold.lines().stream()
                  .map(
                      line ->
                          Hold.Line.of(
                              line.line(),
                              line.askedLine(),
                              line.askedItem(),
                              new Departure(
                                  line.item(),
                                  line.source(),
                                  line.leavesOnDay(),
                                  line.arrivesOnDay(),
                                  line.quantity())))
                  .toList());
      turn.saved.put(hold.hold(), hold);
    }
    return switch (HoldLifeCycle.step(hold, change.to(hold), journey.now())) {
      case HoldStep.Moved moved -> {
        if (!moved.hold().equals(hold)) {
          turn.saved.put(moved.hold().hold(), moved.hold());
        }
        journey.saw(wish.kind() == Wish.Kind.EXTEND ? Happening.EXTENDED : Happening.RELEASED);
        yield "200";
      }
      case HoldStep.Refused refused -> "409 " + refused.code();
    };
  }

  private List<AvailabilityQuestion> questions(List<Wish.Line> lines) {
    return lines.stream().map(line -> question(line.item(), line.quantity())).toList();
  }

  private AvailabilityQuestion question(String item, long quantity) {
    return AvailabilityQuestion.of(
        item, Customer.ANYBODY, "", quantity, Instant.ofEpochMilli(journey.now()));
  }

  /** What becomes of a wish to order. */
  private final class Acceptance {
    private final Turn turn;
    private final Wish wish;
    private final String order;
    private final Map<String, String> documents = new LinkedHashMap<>();
    private final List<Part> parts = new ArrayList<>();

    private record Part(String line, String document, Departure departure) {}

    private Acceptance(Turn turn, Wish wish, String order) {
      this.turn = turn;
      this.wish = wish;
      this.order = order;
    }

    private String decide() {
      Availability.Mark before = turn.reserving.mark();
      List<String> problems = new ArrayList<>();
      Optional<Hold> hold = hold(problems);
      List<List<Departure>> departures = cover(hold, problems);
      if (!problems.isEmpty()) {
        turn.reserving.backTo(before);
        journey.saw(Happening.ORDER_REFUSED);
        return "422 " + problems;
      }
      for (int i = 0; i < departures.size(); i++) {
        for (Departure departure : merged(departures.get(i))) {
          parts.add(new Part(Integer.toString(i + 1), document(departure.source()), departure));
        }
      }
      if (!journey.errs(JourneyMistake.THE_HOLD_IS_NOT_HANDED_OVER)) {
        hold.ifPresent(taken -> turn.saved.put(taken.hold(), handedOver(taken)));
      }
      holds().forEach(held -> turn.saved.put(held.hold(), held));
      journey
          .ledger()
          .orders
          .put(turn.transaction, order, new OrderRow(progress(), "", wish.key()));
      forwards();
      journey.saw(hold.isPresent() ? Happening.ORDERED_FROM_A_HOLD : Happening.ORDERED);
      if (documents.size() > 1) {
        journey.saw(Happening.ORDERED_FROM_TWO_SOURCES);
      }
      return "201 " + order;
    }

    private Optional<Hold> hold(List<String> problems) {
      if (wish.hold().isEmpty()) {
        return Optional.empty();
      }
      Optional<Hold> found = turn.hold(wish.hold());
      if (found.isEmpty()) {
        problems.add("hold-unknown");
        return Optional.empty();
      }
      Map<String, Long> all = new HashMap<>();
      for (Hold.Line line : found.get().lines()) {
        if (line.open() > 0) {
          all.put(line.line(), line.open());
        }
      }
      if (HoldLifeCycle.step(found.get(), new HoldEvent.Order(order, all), journey.now())
          instanceof HoldStep.Refused refused) {
        problems.add(refused.code());
        return Optional.empty();
      }
      return found;
    }

    private List<List<Departure>> cover(Optional<Hold> hold, List<String> problems) {
      Optional<HoldCover> cover = hold.map(HoldCover::new);
      List<List<Departure>> departures = new ArrayList<>();
      List<AvailabilityQuestion> uncovered = new ArrayList<>();
      List<Integer> lineOf = new ArrayList<>();
      for (int i = 0; i < wish.lines().size(); i++) {
        Wish.Line line = wish.lines().get(i);
        long left = line.quantity();
        List<Departure> own = new ArrayList<>();
        if (cover.isPresent()) {
          HoldCover.Cover covered =
              cover
                  .get()
                  .take(line.item(), node.availability().needs(line.item()), line.quantity());
          own.addAll(covered.departures());
          left -= covered.quantity();
          if (left > 0 && !own.isEmpty()) {
            journey.saw(Happening.ORDERED_MORE_THAN_HELD);
            if (journey.errs(JourneyMistake.A_HOLD_COVERS_EVERYTHING)) {
              Departure first = own.getFirst();
              own.add(
                  new Departure(
                      first.item(), first.source(), first.onDay(), first.arrivesOnDay(), left));
              left = 0;
            }
          }
        }
        departures.add(own);
        if (left > 0) {
          uncovered.add(question(line.item(), left));
          lineOf.add(i);
        }
      }
      if (!uncovered.isEmpty()) {
        Reservation reservation = reserved(uncovered);
        if (!reservation.granted()) {
          problems.add("insufficient-availability");
          return departures;
        }
        for (int i = 0; i < uncovered.size(); i++) {
          departures.get(lineOf.get(i)).addAll(reservation.departures().get(i));
        }
      }
      return departures;
    }

    private Reservation reserved(List<AvailabilityQuestion> questions) {
      if (!journey.errs(JourneyMistake.LINES_DO_NOT_SEE_EACH_OTHER)) {
        return turn.reserving.reserve(questions, false);
      }
      List<List<Departure>> departures = new ArrayList<>();
      for (AvailabilityQuestion question : questions) {
        Reservation one = node.availability().reserving().reserve(List.of(question), false);
        if (!one.granted()) {
          return one;
        }
        departures.addAll(one.departures());
      }
      return new Reservation(node.availability().answer(questions), true, departures);
    }

    private String document(SourceKey source) {
      boolean drop =
          source.kind() == Kind.SUPPLIER && !journey.errs(JourneyMistake.DROP_SHIP_GOES_TO_THE_ERP);
      return documents.computeIfAbsent(
          drop ? source.key() : "",
          _ ->
              drop
                  ? order
                      + "-"
                      + (1 + documents.keySet().stream().filter(d -> !d.isEmpty()).count())
                  : order);
    }

    /** What leaves one source on one day is one part, whether it was held or not. */
    private static List<Departure> merged(List<Departure> departures) {
      Map<Departure, Long> quantities = new LinkedHashMap<>();
      for (Departure d : departures) {
        quantities.merge(
            new Departure(d.item(), d.source(), d.onDay(), d.arrivesOnDay(), 0),
            d.quantity(),
            Long::sum);
      }
      List<Departure> merged = new ArrayList<>();
      quantities.forEach(
          (d, quantity) ->
              merged.add(
                  new Departure(d.item(), d.source(), d.onDay(), d.arrivesOnDay(), quantity)));
      return merged;
    }

    private Hold handedOver(Hold hold) {
      return new Hold(
          hold.hold(),
          hold.customer(),
          Hold.Status.ORDERED,
          hold.expiresAtMillis(),
          order,
          hold.acknowledgedAtMillis(),
          hold.lines().stream().map(Hold.Line::emptied).toList());
    }

    /** One for each document: each target takes, or refuses, its own. */
    private List<Hold> holds() {
      Map<String, List<Hold.Line>> lines = new LinkedHashMap<>();
      for (Part part : parts) {
        List<Hold.Line> its = lines.computeIfAbsent(part.document(), _ -> new ArrayList<>());
        its.add(
            Hold.Line.of(
                    Integer.toString(its.size() + 1),
                    part.line(),
                    part.departure().item(),
                    part.departure())
                .ordered(OrderLineName.of(part.document(), part.line())));
      }
      List<Hold> holds = new ArrayList<>();
      lines.forEach(
          (document, its) -> holds.add(Hold.ordered(document, wish.customer(), order, its)));
      return holds;
    }

    private OrderProgress progress() {
      List<OrderProgress.Line> lines = new ArrayList<>();
      for (int i = 0; i < wish.lines().size(); i++) {
        lines.add(
            new OrderProgress.Line(
                Integer.toString(i + 1), wish.lines().get(i).quantity(), Day.OPEN_END));
      }
      Map<Share, Long> shares = new LinkedHashMap<>();
      for (Part part : parts) {
        shares.merge(
            Share.of(
                part.line(),
                part.document(),
                part.departure().item(),
                part.departure().source().kind(),
                ONE),
            part.departure().quantity(),
            Long::sum);
      }
      List<Share> summed = new ArrayList<>();
      shares.forEach(
          (s, quantity) ->
              summed.add(Share.of(s.line(), s.document(), s.item(), s.kind(), quantity)));
      return new OrderProgress(order, wish.customer(), false, lines, summed, List.of());
    }

    private void forwards() {
      Map<String, Map<String, Document.Line>> lines = new LinkedHashMap<>();
      Map<String, String> targets = new TreeMap<>();
      for (Part part : parts) {
        lines
            .computeIfAbsent(part.document(), _ -> new LinkedHashMap<>())
            .merge(
                part.line(),
                new Document.Line(
                    part.line(), part.departure().item(), part.departure().quantity()),
                (a, b) -> new Document.Line(a.line(), a.item(), a.quantity() + b.quantity()));
        targets.putIfAbsent(part.document(), target(part));
      }
      lines.forEach(
          (document, its) -> {
            ForwardRow row =
                new ForwardRow(
                    Forward.due(document, journey.now()),
                    order,
                    targets.getOrDefault(document, ""),
                    new Document(document, List.copyOf(its.values())),
                    "");
            if (journey.errs(JourneyMistake.FORWARD_ENQUEUED_AFTER_THE_COMMIT)) {
              journey.on(
                  node,
                  50,
                  () ->
                      node.begin()
                          .ifPresent(
                              later -> {
                                journey.ledger().forwards.put(later, document, row);
                                journey.finish(node, later);
                              }));
            } else {
              journey.ledger().forwards.put(turn.transaction, document, row);
            }
          });
      turn.transaction.onCommit(() -> lines.keySet().forEach(journey::due));
    }

    private String target(Part part) {
      return journey.errs(JourneyMistake.DROP_SHIP_GOES_TO_THE_ERP)
          ? Journey.WAREHOUSE.key()
          : part.departure().source().key();
    }
  }
}
