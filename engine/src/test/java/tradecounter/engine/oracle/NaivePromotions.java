package tradecounter.engine.oracle;

import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.canonical.Promotion.Stacking;

/** What promotions make of the price of one line. */
final class NaivePromotions {
  private final Item item;
  private final List<Promotion> inOrder;

  /** Those for the item and the customer, on the day and in the currency. */
  NaivePromotions(NaiveWorld world, Item item, Customer customer, String currency, int day) {
    this.item = item;
    this.inOrder =
        world.all(Promotion.class).stream()
            .filter(p -> covers(p.scope(), item) && covers(p.scope(), customer))
            .filter(p -> Day.within(day, p.validFromDay(), p.validToDay()))
            .filter(p -> p.currency().isEmpty() || p.currency().equals(currency))
            .filter(p -> item.hasUnit(uom(p)))
            .sorted(
                Comparator.comparingInt(Promotion::priority).thenComparing(Promotion::promotion))
            .toList();
  }

  /** One that lowered the price: to that amount, with so many base units free. */
  record Lowered(Promotion promotion, BigDecimal amount, Fraction free) {}

  private static boolean covers(Scope scope, Item item) {
    Set<String> items = scope.items();
    Set<String> categories = scope.categories();
    return (items.isEmpty() && categories.isEmpty())
        || items.contains(item.item())
        || (!item.category().isEmpty() && categories.contains(item.category()));
  }

  private static boolean covers(Scope scope, Customer customer) {
    boolean anybody = scope.customers().isEmpty() && scope.customerGroups().isEmpty();
    boolean named = scope.customers().contains(customer.customer());
    boolean member =
        customer.groups().stream().anyMatch(g -> scope.customerGroups().contains(g.group()));
    boolean channel = scope.channels().isEmpty() || scope.channels().contains(customer.channel());
    return channel && (anybody || named || member);
  }

  private static String uom(Promotion promotion, Item item) {
    return promotion.uom().isEmpty() ? item.baseUom() : promotion.uom();
  }

  private String uom(Promotion promotion) {
    return uom(promotion, item);
  }

  private Fraction unit(Promotion promotion) {
    return NaiveStrategy.baseUnitsPer(item.unit(uom(promotion)));
  }

  /**
   * Those that lower the amount of the entry, in order.
   *
   * @param baseUnits the quantity
   * @param alsoFree whether something may be free, or only the amount be lowered
   */
  List<Lowered> on(NaiveEntry entry, BigDecimal amount, Fraction baseUnits, boolean alsoFree) {
    List<Lowered> lowered = new ArrayList<>();
    BigDecimal left = amount;
    for (Promotion promotion : inOrder) {
      Fraction quantity = baseUnits.over(unit(promotion));
      boolean enough = !Fraction.of(units(promotion.minimum())).isAbove(quantity);
      boolean stacks = lowered.isEmpty() || promotion.stacking() == Stacking.STACKABLE;
      if (!enough || !stacks) {
        continue;
      }
      BigDecimal after = after(promotion, entry, left);
      boolean freeAlready = lowered.stream().anyMatch(l -> l.free().isAbove(Fraction.ZERO));
      Fraction free =
          alsoFree && !freeAlready && promotion.effect() instanceof Effect.BuyGet effect
              ? free(effect, quantity).times(unit(promotion))
              : Fraction.ZERO;
      if (after.compareTo(left) < 0 || free.isAbove(Fraction.ZERO)) {
        lowered.add(new Lowered(promotion, after, free));
        left = after;
        if (promotion.stacking() == Stacking.EXCLUSIVE) {
          break;
        }
      }
    }
    return lowered;
  }

  private BigDecimal after(Promotion promotion, NaiveEntry entry, BigDecimal amount) {
    Fraction unitsPerAmount =
        NaiveStrategy.baseUnitsPer(item.unit(entry.uom()))
            .over(unit(promotion))
            .times(Fraction.of(entry.priceUnit()));
    return switch (promotion.effect()) {
      case Effect.Percent p -> NaiveLists.lessPercent(amount, p.percent());
      case Effect.AmountOff off ->
          Fraction.of(amount)
              .minus(Fraction.of(units(off.amount())).times(unitsPerAmount))
              .rounded(6, RoundingMode.HALF_UP)
              .max(BigDecimal.ZERO);
      case Effect.FixedPrice fixed ->
          Fraction.of(units(fixed.amount()))
              .times(unitsPerAmount)
              .rounded(6, RoundingMode.HALF_UP)
              .min(amount);
      case Effect.BuyGet _ -> amount;
    };
  }

  /** Of each so many bought and given, the given ones; also of the last that are not complete. */
  private static Fraction free(Effect.BuyGet effect, Fraction quantity) {
    Fraction buy = Fraction.of(units(effect.buy()));
    Fraction get = Fraction.of(units(effect.get()));
    Fraction rounds = quantity.over(buy.plus(get)).floor();
    Fraction rest = quantity.minus(rounds.times(buy.plus(get))).minus(buy);
    return rounds.times(get).plus(rest.isAbove(Fraction.ZERO) ? rest : Fraction.ZERO);
  }
}
