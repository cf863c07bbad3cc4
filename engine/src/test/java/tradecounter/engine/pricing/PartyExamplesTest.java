package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.Outcome;
import tradecounter.engine.pricing.PriceAnswer.Priced;

/**
 * Whose contracts serve a customer, and which goes first. The customer C belongs to MOTHER, which
 * belongs to HOLDING, and buys with the groups BG1 and, after it, BG2. MOTHER buys with BG9.
 */
final class PartyExamplesTest {
  private static final Customer C = account("C", "MOTHER", "EUR", "BG1:1 BG2:2");
  private static final Customer MOTHER = account("MOTHER", "HOLDING", "USD", "BG9:1");
  private static final Customer HOLDING = account("HOLDING", "", "EUR", "");
  private static final String LIST = "list BASE EUR; price BASE 100@1; ";

  private static Customer account(String customer, String parent, String currency, String groups) {
    return account(customer, parent, currency, groups, PriceStrategy.PRIORITY);
  }

  private static Customer account(
      String customer, String parent, String currency, String groups, PriceStrategy strategy) {
    return new Customer(
        customer,
        "",
        parent,
        Arrays.stream(groups.split(" ", -1))
            .filter(group -> !group.isEmpty())
            .map(group -> group.split(":", -1))
            .map(group -> new GroupMembership(group[0], Integer.parseInt(group[1])))
            .toList(),
        List.of(),
        currency,
        "WEB",
        strategy,
        Customer.TaxTerms.TAXABLE,
        List.of(),
        false,
        Customer.Status.ACTIVE);
  }

