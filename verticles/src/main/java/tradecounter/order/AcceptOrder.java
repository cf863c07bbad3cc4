package tradecounter.order;

import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.DocumentName;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldCover;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.hold.OrderLineName;
import tradecounter.forward.ForwardStore;
import tradecounter.forward.NewForward;
import tradecounter.http.Problem;
import tradecounter.ledger.Command;
import tradecounter.ledger.KeptAnswer;
import tradecounter.ledger.RequestKey;
import tradecounter.ledger.Turn;
import tradecounter.store.QuoteRedemptions;
import tradecounter.store.QuoteRedemptions.Redemption;

/**
 * Accepts an order, or says all that is wrong with it. What its hold covers is its own already, the
 * rest is reserved as new; then each target of the order holds its part until its figures show it.
 */
public final class AcceptOrder implements Command<KeptAnswer> {
  private final Availability availability;
  private final Targets targets;
  private final OrderRows rows;
  private final RequestKey key;
  private final String orderId;
  private final String requestId;
  private final OrderRequest request;
  private final boolean detailed;

  /** Which target serves a source. */
  public interface Targets {
    String of(SourceKey source);
  }

  /**
   * How the order and the request for it are called.
   *
   * @param orderId new, if it is accepted
   */
  public record Named(String orderId, String requestId) {}

  /** What every acceptance shares. */
  public static final class Desk {
    private final Availability availability;
    private final Targets targets;
    private final OrderRows rows;
    private final Runnable accepted;

    /**
     * A desk for orders.
     *
     * @param accepted told when an order is accepted: there is something to send
     */
    public Desk(
        Availability availability, Targets targets, ForwardStore forwards, Runnable accepted) {
      this.availability = availability;
      this.targets = targets;
      this.accepted = accepted;
      this.rows = new OrderRows(forwards);
    }

    /** An order was accepted, and this is no repetition. */
    public void accepted() {
      accepted.run();
    }

    /**
     * The command that accepts the order.
     *
     * @param detailed whether sources are named in the answer
     */
    public AcceptOrder accepting(
        RequestKey key, Named named, OrderRequest request, boolean detailed) {
      return new AcceptOrder(this, key, named, request, detailed);
    }
  }

  private AcceptOrder(
      Desk desk, RequestKey key, Named named, OrderRequest request, boolean detailed) {
    this.availability = desk.availability;
    this.targets = desk.targets;
    this.rows = desk.rows;
    this.key = key;
    this.orderId = named.orderId();
    this.requestId = named.requestId();
    this.request = request;
    this.detailed = detailed;
  }

  @Override
  public Optional<RequestKey> key() {
    return Optional.of(key);
  }

  @Override
  public String customer() {
    return request.customer().customer();
  }

  @Override
  public Set<String> holds() {
    return request.hold().isEmpty() ? Set.of() : Set.of(request.hold());
  }

  @Override
  public Set<String> items() {
    Set<String> items = new TreeSet<>();
    request.lines().forEach(line -> items.addAll(availability.needs(line.item()).keySet()));
    return items;
  }

  @Override
  public KeptAnswer decide(Turn turn) throws SQLException {
    Availability.Mark before = turn.reserving().mark();
    List<Problem.Entry> problems = new ArrayList<>(request.problems());
    Optional<Hold> hold = hold(turn, problems);
    checkQuote(turn, problems);
    checkCredit(turn, problems);
    List<List<Departure>> departures = cover(turn, hold, problems);
    if (!problems.isEmpty()) {
      turn.reserving().backTo(before);
      return refusal(problems);
    }
    AcceptedOrder order = order(departures, turn.nowMillis());
    List<Hold> held = holdsOf(order);
    KeptAnswer accepted =
        new KeptAnswer(
            201,
            "application/json",
            OrderTexts.answer(order, detailed),
            "/v1/orders/" + orderId,
            false);
    // The last that can fail: a quote is redeemed by an order that is accepted, and no other.
    redeemQuote(turn, problems);
    if (!problems.isEmpty()) {
      turn.reserving().backTo(before);
      return refusal(problems);
    }
    hold.ifPresent(taken -> turn.save(handedOver(taken)));
    held.forEach(turn::save);
    turn.write(rows, order);
    Turn.Account account = turn.account(customer());
    turn.account(
        customer(),
        new Turn.Account(
            account.activeHolds() - (hold.isPresent() ? 1 : 0),
            FixedPoint.saturatedSum(account.openAmount(), order.net() + order.tax())));
    return accepted;
  }

  // ---------------------------------------------------------------- what may be wrong

