package tradecounter.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.configuration.Mapping.UnfitException;
import tradecounter.json.JsonTree;

/** What mappings can say, and that figures come through them exactly. */
class MappingTest {
  private static String mapped(String mapping, String json) throws UnfitException {
    Optional<Object> said = Mapping.of(mapping).apply(JsonTree.read(json).orElseThrow());
    return said.isEmpty() ? "nothing" : JsonTree.write(said.get()).toString();
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          quantity                                  | {"quantity": 12345678901234567.123456}  | 12345678901234567.123456
          quantity                                  | {"quantity": 0.10}                      | 0.10
          $decimal(q)                               | {"q": "1,250.75"}                       | 1250.75
          $decimal(q, ",")                          | {"q": "1.250,75"}                       | 1250.75
          $decimal(q, ",")                          | {"q": "12,50-"}                         | -12.50
          $decimal(q)                               | {"q": 7}                                | 7
          $decimal(q)                               | {}                                      | nothing
          $product(a, "0.1")                        | {"a": "0.3"}                            | 0.03
          $sum2(a, b)                               | {"a": 0.1, "b": 0.2}                    | 0.3
          $difference(a, b)                         | {"a": "5", "b": 7.5}                    | -2.5
          $date(d, "dd.MM.yyyy")                    | {"d": "23.11.2026"}                     | "2026-11-23"
          $date(d, "yyyyMMdd")                      | {"d": "20261123"}                       | "2026-11-23"
          $instant(t, "dd.MM.yyyy HH:mm", "Europe/Berlin") | {"t": "23.11.2026 09:00"}        | "2026-11-23T08:00:00Z"
          $instant(t, "yyyyMMdd")                   | {"t": "20261123"}                       | "2026-11-23T00:00:00Z"
          $instant(t)                               | {"t": "2026-11-23T09:00:00+01:00"}      | "2026-11-23T08:00:00Z"
          $pair(LIN, "VP")                          | {"LIN": {"LIN01": "1", "LIN02": "BP", "LIN03": "A", "LIN04": "VP", "LIN05": "B"}} | "B"
          $pair(LIN, "UP")                          | {"LIN": {"LIN01": "1", "LIN02": "BP", "LIN03": "A"}} | nothing
          `$map(l, function($x) {{"k": $x}})`       | {"l": [1, 2]}                           | [{"k":1},{"k":2}]
          """)
  void gives(String mapping, String json, String expected) throws UnfitException {
    assertThat(mapped(mapping, json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $decimal(q)               | {"q": "viele"}      | 'viele' is no number
          $decimal(q)               | {"q": "1e9"}        | '1e9' is no number
          $decimal(q)               | {"q": ""}           | '' is no number
          $date(d, "dd.MM.yyyy")    | {"d": "2026-11-23"} | '2026-11-23' is no date as in dd.MM.yyyy
          $instant(t)               | {"t": "gestern"}    | 'gestern' is no time as in ISO 8601
          $error("no price")        | {}                  | no price
          q + 1                     | {"q": "x"}          | must evaluate to
          """)
  void refuses(String mapping, String json, String why) {
    assertThatThrownBy(() -> mapped(mapping, json))
        .isInstanceOfSatisfying(UnfitException.class, e -> assertThat(e.detail()).contains(why));
  }

  @Test
  void whatIsEndlessIsStopped() {
    assertThatThrownBy(() -> mapped("($f := function($x) {$f($x + 1)}; $f(0))", "{}"))
        .isInstanceOf(UnfitException.class);
    assertThatThrownBy(() -> mapped("($f := function($x) {1 + $f($x + 1)}; $f(0))", "{}"))
        .isInstanceOf(UnfitException.class);
  }

  @Test
  void namesItsVariables() throws UnfitException {
    assertThat(
            Mapping.of("$header.site & '/' & sku")
                .apply(Map.of("sku", "A"), Map.of("header", Map.of("site", "DC1"))))
        .contains("DC1/A");
  }
}
