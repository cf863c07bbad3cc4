package tradecounter.order;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;
import tradecounter.engine.hold.OrderLineName;
import tradecounter.engine.order.OrderFigure;
import tradecounter.engine.order.ProgressEvent;
import tradecounter.engine.order.Share;
import tradecounter.forward.NewForward;
import tradecounter.ledger.Command;
import tradecounter.ledger.Turn;

/**
 * Asks the other sources of the buyer's network for what a supplier has refused. What is found is
 * reserved there and sent there, and what the order held at the one that refused is given up for
 * it; what is not found waits for a person. All of it is one turn of the parts.
 */
final class AskAnotherSource implements Command<Long> {
  private static final String WE = "tradecounter";

  private final Rerouter.Parts parts;
  private final Reroutes.Wanted wanted;
  private final boolean asking;

  /** What has come of one, to be written. */
  private record Asked(
      Rerouter.Parts parts,
      Reroutes.Wanted wanted,
      int known,
      List<Part> found,
      List<NewForward> forwards) {
    long quantity() {
      return found.stream().mapToLong(part -> part.departure().quantity()).sum();
    }
  }

  private record Part(String document, Departure departure) {}

  /**
   * @param asking whether to ask at all; if not, it waits for a person
   */
  AskAnotherSource(Rerouter.Parts parts, Reroutes.Wanted wanted, boolean asking) {
    this.parts = parts;
    this.wanted = wanted;
    this.asking = asking;
  }

  @Override
  public Set<String> orders() {
    return Set.of(wanted.order());
  }

  @Override
  public String customer() {
    return wanted.customer();
  }

  @Override
  public Set<String> holds() {
    return Set.of(wanted.document());
  }

  @Override
  public Set<String> items() {
    Set<String> items = new TreeSet<>(parts.availability().needs(wanted.item()).keySet());
    items.add(wanted.item());
    return items;
  }

  /** How much is found, millionths. */
  @Override
  public Long decide(Turn turn) throws SQLException {
    long quantity = Reroutes.quantity(turn.connection(), wanted);
    Optional<Reroutes.Ordered> ordered = Reroutes.ordered(turn.connection(), wanted);
    if (quantity == 0 || ordered.isEmpty()) {
      return 0L; // Another node has asked.
    }
    List<Share> shares = shares(turn.connection());
    long unserved = Math.min(quantity, unserved(shares));
    List<Departure> departures =
        asking && unserved > 0
            ? reserved(turn, ordered.get(), refusing(shares, ordered.get()), unserved)
            : List.of();
    Asked asked = asked(ordered.get(), departures);
    if (asked.quantity() > 0) {
      giveUp(turn, asked.quantity());
      holds(ordered.get(), asked).forEach(turn::save);
    }
    turn.write(AskAnotherSource::write, asked);
    return asked.quantity();
  }

  /** Of the item of the line; none if the customer does not want it any more. */
  private List<Share> shares(Connection connection) throws SQLException {
    return parts.store().load(connection, wanted.order()).stream()
        .filter(loaded -> !loaded.progress().cancelRequested())
        .flatMap(loaded -> loaded.progress().shares().stream())
        .filter(share -> share.line().equals(wanted.line()) && share.item().equals(wanted.item()))
        .toList();
  }

  private long unserved(List<Share> shares) {
    return shares.stream()
        .filter(share -> share.document().equals(wanted.document()))
        .mapToLong(Share::unserved)
        .sum();
  }

  /** Who has refused any of it is not asked for the rest. */
  private static Set<SourceKey> refusing(List<Share> shares, Reroutes.Ordered ordered) {
    Set<String> documents =
        shares.stream()
            .filter(share -> share.of(OrderFigure.REFUSED) > 0)
            .map(Share::document)
            .collect(toUnmodifiableSet());
    return ordered.asked().stream()
        .filter(asked -> documents.contains(asked.document()))
        .map(Reroutes.Asked::source)
        .collect(toUnmodifiableSet());
  }

