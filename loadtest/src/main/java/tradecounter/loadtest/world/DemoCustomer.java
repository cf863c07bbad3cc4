package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A customer of the demo world, one row of {@code customers.csv}.
 *
 * @param groups by priority, the first counts most
 */
record DemoCustomer(
    String customer,
    String name,
    String country,
    String region,
    String postalCode,
    String jurisdiction,
    String currency,
    String channel,
    List<String> groups,
    String priceStrategy,
    BigDecimal creditLimit,
    boolean shipComplete) {

  /** Where the distributor has no branch, customers account for the tax themselves. */
  private static final String REGION_WITHOUT_BRANCH = "EU";

  private record RankedGroup(String group, int priority) {}

  static List<DemoCustomer> all() {
    return DelimitedRows.table("customers.csv").stream().map(DemoCustomer::of).toList();
  }

  private static DemoCustomer of(List<String> row) {
    return new DemoCustomer(
        row.get(0),
        row.get(1),
        row.get(2),
        row.get(3),
        row.get(4),
        row.get(5),
        row.get(6),
        row.get(7),
        Arrays.asList(row.get(8).split(" ", -1)),
        row.get(9),
        new BigDecimal(row.get(10)),
        Boolean.parseBoolean(row.get(11)));
  }

  /** The list that only this customer has, if any does. */
  String ownList() {
    return "CL-" + customer.substring("C-".length());
  }

  /**
   * Writes the fields of the customer's event.
   *
   * @param today the day that dates count from
   * @param hasOwnList whether there is such a list
   */
  void write(Fields data, LocalDate today, boolean hasOwnList) {
    data.text("customer", customer).text("name", name);
    if (customer.equals(TourPrices.SUBSIDIARY)) {
      data.text("parent", Tour.CUSTOMER);
    }
    data.objects(
        "groups",
        rankedGroups(),
        (f, group) -> f.text("group", group.group()).number("priority", group.priority()));
    if (hasOwnList) {
      data.texts("lists", List.of(ownList()));
    }
    data.text("currency", currency)
        .text("channel", channel)
        .text("priceStrategy", priceStrategy)
        .object(
            "terms",
            f ->
                f.text("paymentTerms", "NET30")
                    .money("creditLimit", creditLimit)
                    .money("openBalance", new BigDecimal("0.00"))
                    .flag("blocked", customer.equals("C-10021")))
        .object("tax", f -> writeTax(f, today))
        .objects(
            "shipTos",
            List.of(this),
            (f, c) ->
                f.text("shipTo", Tour.SHIP_TO)
                    .text("region", c.region())
                    .text("country", c.country())
                    .text("postalCode", c.postalCode())
                    .text("jurisdiction", c.jurisdiction()))
        .flag("shipComplete", shipComplete)
        .text("status", "ACTIVE");
  }

  private void writeTax(Fields data, LocalDate today) {
    data.text("status", region.equals(REGION_WITHOUT_BRANCH) ? "REVERSE_CHARGE" : "TAXABLE");
    if (customer.equals(TourPrices.EXEMPT_CUSTOMER)) {
      data.objects(
          "exemptions",
          List.of(this),
          (f, c) ->
              f.text("jurisdiction", c.jurisdiction())
                  .text("certificate", "AEAT-2026-0417")
                  .date("validFrom", today.minusDays(180))
                  .date("validTo", today.plusDays(185)));
    }
  }

  private List<RankedGroup> rankedGroups() {
    List<RankedGroup> ranked = new ArrayList<>();
    for (String group : groups) {
      ranked.add(new RankedGroup(group, ranked.size() + 1));
    }
    return ranked;
  }
}
