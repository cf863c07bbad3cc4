package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;

/** Customers and what they pay, drawn by lot. */
final class GeneratedPrices {
  private final Lots lots;

  GeneratedPrices(Lots lots) {
    this.lots = lots;
  }

  Customer customer(String customer) {
    return new Customer(
        customer,
        "",
        "",
        lots.sometimes(60)
            ? List.of(
                new GroupMembership("GOLD", lots.pick(3)),
                new GroupMembership("TRADE", lots.pick(3)))
            : List.of(),
        lots.sometimes(40)
            ? List.of("P" + (1 + lots.pick(4)), "P" + (1 + lots.pick(4)))
            : List.of(),
        lots.sometimes(95) ? "EUR" : "",
        lots.sometimes(50) ? "WEB" : "SHOP",
        lots.oneOf(List.of(PriceStrategy.values())),
        List.of(),
        lots.sometimes(30),
        Customer.Status.ACTIVE);
  }

  PriceList list(String list) {
    PriceList.Kind kind = lots.oneOf(List.of(PriceList.Kind.values()));
    return new PriceList(
        list,
        lots.sometimes(85) ? "EUR" : lots.oneOf(GeneratedWorld.CURRENCIES),
        kind,
        kind == PriceList.Kind.GROUP ? Set.of(lots.sometimes(50) ? "GOLD" : "TRADE") : Set.of(),
        kind == PriceList.Kind.CUSTOMER ? Set.of("C" + (1 + lots.pick(2))) : Set.of(),
        lots.sometimes(20) ? Set.of("WEB") : Set.of(),
        lots.pick(3),
        lots.sometimes(80) ? Day.OPEN_START : lots.today - 3,
        lots.sometimes(80) ? Day.OPEN_END : lots.today + lots.pick(6),
        lots.sometimes(75));
  }

  Price price() {
    int from = lots.sometimes(70) ? Day.OPEN_START : lots.today - lots.pick(5);
    return new Price(
        "P" + (1 + lots.pick(4)),
        lots.oneOf(GeneratedWorld.ITEMS),
        lots.sometimes(60) ? "" : lots.oneOf(GeneratedWorld.UNITS),
        breaks(),
        lots.sometimes(85) ? 1 : lots.oneOf(List.of(100, 1000)),
        from,
        lots.sometimes(70) ? Day.OPEN_END : lots.today + lots.pick(6));
  }

  ContractPrice contract() {
    boolean discount = lots.sometimes(40);
    boolean onItem = lots.sometimes(60);
    return new ContractPrice(
        "K" + (1 + lots.pick(2)),
        "C" + (1 + lots.pick(2)),
        onItem ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY,
        onItem ? lots.oneOf(GeneratedWorld.ITEMS) : "PIPES",
        lots.sometimes(75) ? "" : "BOX",
        lots.sometimes(85) ? "" : lots.oneOf(GeneratedWorld.CURRENCIES),
        discount ? List.of() : breaks(),
        discount ? lots.pick(100_000_001) : 0,
        lots.sometimes(80) ? Day.OPEN_START : lots.today - lots.pick(4),
        lots.sometimes(80) ? Day.OPEN_END : lots.today + lots.pick(4));
  }

  private List<PriceBreak> breaks() {
    List<PriceBreak> breaks = new ArrayList<>();
    long minimum = lots.sometimes(80) ? ONE : 0;
    for (int i = 0; i <= lots.pick(3); i++) {
      long amount = lots.sometimes(70) ? (5 + lots.pick(6)) * ONE : 1 + lots.pick(20 * (int) ONE);
      breaks.add(new PriceBreak(minimum, amount));
      minimum += (1 + lots.pick(6)) * ONE;
    }
    return breaks;
  }
}
