package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicHolidaysTest {

  @ParameterizedTest
  @CsvSource({"1961-04-02", "2019-04-21", "2026-04-05", "2027-03-28", "2038-04-25", "2285-03-22"})
  void easter(LocalDate sunday) {
    assertThat(PublicHolidays.easterSunday(sunday.getYear())).isEqualTo(sunday);
  }

  @ParameterizedTest
  @CsvSource({
    "GERMANY, 2026-05-14", // Ascension
    "SAXONY, 2026-11-18", // Repentance
    "SAXONY, 2027-11-17",
    "ZARAGOZA, 2027-03-25", // Maundy Thursday
    "LISBON, 2026-06-04", // Corpus Christi
    "FINLAND, 2026-06-19", // Midsummer Eve
    "ENGLAND, 2026-05-04",
    "ENGLAND, 2026-05-25",
    "ENGLAND, 2026-08-31",
    "ENGLAND, 2026-12-28", // For Boxing Day, a Saturday
    "ENGLAND, 2027-12-27", // For Christmas Day, a Saturday
    "ENGLAND, 2027-12-28", // For Boxing Day, a Sunday
    "ENGLAND, 2028-01-03" // For New Year's Day, a Saturday
  })
  void known(PublicHolidays where, LocalDate day) {
    assertThat(where.from(day.getYear())).contains(day);
    assertThat(where.from(day.getYear() - 1)).contains(day);
  }
}
