package tradecounter.engine.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.Promotion.Effect.BuyGet;

/** What price lists and promotions cannot say, whoever makes them. */
class PriceTermsTest {

  /** A list that names whom its kind does not ask for is told, not given to others. */
  @ParameterizedTest(name = "{0} for groups {1} and customers {2}: {3}")
  @CsvSource({
    "BASE, '', '',",
    "BASE, GOLD, '', 'groups go with kind GROUP, not with BASE'",
    "BASE, '', C-1, 'customers go with kind CUSTOMER, not with BASE'",
    "GROUP, GOLD TRADE, '',",
    "GROUP, '', '', 'groups: a GROUP list names at least one'",
    "GROUP, GOLD, C-1, 'customers go with kind CUSTOMER, not with GROUP'",
    "CUSTOMER, '', C-1,",
    "CUSTOMER, '', '',",
    "CUSTOMER, GOLD, C-1, 'groups go with kind GROUP, not with CUSTOMER'",
  })
  void aListNamesWhomItsKindAsksFor(
      PriceList.Kind kind, String groups, String customers, @Nullable String complaint) {
    if (complaint == null) {
      PriceList list = list(kind, groups, customers);
      assertThat(list.groups()).isEqualTo(keys(groups));
      assertThat(list.customers()).isEqualTo(keys(customers));
    } else {
      assertThatThrownBy(() -> list(kind, groups, customers))
          .isInstanceOf(InvalidFigureException.class)
          .hasMessage(complaint);
    }
  }

  private static PriceList list(PriceList.Kind kind, String groups, String customers) {
    return new PriceList(
        "L",
        "EUR",
        kind,
        keys(groups),
        keys(customers),
        Set.of("WEB"),
        1,
        Day.OPEN_START,
        Day.OPEN_END,
        true,
        true,
        PriceList.Formula.NONE);
  }

  private static Set<String> keys(String keys) {
    return Arrays.stream(keys.split(" ")).filter(key -> !key.isEmpty()).collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "buy {0}, get {1}: {2}")
  @CsvSource({
    "0.001, 1,",
    "0.001, 0.000001,",
    "1, 1000,",
    "1000000000, 999999999999,",
    "0.000999, 0.5, 'effect: buy must be at least 0.001, not 0.000999'",
    "0.000001, 999999999999, 'effect: buy must be at least 0.001, not 0.000001'",
    "0, 1, 'effect: buy must be at least 0.001, not 0'",
    "1, 0, 'effect: get must be above 0'",
    "1, 1000.000001, 'effect: get must be at most 1000 times buy, not 1000.000001 for 1'",
    "0.001, 999999999999,"
        + " 'effect: get must be at most 1000 times buy, not 999999999999 for 0.001'",
  })
  void whatIsGivenAwayIsInProportion(String buy, String get, @Nullable String complaint) {
    if (complaint == null) {
      assertThatCode(() -> buyGet(buy, get)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> buyGet(buy, get))
          .isInstanceOf(InvalidFigureException.class)
          .hasMessage(complaint);
    }
  }

  private static BuyGet buyGet(String buy, String get) {
    return new BuyGet(FixedPoint.parse(buy), FixedPoint.parse(get));
  }
}
