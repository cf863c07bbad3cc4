package tradecounter.engine.availability;

import java.time.Instant;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;

/**
 * What is asked of one item.
 *
 * @param customer who asks; {@link Customer#ANYBODY} if nobody is named
 * @param region of the ship-to, empty if none is named
 * @param quantity base units in millionths to promise; 0 asks for no promise
 * @param onDay not before this day; {@link Day#OPEN_START} for now
 */
public record AvailabilityQuestion(
    String item, Customer customer, String region, long quantity, int onDay, Instant now) {}
