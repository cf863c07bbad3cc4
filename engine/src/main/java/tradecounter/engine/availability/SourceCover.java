package tradecounter.engine.availability;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tradecounter.engine.availability.Explanation.OfDemand;
import tradecounter.engine.availability.Explanation.OfPosition;
import tradecounter.engine.availability.Explanation.OfReceipt;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network.Source;
import tradecounter.engine.canonical.Network.Source.Kind;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.hold.ItemHolds;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Place;

/**
 * What of the holds at one location its figures cover. Safety stock serves those who hold before
 * anything else, and figures of a stale feed are believed: whoever asks wants to know of whom too
 * much was promised, not how much more may be.
 *
 * <p>Whoever held first is served first, out of what is there from his day on without leaving less
 * than nothing on any later day:
 *
 * <pre>
 *   there(d)   = on hand − allocated − blocked + Σ receipts expected ≤ d − Σ dated demand ≤ d
 *   covered(h) = min(quantity(h), min over t ≥ day(h) of there(t) − Σ covered before h that left ≤ t)
 * </pre>
 *
 * Immutable; made in O(horizon × holds).
 */
public final class SourceCover {

  /** So much of a hold is not covered by the day on which it is to leave. */
  public record Uncovered(HeldLine line, long quantity) {}

  private final int firstDispatch;
  private final int today;
  private final long[] there;
  private final List<ItemHolds.Open> holds;

  private SourceCover(int today, int firstDispatch, long[] there, List<ItemHolds.Open> holds) {
    this.today = today;
    this.firstDispatch = firstDispatch;
    this.there = there;
    this.holds = holds;
  }

  static SourceCover of(
      FeedPolicies policies,
      ItemSnapshot snapshot,
      Item item,
      Place place,
      int number,
      Instant now) {
    int today = place.today(now);
    int ordered = place.location().isAfterCutOff(now) ? today + 1 : today;
    String location = place.location().location();
    Reach.Leg leg =
        new Reach.Leg(
            0,
            new Source(Kind.LOCATION, location, 0, 0),
            number,
            place,
            today,
            today,
            today,
            WorkCalendar.EVERY_DAY);
    Figures figures = new Figures(today, item.horizonDays());
    LocationSupply.explain(policies, snapshot, item, leg, 0, figures);
    SourceKey source = SourceKey.location(location);
    return new SourceCover(
        today,
        place.dispatchDay(ordered),
        figures.cumulated(),
        snapshot.holds().open().stream()
            .filter(hold -> hold.line().source().equals(source))
            .toList());
  }

  /** Collects what moves on each day of the horizon. */
  private static final class Figures implements LocationSupply.Witness {
    private final int today;
    private final long[] moves;

    Figures(int today, int horizonDays) {
      this.today = today;
      this.moves = new long[horizonDays];
    }

    @Override
    public void position(OfPosition position) {
      move(today, position.onHand() - position.allocated() - position.blocked());
    }

    @Override
    public void receipt(OfReceipt receipt) {
      if (receipt.countedOnDay() != Day.OPEN_END) {
        move(receipt.countedOnDay(), receipt.counted());
      }
    }

    @Override
    public void demand(OfDemand demand) {
      move(demand.countedOnDay(), -demand.demand().outstanding());
    }

    private void move(int day, long quantity) {
      int at = Math.max(0, day - today);
      if (at < moves.length) {
        moves[at] = FixedPoint.saturatedSum(moves[at], quantity);
      }
    }

    long[] cumulated() {
      for (int at = 1; at < moves.length; at++) {
        moves[at] = FixedPoint.saturatedSum(moves[at], moves[at - 1]);
      }
      return moves;
    }
  }

  /** What is held here and not shown by the figures. */
  public List<ItemHolds.Open> holds() {
    return holds;
  }

  /**
   * What is not covered, those who held last first of all.
   *
   * @param firstHeldFirst who is served before whom
   */
  public List<Uncovered> uncovered(Comparator<HeldLine> firstHeldFirst) {
    long[] left = there.clone();
    List<Uncovered> uncovered = new ArrayList<>();
    List<ItemHolds.Open> served =
        holds.stream().sorted(Comparator.comparing(ItemHolds.Open::line, firstHeldFirst)).toList();
    for (ItemHolds.Open hold : served) {
      int from = Math.clamp(hold.line().leavesOnDay() - today, 0, left.length - 1);
      long least = hold.quantity();
      for (int at = from; at < left.length; at++) {
        least = Math.min(least, left[at]);
      }
      long covered = Math.max(0, least);
      for (int at = from; at < left.length; at++) {
        left[at] -= covered;
      }
      if (covered < hold.quantity()) {
        uncovered.add(new Uncovered(hold.line(), hold.quantity() - covered));
      }
    }
    return uncovered.reversed();
  }

  /**
   * By how much the figures fall short of what is to leave with the next departure: the source took
   * away what was sold already. 0 if they do not. What was promised of later supply is not in it.
   */
  public long oversold() {
    long leaving = 0;
    for (ItemHolds.Open hold : holds) {
      if (hold.line().leavesOnDay() <= firstDispatch) {
        leaving = FixedPoint.saturatedSum(leaving, hold.quantity());
      }
    }
    int at = Math.clamp((long) firstDispatch - today, 0, there.length - 1);
    return leaving == 0 ? 0 : Math.max(0, FixedPoint.saturatedSum(leaving, -there[at]));
  }
}
