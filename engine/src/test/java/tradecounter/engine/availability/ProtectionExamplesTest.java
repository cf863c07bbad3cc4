package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.atSupplier;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.location;
import static tradecounter.engine.Given.networkOfChannel;
import static tradecounter.engine.Given.sold;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;

/** Networks that share a location (T11), and ring-fences, seen from both sides. */
final class ProtectionExamplesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "each sees what may serve it,              0, 0, 15, 5",
    "all of it is held for the first channel, 10, 5,  0, 0",
    "a part of the shared stock is held,       0, 2, 13, 3",
    "only what is not shared is held,         10, 0,  5, 5",
  })
  void whatIsHeldForOneChannelIsGoneForTheOther(
      String rule, String heldAtX, String heldAtY, String first, String second) {
    var stage =
        Stage.of(
            stocked("A"),
            location("X"),
            location("Y"),
            networkOfChannel("N1", "1", atLocation("X", 1, 0), atLocation("Y", 2, 0)),
            networkOfChannel("N2", "2", atLocation("Y", 1, 0)));
    stage.supply("A", "X 10, Y 5");
    stage.says(PositionChange.set("A", "X", Map.of(Figure.ALLOCATED, units(heldAtX))));
    stage.says(PositionChange.set("A", "Y", Map.of(Figure.ALLOCATED, units(heldAtY))));
    assertThat(stage.buyer("1").available("A")).as(rule).isEqualTo(first);
    assertThat(stage.buyer("2").available("A")).as(rule).isEqualTo(second);
  }

  // ---------------------------------------------------------------- a minimum for somebody

  /** The horizon is five days. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing is kept                        | ''                             | WEB        | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "kept from everybody else               | MIN 8 A SHOP                   | WEB        | DC1 20         | 12 | 12 12 12 12 12 | 8",
        "kept for the channel itself            | MIN 8 A SHOP                   | SHOP       | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "kept for a group, asked by a member    | MIN 8 A group:GOLD             | group:GOLD | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "kept for a group, asked by another     | MIN 8 A group:GOLD             | group:TIN  | DC1 20         | 12 | 12 12 12 12 12 | 8",
        "kept of the category                   | MIN 8 category:CABLE SHOP      | WEB        | DC1 20         | 12 | 12 12 12 12 12 | 8",
        "kept of another category               | MIN 8 category:LAMP SHOP       | WEB        | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "kept of another item                   | MIN 8 B SHOP                   | WEB        | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "two fences add up                      | MIN 8 A SHOP, MIN 5 A group:GOLD | WEB      | DC1 20         | 7  | 7 7 7 7 7      | 13",
        "item and category add up               | MIN 8 A SHOP, MIN 5 category:CABLE SHOP | WEB | DC1 20       | 7  | 7 7 7 7 7      | 13",
        "an insider of one, outsider of another | MIN 8 A SHOP, MIN 5 A group:GOLD | SHOP     | DC1 20         | 15 | 15 15 15 15 15 | 5",
        "more is kept than there is             | MIN 25 A SHOP                  | WEB        | DC1 20         | 0  | 0 0 0 0 0      | 20",
        "exactly what there is                  | MIN 20 A SHOP                  | WEB        | DC1 20         | 0  | 0 0 0 0 0      | 20",
        "nothing is kept by a fence of zero     | MIN 0 A SHOP                   | WEB        | DC1 20         | 20 | 20 20 20 20 20 | 0",
        // By date.
        "ended yesterday                        | MIN 8 A SHOP ..0               | WEB        | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "ends today                             | MIN 8 A SHOP ..1               | WEB        | DC1 20         | 12 | 12 20 20 20 20 | 8",
        "ends tomorrow                          | MIN 8 A SHOP ..2               | WEB        | DC1 20         | 12 | 12 12 20 20 20 | 8",
        "starts today                           | MIN 8 A SHOP 1..               | WEB        | DC1 20         | 12 | 12 12 12 12 12 | 8",
        "starts tomorrow: kept back from today  | MIN 8 A SHOP 2..               | WEB        | DC1 20         | 20 | 12 12 12 12 12 | 0",
        "of one day in the middle               | MIN 8 A SHOP 3..3              | WEB        | DC1 20         | 20 | 12 12 12 20 20 | 0",
        "starts on the last day                 | MIN 8 A SHOP 5..               | WEB        | DC1 20         | 20 | 12 12 12 12 12 | 0",
        "starts after the horizon               | MIN 8 A SHOP 6..               | WEB        | DC1 20         | 20 | 20 20 20 20 20 | 0",
        "two windows, the larger first          | MIN 8 A SHOP 1..2, MIN 5 A SHOP 4..4 | WEB  | DC1 20         | 12 | 12 12 15 15 20 | 8",
        // With what comes.
        "what comes fills the fence first       | MIN 8 A SHOP                   | WEB        | DC1 5, DC1 10@3 | 0 | 0 0 7 7 7      | 5",
        "a fence until the receipt comes        | MIN 8 A SHOP ..2               | WEB        | DC1 5, DC1 10@3 | 0 | 0 0 15 15 15   | 5",
        "a fence the receipt can fill in time   | MIN 8 A SHOP 4..               | WEB        | DC1 5, DC1 10@3 | 5 | 5 5 7 7 7      | 0",
        "a fence before the receipt takes stock | MIN 3 A SHOP 2..2              | WEB        | DC1 5, DC1 10@3 | 5 | 2 2 15 15 15   | 0",
        "a demand and a fence both keep back    | MIN 3 A SHOP 2..               | WEB        | DC1 9, DC1 -4@3 | 9 | 2 2 2 2 2      | 0",
      })
  void aMinimumIsKeptFromEverybodyElse(
      String rule,
      String fences,
      String buyer,
      String supply,
      String available,
      String atp,
      String withheld) {
    var stage = Stage.with("DC1").says(sold(stocked("A", 5), "CABLE"));
    stage.supply("A", supply).fences(fences).buyer(buyer);
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 5)).as(rule).isEqualTo(atp);
    assertThat(FixedPoint.format(stage.figures("A", "0").withheldByProtection()))
        .as(rule)
        .isEqualTo(withheld);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the last source gives first           | DC1 10, DC2 5          | MIN 3 A SHOP | 12 | 12 12 12 | 10@1 DC1, 2@1 DC2",
        "the last gives all it has             | DC1 10, DC2 5          | MIN 5 A SHOP | 10 | 10 10 10 | 10@1 DC1",
        "the one before gives the rest         | DC1 10, DC2 5          | MIN 8 A SHOP | 7  | 7 7 7    | 7@1 DC1",
        "a supplier gives, what is now does not count it | DC1 10, S1 5 | MIN 4 A SHOP | 6  | 11 11 11 | 10@1 DC1, 1@1 S1",
        "the supplier gives once it can ship   | DC1 10, S1 5@3         | MIN 4 A SHOP | 6  | 6 6 11   | 6@1 DC1, 4@3 DC1, 1@3 S1",
        "a shortage gives nothing              | DC1 10, DC2 -5         | MIN 4 A SHOP | 6  | 6 6 6    | 6@1 DC1",
      })
  void aFenceIsTakenFromTheLastSourceFirst(
      String rule, String supply, String fences, String available, String atp, String parts) {
    var stage = Stage.with("DC1 DC2 S1").supply("A", supply).fences(fences);
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 3)).as(rule).isEqualTo(atp);
    String all = FixedPoint.format(stage.figures("A", "0").atp().at(Stage.DAY_1 + 2));
    assertThat(stage.promised("A", all)).as(rule).isEqualTo(parts);
  }

  // ---------------------------------------------------------------- of networks that share sources

  /** EDI is served from DC1 alone, the WEB from DC1, DC2 and S1, which EDI does not reach. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "only what is shared gives              | DC1 5, DC2 10  | MIN 5 A EDI             | 10 | 10 10 10 | 10@1 DC2          | 5",
        "a part of what is shared is left       | DC1 5, DC2 10  | MIN 3 A EDI             | 12 | 12 12 12 | 2@1 DC1, 10@1 DC2 | 5",
        "what is shared cannot give more        | DC1 5, DC2 10  | MIN 9 A EDI             | 10 | 10 10 10 | 10@1 DC2          | 5",
        "nothing shared is there                | DC2 10         | MIN 5 A EDI             | 10 | 10 10 10 | 10@1 DC2          | 0",
        "what is shared comes later             | DC1 5@2, DC2 10 | MIN 3 A EDI            | 10 | 10 12 12 | 10@1 DC2, 2@2 PO-1 | 0",
        "kept from tomorrow on                  | DC1 5, DC2 10  | MIN 5 A EDI 2..         | 15 | 10 10 10 | 10@1 DC2          | 5",
        "a supplier that is not shared          | DC1 5, S1 7    | MIN 5 A EDI             | 0  | 7 7 7    | 7@1 S1            | 5",
        "of the category                        | DC1 5, DC2 10  | MIN 5 category:CABLE EDI | 10 | 10 10 10 | 10@1 DC2         | 5",
        "for a group: all networks admit it     | DC1 5, DC2 10  | MIN 5 A group:GOLD      | 10 | 10 10 10 | 5@1 DC1, 5@1 DC2  | 0",
        "for a channel without a network        | DC1 5, DC2 10  | MIN 5 A SHOP            | 15 | 15 15 15 | 5@1 DC1, 10@1 DC2 | 5",
        "each from its own                      | DC1 5, DC2 10  | MIN 4 A EDI, MIN 4 A group:GOLD | 7 | 7 7 7 | 1@1 DC1, 6@1 DC2 | 1",
        "each in its days                       | DC1 5, DC2 10  | MIN 5 A EDI 3.., MIN 6 A group:GOLD ..1 | 9 | 4 10 10 | 4@1 DC2, 6@2 DC2 | 0",
      })
  void aFenceIsTakenOnlyFromWhatThoseItIsForCanHaveToo(
      String rule,
      String supply,
      String fences,
      String available,
      String atp,
      String parts,
      String availableToEdi) {
    var stage =
        Stage.of(
            sold(Stage.eligible("A"), "CABLE"),
            location("DC1"),
            location("DC2"),
            networkOfChannel("N1", "EDI", atLocation("DC1", 1, 0)),
            networkOfChannel(
                "N2",
                "WEB",
                atLocation("DC1", 1, 0),
                atLocation("DC2", 2, 0),
                atSupplier("S1", 3, 0)));
    stage.supply("A", supply).fences(fences).buyer("WEB");
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 3)).as(rule).isEqualTo(atp);
    String most = FixedPoint.format(stage.figures("A", "0").atp().at(Stage.DAY_1 + 2));
    assertThat(stage.promised("A", most.equals("0") ? "1" : most)).as(rule).isEqualTo(parts);
    assertThat(stage.buyer("EDI").available("A")).as(rule).isEqualTo(availableToEdi);
  }

  /** DC1, which EDI has to itself, is the last to serve the WEB: whoever takes first takes it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "by key, the channel's first       | MIN 5 A EDI, MIN 5 A group:GOLD              | 5  | 5@1 DC2",
        "by key, the group's first         | MIN 5 A group:GOLD, MIN 5 A EDI              | 10 | 10@1 DC2",
        "the item's before its category's  | MIN 5 category:CABLE group:GOLD, MIN 5 A EDI | 5  | 5@1 DC2",
      })
  void fencesAreWorkedOffOneAfterTheOther(
      String rule, String fences, String available, String parts) {
    var stage =
        Stage.of(
            sold(stocked("A"), "CABLE"),
            location("DC1"),
            location("DC2"),
            networkOfChannel("N1", "EDI", atLocation("DC1", 1, 0)),
            networkOfChannel("N2", "WEB", atLocation("DC2", 1, 0), atLocation("DC1", 2, 0)));
    stage.supply("A", "DC1 5, DC2 10").fences(fences).buyer("WEB");
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(stage.atp("A", 2)).as(rule).isEqualTo(available + " " + available);
    assertThat(stage.promised("A", available)).as(rule).isEqualTo(parts);
  }

  // ---------------------------------------------------------------- a maximum for somebody

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "those it is for get no more           | MAX 6 A WEB                         | 1 | 6  | 7  | not all: 6@1 DC1",
        "up to the maximum it is complete      | MAX 6 A WEB                         | 1 | 6  | 6  | 6@1 DC1",
        "others are not capped                 | MAX 6 A SHOP                        | 1 | 20 | 7  | 7@1 DC1",
        "of two the smaller counts             | MAX 6 A WEB, MAX 4 category:CABLE WEB | 1 | 4 | 6 | not all: 4@1 DC1",
        "more than there is caps nothing       | MAX 60 A WEB                        | 1 | 20 | 20 | 20@1 DC1",
        "zero is nothing                       | MAX 0 A WEB                         | 1 | 0  | 1  | not all:",
        "ended yesterday                       | MAX 6 A WEB ..0                     | 1 | 20 | 7  | 7@1 DC1",
        "ends today                            | MAX 6 A WEB ..1                     | 1 | 6  | 7  | not all: 6@1 DC1",
        "starts tomorrow, asked for today      | MAX 6 A WEB 2..                     | 1 | 20 | 7  | 7@1 DC1",
        "starts tomorrow, asked for tomorrow   | MAX 6 A WEB 2..                     | 2 | 6  | 7  | not all: 6@2 DC1",
        "a minimum for others, then the cap    | MAX 6 A WEB, MIN 16 A SHOP          | 1 | 4  | 6  | not all: 4@1 DC1",
        "the cap, where the minimum leaves more | MAX 6 A WEB, MIN 8 A SHOP          | 1 | 6  | 7  | not all: 6@1 DC1",
      })
  void aMaximumCapsThoseItIsFor(
      String rule, String fences, int onDay, String available, String quantity, String parts) {
    var stage = Stage.with("DC1").says(sold(stocked("A", 5), "CABLE"));
    stage.supply("A", "DC1 20").fences(fences).buyer("WEB").onDay(onDay);
    assertThat(stage.available("A")).as(rule).isEqualTo(available);
    assertThat(FixedPoint.format(stage.figures("A", "0").atp().at(Stage.DAY_1 + 4)))
        .as(rule)
        .isEqualTo(available);
    assertThat(stage.promised("A", quantity)).as(rule).isEqualTo(parts);
  }

  // ---------------------------------------------------------------- bundles

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a fence of the component            | MIN 8 A SHOP      | 6  | 7  | not all: 6@1 COMPONENTS",
        "a fence of the component's category | MIN 9 category:CABLE SHOP | 5 | 5 | 5@1 COMPONENTS",
        "a fence of the bundle itself        | MIN 3 KIT SHOP    | 7  | 8  | not all: 7@1 COMPONENTS",
        "of both, one after the other        | MIN 8 A SHOP, MIN 3 KIT SHOP | 3 | 3 | 3@1 COMPONENTS",
        "a maximum of the bundle             | MAX 4 KIT WEB     | 4  | 5  | not all: 4@1 COMPONENTS",
        "a maximum of the component          | MAX 7 A WEB       | 3  | 3  | 3@1 COMPONENTS",
        "a maximum for somebody else         | MAX 4 KIT SHOP    | 10 | 10 | 10@1 COMPONENTS",
        "another item's fence                | MIN 8 B SHOP      | 10 | 10 | 10@1 COMPONENTS",
      })
  void bundlesMindTheirOwnFencesAndThoseOfTheirComponents(
      String rule, String fences, String available, String quantity, String parts) {
    var stage = Stage.with("DC1").says(sold(stocked("A", 5), "CABLE"));
    stage.says(bundle("KIT", component("A", "2")));
    stage.supply("A", "DC1 20").fences(fences).buyer("WEB");
    assertThat(stage.available("KIT")).as(rule).isEqualTo(available);
    assertThat(stage.atp("KIT", 2)).as(rule).isEqualTo(available + " " + available);
    assertThat(stage.promised("KIT", quantity)).as(rule).isEqualTo(parts);
  }

  /** Only the WEB is served; its bundles need one A each. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a fence of the component, for whom nobody serves | MIN 8 A EDI   | 20",
        "a fence of the bundle, for whom nobody serves    | MIN 8 KIT EDI | 12",
      })
  void fencesOfBundlesHoldWhoeverServes(String rule, String fences, String available) {
    var stage =
        Stage.of(
            stocked("A"),
            bundle("KIT", component("A", "1")),
            location("DC1"),
            networkOfChannel("N1", "WEB", atLocation("DC1", 1, 0)));
    stage.supply("A", "DC1 20").fences(fences).buyer("WEB");
    assertThat(stage.available("KIT")).as(rule).isEqualTo(available);
    assertThat(stage.atp("KIT", 2)).as(rule).isEqualTo(available + " " + available);
  }
}
