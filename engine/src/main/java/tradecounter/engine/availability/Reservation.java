package tradecounter.engine.availability;

import java.util.List;
import tradecounter.engine.hold.Departure;

/**
 * What became of a wish to reserve.
 *
 * @param answer what each line was promised, whether or not it was reserved
 * @param granted whether it was reserved: as a whole, or as far as it went if that was enough
 * @param departures what each line takes; empty lists if not granted
 */
public record Reservation(CartAnswer answer, boolean granted, List<List<Departure>> departures) {
  public Reservation {
    departures = List.copyOf(departures);
  }
}
