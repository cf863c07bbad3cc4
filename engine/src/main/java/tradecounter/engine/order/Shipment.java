package tradecounter.engine.order;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import tradecounter.engine.canonical.ShipmentMilestone;

/**
 * What left in one go. What several feeds say of it comes together in any order.
 *
 * @param document under which it was asked for
 * @param carrier empty as long as nobody has said
 * @param tracking empty as long as nobody has said
 * @param atMillis when the carrier said how far it has come
 * @param lines millionths of the base unit, by ordered line; empty as long as nobody has said
 */
public record Shipment(
    String shipment,
    String document,
    String carrier,
    String tracking,
    ShipmentMilestone milestone,
    long atMillis,
    Map<String, Long> lines) {

  private static final Comparator<Shipment> LATEST =
      Comparator.comparingLong(Shipment::atMillis)
          .thenComparing(Shipment::milestone)
          .thenComparing(Shipment::carrier)
          .thenComparing(Shipment::tracking);

  public Shipment {
    lines = Map.copyOf(lines);
    lines.forEach(
        (line, quantity) -> require(quantity > 0, line + ": the quantity must be above zero"));
  }

  /** This and what else is said of it: the latest word, and of each line the larger quantity. */
  Shipment and(Shipment other) {
    boolean isLater = LATEST.compare(this, other) >= 0;
    Shipment later = isLater ? this : other;
    Shipment earlier = isLater ? other : this;
    Map<String, Long> both = new HashMap<>(lines);
    other.lines.forEach((line, quantity) -> both.merge(line, quantity, Math::max));
    return new Shipment(
        shipment,
        later.document,
        later.carrier.isEmpty() ? earlier.carrier : later.carrier,
        later.tracking.isEmpty() ? earlier.tracking : later.tracking,
        later.milestone,
        later.atMillis,
        both);
  }
}
