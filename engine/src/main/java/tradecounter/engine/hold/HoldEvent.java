package tradecounter.engine.hold;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Map;

/** What can happen to a hold. Quantities are in millionths of the base unit, by line. */
public sealed interface HoldEvent {

  /** The caller wants it longer, or shorter. */
  record Extend(long untilMillis) implements HoldEvent {}

  /** The caller gives back; without quantities, everything. */
  record Release(Map<String, Long> quantities) implements HoldEvent {
    public Release {
      quantities = positive(quantities);
    }
  }

  /** Its time may have come. */
  record Expire() implements HoldEvent {}

  /** An order takes so much of each line; the rest is given back. */
  record Order(String order, Map<String, Long> quantities) implements HoldEvent {
    public Order {
      quantities = positive(quantities);
    }
  }

  /** The first byte of the order is about to leave: whatever comes back, the ERP may have it. */
  record Send() implements HoldEvent {}

  /**
   * The ERP has the order.
   *
   * @param atMillis since when, by its own clock; {@link HandOver#NOT_ACKNOWLEDGED} if it does not
   *     say
   */
  record Acknowledge(long atMillis) implements HoldEvent {}

  /** The ERP will never have the order: a definite answer, not a time-out. */
  record Reject() implements HoldEvent {}

  /** The ERP cancels so much of some lines. */
  record Cancel(Map<String, Long> quantities) implements HoldEvent {
    public Cancel {
      quantities = positive(quantities);
    }
  }

  /** A feed's figures show so much of a line. */
  record Reflect(String line, long quantity) implements HoldEvent {
    public Reflect {
      require(quantity > 0, line + ": the quantity must be above zero");
    }
  }

  private static Map<String, Long> positive(Map<String, Long> quantities) {
    quantities.forEach(
        (line, quantity) -> require(quantity > 0, line + ": the quantity must be above zero"));
    return Map.copyOf(quantities);
  }
}
