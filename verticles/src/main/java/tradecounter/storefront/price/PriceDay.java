package tradecounter.storefront.price;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * On which day a price is: prices and taxes begin and end at midnight where the house is.
 *
 * @param zone as it is configured
 */
public record PriceDay(ZoneId zone) {
  /** The epoch day of the instant. */
  public int at(Instant instant) {
    return (int) LocalDate.ofInstant(instant, zone).toEpochDay();
  }

  /** When the day is over. */
  public Instant endOf(int day) {
    return LocalDate.ofEpochDay(day).plusDays(1).atStartOfDay(zone).toInstant();
  }
}
