package tradecounter.engine.state;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Cost;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.ExchangeRate;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Promotion;
import tradecounter.engine.canonical.Promotion.Effect;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.TaxRate;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;

/** The part of {@link StateCodec} that knows the fields of each object and of its key. */
final class ObjectCodec {
  private ObjectCodec() {}

  static void key(ByteSink out, ObjectKey key) {
    out.name(key.objectKind());
    switch (key) {
      case ObjectKey.Simple simple -> out.text(simple.key());
      case ObjectKey.OfPosition k -> out.text(k.item()).text(k.location());
      case ObjectKey.OfCommitment k -> out.text(k.supplier()).text(k.item());
      case ObjectKey.OfPrice k ->
          out.text(k.list()).text(k.item()).text(k.uom()).signed(k.validFromDay());
      case ObjectKey.OfContractPrice k ->
          throw new IllegalArgumentException("a contract price is kept in a price book: " + k);
      case ObjectKey.OfOrder k ->
          throw new IllegalArgumentException("news of an order is not kept here: " + k);
      case ObjectKey.OfTaxRate k ->
          out.text(k.jurisdiction()).text(k.taxCategory()).signed(k.validFromDay());
      case ObjectKey.OfExchangeRate k -> out.text(k.from()).text(k.to()).signed(k.validFromDay());
      case ObjectKey.OfCost k -> out.text(k.item()).text(k.location()).signed(k.validFromDay());
    }
  }

  static ObjectKey key(ByteSource in) {
    ObjectKind kind = in.name(ObjectKind.class);
    return switch (kind) {
      case POSITION -> new ObjectKey.OfPosition(in.text(), in.text());
      case COMMITMENT -> new ObjectKey.OfCommitment(in.text(), in.text());
      case PRICE -> new ObjectKey.OfPrice(in.text(), in.text(), in.text(), in.day());
      case CONTRACT_PRICE ->
          throw new IllegalStateException("a contract price is kept in a price book");
      case ORDER_STATUS, SHIPMENT, SUPPLIER_ACKNOWLEDGEMENT ->
          throw new IllegalStateException("news of orders is not kept here");
      case TAX_RATE -> new ObjectKey.OfTaxRate(in.text(), in.text(), in.day());
      case EXCHANGE_RATE -> new ObjectKey.OfExchangeRate(in.text(), in.text(), in.day());
      case COST -> new ObjectKey.OfCost(in.text(), in.text(), in.day());
      case ITEM,
          LOCATION,
          NETWORK,
          CUSTOMER,
          OUTAGE,
          PROTECTION,
          THRESHOLD,
          RECEIPT,
          DEMAND,
          PRICE_LIST,
          PROMOTION ->
          new ObjectKey.Simple(kind, in.text());
    };
  }

