package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.stocked;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.canonical.Promotion.Stacking;

/** The index against looking at all promotions. */
final class PromotionsTest {
  private static final List<String> KEYS = List.of("A", "B", "C");

  @Test
  void findsEachThatCoversItemAndCustomerOnce() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Map<String, Told<Promotion>> all = new HashMap<>();
      Promotions promotions = new Promotions();
      for (int i = 0; i < 60; i++) {
        String key = "P" + random.nextInt(12);
        @Nullable Told<Promotion> changed =
            random.nextInt(4) == 0 ? null : new Told<>(promotion(key, random), 1);
        promotions.replace(all.get(key), changed);
        if (changed == null) {
          all.remove(key);
        } else {
          all.put(key, changed);
        }
        compare(seed, promotions, all.values().stream().toList(), random);
      }
      Promotions copy = new Promotions(promotions);
      all.values().forEach(told -> promotions.replace(told, null));
      assertThat(promotions.isEmpty()).as("seed %s", seed).isTrue();
      compare(seed, copy, all.values().stream().toList(), random);
    }
  }

  private static void compare(
      long seed, Promotions promotions, List<Told<Promotion>> all, Random random) {
    Item item = stocked(KEYS.get(random.nextInt(3)));
    Customer customer = customer(random);
    List<Told<Promotion>> expected = new ArrayList<>();
    for (Told<Promotion> told : all) {
      Scope scope = told.value().scope();
      boolean anyItem = scope.items().isEmpty() && scope.categories().isEmpty();
      if ((anyItem
              || scope.items().contains(item.item())
              || scope.categories().contains(item.category()))
          && scope.covers(customer)) {
        expected.add(told);
      }
    }
    assertThat(promotions.covering(item, customer))
        .as("seed %s", seed)
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(promotions.isEmpty()).as("seed %s", seed).isEqualTo(all.isEmpty());
  }

  private static Customer customer(Random random) {
    List<GroupMembership> groups =
        some(random).stream()
            .sorted(Comparator.naturalOrder())
            .map(g -> new GroupMembership(g, 1))
            .toList();
    return new Customer(
        KEYS.get(random.nextInt(3)),
        "",
        "",
        groups,
        List.of(),
        "EUR",
        KEYS.get(random.nextInt(3)),
        Customer.PriceStrategy.PRIORITY,
        Customer.TaxTerms.TAXABLE,
        List.of(),
        false,
        Customer.Status.ACTIVE);
  }

  private static Promotion promotion(String key, Random random) {
    return new Promotion(
        key,
        "",
        new Scope(some(random), some(random), some(random), some(random), some(random)),
        new Effect.Percent(FixedPoint.ONE),
        Stacking.EXCLUSIVE,
        1,
        0,
        "",
        "",
        Day.OPEN_START,
        Day.OPEN_END);
  }

  private static Set<String> some(Random random) {
    return random.nextInt(3) > 0 ? Set.of() : Set.copyOf(KEYS.subList(0, 1 + random.nextInt(3)));
  }
}
