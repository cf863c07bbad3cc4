package tradecounter.engine.hold;

import java.util.List;
import tradecounter.engine.canonical.SourceKey;

/** What became of an event for a hold. */
public sealed interface HoldStep {

  /** The hold as it is from now on; the same if the event changes nothing. */
  record Moved(Hold hold, List<Effect> effects) implements HoldStep {
    public Moved {
      effects = List.copyOf(effects);
    }
  }

  /**
   * The hold stays as it is, and whoever caused the event is told.
   *
   * @param code stable, for programs
   */
  record Refused(String code, String detail) implements HoldStep {}

  /** What there is to do beside writing the hold down, in the same transaction. */
  sealed interface Effect {

    /** So much takes from supply no more: others may have it. */
    record GiveBack(String item, SourceKey source, long quantity) implements Effect {}

    /** More was released, cancelled or reflected than the line held: nothing is done about it. */
    record NotHeld(String line, long quantity) implements Effect {}

    /** The ERP contradicts itself: a person has to look at it. */
    record Contradiction(String detail) implements Effect {}
  }
}
