package tradecounter.engine;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.GroupMembership;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.Component;
import tradecounter.engine.canonical.Item.Policy;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Network.Source;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.WorkCalendar;

/** Canonical objects as tests need them: short, with everything that does not matter left plain. */
public final class Given {
  private Given() {}

  /** Millionths. */
  public static long units(String plain) {
    return FixedPoint.parse(plain);
  }

  public static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  public static Item stocked(String item, int horizonDays) {
    return item(item, Policy.STOCKED, false, horizonDays);
  }

  public static Item stocked(String item) {
    return stocked(item, Item.DEFAULT_HORIZON_DAYS);
  }

  public static Item item(
      String item, Policy policy, boolean dropShipEligible, int horizonDays, Component... parts) {
    return new Item(
        item,
        "",
        "",
        policy,
        dropShipEligible,
        "EA",
        0,
        List.of(),
        true,
        "",
        List.of(parts),
        Item.QuantityRules.NONE,
        List.of(),
        horizonDays);
  }

  public static Item bundle(String item, Component... components) {
    return item(item, Policy.BUNDLE, false, Item.DEFAULT_HORIZON_DAYS, components);
  }

  public static Component component(String item, String quantity) {
    return new Component(item, units(quantity), false, true);
  }

  /** The item in a category, sold in further units. */
  public static Item sold(Item i, String category, UnitOfMeasure... units) {
    return new Item(
        i.item(),
        i.description(),
        category,
        i.policy(),
        i.dropShipEligible(),
        i.baseUom(),
        i.quantityDecimals(),
        List.of(units),
        i.sellable(),
        i.taxCategory(),
        i.components(),
        i.quantityRules(),
        i.substitutes(),
        i.horizonDays());
  }

  public static Location location(String location, String timeZone, Location.Status status) {
    return new Location(
        location,
        "",
        Location.Kind.DC,
        ZoneId.of(timeZone),
        WorkCalendar.EVERY_DAY,
        LocalTime.of(15, 0),
        status);
  }

  public static Location location(String location) {
    return location(location, "UTC", Location.Status.OPEN);
  }

  public static Network network(String network, Source... sources) {
    return network(network, Network.Match.EVERYTHING, sources);
  }

  public static Network networkOfChannel(String network, String channel, Source... sources) {
    return network(
        network, new Network.Match(Set.of(channel), Set.of(), Set.of(), Set.of()), sources);
  }

  private static Network network(String network, Network.Match match, Source... sources) {
    return new Network(
        network, match, 1, List.of(sources), Network.Sourcing.RANK, WorkCalendar.EVERY_DAY);
  }

  public static Source atLocation(String location, int rank, int transitDays) {
    return new Source(Source.Kind.LOCATION, location, rank, transitDays);
  }

  public static Source atSupplier(String supplier, int rank, int transitDays) {
    return new Source(Source.Kind.SUPPLIER, supplier, rank, transitDays);
  }

  public static PositionChange onHand(String item, String location, String quantity) {
    return PositionChange.set(item, location, Map.of(Figure.ON_HAND, units(quantity)));
  }

  public static Receipt receipt(
      String receipt, String item, String location, String quantity, int onDay) {
    return new Receipt(
        receipt,
        item,
        location,
        units(quantity),
        0,
        onDay,
        Receipt.Kind.PURCHASE,
        "",
        Receipt.Status.OPEN);
  }

  public static Demand demand(
      String demand, String item, String location, String quantity, int dueOn) {
    return new Demand(demand, item, location, units(quantity), dueOn, "", Demand.Status.OPEN);
  }

  public static Commitment commitment(String supplier, String item, String quantity, int lead) {
    return new Commitment(supplier, item, units(quantity), lead, 0, Long.MAX_VALUE, 0);
  }

  /** A minimum of the item that is kept for a channel, without an end. */
  public static Protection keptFor(
      String protection, String item, String channel, String quantity) {
    return new Protection(
        protection,
        item,
        "",
        channel,
        "",
        Protection.Bound.MINIMUM,
        units(quantity),
        Day.OPEN_START,
        Day.OPEN_END);
  }

  // ---------------------------------------------------------------- prices

  /** Breaks such as {@code "9@1 8@2 6@5"}: amount at minimum. */
  public static List<PriceBreak> breaks(String table) {
    return Arrays.stream(table.split(" "))
        .map(text -> text.split("@", -1))
        .map(parts -> new PriceBreak(units(parts[1]), units(parts[0])))
        .toList();
  }

  public static Price price(String list, String item, String breaks) {
    return price(list, item, "", breaks, 1, Day.OPEN_START, Day.OPEN_END);
  }

  public static Price price(
      String list, String item, String uom, String breaks, int priceUnit, int from, int to) {
    return new Price(list, item, uom, breaks(breaks), priceUnit, "", from, to);
  }

  public static PriceList baseList(String list, String currency, int priority) {
    return list(list, currency, PriceList.Kind.BASE, Set.of(), Set.of(), priority, true);
  }

  public static PriceList groupList(String list, String currency, int priority, String... groups) {
    return list(list, currency, PriceList.Kind.GROUP, Set.of(groups), Set.of(), priority, true);
  }

  public static PriceList list(
      String list,
      String currency,
      PriceList.Kind kind,
      Set<String> groups,
      Set<String> customers,
      int priority,
      boolean merge) {
    return new PriceList(
        list,
        currency,
        kind,
        groups,
        customers,
        Set.of(),
        priority,
        Day.OPEN_START,
        Day.OPEN_END,
        merge,
        true,
        PriceList.Formula.NONE);
  }

  public static ContractPrice contract(
      String contract, String customer, String item, String breaks) {
    return new ContractPrice(
        contract,
        Party.customer(customer),
        ContractPrice.Target.ITEM,
        item,
        "",
        "",
        breaks(breaks),
        1,
        0,
        1_000,
        "",
        false,
        Day.OPEN_START,
        Day.OPEN_END);
  }

  public static ContractPrice categoryContract(
      String contract, String customer, String category, String breaks) {
    return new ContractPrice(
        contract,
        Party.customer(customer),
        ContractPrice.Target.CATEGORY,
        category,
        "",
        "",
        breaks(breaks),
        1,
        0,
        1_000,
        "",
        false,
        Day.OPEN_START,
        Day.OPEN_END);
  }

  public static ContractPrice discount(
      String contract, String customer, String item, String percent) {
    return new ContractPrice(
        contract,
        Party.customer(customer),
        ContractPrice.Target.ITEM,
        item,
        "",
        "",
        List.of(),
        1,
        units(percent),
        1_000,
        "",
        false,
        Day.OPEN_START,
        Day.OPEN_END);
  }

  /** Groups such as {@code "GOLD:1 EMPLOYEE:2"}, own lists such as {@code "L1 L2"}. */
  public static Customer customer(
      String customer, PriceStrategy strategy, String groups, String lists) {
    return new Customer(
        customer,
        "",
        "",
        words(groups).stream()
            .map(g -> g.split(":", -1))
            .map(g -> new GroupMembership(g[0], Integer.parseInt(g[1])))
            .toList(),
        words(lists),
        "EUR",
        "WEB",
        strategy,
        Customer.TaxTerms.TAXABLE,
        List.of(),
        false,
        Customer.Status.ACTIVE);
  }

  public static Customer buyerIn(String channel, boolean shipComplete) {
    return new Customer(
        "C-1",
        "",
        "",
        List.of(),
        List.of(),
        "EUR",
        channel,
        PriceStrategy.PRIORITY,
        Customer.TaxTerms.TAXABLE,
        List.of(),
        shipComplete,
        Customer.Status.ACTIVE);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