  static void object(ByteSink out, Object value) {
    switch (value) {
      case Item v -> {
        out.text(v.item()).text(v.description()).text(v.category()).name(v.policy());
        out.flag(v.dropShipEligible()).text(v.baseUom()).number(v.quantityDecimals());
        out.list(
            v.uoms(),
            u ->
                out.text(u.uom())
                    .number(u.numerator())
                    .number(u.denominator())
                    .number(u.decimals()));
        out.flag(v.sellable()).text(v.taxCategory());
        out.list(
            v.components(),
            c -> out.text(c.item()).number(c.quantity()).flag(c.optional()).flag(c.stocked()));
        Item.QuantityRules rules = v.quantityRules();
        out.number(rules.minimum()).number(rules.maximum()).number(rules.multiple());
        out.list(v.substitutes(), s -> out.text(s.item()).name(s.kind()).signed(s.rank()));
        out.number(v.horizonDays());
      }
      case Location v -> {
        out.text(v.location()).text(v.name()).name(v.kind()).text(v.timeZone().getId());
        calendar(out, v.calendar());
        out.number(v.cutOff().toSecondOfDay()).name(v.status());
      }
      case Network v -> {
        out.text(v.network());
        Network.Match match = v.match();
        out.texts(match.channels()).texts(match.regions());
        out.texts(match.customerGroups()).texts(match.customers());
        out.signed(v.priority());
        out.list(
            v.sources(),
            s -> out.name(s.kind()).text(s.key()).signed(s.rank()).number(s.transitDays()));
        out.name(v.sourcing());
        calendar(out, v.delivery());
      }
      case Outage v -> {
        out.text(v.outage()).text(v.location()).signed(v.fromDay()).signed(v.toDay());
        out.text(v.reason());
      }
      case Protection v -> {
        out.text(v.protection()).text(v.item()).text(v.category());
        out.text(v.channel()).text(v.customerGroup()).name(v.bound()).number(v.quantity());
        out.signed(v.validFromDay()).signed(v.validToDay());
      }
      case Threshold v -> out.text(v.threshold()).text(v.item()).text(v.category()).number(v.low());
      case Customer v -> {
        out.text(v.customer()).text(v.name()).text(v.parent());
        out.list(v.groups(), g -> out.text(g.group()).signed(g.priority()));
        out.list(v.lists(), out::text);
        out.text(v.currency()).text(v.channel()).name(v.priceStrategy());
        out.name(v.tax().status());
        out.list(
            v.tax().exemptions(),
            e ->
                out.text(e.jurisdiction())
                    .text(e.certificate())
                    .signed(e.validFromDay())
                    .signed(e.validToDay()));
        out.list(
            v.shipTos(),
            s ->
                out.text(s.shipTo())
                    .text(s.region())
                    .text(s.country())
                    .text(s.postalCode())
                    .text(s.jurisdiction()));
        Customer.Credit credit = v.credit();
        out.flag(v.shipComplete()).text(credit.paymentTerms()).signed(credit.limit());
        out.signed(credit.openBalance()).flag(credit.blocked()).name(v.status());
      }
      case Receipt v -> {
        out.text(v.receipt()).text(v.item()).text(v.location());
        out.number(v.quantity()).number(v.received()).signed(v.expectedOnDay());
        out.name(v.kind()).text(v.supplier()).name(v.status());
      }
      case Demand v -> {
        out.text(v.demand()).text(v.item()).text(v.location()).number(v.quantity());
        out.signed(v.dueOnDay()).text(v.orderLine()).name(v.status());
      }
      case Commitment v -> {
        out.text(v.supplier()).text(v.item()).number(v.quantity()).number(v.leadTimeDays());
        out.signed(v.asOfMillis()).signed(v.validUntilMillis()).number(v.minimumOrder());
        out.texts(v.reflects().orderLines()).signed(v.reflects().upToMillis());
      }
      case PriceList v -> {
        out.text(v.list()).text(v.currency()).name(v.kind());
        out.texts(v.groups()).texts(v.customers()).texts(v.channels());
        out.signed(v.priority()).signed(v.validFromDay()).signed(v.validToDay());
        out.flag(v.merge()).flag(v.promotions());
        PriceList.Formula formula = v.formula();
        out.text(formula.list()).signed(formula.discountPercent()).number(formula.roundTo());
        out.signed(formula.surcharge());
        out.signed(formula.minimumMarginPercent()).signed(formula.maximumMarginPercent());
      }
      case Price v -> {
        out.text(v.list()).text(v.item()).text(v.uom());
        breaks(out, v.breaks());
        out.number(v.priceUnit()).text(v.breakGroup());
        out.signed(v.validFromDay()).signed(v.validToDay());
      }
      case Cost v ->
          out.text(v.item())
              .text(v.location())
              .number(v.amount())
              .text(v.currency())
              .signed(v.validFromDay());
      case Promotion v -> {
        out.text(v.promotion()).text(v.description());
        Promotion.Scope scope = v.scope();
        out.texts(scope.items()).texts(scope.categories());
        out.texts(scope.customers()).texts(scope.customerGroups()).texts(scope.channels());
        effect(out, v.effect());
        out.name(v.stacking()).signed(v.priority()).number(v.minimum());
        out.text(v.uom()).text(v.currency()).signed(v.validFromDay()).signed(v.validToDay());
      }
      case TaxRate v -> {
        out.text(v.jurisdiction()).text(v.taxCategory()).number(v.percent());
        out.signed(v.validFromDay()).signed(v.validToDay());
      }
      case ExchangeRate v ->
          out.text(v.from()).text(v.to()).number(v.rate()).signed(v.validFromDay());
      default -> throw new IllegalArgumentException("not an object: " + value.getClass());
    }
  }