  private static PriceDesk desk(String contracts) {
    return PriceDesk.of(LIST + contracts).accounts(C, MOTHER, HOLDING).by(C);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "its own first                    | contract K1 91@1; contract K2 92@1 with MOTHER; contract K3 93@1 with HOLDING; contract K4 94@1 buyers BG1; contract K5 95@1 buyers BG2 | 91 K1",
        "then its parent's                | contract K2 92@1 with MOTHER; contract K3 93@1 with HOLDING; contract K4 94@1 buyers BG1; contract K5 95@1 buyers BG2 | 92 K2",
        "then its grandparent's           | contract K3 93@1 with HOLDING; contract K4 94@1 buyers BG1; contract K5 95@1 buyers BG2 | 93 K3",
        "then that of its first group     | contract K4 94@1 buyers BG1; contract K5 95@1 buyers BG2 | 94 K4",
        "then that of its second group    | contract K5 95@1 buyers BG2 | 95 K5",
        "the lists after all of them      | ''                           | 100 BASE",
        "the name does not matter         | contract A 92@1 with MOTHER; contract Z 91@1 | 91 Z",
        "nor does the price               | contract K1 99@1; contract K2 1@1 with MOTHER | 99 K1",
        "nor do dates                     | contract K1 91@1; contract K2 92@1 with MOTHER valid 0..5 | 91 K1",
        "nor does priority                | contract K1 91@1 priority 9000; contract K2 92@1 with MOTHER priority 1 | 91 K1",
        "an own one that is not reached   | contract K1 91@10; contract K2 92@1 with MOTHER | 92 K2",
        "an own one of tomorrow           | contract K1 91@1 valid 1..; contract K2 92@1 with MOTHER | 92 K2",
        "an own one in another currency   | contract K1 91@1 currency USD; contract K2 92@1 with MOTHER | 92 K2",
        "a sister's serves her alone      | contract K 90@1 with SISTER   | 100 BASE",
        "a parent's group serves it alone | contract K 90@1 buyers BG9    | 100 BASE",
        "a group is no customer           | contract K 90@1 with BG1      | 100 BASE",
        "a customer is no group           | contract K 90@1 buyers C      | 100 BASE",
        "one for another item             | contract K 90@1 of B          | 100 BASE",
      })
  void theNearestPartyGoesFirst(String rule, String contracts, String won) {
    assertThat(desk(contracts).won("1")).as(rule).isEqualTo(won);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "own item before own category     | contract K1 91@1; contract K2 92@1 category PIPES | 91 K1",
        "the furthest item before the own category | contract K1 91@1 buyers BG2; contract K2 92@1 category PIPES | 91 K1",
        "the own category before a parent's | contract K1 91@1 category PIPES; contract K2 92@1 with MOTHER category PIPES | 91 K1",
        "a parent's before a group's      | contract K1 91@1 buyers BG1 category PIPES; contract K2 92@1 with MOTHER category PIPES | 92 K2",
        "a category before a list         | contract K1 91@1 buyers BG2 category PIPES | 91 K1",
        "another category                 | contract K1 91@1 category VALVES           | 100 BASE",
        "an item that is not reached      | contract K1 91@10; contract K2 92@1 buyers BG2 category PIPES | 92 K2",
      })
  void aContractForTheItemGoesBeforeOneForItsCategory(String rule, String contracts, String won) {
    assertThat(desk(contracts).won("1")).as(rule).isEqualTo(won);
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the smaller number first        | contract K1 91@1 priority 2; contract K2 92@1 priority 1 | 92 K2",
        "a number before none, which is 1000 | contract K1 91@1; contract K2 92@1 priority 999   | 92 K2",
        "and after it                    | contract K1 91@1; contract K2 92@1 priority 1001        | 91 K1",
        "priority before dates           | contract K1 91@1 priority 2 valid 0..5; contract K2 92@1 priority 1 | 92 K2",
        "priority before the larger break | contract K1 91@10 priority 2; contract K2 92@1 priority 1 | 92 K2",
        "dated before undated            | contract K1 91@1; contract K2 92@1 valid 0..5            | 92 K2",
        "dated by its end alone          | contract K1 91@1; contract K2 92@1 valid ..5             | 92 K2",
        "dates before the larger break   | contract K1 91@10; contract K2 92@1 valid 0..5           | 92 K2",
        "the larger break                | contract K1 91@1; contract K2 92@10                      | 92 K2",
        "the later start                 | contract K1 91@1 valid -9..; contract K2 92@1 valid -5.. | 92 K2",
        "the smaller name at last        | contract K1 91@3; contract K2 30@9 in M                  | 91 K1",
        "in whatever order they are told | contract K2 91@3; contract K1 30@9 in M                  | 90 K1",
        "of a parent's two as well       | contract K1 91@1 with MOTHER priority 2; contract K2 92@1 with MOTHER priority 1 | 92 K2",
      })
  void amongContractsOfOnePartyPriorityGoesFirst(String rule, String contracts, String won) {
    assertThat(desk(contracts).won("10")).as(rule).isEqualTo(won);
  }

  @ParameterizedTest(name = "{0}: {1} → {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "off the list                      | PRIORITY | contract K1 less 10                              | 90 K1",
        "a parent's                        | PRIORITY | contract K1 less 20 with MOTHER                  | 80 K1",
        "a group's                         | PRIORITY | contract K1 less 20 buyers BG2                   | 80 K1",
        "for the category                  | PRIORITY | contract K1 less 20 category PIPES               | 80 K1",
        "off the list, not off a contract  | PRIORITY | contract K1 less 10; contract K2 50@1 with MOTHER | 90 K1",
        "an own price before a parent's discount | PRIORITY | contract K1 less 60 with MOTHER; contract K2 50@1 | 50 K2",
        "not off another discount          | PRIORITY | contract K1 less 10; contract K2 less 20 with MOTHER | 90 K1",
        "by BEST the largest discount      | BEST     | contract K1 less 10; contract K2 less 20 with MOTHER | 80 K2",
        "by BEST the lowest contract       | BEST     | contract K1 less 10; contract K2 50@1 with MOTHER | 50 K2",
        "by BEST off the lowest list       | BEST     | list SALE EUR priority 5; price SALE 80@1; contract K1 less 10 | 72 K1",
        "by PRIORITY off the first list    | PRIORITY | list SALE EUR priority 5; price SALE 80@1; contract K1 less 10 | 90 K1",
        "by MERGE off the merged break     | MERGE    | list SALE EUR priority 5; price SALE 95@1 80@10; contract K1 less 10 | 72 K1",
        "by MERGE a contract stands before lists | MERGE | list SALE EUR priority 5; price SALE 80@10; contract K1 91@1 with MOTHER | 91 K1",
        "priority between two discounts    | PRIORITY | contract K1 less 10; contract K2 less 20 priority 1 | 80 K2",
        "nothing off                       | PRIORITY | contract K1 less 0                               | 100 K1",
        "all off                           | PRIORITY | contract K1 less 100                             | 0 K1",
        "off a price in another unit       | PRIORITY | list BOXES EUR priority 0; price BOXES 960@0 in BOX; contract K1 less 10 | 72 K1",
      })
  void aDiscountIsOffWhatTheListsGive(String rule, String strategy, String further, String won) {
    PriceDesk desk =
        desk(further)
            .by(account("C", "MOTHER", "EUR", "BG1:1 BG2:2", PriceStrategy.valueOf(strategy)));
    assertThat(desk.won("10")).as(rule).isEqualTo(won);
  }

  @Test
  void aDiscountHasTheBreaksOfTheLists() {
    PriceDesk desk = desk("price BASE 100@1 80@10 valid 0..; contract K less 12.5 with MOTHER");
    assertThat(PriceDesk.table(desk.priced("10"))).isEqualTo("87.5@1 70@10");
    assertThat(desk.won("10")).isEqualTo("70 K");
    assertThat(desk.won("9")).isEqualTo("87.5 K");
  }

  @Test
  void theAnswerNamesTheParty() {
    Priced priced = desk("contract K 90@1 buyers BG2; contract L 91@1 with MOTHER").priced("1");
    assertThat(priced.winner().party()).contains(Party.customer("MOTHER"));
    assertThat(priced.explanation().candidates())
        .filteredOn(c -> c.outcome() == Outcome.LOST)
        .extracting(Candidate::reason)
        .containsExactly(
            "the contract of customer MOTHER is nearer", "CONTRACT goes before BASE_LIST");
    assertThat(desk("").priced("1").winner().party()).isEmpty();
  }

  @Test
  void aContractWithoutACurrencyIsInThatOfWhoeverAsks() {
    PriceDesk desk = desk("contract K 90@1 with MOTHER");
    assertThat(desk.won("1")).isEqualTo("90 K");
    assertThat(desk.by(MOTHER).won("1")).isEqualTo("90 K");
    assertThat(desk.priced("1").currency()).as("MOTHER pays in USD").isEqualTo("USD");
  }

  @Test
  void aContractOfAnAccountBelowDoesNotServeItsParent() {
    assertThat(desk("contract K 90@1").by(HOLDING).won("1")).isEqualTo("100 BASE");
  }

  // ---------------------------------------------------------------- how far up

  @ParameterizedTest(name = "{0}: {1} → {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody above             | C: X:C       | C",
        "one above                | C:M          | C M",
        "an account nobody told   | C:GHOST X:C  | C GHOST",
        "eight above              | C:P1 P1:P2 P2:P3 P3:P4 P4:P5 P5:P6 P6:P7 P7:P8 | C P1 P2 P3 P4 P5 P6 P7 P8",
        "the ninth is passed over | C:P1 P1:P2 P2:P3 P3:P4 P4:P5 P5:P6 P6:P7 P7:P8 P8:P9 | C P1 P2 P3 P4 P5 P6 P7 P8",
        "its own parent           | C:C          | C",
        "each other's             | C:M M:C      | C M",
        "a circle further up      | C:M M:N N:M  | C M N",
      })
  void upToEightAccountsAreAskedAndCirclesAreCut(String rule, String parents, String asked) {
    Customer[] accounts =
        Arrays.stream(parents.split(" ", -1))
            .map(pair -> pair.split(":", -1))
            .map(pair -> account(pair[0], pair[1], "EUR", ""))
            .toArray(Customer[]::new);
    String found =
        new PriceDesk()
            .accounts(accounts).by(accounts[0]).parties().stream()
                .map(Party::key)
                .collect(Collectors.joining(" "));
    assertThat(found).as(rule).isEqualTo(asked);
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "BG1:1 BG2:2, C BG1 BG2",
    "BG1:2 BG2:1, C BG2 BG1",
    "BG2:1 BG1:1, C BG1 BG2",
    "'', C",
  })
  void buyingGroupsComeByPriorityAndKey(String groups, String asked) {
    String found =
        new PriceDesk()
            .by(account("C", "", "EUR", groups)).parties().stream()
                .map(Party::key)
                .collect(Collectors.joining(" "));
    assertThat(found).isEqualTo(asked);
  }

  @Test
  void theContractOfTheEighthAccountAboveServesAndThatOfTheNinthDoesNot() {
    Customer[] accounts = new Customer[10];
    for (int level = 0; level < accounts.length; level++) {
      accounts[level] = account("P" + level, "P" + (level + 1), "EUR", "");
    }
    PriceDesk desk =
        PriceDesk.of(LIST + "contract K 90@1 with P9").accounts(accounts).by(accounts[0]);
    assertThat(desk.won("1")).isEqualTo("100 BASE");
    assertThat(desk.given("contract L 91@1 with P8").won("1")).isEqualTo("91 L");
  }

  @Test
  void aCustomerWithoutANameHasNoContracts() {
    PriceDesk desk = PriceDesk.of(LIST + "contract K 90@1").by(Customer.ANYBODY).in("EUR");
    assertThat(desk.parties()).isEmpty();
    assertThat(FixedPoint.format(desk.priced("1").unitPrice())).isEqualTo("100");
  }
}
