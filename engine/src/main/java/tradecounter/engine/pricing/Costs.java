package tradecounter.engine.pricing;

import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.state.ExchangeRates;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Told;

/** What an item costs the distributor. Pure: any thread. */
public final class Costs {
  private static final long RATE_ONE = 10_000_000_000L;

  private Costs() {}

  /**
   * The cost of one base unit on a day, millionths of the currency: the latest that holds
   * everywhere; if there is none, the highest of the latest of each location. One in another
   * currency is carried over at the rate of the day, rounded half up to six decimals. Empty if no
   * cost is known, or none can be carried over.
   */
  public static OptionalLong on(
      ItemSnapshot snapshot, int day, String currency, ExchangeRates rates) {
    Map<String, Cost> latest = new HashMap<>(2);
    for (int at = 0; at < snapshot.costCount(); at++) {
      Cost cost = snapshot.cost(at);
      if (cost != null && cost.validFromDay() <= day) {
        latest.merge(cost.location(), cost, (a, b) -> a.validFromDay() >= b.validFromDay() ? a : b);
      }
    }
    Cost everywhere = latest.get("");
    if (everywhere != null) {
      return in(everywhere, day, currency, rates);
    }
    OptionalLong highest = OptionalLong.empty();
    for (Cost cost : latest.values()) {
      OptionalLong there = in(cost, day, currency, rates);
      if (there.isPresent() && (highest.isEmpty() || there.getAsLong() > highest.getAsLong())) {
        highest = there;
      }
    }
    return highest;
  }

  private static OptionalLong in(Cost cost, int day, String currency, ExchangeRates rates) {
    if (cost.currency().equals(currency)) {
      return OptionalLong.of(cost.amount());
    }
    Told<ExchangeRate> rate = rates.on(cost.currency(), currency, day);
    return rate == null
        ? OptionalLong.empty()
        : OptionalLong.of(converted(cost.amount(), rate.value()));
  }

  /** The amount at the rate, rounded half up to six decimals. */
  static long converted(long amount, ExchangeRate rate) {
    return FixedPoint.multiplyDivide(amount, rate.rate(), RATE_ONE, RoundingMode.HALF_UP);
  }
}