  static Object object(ByteSource in, ObjectKind kind) {
    return switch (kind) {
      case ITEM ->
          new Item(
              in.text(),
              in.text(),
              in.text(),
              in.name(Item.Policy.class),
              in.flag(),
              in.text(),
              in.count(),
              in.list(
                  () -> new Item.UnitOfMeasure(in.text(), in.number(), in.number(), in.count())),
              in.flag(),
              in.text(),
              in.list(() -> new Item.Component(in.text(), in.number(), in.flag(), in.flag())),
              new Item.QuantityRules(in.number(), in.number(), in.number()),
              in.list(
                  () ->
                      new Item.Substitute(
                          in.text(), in.name(Item.Substitute.Kind.class), in.day())),
              in.count());
      case LOCATION ->
          new Location(
              in.text(),
              in.text(),
              in.name(Location.Kind.class),
              ZoneId.of(in.text()),
              calendar(in),
              LocalTime.ofSecondOfDay(in.number()),
              in.name(Location.Status.class));
      case NETWORK ->
          new Network(
              in.text(),
              new Network.Match(in.texts(), in.texts(), in.texts(), in.texts()),
              in.day(),
              in.list(
                  () ->
                      new Network.Source(
                          in.name(Network.Source.Kind.class), in.text(), in.day(), in.count())),
              in.name(Network.Sourcing.class),
              calendar(in));
      case OUTAGE -> new Outage(in.text(), in.text(), in.day(), in.day(), in.text());
      case PROTECTION ->
          new Protection(
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.name(Protection.Bound.class),
              in.number(),
              in.day(),
              in.day());
      case THRESHOLD -> new Threshold(in.text(), in.text(), in.text(), in.number());
      case CUSTOMER ->
          new Customer(
              in.text(),
              in.text(),
              in.text(),
              in.list(() -> new Customer.GroupMembership(in.text(), in.day())),
              in.list(in::text),
              in.text(),
              in.text(),
              in.name(Customer.PriceStrategy.class),
              new Customer.TaxTerms(
                  in.name(Customer.TaxStatus.class),
                  in.list(() -> new Customer.Exemption(in.text(), in.text(), in.day(), in.day()))),
              in.list(
                  () -> new Customer.ShipTo(in.text(), in.text(), in.text(), in.text(), in.text())),
              in.flag(),
              new Customer.Credit(in.text(), in.signed(), in.signed(), in.flag()),
              in.name(Customer.Status.class));
      case RECEIPT ->
          new Receipt(
              in.text(),
              in.text(),
              in.text(),
              in.number(),
              in.number(),
              in.day(),
              in.name(Receipt.Kind.class),
              in.text(),
              in.name(Receipt.Status.class));
      case DEMAND ->
          new Demand(
              in.text(),
              in.text(),
              in.text(),
              in.number(),
              in.day(),
              in.text(),
              in.name(Demand.Status.class));
      case COMMITMENT ->
          new Commitment(
              in.text(),
              in.text(),
              in.number(),
              in.count(),
              in.signed(),
              in.signed(),
              in.number(),
              new Reflection(in.texts(), in.signed()));
      case PRICE_LIST ->
          new PriceList(
              in.text(),
              in.text(),
              in.name(PriceList.Kind.class),
              in.texts(),
              in.texts(),
              in.texts(),
              in.day(),
              in.day(),
              in.day(),
              in.flag(),
              in.flag(),
              new PriceList.Formula(
                  in.text(), in.signed(), in.number(), in.signed(), in.signed(), in.signed()));
      case PRICE ->
          new Price(
              in.text(),
              in.text(),
              in.text(),
              breaks(in),
              in.count(),
              in.text(),
              in.day(),
              in.day());
      case COST -> new Cost(in.text(), in.text(), in.number(), in.text(), in.day());
      case PROMOTION ->
          new Promotion(
              in.text(),
              in.text(),
              new Promotion.Scope(in.texts(), in.texts(), in.texts(), in.texts(), in.texts()),
              effect(in),
              in.name(Promotion.Stacking.class),
              in.day(),
              in.number(),
              in.text(),
              in.text(),
              in.day(),
              in.day());
      case TAX_RATE -> new TaxRate(in.text(), in.text(), in.number(), in.day(), in.day());
      case EXCHANGE_RATE -> new ExchangeRate(in.text(), in.text(), in.number(), in.day());
      case CONTRACT_PRICE ->
          throw new IllegalStateException("a contract price is kept in a price book");
      case POSITION -> throw new IllegalStateException("a position is part of its item");
      case ORDER_STATUS, SHIPMENT, SUPPLIER_ACKNOWLEDGEMENT ->
          throw new IllegalStateException("news of orders is not kept here");
    };
  }

  private static void calendar(ByteSink out, WorkCalendar calendar) {
    out.list(calendar.weekdays(), out::name);
    out.list(Arrays.stream(calendar.holidays()).boxed().toList(), day -> out.signed(day));
  }

  private static WorkCalendar calendar(ByteSource in) {
    return WorkCalendar.of(in.list(() -> in.name(DayOfWeek.class)), in.list(in::day));
  }

  private static void effect(ByteSink out, Effect effect) {
    switch (effect) {
      case Effect.Percent e -> out.name(EffectKind.PERCENT).number(e.percent());
      case Effect.AmountOff e -> out.name(EffectKind.AMOUNT).number(e.amount());
      case Effect.FixedPrice e -> out.name(EffectKind.FIXED).number(e.amount());
      case Effect.BuyGet e -> out.name(EffectKind.BUY_GET).number(e.buy()).number(e.get());
    }
  }

  private static Effect effect(ByteSource in) {
    return switch (in.name(EffectKind.class)) {
      case PERCENT -> new Effect.Percent(in.number());
      case AMOUNT -> new Effect.AmountOff(in.number());
      case FIXED -> new Effect.FixedPrice(in.number());
      case BUY_GET -> new Effect.BuyGet(in.number(), in.number());
    };
  }

  /** How an effect is told from the others in bytes. */
  private enum EffectKind {
    PERCENT,
    AMOUNT,
    FIXED,
    BUY_GET
  }

  private static void breaks(ByteSink out, List<PriceBreak> breaks) {
    out.list(breaks, b -> out.number(b.minimum()).number(b.amount()));
  }

  private static List<PriceBreak> breaks(ByteSource in) {
    return in.list(() -> new PriceBreak(in.number(), in.number()));
  }
}
