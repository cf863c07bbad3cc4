package tradecounter.storefront.quote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.storefront.price.LinePrice;
import tradecounter.storefront.price.PriceDay;

/** A quote never outlives its prices and taxes, which change at midnight where the house is. */
class QuoteExpiryTest {
  private static final int MINUTES = 60_000;

  /** Two lines, whose prices hold until these days; the tax changes on that day. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          UTC, 2026-11-23T10:00:00Z, 15,   -,          -,          -,          2026-11-23T10:15:00Z
          UTC, 2026-11-23T10:00:00Z, 15,   2026-11-23, -,          -,          2026-11-23T10:15:00Z
          UTC, 2026-11-23T23:50:00Z, 15,   -,          -,          -,          2026-11-24T00:05:00Z
          UTC, 2026-11-23T23:50:00Z, 15,   2026-11-24, -,          -,          2026-11-24T00:05:00Z
          UTC, 2026-11-23T23:50:00Z, 15,   -,          2026-11-23, -,          2026-11-24T00:00:00Z
          UTC, 2026-11-23T23:50:00Z, 15,   2026-11-24, 2026-11-23, -,          2026-11-24T00:00:00Z
          UTC, 2026-11-23T23:50:00Z, 15,   -,          -,          2026-11-24, 2026-11-24T00:00:00Z
          UTC, 2026-11-23T23:50:00Z, 15,   -,          -,          2026-11-25, 2026-11-24T00:05:00Z
          UTC, 2026-11-23T23:45:00Z, 15,   2026-11-23, -,          2026-11-24, 2026-11-24T00:00:00Z
          UTC, 2026-11-23T10:00:00Z, 7200, -,          -,          2026-11-27, 2026-11-27T00:00:00Z
          UTC, 2026-11-23T10:00:00Z, 7200, 2026-11-25, -,          2026-11-27, 2026-11-26T00:00:00Z
          UTC, 2026-11-23T10:00:00Z, 7200, -,          -,          2026-11-29, 2026-11-28T10:00:00Z
          Europe/Berlin, 2026-11-23T22:50:00Z, 15, 2026-11-23, -, -, 2026-11-23T23:00:00Z
          Europe/Berlin, 2026-11-23T23:00:00Z, 15, 2026-11-24, -, -, 2026-11-23T23:15:00Z
          Europe/Berlin, 2026-11-23T23:00:00Z, 15, -, -, 2026-11-24, 2026-11-23T23:15:00Z
          Europe/Berlin, 2026-10-24T22:30:00Z, 7200, 2026-10-25, -, -, 2026-10-25T23:00:00Z
          America/New_York, 2026-11-23T23:50:00Z, 15, 2026-11-23, -, -, 2026-11-24T00:05:00Z
          """)
  void itHoldsNoLongerThanWhatItPins(
      ZoneId zone,
      Instant now,
      int minutes,
      LocalDate first,
      LocalDate second,
      LocalDate taxFrom,
      Instant expected) {
    int taxDay = day(taxFrom);
    assertThat(
            QuoteExpiry.of(
                new PriceDay(zone),
                now,
                minutes * MINUTES,
                List.of(holdingUntil(day(first)), holdingUntil(day(second))),
                day -> day < taxDay))
        .isEqualTo(expected);
  }

  @SuppressWarnings("NullAway") // A dash in the table is a day that nobody knows.
  private static int day(LocalDate date) {
    return date == null ? Day.OPEN_END : (int) date.toEpochDay();
  }

  private static LinePrice.Known holdingUntil(int day) {
    return new LinePrice.Known(
        new PriceAnswer.Priced(
            "SKU-1",
            "",
            1,
            "EA",
            "EUR",
            1,
            1,
            1,
            new PriceAnswer.Winner(PriceAnswer.Level.BASE_LIST, "BASE", Optional.empty(), 0),
            List.of(),
            1,
            List.of(),
            0,
            Optional.empty(),
            day,
            PriceAnswer.Explanation.NONE,
            0),
        new TaxAnswer.Unknown(TaxAnswer.Cause.SHIP_TO_MISSING, "", ""),
        Day.OPEN_END,
        new QuantityCheck.Valid());
  }
}
