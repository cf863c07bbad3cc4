package tradecounter.ledger;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.CartAnswer;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.World;

/** Holds what can be promised of some lines, for a time. */
public final class PlaceHold implements Command<PlaceHold.Outcome> {
  private final World world;
  private final Availability availability;
  private final Quota quota;
  private final Wish wish;

  /**
   * How much one customer may hold.
   *
   * @param active holds at once
   * @param sharePercent of what there is of an item with all that it holds itself; 100 is all
   */
  public record Quota(int active, int sharePercent) {}

  /**
   * What is wished for.
   *
   * @param hold the name of the hold
   * @param lines what the holder calls each, beside its question
   * @param partial whether less than all is welcome
   */
  public record Wish(
      String hold,
      String customer,
      long ttlMillis,
      boolean partial,
      List<String> lines,
      List<AvailabilityQuestion> questions) {}

  /** What became of it. */
  public sealed interface Outcome {
    /** {@code promised} says of each line what of it is held. */
    record Placed(Hold hold, CartAnswer promised) implements Outcome {}

    /** Not enough can be promised. */
    record Insufficient(CartAnswer promised) implements Outcome {}

    /** The customer holds too much already. */
    record OverQuota(String code, String detail) implements Outcome {}
  }

  public PlaceHold(World world, Availability availability, Quota quota, Wish wish) {
    this.world = world;
    this.availability = availability;
    this.quota = quota;
    this.wish = wish;
  }

  @Override
  public String customer() {
    return wish.customer();
  }

  @Override
  public Set<String> holds() {
    return Set.of();
  }

  @Override
  public Set<String> items() {
    Set<String> items = new TreeSet<>();
    wish.questions().forEach(q -> items.addAll(availability.needs(q.item()).keySet()));
    return items;
  }

  @Override
  public Outcome decide(Turn turn) {
    Turn.Account account = turn.account(wish.customer());
    if (account.activeHolds() >= quota.active()) {
      return new Outcome.OverQuota(
          "hold-quota-exceeded",
          "customer "
              + wish.customer()
              + " has "
              + account.activeHolds()
              + " holds already: release or order some");
    }
    Availability.Mark before = turn.reserving().mark();
    Reservation reservation = turn.reserving().reserve(wish.questions(), wish.partial());
    if (!reservation.granted()) {
      return new Outcome.Insufficient(reservation.answer());
    }
    String overShare = overShare(turn, reservation);
    if (!overShare.isEmpty()) {
      turn.reserving().backTo(before);
      return new Outcome.OverQuota("hold-share-exceeded", overShare);
    }
    Hold hold =
        Hold.active(
            wish.hold(), wish.customer(), turn.nowMillis() + wish.ttlMillis(), lines(reservation));
    turn.save(hold);
    turn.account(
        wish.customer(), new Turn.Account(account.activeHolds() + 1, account.openAmount()));
    return new Outcome.Placed(hold, reservation.answer());
  }

  private List<Hold.Line> lines(Reservation reservation) {
    List<Hold.Line> lines = new ArrayList<>();
    for (int i = 0; i < wish.lines().size(); i++) {
      for (Departure departure : reservation.departures().get(i)) {
        lines.add(
            Hold.Line.of(
                Integer.toString(lines.size() + 1),
                wish.lines().get(i),
                wish.questions().get(i).item(),
                departure));
      }
    }
    return lines;
  }

  /** Why it would be too much of an item for one customer; empty if it is not. */
  private String overShare(Turn turn, Reservation reservation) {
    if (quota.sharePercent() >= 100) {
      return "";
    }
    for (AvailabilityQuestion question : wish.questions()) {
      for (String item : availability.needs(question.item()).keySet()) {
        long wanted =
            reservation.departures().stream()
                .flatMap(List::stream)
                .filter(departure -> departure.item().equals(item))
                .mapToLong(Departure::quantity)
                .sum();
        long held =
            FixedPoint.saturatedSum(heldAlready(item), turn.newlyHeld(wish.customer(), item));
        long all = FixedPoint.saturatedSum(held, available(item, question));
        if (wanted + held
            > FixedPoint.multiplyDivide(all, quota.sharePercent(), 100, RoundingMode.FLOOR)) {
          return "one customer may hold "
              + quota.sharePercent()
              + " % of what there is of an item, and of item "
              + item
              + " this would be more";
        }
      }
    }
    return "";
  }

  private long available(String item, AvailabilityQuestion asked) {
    return availability.answer(
                AvailabilityQuestion.of(item, asked.customer(), asked.region(), 0, asked.now()))
            instanceof AvailabilityAnswer.Figures figures
        ? figures.available()
        : 0;
  }

  private long heldAlready(String item) {
    ItemSnapshot snapshot = world.item(item);
    return snapshot == null
        ? 0
        : snapshot.holds().open().stream()
            .filter(open -> open.line().customer().equals(wish.customer()))
            .filter(open -> open.line().orderLine().isEmpty())
            .mapToLong(open -> open.quantity())
            .sum();
  }
}
