package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Entries of price lists and terms of contracts. */
sealed interface Prices {

  /**
   * One item's amounts in one list.
   *
   * @param priceUnit the amounts are for so many of the unit
   */
  record Price(String list, String item, String uom, int priceUnit, List<PriceBreak> breaks)
      implements Prices {}

  /**
   * Valid for a year, half of which is over: either amounts for an item or a discount for a
   * category.
   *
   * @param subject the item or the category
   * @param discountPercent off the price that would hold otherwise; only for a category
   * @param breaks amounts for one of the unit; only for an item
   */
  record ContractPrice(
      String contract,
      String customer,
      String subject,
      String uom,
      String currency,
      Optional<BigDecimal> discountPercent,
      List<PriceBreak> breaks)
      implements Prices {

    static ContractPrice ofItem(
        String contract,
        String customer,
        String item,
        String uom,
        String currency,
        List<PriceBreak> breaks) {
      return new ContractPrice(contract, customer, item, uom, currency, Optional.empty(), breaks);
    }

    static ContractPrice ofCategory(
        String contract,
        String customer,
        String category,
        String currency,
        BigDecimal discountPercent) {
      return new ContractPrice(
          contract, customer, category, "", currency, Optional.of(discountPercent), List.of());
    }
  }

  /** The event that tells it. */
  static FeedEvent event(EventWriter writer, Instant time, LocalDate today, Prices prices) {
    return switch (prices) {
      case Price price ->
          writer.write(
              Feed.ERP,
              EventType.PRICE,
              Subjects.price(price.list(), price.item()),
              time,
              data ->
                  data.text("list", price.list())
                      .text("item", price.item())
                      .text("uom", price.uom())
                      .breaks(price.breaks())
                      .number("priceUnit", price.priceUnit()));
      case ContractPrice term ->
          writer.write(
              Feed.ERP,
              EventType.CONTRACT_PRICE,
              Subjects.contractPrice(term.contract(), term.subject()),
              time,
              data -> write(data, term, today));
    };
  }

  private static void write(Fields data, ContractPrice term, LocalDate today) {
    data.text("contract", term.contract()).text("customer", term.customer());
    term.discountPercent()
        .ifPresentOrElse(
            percent ->
                data.text("category", term.subject())
                    .text("currency", term.currency())
                    .percent("discountPercent", percent),
            () ->
                data.text("item", term.subject())
                    .text("uom", term.uom())
                    .text("currency", term.currency())
                    .breaks(term.breaks()));
    data.date("validFrom", today.minusDays(180)).date("validTo", today.plusDays(185));
  }
}
