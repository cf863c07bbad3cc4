package tradecounter.ledger;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tradecounter.engine.hold.Hold;
import tradecounter.engine.hold.HoldEvent;
import tradecounter.engine.hold.HoldLifeCycle;
import tradecounter.engine.hold.HoldStep;

/** Something happens to a hold of which nothing more has to be reserved. */
public final class ChangeHold implements Command<Optional<HoldStep>> {
  private final String hold;
  private final Predicate<Hold> sees;
  private final Happening event;

  /** What happens to a hold. */
  public interface Happening {
    HoldEvent to(Hold hold, long nowMillis);
  }

  /**
   * @param sees whether whoever asks may see the hold: if not, there is none
   */
  public ChangeHold(String hold, Predicate<Hold> sees, Happening event) {
    this.hold = hold;
    this.sees = sees;
    this.event = event;
  }

  @Override
  public String customer() {
    return "";
  }

  @Override
  public Set<String> holds() {
    return Set.of(hold);
  }

  @Override
  public Set<String> items() {
    return Set.of();
  }

  /** Empty if there is no such hold. */
  @Override
  public Optional<HoldStep> decide(Turn turn) {
    return turn.hold(hold)
        .filter(sees)
        .map(
            found -> {
              HoldStep step =
                  HoldLifeCycle.step(found, event.to(found, turn.nowMillis()), turn.nowMillis());
              if (step instanceof HoldStep.Moved moved && !moved.hold().equals(found)) {
                turn.save(moved.hold());
              }
              return step;
            });
  }
}
