package tradecounter.engine.oracle;

import static tradecounter.engine.canonical.FixedPoint.ONE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.Log.Event;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.SourceChoice;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.CommitmentPolicy;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.pricing.CurrencyRounding;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;

/**
 * A small world drawn from a seed: few keys, so that everything meets everything, and figures that
 * often come out even, so that ties happen. Its feeds repeat, reorder, adjust and delete.
 */
public final class GeneratedWorld {
  private static final long HOUR_MILLIS = 3_600_000;
  static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  public static final List<String> CURRENCIES = List.of("EUR", "EUR", "EUR", "CHF", "JPY", "KWD");

  /** The last three are bundles, B2 with B1 inside, B3 with both, and seldom B1 with B3. */
  public static final List<String> ITEMS = List.of("I1", "I2", "I3", "B1", "B2", "B3");

  public static final List<String> UNITS = List.of("EA", "BOX", "THIRD", "GRAIN");

  final Lots lots;
  private final GeneratedSupply supply;
  private final GeneratedHolds holds;
  private final GeneratedPrices prices;
  private final GeneratedTerms terms;
  private final Map<String, SupplyPolicy> policies = new HashMap<>();
  private final Map<String, Long> lagMillis = new HashMap<>();

  GeneratedWorld(long seed) {
    lots = new Lots(seed);
    holds = new GeneratedHolds(lots);
    supply = new GeneratedSupply(lots, holds);
    prices = new GeneratedPrices(lots);
    terms = new GeneratedTerms(lots);
    for (String feed : List.of("erp", "wms", "edge")) {
      policies.put(feed, policy());
      lagMillis.put(feed, lots.oneOf(List.of(0L, HOUR_MILLIS, HOUR_MILLIS + 1, 3 * DAY_MILLIS)));
    }
  }

  /** A question about this world. */
  AvailabilityQuestion question(Customer customer, String region) {
    String item = lots.sometimes(65) ? lots.oneOf(ITEMS) : lots.stockedItem();
    long quantity =
        item.startsWith("B") ? (1 + lots.pick(8)) * ONE : lots.someQuantity() * (1 + lots.pick(3));
    return new AvailabilityQuestion(
        item,
        customer,
        region,
        lots.sometimes(85) ? quantity : 0,
        lots.sometimes(70) ? Day.OPEN_START : lots.someDay(),
        lots.sometimes(50) ? Day.OPEN_END : lots.someDay() + 3,
        lots.sometimes(20),
        sources(),
        lots.sometimes(10),
        lots.now.plusMillis(lots.pick(2)));
  }

  private SourceChoice sources() {
    return switch (lots.pick(20)) {
      case 0, 1 -> SourceChoice.only(holds.source());
      case 2, 3 -> SourceChoice.without(Set.copyOf(List.of(holds.source(), holds.source())));
      default -> SourceChoice.ANY;
    };
  }

  /** What one customer asks on one day. */
  PriceQuestion priceQuestion(Customer customer, Terms terms, int day) {
    return new PriceQuestion(
        lots.pricedItem(),
        customer,
        terms,
        lots.somePricedQuantity(),
        lots.sometimes(60) ? "" : lots.sometimes(95) ? lots.oneOf(UNITS) : "PALLET",
        lots.sometimes(75) ? "" : lots.oneOf(CURRENCIES),
        day,
        lots.sometimes(50));
  }

  /** What the house has decided about prices. */
  PricingRules pricingRules() {
    return new PricingRules(
        lots.sometimes(50),
        lots.sometimes(50)
            ? CurrencyRounding.ISO_4217
            : new CurrencyRounding(Map.of("CHF", 50_000L, "JPY", 10 * ONE)));
  }

  // ---------------------------------------------------------------- the feeds

  /** How far each feed is believed. */
  SupplyPolicy policyOf(String feed) {
    return policies.getOrDefault(feed, SupplyPolicy.DEFAULT);
  }

