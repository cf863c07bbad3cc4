package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.canonical.Promotion.Stacking;
import tradecounter.engine.canonical.TaxRate;

/** Contracts, promotions, rates and costs, drawn by lot. */
final class GeneratedTerms {
  private final Lots lots;

  GeneratedTerms(Lots lots) {
    this.lots = lots;
  }

  /**
   * Lines that never have the same rank: contracts of one priority have different minima, and
   * discounts different priorities.
   */
  ContractPrice contract() {
    boolean discount = lots.sometimes(35);
    boolean onItem = lots.sometimes(60);
    int number = lots.sometimes(40) ? 1 : 1 + lots.pick(3);
    return new ContractPrice(
        "K" + number,
        lots.sometimes(80)
            ? Party.customer("C" + (1 + lots.pick(4)))
            : Party.buyingGroup(lots.sometimes(50) ? "GOLD" : "TRADE"),
        onItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        onItem ? lots.pricedItem() : "PIPES",
        lots.sometimes(75) ? "" : lots.oneOf(GeneratedWorld.UNITS),
        lots.sometimes(75) ? "" : lots.oneOf(GeneratedWorld.CURRENCIES),
        discount ? List.of() : GeneratedPrices.breaks(lots, number * ONE / 10),
        discount ? 1 : GeneratedPrices.somePriceUnit(lots),
        discount ? lots.sometimes(10) ? 100 * ONE : lots.pick(100_000_001) : 0,
        discount ? number * 500 : lots.oneOf(List.of(1, 1_000, 2_000)),
        discount || lots.sometimes(50) ? "" : "MIX",
        lots.sometimes(50),
        lots.sometimes(80) ? Day.OPEN_START : lots.nearToday(4, 2),
        lots.sometimes(80) ? Day.OPEN_END : lots.today + 2 + lots.pick(4));
  }

  Promotion promotion(String promotion) {
    Effect effect = effect();
    boolean money = effect instanceof Effect.AmountOff || effect instanceof Effect.FixedPrice;
    return new Promotion(
        promotion,
        lots.sometimes(50) ? "" : "less by " + promotion,
        scope(),
        effect,
        lots.sometimes(30) ? Stacking.EXCLUSIVE : Stacking.STACKABLE,
        lots.pick(3),
        lots.sometimes(60) ? 0 : lots.someQuantity() / 2,
        lots.sometimes(60) ? "" : lots.oneOf(GeneratedWorld.UNITS),
        money ? lots.sometimes(80) ? "EUR" : lots.oneOf(GeneratedWorld.CURRENCIES) : "",
        lots.sometimes(50) ? Day.OPEN_START : lots.nearToday(3, 3),
        lots.sometimes(50) ? Day.OPEN_END : lots.today + 3 + lots.pick(5));
  }

  private Effect effect() {
    return switch (lots.pick(4)) {
      case 0 ->
          new Effect.Percent(lots.oneOf(List.of(10 * ONE, 33_333_333L, 50 * ONE, 100 * ONE, 1L)));
      case 1 -> new Effect.AmountOff(lots.oneOf(List.of(ONE, ONE / 3, 1L, 100 * ONE)));
      case 2 -> new Effect.FixedPrice(lots.oneOf(List.of(0L, 4 * ONE, 7 * ONE, ONE / 3)));
      default ->
          new Effect.BuyGet(
              lots.oneOf(List.of(ONE, 3 * ONE, 10 * ONE, ONE / 500, ONE / 3)),
              lots.oneOf(List.of(ONE, 2 * ONE, ONE / 3)));
    };
  }

  private Scope scope() {
    return new Scope(
        lots.sometimes(75) ? Set.of() : Set.of(lots.stockedItem(), "B1"),
        lots.sometimes(80) ? Set.of() : Set.of("PIPES"),
        lots.sometimes(80) ? Set.of() : Set.of("C" + (1 + lots.pick(3))),
        lots.sometimes(80) ? Set.of() : Set.of("GOLD"),
        lots.sometimes(85) ? Set.of() : Set.of("WEB"));
  }

  ExchangeRate exchangeRate() {
    String from = lots.oneOf(GeneratedWorld.CURRENCIES);
    String to = from.equals("EUR") ? lots.oneOf(List.of("CHF", "JPY", "KWD")) : "EUR";
    return new ExchangeRate(
        from,
        to,
        lots.oneOf(List.of(10_000_000_000L, 9_300_000_001L, 1_650_000_000_000L, 62_500_000L, 1L)),
        lots.sometimes(50) ? lots.today - 20 : lots.nearToday(4, 6));
  }

  /** One that is told anew every day, mostly without a change. */
  List<Change> dailyRates() {
    return IntStream.range(0, 20)
        .<Change>mapToObj(
            day -> new ExchangeRate("CHF", "EUR", 9_300_000_000L + day / 9, lots.today - 2 + day))
        .toList();
  }

  Cost cost() {
    return new Cost(
        lots.pricedItem(),
        lots.sometimes(40) ? "" : "L" + (1 + lots.pick(3)),
        lots.sometimes(80) ? (1 + lots.pick(12)) * ONE : lots.oneOf(List.of(0L, 1L, 3_333_333L)),
        lots.sometimes(60) ? "EUR" : lots.oneOf(GeneratedWorld.CURRENCIES),
        lots.sometimes(50) ? Day.OPEN_START : lots.nearToday(4, 5));
  }

  TaxRate taxRate() {
    return new TaxRate(
        lots.oneOf(GeneratedPrices.JURISDICTIONS.subList(0, 2)),
        lots.sometimes(70) ? "STANDARD" : "FOOD",
        lots.oneOf(List.of(0L, 19 * ONE, 7_250_000L, 1_000 * ONE, 1L)),
        lots.sometimes(50) ? Day.OPEN_START : lots.nearToday(4, 5),
        lots.sometimes(50) ? Day.OPEN_END : lots.today + 5 + lots.pick(5));
  }
}
