package tradecounter.order;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldCover;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.http.Problem;
import tradecounter.ledger.Turn;
import tradecounter.store.QuoteRedemptions;
import tradecounter.store.QuoteRedemptions.Redemption;

/**
 * Everything that may be wrong with an order and can only be known under the locks of a turn: its
 * hold, its quote, the credit, what there is. Notes problems one after the other; for one turn.
 */
final class Examination {
  private final Turn turn;
  private final Availability availability;
  private final String orderId;
  private final OrderRequest request;
  private final List<Problem.Entry> problems;

  /**
   * @param problems to which those that are found are added
   */
  Examination(
      Turn turn,
      Availability availability,
      String orderId,
      OrderRequest request,
      List<Problem.Entry> problems) {
    this.turn = turn;
    this.availability = availability;
    this.orderId = orderId;
    this.request = request;
    this.problems = problems;
  }

  /** The hold that the order names, if it may be ordered. */
  Optional<Hold> hold() {
    if (request.hold().isEmpty()) {
      return Optional.empty();
    }
    Optional<Hold> found =
        turn.hold(request.hold())
            .filter(hold -> hold.customer().equals(request.customer().customer()));
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

  /** Whether the quote still holds. */
  void checkQuote() {
    request
        .quote()
        .filter(quote -> quote.expiresAt().toEpochMilli() <= turn.nowMillis())
        .ifPresent(_ -> problems.add(staleQuote()));
  }

  private static Problem.Entry staleQuote() {
    return new Problem.Entry(
        "/quoteToken", "stale-quote", "the quote has expired: ask for a new one");
  }

  /** The last that can fail: a quote is redeemed by an order that is accepted, and no other. */
  void redeemQuote() throws SQLException {
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

  /** Whether the customer may owe so much. */
  void checkCredit() {
    Customer.Credit credit = request.customer().credit();
    if (credit.limit() == Customer.Credit.NO_LIMIT) {
      return;
    }
    long open =
        FixedPoint.saturatedSum(
            credit.openBalance(), turn.account(request.customer().customer()).openAmount());
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
  List<List<Departure>> cover(Optional<Hold> hold) {
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
}