  private Optional<Hold> hold(Turn turn, List<Problem.Entry> problems) {
    if (request.hold().isEmpty()) {
      return Optional.empty();
    }
    Optional<Hold> found =
        turn.hold(request.hold()).filter(hold -> hold.customer().equals(customer()));
    if (found.isEmpty()) {
      problems.add(
          new Problem.Entry(
              "/holdId", "hold-unknown", "there is no hold '" + request.hold() + "'"));
      return Optional.empty();
    }
    Map<String, Long> all = new HashMap<>();
    found
        .get()
        .lines()
        .forEach(
            line -> {
              if (line.open() > 0) {
                all.put(line.line(), line.open());
              }
            });
    if (HoldLifeCycle.step(found.get(), new HoldEvent.Order(orderId, all), turn.nowMillis())
        instanceof HoldStep.Refused refused) {
      problems.add(new Problem.Entry("/holdId", refused.code(), refused.detail()));
      return Optional.empty();
    }
    elsewhere(found.get())
        .ifPresent(
            source ->
                problems.add(
                    new Problem.Entry(
                        "/holdId",
                        "hold-elsewhere",
                        "the hold is at " + source.key() + ", which does not serve the ship-to")));
    return found;
  }

  /** A source of the hold that is not one of those that may serve the order. */
  private Optional<SourceKey> elsewhere(Hold hold) {
    if (request.lines().isEmpty()) {
      return Optional.empty();
    }
    AvailabilityQuestion question = request.lines().getFirst().question();
    Set<SourceKey> serving =
        availability.sources(question.customer(), question.region(), question.now());
    return hold.lines().stream()
        .filter(line -> line.open() > 0)
        .map(Hold.Line::source)
        .filter(source -> !serving.contains(source))
        .findFirst();
  }

  private void checkQuote(Turn turn, List<Problem.Entry> problems) {
    request
        .quote()
        .filter(quote -> quote.expiresAt().toEpochMilli() <= turn.nowMillis())
        .ifPresent(_ -> problems.add(staleQuote()));
  }

  private static Problem.Entry staleQuote() {
    return new Problem.Entry(
        "/quoteToken", "stale-quote", "the quote has expired: ask for a new one");
  }

  private void redeemQuote(Turn turn, List<Problem.Entry> problems) throws SQLException {
    if (request.quote().isEmpty()) {
      return;
    }
    switch (QuoteRedemptions.redeem(turn.connection(), request.quote().get(), orderId)) {
      case Redemption.Redeemed _ -> {}
      case Redemption.AlreadyRedeemed(String other) ->
          problems.add(
              new Problem.Entry(
                  "/quoteToken", "quote-redeemed", "order " + other + " has redeemed the quote"));
      case Redemption.Expired _ -> problems.add(staleQuote());
    }
  }

  private void checkCredit(Turn turn, List<Problem.Entry> problems) {
    Customer.Credit credit = request.customer().credit();
    if (credit.limit() == Customer.Credit.NO_LIMIT) {
      return;
    }
    long open =
        FixedPoint.saturatedSum(credit.openBalance(), turn.account(customer()).openAmount());
    long owed = FixedPoint.saturatedSum(open, request.gross());
    if (owed > credit.limit()) {
      problems.add(
          new Problem.Entry(
              "",
              "credit-exceeded",
              "with this order "
                  + FixedPoint.format(owed)
                  + " "
                  + request.currency()
                  + " would be open, the limit is "
                  + FixedPoint.format(credit.limit())));
    }
  }

  /** By line, what it takes: first of the hold, then as new. */
  private List<List<Departure>> cover(
      Turn turn, Optional<Hold> hold, List<Problem.Entry> problems) {
    Optional<HoldCover> cover = hold.map(HoldCover::new);
    List<List<Departure>> departures = new ArrayList<>();
    List<AvailabilityQuestion> uncovered = new ArrayList<>();
    List<Integer> lineOf = new ArrayList<>();
    for (int i = 0; i < request.lines().size(); i++) {
      OrderRequest.Line line = request.lines().get(i);
      long left = line.base();
      List<Departure> own = new ArrayList<>();
      if (cover.isPresent()) {
        HoldCover.Cover covered =
            cover.get().take(line.item(), availability.needs(line.item()), line.base());
        own.addAll(covered.departures());
        left -= covered.quantity();
      }
      departures.add(own);
      if (left > 0) {
        uncovered.add(line.question().of(left));
        lineOf.add(i);
      }
    }
    if (uncovered.isEmpty()) {
      return departures;
    }
    Reservation reservation = turn.reserving().reserve(uncovered, false);
    for (int i = 0; i < uncovered.size(); i++) {
      OrderRequest.Line line = request.lines().get(lineOf.get(i));
      if (reservation.granted()) {
        departures.get(lineOf.get(i)).addAll(reservation.departures().get(i));
      } else {
        shortfall(line, uncovered.get(i).quantity(), reservation.answer().lines().get(i))
            .ifPresent(problems::add);
      }
    }
    return departures;
  }

