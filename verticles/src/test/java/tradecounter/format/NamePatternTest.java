package tradecounter.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "*, stock.csv, true",
    "*.csv, stock.csv, true",
    "*.csv, stock.csv.gz, false",
    "stock-??.csv, stock-23.csv, true",
    "stock-??.csv, stock-231.csv, false",
    "full*2026*.xml, full-of-2025-and-2026-11.xml, true",
    "a*b*c, abbbbbbbbbbbbbbbbbbbbbbbbbd, false",
    "*.csv, .csv, true",
    "?, '', false",
    "*, '', true",
    "stock, Stock, false",
  })
  void matches(String pattern, String name, boolean expected) {
    assertThat(NamePattern.matches(pattern, name)).isEqualTo(expected);
  }
}
