package tradecounter.engine.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceList.Formula;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Scope;
import tradecounter.engine.pricing.PricingRules;

/**
 * Whose prices of what a change can alter: each of these customers' prices of each of these items,
 * and nobody's of anything else. Read off the change's own key, whatever its dates and amounts.
 */
record Reach(Whom whom, What what) {

  /** Some customers. */
  sealed interface Whom {
    record Everybody() implements Whom {}

    /** Whom contracts of the party serve. */
    record ServedBy(Party party) implements Whom {}

    /** To whom the list applies, or one that is derived from it. */
    record OnList(String list) implements Whom {}

    /** To whom a list applies whose formula heeds the cost, or one that is derived from it. */
    record OnMargins() implements Whom {}

    /** As above, with a list whose formula converts at the rate. */
    record OnRate(String from, String to) implements Whom {}

    /** Who is asked to pay in the currency. */
    record Paying(String currency) implements Whom {}

    /** Whom promotions of the scope, which names no items, are for. */
    record Within(Scope scope) implements Whom {}
  }

  /** Some items. */
  sealed interface What {
    record Everything() implements What {}

    record OneItem(String item) implements What {}

    record InCategory(String category) implements What {}

    /** Those with a price on the list, or on one that it is derived from. */
    record PricedOn(String list) implements What {}
  }

  /**
   * What the change can alter.
   *
   * @param former of a promotion, how it is now
   */
  static List<Reach> of(
      Change change, Optional<Promotion> former, Compared compared, PricingRules rules) {
    return switch (change.key()) {
      case ObjectKey.OfContractPrice key ->
          List.of(
              new Reach(
                  new Whom.ServedBy(key.party()),
                  key.target() == ContractPrice.Target.ITEM
                      ? new What.OneItem(key.targetKey())
                      : new What.InCategory(key.targetKey())));
      case ObjectKey.OfPrice key ->
          List.of(new Reach(new Whom.OnList(key.list()), new What.OneItem(key.item())));
      case ObjectKey.OfCost key ->
          List.of(
              new Reach(
                  hasFloor(compared) ? new Whom.Everybody() : new Whom.OnMargins(),
                  new What.OneItem(key.item())));
      case ObjectKey.OfExchangeRate key -> {
        List<Reach> reaches = new ArrayList<>(2);
        reaches.add(new Reach(new Whom.OnRate(key.from(), key.to()), new What.Everything()));
        if (rules.convertsCurrencies() || hasFloor(compared)) {
          reaches.add(new Reach(new Whom.Paying(key.to()), new What.Everything()));
        }
        yield reaches;
      }
      case ObjectKey.Simple key when key.objectKind() == ObjectKind.PRICE_LIST ->
          List.of(new Reach(new Whom.OnList(key.key()), new What.PricedOn(key.key())));
      case ObjectKey.Simple key when key.objectKind() == ObjectKind.PROMOTION ->
          Stream.concat(
                  former.stream(),
                  change instanceof Promotion promotion ? Stream.of(promotion) : Stream.empty())
              .flatMap(promotion -> ofScope(promotion.scope()))
              .toList();
      case ObjectKey.Simple _,
          ObjectKey.OfPosition _,
          ObjectKey.OfCommitment _,
          ObjectKey.OfTaxRate _,
          ObjectKey.OfOrder _ ->
          throw new IllegalArgumentException("no price depends on " + change.key());
    };
  }

  /** Then every price is held against the cost. */
  private static boolean hasFloor(Compared compared) {
    return compared.minimumMarginPercent() != Formula.NO_MINIMUM;
  }

  private static Stream<Reach> ofScope(Scope scope) {
    Whom whom =
        new Whom.Within(
            new Scope(
                Set.of(), Set.of(), scope.customers(), scope.customerGroups(), scope.channels()));
    Stream<What> items = scope.items().stream().map(What.OneItem::new);
    Stream<What> categories = scope.categories().stream().map(What.InCategory::new);
    return scope.items().isEmpty() && scope.categories().isEmpty()
        ? Stream.of(new Reach(whom, new What.Everything()))
        : Stream.concat(items, categories).map(what -> new Reach(whom, what));
  }
}
