package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Entries of price lists, terms of contracts, and what items cost. */
sealed interface Prices {

  /**
   * One item's amounts in one list.
   *
   * @param priceUnit the amounts are for so many of the unit
   */
  record Price(String list, String item, String uom, int priceUnit, List<PriceBreak> breaks)
      implements Prices {}

  /**
   * Valid for a year, half of which is over.
   *
   * @param target {@code item} or {@code category}, what {@code subject} is the key of
   */
  record ContractPrice(String contract, Party party, String target, String subject, Terms terms)
      implements Prices {

    static ContractPrice ofItem(String contract, Party party, String item, Amounts amounts) {
      return new ContractPrice(contract, party, "item", item, amounts);
    }

    static ContractPrice ofCategory(
        String contract, Party party, String category, BigDecimal percent) {
      return new ContractPrice(contract, party, "category", category, new Discount(percent));
    }
  }

  /** With whom a contract is made: {@code field} is the name of its field. */
  record Party(String field, String key) {
    static Party customer(String customer) {
      return new Party("customer", customer);
    }

    static Party buyingGroup(String group) {
      return new Party("buyingGroup", group);
    }
  }

  /** What a contract agrees. */
  sealed interface Terms {}

  /** So much off the price that would hold otherwise, in whatever currency. */
  record Discount(BigDecimal percent) implements Terms {}

  /**
   * Amounts of its own, in EUR.
   *
   * @param priceUnit they are for so many of the unit
   * @param breakGroup with which others of the contract they count together, empty for none
   */
  record Amounts(String uom, int priceUnit, List<PriceBreak> breaks, String breakGroup)
      implements Terms {
    static Amounts each(String uom, List<PriceBreak> breaks) {
      return new Amounts(uom, 1, breaks, "");
    }
  }

  /** What one of an item's base unit costs, in EUR, everywhere and on every day. */
  record Cost(String item, BigDecimal amount) implements Prices {}

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
      case ContractPrice contract ->
          writer.write(
              Feed.ERP,
              EventType.CONTRACT_PRICE,
              Subjects.contractPrice(contract.contract(), contract.subject()),
              time,
              data -> write(data, contract, today));
      case Cost cost ->
          writer.write(
              Feed.ERP,
              EventType.COST,
              cost.item(),
              time,
              data ->
                  data.text("item", cost.item())
                      .money("amount", cost.amount())
                      .text("currency", "EUR"));
    };
  }

  private static void write(Fields data, ContractPrice contract, LocalDate today) {
    data.text("contract", contract.contract())
        .text(contract.party().field(), contract.party().key())
        .text(contract.target(), contract.subject());
    switch (contract.terms()) {
      case Discount discount -> data.percent("discountPercent", discount.percent());
      case Amounts amounts ->
          data.text("uom", amounts.uom())
              .text("currency", "EUR")
              .breaks(amounts.breaks())
              .number("priceUnit", amounts.priceUnit())
              .textIf(!amounts.breakGroup().isEmpty(), "breakGroup", amounts.breakGroup());
    }
    data.date("validFrom", today.minusDays(180)).date("validTo", today.plusDays(185));
  }
}