  private SupplyPolicy policy() {
    StalePolicy stale =
        switch (lots.pick(3)) {
          case 0 -> StalePolicy.SERVE_FLAGGED;
          case 1 -> StalePolicy.WITHHOLD;
          default -> StalePolicy.haircut(lots.somePercent());
        };
    return new SupplyPolicy(
        lots.sometimes(60) ? HOUR_MILLIS : 100 * DAY_MILLIS,
        stale,
        new LateSupplyPolicy(lots.pick(3), lots.pick(4), lots.somePercent(), lots.pick(8)),
        new CommitmentPolicy(
            lots.sometimes(50) ? CommitmentPolicy.FOR_EVER : lots.pick(5),
            lots.sometimes(50) ? CommitmentPolicy.FOR_EVER : lots.pick(4),
            lots.somePercent()));
  }

  /** What the ledger says, each item's news in their order. */
  List<LedgerNews> news() {
    return holds.news();
  }

  /** The events in the order in which the log has them. */
  List<Event> events() {
    List<Event> events = new ArrayList<>();
    long number = 0;
    for (Change change : changes()) {
      number++;
      if (lots.sometimes(6)) {
        events.add(sent(number++, new Deletion(change.key())));
      }
      events.add(sent(number, change));
      if (lots.sometimes(6)) {
        events.add(sent(++number, new Deletion(change.key())));
      }
    }
    for (int i = 0; i < events.size() / 10; i++) {
      Collections.swap(events, lots.pick(events.size()), lots.pick(events.size()));
      events.add(lots.pick(events.size()), lots.oneOf(events));
    }
    return events;
  }

  private Event sent(long number, Change change) {
    Event event =
        switch (lots.pick(4)) {
          case 0 -> Event.timed("wms", "t" + number, 1 + lots.pick(40), change);
          case 1 -> Event.arriving("edge", "a" + number, change);
          default -> Event.counted("erp", number, change);
        };
    long lag = lagMillis.getOrDefault(event.envelope().feed(), 0L);
    return lag == 0 && lots.sometimes(30)
        ? event
        : event.saidAt(lots.now.toEpochMilli() - lag - (lots.sometimes(50) ? 0 : lots.pick(10)));
  }

  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (String item : ITEMS) {
      changes.add(supply.item(item));
    }
    for (int i = 1; i <= 3; i++) {
      changes.add(supply.location("L" + i));
    }
    for (int i = 1; i <= 3; i++) {
      changes.add(supply.network("N" + i));
    }
    for (int i = 1; i <= 3; i++) {
      changes.add(prices.customer("C" + i));
    }
    for (int i = 0; i < 18; i++) {
      changes.add(supply.position());
    }
    for (int i = 0; i < 3; i++) {
      changes.addAll(holds.goodsOfALine());
    }
    for (int i = 0; i < 9; i++) {
      changes.add(supply.receipt());
      changes.add(supply.demand());
    }
    for (int i = 0; i < 8; i++) {
      changes.add(supply.commitment());
    }
    for (int i = 0; i < lots.pick(4); i++) {
      changes.add(supply.outage());
    }
    for (int i = 0; i < lots.pick(9); i++) {
      changes.add(supply.protection());
    }
    changes.add(supply.threshold());
    addPrices(changes);
    lots.shuffle(changes);
    return changes;
  }

  private void addPrices(List<Change> changes) {
    for (int i = 1; i <= 4; i++) {
      changes.add(prices.list("P" + i));
    }
    if (lots.sometimes(4)) {
      changes.addAll(prices.longChain());
    }
    for (int i = 0; i < 16; i++) {
      changes.add(prices.price());
    }
    for (int i = 0; i < 2 + lots.pick(6); i++) {
      changes.add(terms.contract());
    }
    for (int i = 0; i < 1 + lots.pick(8); i++) {
      changes.add(terms.promotion("M" + i));
    }
    for (int i = 0; i < 1 + lots.pick(14); i++) {
      changes.add(terms.exchangeRate());
    }
    if (lots.sometimes(4)) {
      changes.addAll(terms.dailyRates());
    }
    for (int i = 0; i < 1 + lots.pick(6); i++) {
      changes.add(terms.cost());
    }
    for (int i = 0; i < 1 + lots.pick(5); i++) {
      changes.add(terms.taxRate());
    }
  }
}