  private List<Departure> reserved(
      Turn turn, Reroutes.Ordered ordered, Set<SourceKey> refusing, long quantity) {
    Optional<Customer> customer = parts.world().customer(wanted.customer());
    if (customer.isEmpty()) {
      return List.of();
    }
    String region =
        customer.get().shipTos().stream()
            .filter(address -> address.shipTo().equals(ordered.head().shipTo()))
            .map(Customer.ShipTo::region)
            .findFirst()
            .orElse("");
    Reservation reservation =
        turn.reserving()
            .reserve(
                List.of(
                    new AvailabilityQuestion(
                        wanted.item(),
                        customer.get(),
                        region,
                        quantity,
                        Day.OPEN_START,
                        Day.OPEN_END,
                        false,
                        SourceChoice.without(refusing),
                        false,
                        Instant.ofEpochMilli(turn.nowMillis()))),
                true);
    return reservation.granted() ? reservation.departures().getFirst() : List.of();
  }

  private Asked asked(Reroutes.Ordered ordered, List<Departure> departures) {
    Routing routing = Routing.ofMore(wanted.order(), ordered.documents());
    List<Part> found =
        departures.stream()
            .map(departure -> new Part(routing.document(departure.source()), departure))
            .toList();
    List<NewForward> forwards = new ArrayList<>();
    routing
        .documents()
        .forEach(
            (document, source) ->
                forwards.add(
                    new NewForward(
                        document,
                        wanted.order(),
                        parts.targets().of(source),
                        wanted.customer(),
                        document(document, ordered, found).text())));
    return new Asked(this.parts, wanted, ordered.parts(), found, forwards);
  }

  private TargetDocument document(String document, Reroutes.Ordered ordered, List<Part> found) {
    return new TargetDocument(
        document,
        ordered.head(),
        found.stream()
            .filter(part -> part.document().equals(document))
            .map(
                part ->
                    new TargetDocument.Line(
                        wanted.line(),
                        ordered.item(),
                        part.departure(),
                        parts.availability().baseUom(wanted.item()),
                        ordered.unitPrice(),
                        ordered.priceUnit(),
                        ordered.priceUom()))
            .toList());
  }

  /** What was held at the source that refused, unless its refusal gave it back already. */
  private void giveUp(Turn turn, long quantity) {
    Optional<Hold> held = turn.hold(wanted.document());
    Map<String, Long> quantities =
        held.map(hold -> OrderHolds.open(hold, wanted.line(), wanted.item(), quantity))
            .orElse(Map.of());
    if (!quantities.isEmpty()
        && HoldLifeCycle.step(
                held.orElseThrow(), new HoldEvent.Cancel(quantities), turn.nowMillis())
            instanceof HoldStep.Moved moved) {
      turn.save(moved.hold());
    }
  }

  private List<Hold> holds(Reroutes.Ordered ordered, Asked asked) {
    return asked.forwards().stream()
        .map(
            forward -> {
              List<Hold.Line> lines = new ArrayList<>();
              for (Part part : asked.found()) {
                if (part.document().equals(forward.forwardId())) {
                  lines.add(
                      Hold.Line.of(
                              Integer.toString(lines.size() + 1),
                              wanted.line(),
                              ordered.item(),
                              part.departure())
                          .ordered(OrderLineName.of(forward.forwardId(), wanted.line())));
                }
              }
              return Hold.ordered(forward.forwardId(), wanted.customer(), wanted.order(), lines);
            })
        .toList();
  }

  private static void write(Connection connection, List<Asked> all) throws SQLException {
    for (Asked asked : all) {
      Reroutes.Wanted wanted = asked.wanted();
      int part = asked.known();
      for (Part found : asked.found()) {
        Reroutes.insertPart(connection, wanted, ++part, found.document(), found.departure());
      }
      asked.parts().forwards().enqueue(connection, asked.forwards());
      Reroutes.done(connection, wanted);
      var _ =
          asked
              .parts()
              .orders()
              .happened(
                  connection,
                  wanted.order(),
                  WE,
                  new ProgressEvent.Rerouted(
                      wanted.document(), wanted.line(), wanted.item(), asked.quantity()));
    }
  }
}
