package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.onHand;
import static tradecounter.engine.Log.Event.arriving;

import org.junit.jupiter.api.Test;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Verdict;

/** A world that is to answer for some objects only passes the events of all others. */
final class PassedEventsTest {
  private static final Event EVENT = arriving("erp", "x", onHand("A", "DC1", "1"));

  private final World world = new World();

  @Test
  void whatIsPassedMovesPositionAndFeedOnAndLeavesItsObjectAlone() {
    pass(0);
    assertThat(world.item("A")).isNull();
    assertThat(world.nextOffset(Log.lane(EVENT))).isEqualTo(1);
    assertThat(world.feed(0).asOfMillis()).isEqualTo(Log.LOGGED_AT);
    assertThat(world.feed(0).applied()).isZero();
  }

  @Test
  void whatWasPassedIsRecognisedWhenItComesAgain() {
    pass(0);
    Verdict again =
        world.apply(position(1), EVENT.origin(), EVENT.envelope(), EVENT.change(), Log.LOGGED_AT);
    assertThat(again).isEqualTo(Verdict.DUPLICATE);
  }

  private void pass(long offset) {
    world.pass(
        position(offset),
        EVENT.origin(),
        EVENT.envelope(),
        EVENT.change().objectKind(),
        Log.LOGGED_AT);
  }

  private static LogPosition position(long offset) {
    var lane = Log.lane(EVENT);
    return new LogPosition(lane.topic(), lane.partition(), offset);
  }
}
