package tradecounter.engine.pricing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.engine.canonical.Promotion.Stacking;
import tradecounter.engine.state.Promotions;
import tradecounter.engine.state.Told;

/**
 * The promotions that may lower the prices of one item for one customer on one day, in the order in
 * which they are asked: by priority, then key.
 */
final class Promoting {
  private static final Comparator<Promotion> ORDER =
      Comparator.comparingInt(Promotion::priority).thenComparing(Promotion::promotion);

  private final Item item;
  private final List<Promotion> inOrder = new ArrayList<>(1);
  private final List<Passed> passed = new ArrayList<>(0);
  private long feedBits;

  /** A promotion that does not apply, and why. */
  record Passed(Promotion promotion, String reason) {}

  /** What one promotion did; {@code free} in base units, in millionths. */
  record Applied(Promotion promotion, long amount, Ratio free) {}

  /** What is left of an amount. */
  record Lowered(long amount, Ratio free, List<Applied> applied, List<Passed> passed) {}

  Promoting(
      Promotions promotions,
      Item item,
      Customer customer,
      String currency,
      int day,
      Entry winner,
      Boundaries boundaries) {
    this.item = item;
    for (Told<Promotion> told : promotions.covering(item, customer)) {
      Promotion promotion = told.value();
      if (winner.promotable()) {
        feedBits |= told.feedBits();
        boundaries.window(promotion.validFromDay(), promotion.validToDay());
      }
      String objection = objection(promotion, currency, day, winner);
      if (objection.isEmpty()) {
        inOrder.add(promotion);
      } else {
        passed.add(new Passed(promotion, objection));
      }
    }
    inOrder.sort(ORDER);
    passed.sort(Comparator.comparing(Passed::promotion, ORDER));
  }

  private String objection(Promotion promotion, String currency, int day, Entry winner) {
    if (!Day.within(day, promotion.validFromDay(), promotion.validToDay())) {
      return Validity.reason(day, promotion.validFromDay(), promotion.validToDay());
    }
    if (!promotion.currency().isEmpty() && !promotion.currency().equals(currency)) {
      return "in " + promotion.currency() + ", asked for " + currency;
    }
    if (!promotion.uom().isEmpty() && !item.hasUnit(promotion.uom())) {
      return "by " + promotion.uom() + ", which is not a unit of the item";
    }
    return winner.promotable() ? "" : "the price of " + winner.id() + " is net of promotions";
  }

  long feedBits() {
    return feedBits;
  }

  boolean isEmpty() {
    return inOrder.isEmpty() && passed.isEmpty();
  }

  /**
   * Lowers an amount of the entry for a quantity.
   *
   * @param quantity in {@code unit}
   * @param withFree whether promotions that make a part of the quantity free count
   */
  Lowered lower(Entry entry, long amount, long quantity, UnitOfMeasure unit, boolean withFree) {
    long left = amount;
    Ratio free = Ratio.ZERO;
    List<Applied> applied = new ArrayList<>(1);
    List<Passed> passedHere = new ArrayList<>(passed);
    for (Promotion promotion : inOrder) {
      boolean givesFree = promotion.effect() instanceof Effect.BuyGet;
      if (givesFree && !withFree) {
        continue;
      }
      String obstacle = obstacle(promotion, applied, free, quantity, unit);
      if (!obstacle.isEmpty()) {
        passedHere.add(new Passed(promotion, obstacle));
        continue;
      }
      long lowered = lowered(promotion, entry, left);
      Ratio freed = freed(promotion, quantity, unit);
      if (lowered >= left && freed.numerator().signum() == 0) {
        passedHere.add(new Passed(promotion, "it would not lower the price"));
        continue;
      }
      left = lowered;
      free = free.plus(freed);
      applied.add(new Applied(promotion, left, freed));
    }
    return new Lowered(left, free, applied, passedHere);
  }

  private String obstacle(
      Promotion promotion, List<Applied> applied, Ratio free, long quantity, UnitOfMeasure unit) {
    if (Measures.compare(quantity, unit, promotion.minimum(), unitOf(promotion)) < 0) {
      return "only for larger quantities";
    }
    if (applied.isEmpty()) {
      return "";
    }
    Promotion before = applied.getLast().promotion();
    if (before.stacking() == Stacking.EXCLUSIVE) {
      return before.promotion() + " lets no other apply";
    }
    if (promotion.stacking() == Stacking.EXCLUSIVE) {
      return "it applies only alone, and " + before.promotion() + " goes before it";
    }
    return promotion.effect() instanceof Effect.BuyGet && free.numerator().signum() > 0
        ? "another one makes a part of the quantity free"
        : "";
  }

  private UnitOfMeasure unitOf(Promotion promotion) {
    return item.unit(promotion.uom().isEmpty() ? item.baseUom() : promotion.uom());
  }

  private long lowered(Promotion promotion, Entry entry, long amount) {
    return switch (promotion.effect()) {
      case Effect.Percent effect -> Formulas.less(amount, effect.percent());
      case Effect.AmountOff effect ->
          Math.max(0, Math.subtractExact(amount, inEntry(effect.amount(), promotion, entry)));
      case Effect.FixedPrice effect -> inEntry(effect.amount(), promotion, entry);
      case Effect.BuyGet _ -> amount;
    };
  }

  private long inEntry(long amount, Promotion promotion, Entry entry) {
    return Measures.amount(amount, unitOf(promotion), 1, entry.unit(), entry.priceUnit());
  }

  /** Of each buy + get the last get, in base units. */
  private Ratio freed(Promotion promotion, long quantity, UnitOfMeasure unit) {
    if (!(promotion.effect() instanceof Effect.BuyGet effect)) {
      return Ratio.ZERO;
    }
    UnitOfMeasure counted = unitOf(promotion);
    Ratio all = Measures.fromBase(Measures.inBase(quantity, unit), counted);
    Ratio set = Ratio.of(Math.addExact(effect.buy(), effect.get()), 1);
    BigInteger sets = all.wholes(set);
    Ratio rest = all.minus(new Ratio(set.numerator().multiply(sets), BigInteger.ONE));
    Ratio begun = rest.minus(Ratio.of(effect.buy(), 1));
    Ratio free = new Ratio(BigInteger.valueOf(effect.get()).multiply(sets), BigInteger.ONE);
    if (begun.numerator().signum() > 0) {
      free = free.plus(begun);
    }
    return free.times(counted.numerator(), counted.denominator());
  }
}
