package tradecounter.decode;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Promotions. */
final class PromotionReader extends DataReader {
  PromotionReader(JsonCursor in) {
    super(in);
  }

  Promotion promotion() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String promotion;
          String description = "";
          Promotion.Scope scope = Promotion.Scope.EVERYTHING;
          @Nullable Effect effect;
          Promotion.Stacking stacking = Promotion.Stacking.EXCLUSIVE;
          int priority = DEFAULT_PRIORITY;
          long minimum;
          String uom = "";
          String currency = "";
          int validFromDay = Day.OPEN_START;
          int validToDay = Day.OPEN_END;
        };
    in.object(
        field -> {
          switch (field) {
            case "promotion" -> it.promotion = in.key();
            case "description" -> it.description = in.text();
            case "scope" -> it.scope = scope();
            case "effect" -> it.effect = effect();
            case "stacking" -> it.stacking = in.name(Promotion.Stacking.class);
            case "priority" -> it.priority = priority();
            case "minimumQuantity" -> it.minimum = in.quantityFromZero();
            case "uom" -> it.uom = in.key();
            case "currency" -> it.currency = in.currency();
            case "validFrom" -> it.validFromDay = in.day();
            case "validTo" -> it.validToDay = in.day();
            default -> in.unknown(field);
          }
        });
    Effect effect = required("effect", it.effect);
    requireCurrency(effect, !it.currency.isEmpty());
    return new Promotion(
        required("promotion", it.promotion),
        it.description,
        it.scope,
        effect,
        it.stacking,
        it.priority,
        it.minimum,
        it.uom,
        it.currency,
        it.validFromDay,
        it.validToDay);
  }

  private void requireCurrency(Effect effect, boolean given) throws RefusalException {
    boolean money =
        switch (effect) {
          case Effect.AmountOff _, Effect.FixedPrice _ -> true;
          case Effect.Percent _, Effect.BuyGet _ -> false;
        };
    if (money && !given) {
      throw in.wrong(
          "field-missing", "an amount or a fixed price needs a currency: give 'currency'");
    }
    if (given && !money) {
      throw in.wrong("'currency' goes with an amount or a fixed price only: leave it out");
    }
  }

  private Promotion.Scope scope() throws IOException, RefusalException {
    var it =
        new Object() {
          Set<String> items = Set.of();
          Set<String> categories = Set.of();
          Set<String> customers = Set.of();
          Set<String> customerGroups = Set.of();
          Set<String> channels = Set.of();
        };
    in.object(
        field -> {
          switch (field) {
            case "items" -> it.items = someKeys("all items");
            case "categories" -> it.categories = someKeys("all categories");
            case "customers" -> it.customers = someKeys("all customers");
            case "customerGroups" -> it.customerGroups = someKeys("all customer groups");
            case "channels" -> it.channels = someKeys("all channels");
            default -> in.unknown(field);
          }
        });
    return new Promotion.Scope(
        it.items, it.categories, it.customers, it.customerGroups, it.channels);
  }

  private Effect effect() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable Effect percent;
          @Nullable Effect amount;
          @Nullable Effect fixed;
          @Nullable Long buy;
          @Nullable Long get;
        };
    in.object(
        field -> {
          switch (field) {
            case "percent" -> it.percent = new Effect.Percent(aboveZero(percent(0, 100)));
            case "amount" -> it.amount = new Effect.AmountOff(aboveZero(in.decimalFromZero()));
            case "fixed" -> it.fixed = new Effect.FixedPrice(in.decimalFromZero());
            case "buy" -> it.buy = in.quantityAboveZero();
            case "get" -> it.get = in.quantityAboveZero();
            default -> in.unknown(field);
          }
        });
    @Nullable Effect free = null;
    if (it.buy != null || it.get != null) {
      free = new Effect.BuyGet(required("buy", it.buy), required("get", it.get));
    }
    Effect[] given =
        Stream.of(it.percent, it.amount, it.fixed, free)
            .filter(Objects::nonNull)
            .toArray(Effect[]::new);
    if (given.length != 1) {
      throw in.wrong(
          "field-missing",
          "give exactly one of 'percent', 'amount', 'fixed', and 'buy' with 'get'");
    }
    return given[0];
  }

  private long aboveZero(long value) throws IOException, RefusalException {
    if (value == 0) {
      throw in.wrongValue("must be above zero");
    }
    return value;
  }
}
