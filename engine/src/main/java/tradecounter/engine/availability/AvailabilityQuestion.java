package tradecounter.engine.availability;

import java.time.Instant;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network;

/**
 * What is asked of one item.
 *
 * @param customer who asks; {@link Customer#ANYBODY} if nobody is named
 * @param region of the ship-to, empty if none is named
 * @param quantity base units in millionths to promise; 0 asks for no promise
 * @param onDay nothing leaves before this day; {@link Day#OPEN_START} for now
 * @param byDay the last day on which an arrival is in time; {@link Day#OPEN_END} if any is
 * @param shipComplete whether everything has to arrive together; a customer may demand it anyway
 * @param from which sources of the network it may come from
 * @param explain whether the answer brings all that it rests on
 */
public record AvailabilityQuestion(
    String item,
    Customer customer,
    String region,
    long quantity,
    int onDay,
    int byDay,
    boolean shipComplete,
    SourceChoice from,
    boolean explain,
    Instant now) {

  /** Asked now, for now, without anything further. */
  public static AvailabilityQuestion of(
      String item, Customer customer, String region, long quantity, Instant now) {
    return new AvailabilityQuestion(
        item,
        customer,
        region,
        quantity,
        Day.OPEN_START,
        Day.OPEN_END,
        false,
        SourceChoice.ANY,
        false,
        now);
  }

  /** Whether it may come from there. */
  boolean mayComeFrom(Network.Source source) {
    return from.allows(source.identity());
  }

  /** Whether all parts have to arrive on one day. */
  boolean together() {
    return shipComplete || customer.shipComplete();
  }

  /** The same for another quantity. */
  public AvailabilityQuestion of(long other) {
    return new AvailabilityQuestion(
        item, customer, region, other, onDay, byDay, shipComplete, from, explain, now);
  }

  /** The same of another item, unexplained. */
  AvailabilityQuestion ofItem(String other) {
    return new AvailabilityQuestion(
        other, customer, region, quantity, onDay, byDay, shipComplete, from, false, now);
  }
}
