package tradecounter.order;

import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.OrderLineName;
import tradecounter.forward.ForwardStore;
import tradecounter.forward.NewForward;
import tradecounter.http.Problem;
import tradecounter.ledger.Command;
import tradecounter.ledger.KeptAnswer;
import tradecounter.ledger.RequestKey;
import tradecounter.ledger.Turn;
import tradecounter.store.QuoteRedemptions;

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
    Examination examination = new Examination(turn, availability, orderId, request, problems);
    Optional<Hold> hold = examination.hold();
    examination.checkQuote();
    examination.checkCredit();
    List<List<Departure>> departures = examination.cover(hold);
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
    examination.redeemQuote();
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
    Routing routing = Routing.ofNew(orderId);
    List<AcceptedOrder.Part> parts = new ArrayList<>();
    for (int i = 0; i < departures.size(); i++) {
      OrderRequest.Line line = request.lines().get(i);
      int number = 0;
      for (Departure departure : Routing.merged(departures.get(i))) {
        parts.add(
            new AcceptedOrder.Part(
                line,
                ++number,
                routing.document(departure.source()),
                departure,
                availability.baseUom(departure.item())));
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
    routing
        .documents()
        .forEach(
            (document, source) ->
                forwards.add(
                    new NewForward(
                        document,
                        orderId,
                        targets.of(source),
                        customer(),
                        draft.document(document).text())));
    return new AcceptedOrder(
        draft.orderId(),
        request,
        draft.quoteId(),
        draft.acceptedAtMillis(),
        draft.parts(),
        forwards);
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