  private static Optional<Problem.Entry> shortfall(
      OrderRequest.Line line, long wanted, AvailabilityAnswer answer) {
    String pointer = "/lines/" + line.at();
    return switch (answer) {
      case AvailabilityAnswer.UnknownItem _ ->
          Optional.of(
              new Problem.Entry(
                  pointer + "/item", "item-unsellable", "item '" + line.item() + "' is not sold"));
      case AvailabilityAnswer.NotSold _ ->
          Optional.of(
              new Problem.Entry(
                  pointer + "/item",
                  "item-superseded",
                  "item '" + line.item() + "' is sold no more"));
      case AvailabilityAnswer.NoNetwork none ->
          Optional.of(
              new Problem.Entry(
                  pointer, "network-none", "no network serves the region '" + none.region() + "'"));
      case AvailabilityAnswer.Figures figures -> {
        long promised =
            figures.promise().stream()
                .flatMap(promise -> promise.parts().stream())
                .mapToLong(AvailabilityAnswer.Promise.Part::quantity)
                .sum();
        yield figures.promise().filter(AvailabilityAnswer.Promise::complete).isPresent()
            ? Optional.empty()
            : Optional.of(
                new Problem.Entry(
                    pointer + "/quantity",
                    "insufficient-availability",
                    FixedPoint.format(promised)
                        + " of "
                        + FixedPoint.format(wanted)
                        + " can be promised within the planning horizon"));
      }
    };
  }

  private KeptAnswer refusal(List<Problem.Entry> problems) {
    Problem.Entry first = problems.getFirst();
    Buffer body =
        new Problem(
                422,
                first.code(),
                problems.size() == 1 ? first.detail() : first.detail() + "; and more: see errors",
                problems)
            .text(requestId);
    return new KeptAnswer(422, "application/problem+json", body, "", false);
  }

  // ---------------------------------------------------------------- what becomes of it

  private AcceptedOrder order(List<List<Departure>> departures, long nowMillis) {
    Map<String, String> forwardOf = new LinkedHashMap<>();
    List<AcceptedOrder.Part> parts = new ArrayList<>();
    for (int i = 0; i < departures.size(); i++) {
      OrderRequest.Line line = request.lines().get(i);
      int number = 0;
      for (Departure departure : merged(departures.get(i))) {
        String forward =
            forwardOf.computeIfAbsent(
                document(departure.source()), _ -> forwardId(forwardOf, departure.source()));
        parts.add(
            new AcceptedOrder.Part(
                line, ++number, forward, departure, availability.baseUom(departure.item())));
      }
    }
    AcceptedOrder draft =
        new AcceptedOrder(
            orderId,
            request,
            request.quote().map(QuoteRedemptions.OpenedQuote::quoteId).orElse(""),
            nowMillis,
            parts,
            List.of());
    List<NewForward> forwards = new ArrayList<>();
    forwardOf.forEach(
        (document, forward) -> {
          SourceKey source =
              parts.stream()
                  .filter(part -> part.forwardId().equals(forward))
                  .findFirst()
                  .orElseThrow()
                  .departure()
                  .source();
          forwards.add(
              new NewForward(
                  forward,
                  orderId,
                  targets.of(source),
                  customer(),
                  draft.document(forward).text()));
        });
    return new AcceptedOrder(
        draft.orderId(),
        request,
        draft.quoteId(),
        draft.acceptedAtMillis(),
        draft.parts(),
        forwards);
  }

  /** Drop-ship lines go to their supplier, each supplier's by themselves; the rest to the ERP. */
  static String document(SourceKey source) {
    return source.kind() == Network.Source.Kind.LOCATION ? "" : source.key();
  }

  private String forwardId(Map<String, String> known, SourceKey source) {
    if (source.kind() == Network.Source.Kind.LOCATION) {
      return orderId;
    }
    long suppliers = known.keySet().stream().filter(document -> !document.isEmpty()).count();
    return DocumentName.numbered(orderId, (int) suppliers + 1);
  }

  /** What leaves one source on one day is one part, whether it was held or not. */
  private static List<Departure> merged(List<Departure> departures) {
    Map<Departure, Long> quantities = new LinkedHashMap<>();
    for (Departure departure : departures) {
      quantities.merge(
          new Departure(
              departure.item(), departure.source(), departure.onDay(), departure.arrivesOnDay(), 0),
          departure.quantity(),
          Long::sum);
    }
    return quantities.entrySet().stream()
        .map(
            one ->
                new Departure(
                    one.getKey().item(),
                    one.getKey().source(),
                    one.getKey().onDay(),
                    one.getKey().arrivesOnDay(),
                    one.getValue()))
        .toList();
  }

  /** What the hold had is from now on held for the order itself, or given back. */
  private Hold handedOver(Hold hold) {
    return new Hold(
        hold.hold(),
        hold.customer(),
        Hold.Status.ORDERED,
        hold.expiresAtMillis(),
        orderId,
        hold.acknowledgedAtMillis(),
        hold.lines().stream().map(Hold.Line::emptied).toList());
  }

  /** One for each document: each target takes, or refuses, its own. */
  private List<Hold> holdsOf(AcceptedOrder order) {
    Map<String, List<Hold.Line>> lines = new LinkedHashMap<>();
    for (AcceptedOrder.Part part : order.parts()) {
      List<Hold.Line> its = lines.computeIfAbsent(part.forwardId(), _ -> new ArrayList<>());
      its.add(
          Hold.Line.of(
                  Integer.toString(its.size() + 1),
                  part.line().lineId(),
                  part.line().item(),
                  part.departure())
              .ordered(OrderLineName.of(part.forwardId(), part.line().lineId())));
    }
    return lines.entrySet().stream()
        .map(one -> Hold.ordered(one.getKey(), customer(), orderId, one.getValue()))
        .toList();
  }
}
