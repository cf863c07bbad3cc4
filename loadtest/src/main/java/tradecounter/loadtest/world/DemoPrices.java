package tradecounter.loadtest.world;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tradecounter.loadtest.world.Prices.Amounts;
import tradecounter.loadtest.world.Prices.ContractPrice;
import tradecounter.loadtest.world.Prices.Cost;
import tradecounter.loadtest.world.Prices.Party;
import tradecounter.loadtest.world.Prices.Price;

/** Price lists, prices and contracts of the demo world other than those of the tour. */
final class DemoPrices {
  /** Customers with a list of their own; the tour's customer has only tour items on it. */
  static final Set<String> CUSTOMERS_WITH_LIST = Set.of("C-10001", "C-10004", "C-10020", "C-10027");

  private static final int CONTRACT_ITEMS = 12;
  private static final BigDecimal CONTRACT_FROM_CREDIT_LIMIT = new BigDecimal("40000.00");

  private static final BigDecimal COST_SHARE = new BigDecimal("0.68");

  private static final List<BaseList> BASE_LISTS =
      List.of(
          new BaseList("BASE-EUR", "EUR", new BigDecimal("1.00")),
          new BaseList("BASE-GBP", "GBP", new BigDecimal("0.86")),
          new BaseList("BASE-SEK", "SEK", new BigDecimal("11.40")));

  private static final List<GroupList> GROUP_LISTS =
      List.of(
          new GroupList("MACHINE-BUILDERS", 1, 90, Set.of("PNEUMATICS", "CUTTING-TOOLS", "SEALS")),
          new GroupList("MRO", 1, 91, Set.of("PPE", "LUBRICANTS", "CHEMICALS", "HYDRAULICS")),
          new GroupList("FOOD", 1, 93, Set.of("LUBRICANTS", "SEALS", "STORAGE")),
          new GroupList("TRADE", 1, 92, Set.of("FASTENERS", "HAND-TOOLS", "ELECTRICAL", "CABLE")),
          new GroupList("MUNICIPAL", 1, 95, Set.of("ELECTRICAL", "PPE")),
          new GroupList(
              "EDUCATION", 1, 90, Set.of("HAND-TOOLS", "POWER-TOOLS", "ELECTRICAL", "PPE")),
          new GroupList("GOLD", 2, 92, Set.of("BEARINGS", "POWER-TRANSMISSION", "ABRASIVES")),
          new GroupList("SILVER", 2, 96, Set.of("BEARINGS", "POWER-TRANSMISSION", "ABRASIVES")));

  private DemoPrices() {}

  /**
   * @param factor on the price in EUR
   */
  private record BaseList(String list, String currency, BigDecimal factor) {}

  /**
   * @param priority 1 is first
   * @param percent of the base price, less for larger quantities
   * @param categories whose items the list has
   */
  private record GroupList(String group, int priority, int percent, Set<String> categories) {
    String list() {
      return "GL-" + group;
    }
  }

  /** The lists, without their prices. */
  static Stream<FeedEvent> lists(EventWriter writer, Instant time, List<DemoCustomer> customers) {
    Stream.Builder<FeedEvent> events = Stream.builder();
    for (BaseList base : BASE_LISTS) {
      events.add(
          list(writer, time, base.list(), base.currency(), "BASE", f -> f.number("priority", 9)));
    }
    events.add(list(writer, time, "BASE-CHF", "CHF", "BASE", DemoPrices::fromEuros));
    for (GroupList group : GROUP_LISTS) {
      events.add(
          list(
              writer,
              time,
              group.list(),
              "EUR",
              "GROUP",
              f -> f.texts("groups", List.of(group.group())).number("priority", group.priority())));
    }
    for (DemoCustomer customer : customers) {
      if (CUSTOMERS_WITH_LIST.contains(customer.customer())) {
        events.add(
            list(
                writer,
                time,
                customer.ownList(),
                customer.currency(),
                "CUSTOMER",
                f -> f.texts("customers", List.of(customer.customer())).number("priority", 1)));
      }
    }
    return events.build();
  }

  /** No price is written down in CHF: customs are added, and there are no coins below 0.05. */
  private static void fromEuros(Fields list) {
    list.number("priority", 9)
        .object(
            "derivedFrom",
            f ->
                f.text("list", "BASE-EUR")
                    .text("discountPercent", "-4")
                    .text("roundTo", "0.05")
                    .text("minimumMarginPercent", "20"));
  }

  private static FeedEvent list(
      EventWriter writer,
      Instant time,
      String list,
      String currency,
      String kind,
      Consumer<Fields> more) {
    return writer.write(
        Feed.ERP,
        EventType.PRICE_LIST,
        list,
        time,
        data -> {
          data.text("list", list).text("currency", currency).text("kind", kind);
          more.accept(data);
        });
  }

