package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.units;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.availability.AvailabilityAnswer.Promise;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item.Component;

/** What is sold as one and shipped as components (T15), and its neighbours. */
final class BundleExamplesTest {

  /** A kit is two A and one B. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "as documented (T15)              | DC1 10, DC1 6@6          | DC1 8@4          | 0 0 0 5 5 8 8 | 0",
        "a half is no kit                 | DC1 11, DC1 6@6          | DC1 8@4          | 0 0 0 5 5 8 8 | 0",
        "one more makes the next          | DC1 12, DC1 6@6          | DC1 8@4          | 0 0 0 6 6 8 8 | 0",
        "both are there                   | DC1 10                   | DC1 3            | 3 3 3 3 3 3 3 | 3",
        "the scarce one changes           | DC1 2, DC1 20@3          | DC1 4, DC1 9@5   | 1 1 4 4 11 11 11 | 1",
        "what is promised is kept back    | DC1 10, DC1 -4@5, DC1 6@6 | DC1 8@4         | 0 0 0 3 3 6 6 | 0",
        "one never comes                  | DC1 10                   | ''               | 0 0 0 0 0 0 0 | 0",
        "from two locations               | DC1 3, DC2 3             | DC2 9            | 3 3 3 3 3 3 3 | 3",
        "a supplier is never there now    | DC1 10                   | S1 8             | 5 5 5 5 5 5 5 | 0",
        "a shortage elsewhere is not ours | DC1 6, DC2 -4            | DC1 9            | 3 3 3 3 3 3 3 | 3",
      })
  void asManyAsTheScarcestComponentAllowsByDate(
      String rule, String a, String b, String atp, String available) {
    var stage = kit("DC1 DC2 S1").supply("A", a).supply("B", b);
    assertThat(stage.atp("KIT", 7)).as(rule).isEqualTo(atp);
    assertThat(stage.available("KIT")).as(rule).isEqualTo(available);
  }

  private static Stage kit(String sources) {
    return Stage.with(sources).says(bundle("KIT", component("A", "2"), component("B", "1")));
  }

  // ---------------------------------------------------------------- bundles in bundles

  /** A pallet is three kits and one B: six A and four B. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "B is needed by two ways        | DC1 100 | DC1 8          | 2 2 2",
        "one B short                    | DC1 100 | DC1 7          | 1 1 1",
        "just enough B for one          | DC1 100 | DC1 4          | 1 1 1",
        "enough for the kits alone      | DC1 100 | DC1 3          | 0 0 0",
        "one A short                    | DC1 5   | DC1 8          | 0 0 0",
        "just enough A for two          | DC1 12  | DC1 9          | 2 2 2",
        "by date                        | DC1 100 | DC1 4, DC1 4@3 | 1 1 2",
      })
  void aSharedComponentIsNeededByAllWaysTogether(String rule, String a, String b, String atp) {
    var stage = kit("DC1").says(bundle("PALLET", component("KIT", "3"), component("B", "1")));
    stage.supply("A", a).supply("B", b);
    assertThat(stage.atp("PALLET", 3)).as(rule).isEqualTo(atp);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "three pieces make one pair and no half,  3, 0.5, 2",
    "four make two,                           4, 0.5, 4",
    "one piece makes no pair,                 1, 0.5, 0",
    "a box of two pairs,                      7, 2,   1",
  })
  void innerBundlesAreWhole(String rule, String a, String pairs, String boxes) {
    var stage = Stage.with("DC1").says(bundle("PAIR", component("A", "2")));
    stage.says(bundle("BOX", component("PAIR", pairs))).supply("A", "DC1 " + a);
    assertThat(stage.available("BOX")).as(rule).isEqualTo(boxes);
    assertThat(stage.atp("BOX", 1)).as(rule).isEqualTo(boxes);
  }

  // ---------------------------------------------------------------- what does not limit

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "needed and stocked,      false, true,  0",
    "optional,                true,  true,  5",
    "not stocked,             false, false, 5",
    "neither,                 true,  false, 5",
  })
  void onlyWhatIsNeededAndStockedLimits(
      String rule, boolean optional, boolean stocked, String available) {
    var stage = Stage.with("DC1").supply("A", "DC1 10");
    stage.says(
        bundle("KIT", component("A", "2"), new Component("B", units("1"), optional, stocked)));
    assertThat(stage.available("KIT")).as(rule).isEqualTo(available);
    assertThat(stage.atp("KIT", 2)).as(rule).isEqualTo(available + " " + available);
  }

  // ---------------------------------------------------------------- arrival

  /** A set is one A and one B; DC1 is near, DC2 two days away, S1 has to be asked for twenty. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "both are near                      | DC1 5        | DC1 5          | 5 | 5@1 COMPONENTS",
        "the far component decides          | DC1 5        | DC2 5          | 5 | 5@3 COMPONENTS",
        "some are near                      | DC1 3, DC2 2 | DC1 2, DC2 3   | 4 | 2@1 COMPONENTS, 2@3 COMPONENTS",
        "only what is near is asked for     | DC1 3, DC2 2 | DC1 2, DC2 3   | 2 | 2@1 COMPONENTS",
        "a near receipt before the far one  | DC1 5        | DC1 5@2, DC2 5 | 5 | 5@2 COMPONENTS",
        "a far one before a near receipt    | DC1 5        | DC1 5@4, DC2 5 | 5 | 5@3 COMPONENTS",
        "each component on its own way      | DC2 5        | DC1 5@4        | 5 | 5@4 COMPONENTS",
        "not enough of one                  | DC1 5        | DC2 3          | 5 | not all: 3@3 COMPONENTS",
        "less than the supplier's minimum   | DC1 50       | S1 30 min 20   | 19 | not all:",
        "the supplier's minimum             | DC1 50       | S1 30 min 20   | 20 | 20@1 COMPONENTS",
      })
  void arrivesWhenItsComponentsHaveArrived(
      String rule, String a, String b, String quantity, String parts) {
    var stage = Stage.with("DC1 DC2+2 S1");
    stage.says(bundle("SET", component("A", "1"), component("B", "1")));
    stage.supply("A", a).supply("B", b);
    assertThat(stage.promised("SET", quantity)).as(rule).isEqualTo(parts);
    assertThat(stage.promise("SET", quantity).whole()).isEmpty();
  }

  @Test
  void aBundleIsOnePartThatItsComponentsMake() {
    var stage = Stage.with("DC1 DC2+2").says(bundle("SET", component("A", "1")));
    stage.supply("A", "DC1 3, DC2 2").together();
    Promise promise = stage.promise("SET", "4");
    assertThat(promise.parts())
        .containsExactly(
            new Promise.Part(
                units("4"),
                Stage.DAY_1 + 2,
                Day.OPEN_START,
                Promise.Routing.COMPONENTS,
                "COMPONENTS",
                "COMPONENTS"));
    assertThat(promise.together()).isTrue();
  }

  @Test
  void eachComponentIsToldWithWhatThereIsOfIt() {
    var stage = kit("DC1").supply("A", "DC1 7").supply("B", "DC1 2");
    assertThat(stage.figures("KIT", "0").components())
        .extracting(c -> c.component().item() + " " + c.available())
        .containsExactly("A " + units("7"), "B " + units("2"));
  }
}
