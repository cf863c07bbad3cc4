package tradecounter.storefront.price;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** On which day a price is: prices and taxes begin and end at midnight UTC. */
public final class PriceDay {
  private PriceDay() {}

  /** The epoch day of the instant. */
  public static int of(Instant instant) {
    return (int) instant.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
  }

  /** When the day is over. */
  public static Instant endOf(int day) {
    return LocalDate.ofEpochDay(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