  /** One item's prices in the base lists. */
  static Stream<Prices> basePrices(DemoItem item, List<PriceBreak> eurBreaks) {
    return BASE_LISTS.stream()
        .map(base -> price(base.list(), item, scaled(eurBreaks, base.factor())));
  }

  /** The price itself; less for a pack, and for ten packs. */
  static List<PriceBreak> baseBreaks(DemoItem item) {
    List<PriceBreak> breaks = new ArrayList<>();
    breaks.add(new PriceBreak(smallest(item), item.price().toPlainString()));
    int pack = item.unit().packSize();
    if (pack > 1) {
      breaks.add(PriceBreak.of(pack, percent(item.price(), 96)));
      breaks.add(PriceBreak.of(10L * pack, percent(item.price(), 90)));
    }
    return breaks;
  }

  /** One item's prices in the lists of groups and customers. */
  static Stream<Prices> listPrices(DemoItem item, List<DemoCustomer> customers) {
    Stream<Prices> ofGroups =
        GROUP_LISTS.stream()
            .filter(list -> list.categories().contains(item.category()))
            .map(list -> price(list.list(), item, breaks(item, list.percent())));
    Stream<Prices> ofCustomers =
        customers.stream()
            .filter(c -> CUSTOMERS_WITH_LIST.contains(c.customer()))
            .filter(c -> !c.customer().equals(Tour.CUSTOMER) && listed(c, item))
            .map(c -> price(c.ownList(), item, scaled(breaks(item, 88), factor(c.currency()))));
    return Stream.concat(ofGroups, ofCustomers);
  }

  /** Larger customers' contracts: a dozen items, and a discount on one category. */
  static Stream<Prices> contractPrices(DemoCustomer customer, List<DemoItem> items) {
    if (customer.customer().equals(Tour.CUSTOMER)
        || !customer.currency().equals("EUR")
        || customer.creditLimit().compareTo(CONTRACT_FROM_CREDIT_LIMIT) < 0) {
      return Stream.empty();
    }
    SplittableRandom random = new SplittableRandom(customer.customer().hashCode());
    String contract = "K-" + customer.customer().substring("C-".length());
    Party party = Party.customer(customer.customer());
    Set<Integer> chosen = new TreeSet<>();
    while (chosen.size() < CONTRACT_ITEMS) {
      chosen.add(random.nextInt(items.size()));
    }
    int percent = random.nextInt(78, 90);
    Stream<Prices> ofItems =
        chosen.stream()
            .map(items::get)
            .map(
                item ->
                    ContractPrice.ofItem(
                        contract,
                        party,
                        item.item(),
                        new Amounts(
                            item.unit().base(), item.priceUnit(), breaks(item, percent), "")));
    String category = items.get(random.nextInt(items.size())).category();
    BigDecimal discount = BigDecimal.valueOf(random.nextLong(10, 31) * 5, 1);
    return Stream.concat(
        ofItems, Stream.of(ContractPrice.ofCategory(contract, party, category, discount)));
  }

  /** 68 % of the base price, but for one item, of which more has to be asked in CHF. */
  static Prices cost(DemoItem item) {
    BigDecimal costs =
        item.item().equals(TourPrices.PRICED_BY_FORMULA)
            ? TourPrices.COST_OF_FORMULA
            : item.price().multiply(COST_SHARE).divide(BigDecimal.valueOf(item.priceUnit()));
    return new Cost(item.item(), costs);
  }

  private static boolean listed(DemoCustomer customer, DemoItem item) {
    return new SplittableRandom(customer.customer().hashCode() * 31L + item.item().hashCode())
            .nextInt(10)
        == 0;
  }

  private static BigDecimal factor(String currency) {
    return BASE_LISTS.stream()
        .filter(list -> list.currency().equals(currency))
        .findFirst()
        .orElseThrow()
        .factor();
  }

  private static Price price(String list, DemoItem item, List<PriceBreak> breaks) {
    return new Price(list, item.item(), item.unit().base(), item.priceUnit(), breaks);
  }

  private static List<PriceBreak> breaks(DemoItem item, int percent) {
    return List.of(
        new PriceBreak(smallest(item), percent(item.price(), percent).toPlainString()),
        PriceBreak.of(10L * item.unit().packSize(), percent(item.price(), percent - 4)),
        PriceBreak.of(50L * item.unit().packSize(), percent(item.price(), percent - 9)));
  }

  /** Half a metre of what is sold by length, one of what is sold by the piece. */
  private static String smallest(DemoItem item) {
    return item.unit().decimals() == 0 ? "1" : "0.5";
  }

  private static List<PriceBreak> scaled(List<PriceBreak> breaks, BigDecimal factor) {
    return breaks.stream()
        .map(
            step ->
                new PriceBreak(
                    step.minimum(), cents(new BigDecimal(step.amount()).multiply(factor))))
        .toList();
  }

  private static BigDecimal percent(BigDecimal price, int percent) {
    return new BigDecimal(cents(price.multiply(BigDecimal.valueOf(percent, 2))));
  }

  private static String cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }
}
