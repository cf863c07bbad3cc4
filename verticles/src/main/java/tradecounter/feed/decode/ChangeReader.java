package tradecounter.feed.decode;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.canonical.Receipt;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/**
 * Reads the {@code data} of each event type; one method an object, fields as in its JSON Schema in
 * {@code config/schema}. Fields that no rule reads yet are checked and left to the log.
 */
final class ChangeReader {
  private static final int LOWEST_PRIORITY = 1_000_000;
  private static final int DEFAULT_PRIORITY = 1_000;

  private final JsonCursor in;
  private final Map<String, String> keys = new java.util.HashMap<>();
  private int validFromDay = Day.OPEN_START;
  private int validToDay = Day.OPEN_END;

  private ChangeReader(JsonCursor in) {
    this.in = in;
  }

  /** Reads the data of {@code tradecounter.<object>.v1}; {@code null} if there is no such type. */
  static @Nullable Change read(String object, JsonCursor in) throws IOException, RefusalException {
    ChangeReader reader = new ChangeReader(in);
    return switch (object) {
      case "item" -> reader.item();
      case "location" -> reader.location();
      case "network" -> reader.network();
      case "customer" -> reader.customer();
      case "position.set" -> reader.position(true);
      case "position.adjusted" -> reader.position(false);
      case "receipt" -> reader.receipt();
      case "demand" -> reader.demand();
      case "commitment" -> reader.commitment();
      case "price-list" -> reader.priceList();
      case "price" -> reader.price();
      case "contract-price" -> reader.contractPrice();
      default -> object.endsWith(".deleted") ? reader.deletion(object) : null;
    };
  }

  // ---------------------------------------------------------------- catalogue

  private Item item() throws IOException, RefusalException {
    var it =
        new Object() {
          String description = "";
          String category = "";
          Item.@Nullable Policy policy;
          boolean dropShipEligible;
          int decimals;
          List<Item.UnitOfMeasure> uoms = List.of();
          boolean sellable = true;
          String taxCategory = "";
          List<Item.Component> components = List.of();
          Item.QuantityRules rules = Item.QuantityRules.NONE;
          List<Item.Substitute> substitutes = List.of();
          int horizonDays = Item.DEFAULT_HORIZON_DAYS;
        };
    in.object(
        field -> {
          switch (field) {
            case "item", "baseUom" -> key(field);
            case "description" -> it.description = in.text();
            case "category" -> it.category = in.key();
            case "policy" -> it.policy = in.name(Item.Policy.class);
            case "dropShipEligible" -> it.dropShipEligible = in.flag();
            case "quantityDecimals" -> it.decimals = in.integer(0, FixedPoint.DECIMALS);
            case "uoms" -> it.uoms = in.array(100, this::unit);
            case "sellable" -> it.sellable = in.flag();
            case "taxCategory" -> it.taxCategory = in.key();
            case "components" -> it.components = in.array(500, this::component);
            case "quantityRules" -> it.rules = quantityRules();
            case "substitutes" -> it.substitutes = in.array(100, this::substitute);
            case "horizonDays" -> it.horizonDays = in.integer(1, Item.MAXIMUM_HORIZON_DAYS);
            default -> in.unknown(field);
          }
        });
    if (it.policy == null) {
      throw in.missing("policy");
    }
    return new Item(
        required("item"),
        it.description,
        it.category,
        it.policy,
        it.dropShipEligible,
        required("baseUom"),
        it.decimals,
        it.uoms,
        it.sellable,
        it.taxCategory,
        it.components,
        it.rules,
        it.substitutes,
        it.horizonDays);
  }

  private Item.UnitOfMeasure unit() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String uom;
          long numerator;
          long denominator;
        };
    in.object(
        field -> {
          switch (field) {
            case "uom" -> it.uom = in.key();
            case "numerator" -> it.numerator = in.whole(1, 1_000_000_000);
            case "denominator" -> it.denominator = in.whole(1, 1_000_000_000);
            default -> in.unknown(field);
          }
        });
    if (it.uom == null || it.numerator == 0 || it.denominator == 0) {
      throw in.missing(it.uom == null ? "uom" : it.numerator == 0 ? "numerator" : "denominator");
    }
    return new Item.UnitOfMeasure(it.uom, it.numerator, it.denominator);
  }

  private Item.Component component() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          long quantity;
          boolean optional;
          boolean stocked = true;
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "quantity" -> it.quantity = in.quantityAboveZero();
            case "optional" -> it.optional = in.flag();
            case "stocked" -> it.stocked = in.flag();
            default -> in.unknown(field);
          }
        });
    if (it.item == null || it.quantity == 0) {
      throw in.missing(it.item == null ? "item" : "quantity");
    }
    return new Item.Component(it.item, it.quantity, it.optional, it.stocked);
  }

  private Item.QuantityRules quantityRules() throws IOException, RefusalException {
    long[] rules = new long[3];
    in.object(
        field -> {
          switch (field) {
            case "minimum" -> rules[0] = in.quantityFromZero();
            case "maximum" -> rules[1] = in.quantityFromZero();
            case "multiple" -> rules[2] = in.quantityAboveZero();
            default -> in.unknown(field);
          }
        });
    return new Item.QuantityRules(rules[0], rules[1], rules[2]);
  }

  private Item.Substitute substitute() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String item;
          Item.Substitute.@Nullable Kind kind;
          int rank = 1;
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "kind" -> it.kind = in.name(Item.Substitute.Kind.class);
            case "rank" -> it.rank = in.integer(1, LOWEST_PRIORITY);
            default -> in.unknown(field);
          }
        });
    if (it.item == null || it.kind == null) {
      throw in.missing(it.item == null ? "item" : "kind");
    }
    return new Item.Substitute(it.item, it.kind, it.rank);
  }

  private Location location() throws IOException, RefusalException {
    var it =
        new Object() {
          String name = "";
          Location.Kind kind = Location.Kind.DC;
          @Nullable ZoneId timeZone;
          Set<DayOfWeek> workingDays = WEEKDAYS;
          Set<Integer> holidays = Set.of();
          LocalTime cutOff = LocalTime.MAX;
          Location.Status status = Location.Status.OPEN;
        };
    in.object(
        field -> {
          switch (field) {
            case "location" -> key(field);
            case "name" -> it.name = in.text();
            case "kind" -> it.kind = in.name(Location.Kind.class);
            case "timeZone" -> it.timeZone = zone();
            case "workingDays" -> it.workingDays = set(7, this::dayOfWeek);
            case "holidays" -> it.holidays = set(1_000, in::day);
            case "cutOff" -> it.cutOff = timeOfDay();
            case "status" -> it.status = in.name(Location.Status.class);
            default -> in.unknown(field);
          }
        });
    if (it.timeZone == null) {
      throw in.missing("timeZone");
    }
    return new Location(
        required("location"),
        it.name,
        it.kind,
        it.timeZone,
        it.workingDays,
        it.holidays,
        it.cutOff,
        it.status);
  }

  private static final Set<DayOfWeek> WEEKDAYS =
      Set.of(
          DayOfWeek.MONDAY,
          DayOfWeek.TUESDAY,
          DayOfWeek.WEDNESDAY,
          DayOfWeek.THURSDAY,
          DayOfWeek.FRIDAY);

  /** A zone of the tz database: a fixed offset such as "+01:00" would ignore summer time. */
  private ZoneId zone() throws IOException, RefusalException {
    String name = in.key();
    if (!ZONES.contains(name)) {
      throw in.wrong("'" + name + "' is not a time zone such as Europe/Berlin");
    }
    return ZoneId.of(name);
  }

  private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

  private DayOfWeek dayOfWeek() throws IOException, RefusalException {
    String name = in.key();
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equals(name)) {
        return day;
      }
    }
    throw in.wrong("'" + name + "' is not one of MON, TUE, WED, THU, FRI, SAT, SUN");
  }

  private LocalTime timeOfDay() throws IOException, RefusalException {
    String text = in.text(5, 5);
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw in.wrong("'" + text + "' is not a time of day such as 15:00");
    }
  }

  private Network network() throws IOException, RefusalException {
    var it =
        new Object() {
          Network.Match match = Network.Match.EVERYTHING;
          int priority = DEFAULT_PRIORITY;
          @Nullable List<Network.Source> sources;
        };
    in.object(
        field -> {
          switch (field) {
            case "network" -> key(field);
            case "match" -> it.match = match();
            case "priority" -> it.priority = in.integer(1, LOWEST_PRIORITY);
            case "sources" -> it.sources = in.array(1_000, this::source);
            default -> in.unknown(field);
          }
        });
    if (it.sources == null) {
      throw in.missing("sources");
    }
    return new Network(required("network"), it.match, it.priority, it.sources);
  }

  private Network.Match match() throws IOException, RefusalException {
    var it =
        new Object() {
          Set<String> channels = Set.of();
          Set<String> regions = Set.of();
          Set<String> customerGroups = Set.of();
          Set<String> customers = Set.of();
        };
    in.object(
        field -> {
          switch (field) {
            case "channels" -> it.channels = keySet();
            case "regions" -> it.regions = keySet();
            case "customerGroups" -> it.customerGroups = keySet();
            case "customers" -> it.customers = keySet();
            default -> in.unknown(field);
          }
        });
    return new Network.Match(it.channels, it.regions, it.customerGroups, it.customers);
  }

  private Network.Source source() throws IOException, RefusalException {
    var it =
        new Object() {
          Network.Source.@Nullable Kind kind;
          String key = "";
          int rank = 1;
          int transitDays;
        };
    in.object(
        field -> {
          switch (field) {
            case "location", "supplier" -> {
              if (it.kind != null) {
                throw in.wrong("a source is either a location or a supplier");
              }
              it.kind =
                  field.equals("location")
                      ? Network.Source.Kind.LOCATION
                      : Network.Source.Kind.SUPPLIER;
              it.key = in.key();
            }
            case "rank" -> it.rank = in.integer(1, LOWEST_PRIORITY);
            case "transitDays" -> it.transitDays = in.integer(0, 365);
            default -> in.unknown(field);
          }
        });
    if (it.kind == null) {
      throw in.missing("location' or 'supplier");
    }
    return new Network.Source(it.kind, it.key, it.rank, it.transitDays);
  }

  private Customer customer() throws IOException, RefusalException {
    var it =
        new Object() {
          String name = "";
          String parent = "";
          List<Customer.GroupMembership> groups = List.of();
          List<String> lists = List.of();
          String currency = "";
          String channel = "";
          PriceStrategy strategy = PriceStrategy.PRIORITY;
          List<Customer.ShipTo> shipTos = List.of();
          boolean shipComplete;
          Customer.Status status = Customer.Status.ACTIVE;
        };
    in.object(
        field -> {
          switch (field) {
            case "customer" -> key(field);
            case "name" -> it.name = in.text();
            case "parent" -> it.parent = in.key();
            case "groups" -> it.groups = in.array(1_000, this::group);
            case "lists" -> it.lists = List.copyOf(set(1_000, in::key));
            case "currency" -> it.currency = in.currency();
            case "channel" -> it.channel = in.key();
            case "priceStrategy" -> it.strategy = in.name(PriceStrategy.class);
            case "terms" -> terms();
            case "tax" -> tax();
            case "shipTos" -> it.shipTos = in.array(this::shipTo);
            case "shipComplete" -> it.shipComplete = in.flag();
            case "status" ->
                it.status =
                    in.key().equals(Customer.Status.BLOCKED.name())
                        ? Customer.Status.BLOCKED
                        : Customer.Status.ACTIVE;
            default -> in.unknown(field);
          }
        });
    if (it.currency.isEmpty()) {
      throw in.missing("currency");
    }
    return new Customer(
        required("customer"),
        it.name,
        it.parent,
        it.groups,
        it.lists,
        it.currency,
        it.channel,
        it.strategy,
        it.shipTos,
        it.shipComplete,
        it.status);
  }

  private Customer.GroupMembership group() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String group;
          int priority;
        };
    in.object(
        field -> {
          switch (field) {
            case "group" -> it.group = in.key();
            case "priority" -> it.priority = in.integer(1, LOWEST_PRIORITY);
            default -> in.unknown(field);
          }
        });
    if (it.group == null || it.priority == 0) {
      throw in.missing(it.group == null ? "group" : "priority");
    }
    return new Customer.GroupMembership(it.group, it.priority);
  }

  private void terms() throws IOException, RefusalException {
    in.object(
        field -> {
          switch (field) {
            case "paymentTerms" -> in.key();
            case "creditLimit" -> in.decimalFromZero();
            case "openBalance" -> in.decimal();
            case "blocked" -> in.flag();
            default -> in.unknown(field);
          }
        });
  }

  private void tax() throws IOException, RefusalException {
    in.object(
        field -> {
          switch (field) {
            case "status" -> in.key();
            case "exemptions" -> in.array(1_000, this::exemption);
            default -> in.unknown(field);
          }
        });
  }

  private String exemption() throws IOException, RefusalException {
    String[] jurisdiction = {""};
    in.object(
        field -> {
          switch (field) {
            case "jurisdiction" -> jurisdiction[0] = in.key();
            case "certificate" -> in.key();
            case "validTo" -> in.day();
            default -> in.unknown(field);
          }
        });
    if (jurisdiction[0].isEmpty()) {
      throw in.missing("jurisdiction");
    }
    return jurisdiction[0];
  }

  private Customer.ShipTo shipTo() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String shipTo;
          String region = "";
          String country = "";
          String postalCode = "";
          String jurisdiction = "";
        };
    in.object(
        field -> {
          switch (field) {
            case "shipTo" -> it.shipTo = in.key();
            case "region" -> it.region = in.key();
            case "country" -> it.country = country();
            case "postalCode" -> it.postalCode = in.key();
            case "jurisdiction" -> it.jurisdiction = in.key();
            default -> in.unknown(field);
          }
        });
    if (it.shipTo == null) {
      throw in.missing("shipTo");
    }
    return new Customer.ShipTo(it.shipTo, it.region, it.country, it.postalCode, it.jurisdiction);
  }

  private String country() throws IOException, RefusalException {
    String code = in.text(2, 2);
    if (!code.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
      throw in.wrong("must be a country code of two capital letters");
    }
    return code;
  }

  // ---------------------------------------------------------------- inventory

  /** Most events are of this kind: nothing is collected in maps on the way. */
  private PositionChange position(boolean absolute) throws IOException, RefusalException {
    var it =
        new Object() {
          String item = "";
          String location = "";
          boolean reason;
          int mask;
          final long[] figures = new long[PositionChange.FIGURES];

          void put(Figure figure, long quantity) {
            figures[figure.index()] = quantity;
            mask |= figure.bit();
          }
        };
    in.object(
        field -> {
          switch (field) {
            case "item" -> it.item = in.key();
            case "location" -> it.location = in.key();
            case "onHand" -> it.put(Figure.ON_HAND, in.quantity());
            case "allocated" ->
                it.put(Figure.ALLOCATED, absolute ? in.quantityFromZero() : in.quantity());
            case "blocked" ->
                it.put(Figure.BLOCKED, absolute ? in.quantityFromZero() : in.quantity());
            case "safetyStock" -> {
              if (!absolute) {
                throw in.wrong("field-unknown", "safetyStock is set, not adjusted");
              }
              it.put(Figure.SAFETY_STOCK, in.quantityFromZero());
            }
            case "reason", "orderLine" -> {
              if (absolute) {
                in.unknown(field);
              } else {
                in.key();
                it.reason |= field.equals("reason");
              }
            }
            case "reflects" -> {
              if (absolute) {
                reflects();
              } else {
                in.unknown(field);
              }
            }
            default -> in.unknown(field);
          }
        });
    if (!absolute && !it.reason) {
      throw in.missing("reason");
    }
    if (it.item.isEmpty() || it.location.isEmpty()) {
      throw in.missing(it.item.isEmpty() ? "item" : "location");
    }
    long[] figures = it.figures;
    return new PositionChange(
        it.item, it.location, absolute, it.mask, figures[0], figures[1], figures[2], figures[3]);
  }

  private void reflects() throws IOException, RefusalException {
    in.object(
        field -> {
          switch (field) {
            case "orderLines" -> set(100_000, in::key);
            case "watermark" -> in.instant();
            default -> in.unknown(field);
          }
        });
  }

  private Receipt receipt() throws IOException, RefusalException {
    var it =
        new Object() {
          long quantity = -1;
          long received;
          int expectedOnDay = Day.OPEN_END;
          Receipt.Kind kind = Receipt.Kind.PURCHASE;
          Receipt.Status status = Receipt.Status.OPEN;
        };
    in.object(
        field -> {
          switch (field) {
            case "receipt", "item", "location", "supplier" -> key(field);
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "received" -> it.received = in.quantityFromZero();
            case "expectedOn" -> it.expectedOnDay = in.isNull() ? Day.OPEN_END : in.day();
            case "kind" -> it.kind = in.name(Receipt.Kind.class);
            case "status" -> it.status = in.name(Receipt.Status.class);
            default -> in.unknown(field);
          }
        });
    if (it.quantity < 0) {
      throw in.missing("quantity");
    }
    return new Receipt(
        required("receipt"),
        required("item"),
        required("location"),
        it.quantity,
        it.received,
        it.expectedOnDay,
        it.kind,
        optional("supplier"),
        it.status);
  }

  private Demand demand() throws IOException, RefusalException {
    var it =
        new Object() {
          long quantity = -1;
          @Nullable Integer dueOnDay;
          Demand.Status status = Demand.Status.OPEN;
        };
    in.object(
        field -> {
          switch (field) {
            case "demand", "item", "location", "orderLine" -> key(field);
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "dueOn" -> it.dueOnDay = in.day();
            case "status" -> it.status = in.name(Demand.Status.class);
            default -> in.unknown(field);
          }
        });
    if (it.quantity < 0 || it.dueOnDay == null) {
      throw in.missing(it.quantity < 0 ? "quantity" : "dueOn");
    }
    return new Demand(
        required("demand"),
        required("item"),
        required("location"),
        it.quantity,
        it.dueOnDay,
        optional("orderLine"),
        it.status);
  }

  private Commitment commitment() throws IOException, RefusalException {
    var it =
        new Object() {
          long quantity = -1;
          int leadTimeDays = -1;
          @Nullable Instant asOf;
          long validUntilMillis = Long.MAX_VALUE;
          long minimumOrder;
        };
    in.object(
        field -> {
          switch (field) {
            case "supplier", "item" -> key(field);
            case "quantity" -> it.quantity = in.quantityFromZero();
            case "leadTimeDays" ->
                it.leadTimeDays = in.integer(0, Commitment.MAXIMUM_LEAD_TIME_DAYS);
            case "asOf" -> it.asOf = in.instant();
            case "validUntil" -> it.validUntilMillis = in.instant().toEpochMilli();
            case "minimumOrder" -> it.minimumOrder = in.quantityFromZero();
            default -> in.unknown(field);
          }
        });
    if (it.quantity < 0 || it.leadTimeDays < 0 || it.asOf == null) {
      throw in.missing(
          it.quantity < 0 ? "quantity" : it.leadTimeDays < 0 ? "leadTimeDays" : "asOf");
    }
    return new Commitment(
        required("supplier"),
        required("item"),
        it.quantity,
        it.leadTimeDays,
        it.asOf.toEpochMilli(),
        it.validUntilMillis,
        it.minimumOrder);
  }

  // ---------------------------------------------------------------- prices

  private PriceList priceList() throws IOException, RefusalException {
    var it =
        new Object() {
          String currency = "";
          PriceList.@Nullable Kind kind;
          Set<String> groups = Set.of();
          Set<String> customers = Set.of();
          Set<String> channels = Set.of();
          int priority = DEFAULT_PRIORITY;
          boolean merge = true;
        };
    in.object(
        field -> {
          switch (field) {
            case "list" -> key(field);
            case "currency" -> it.currency = in.currency();
            case "kind" -> it.kind = in.name(PriceList.Kind.class);
            case "groups" -> it.groups = keySet();
            case "customers" -> it.customers = set(100_000, in::key);
            case "channels" -> it.channels = keySet();
            case "priority" -> it.priority = in.integer(1, LOWEST_PRIORITY);
            case "validFrom", "validTo" -> validity(field);
            case "merge" -> it.merge = in.flag();
            case "derivedFrom" ->
                throw in.wrong(
                    "derived-list-unsupported",
                    "lists derived from another list are not priced yet: send the prices");
            default -> in.unknown(field);
          }
        });
    if (it.currency.isEmpty() || it.kind == null) {
      throw in.missing(it.currency.isEmpty() ? "currency" : "kind");
    }
    return new PriceList(
        required("list"),
        it.currency,
        it.kind,
        it.groups,
        it.customers,
        it.channels,
        it.priority,
        validFromDay,
        validToDay,
        it.merge);
  }

  private Price price() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable List<PriceBreak> breaks;
          int priceUnit = 1;
        };
    in.object(
        field -> {
          switch (field) {
            case "list", "item", "uom" -> key(field);
            case "breaks" -> it.breaks = breaks();
            case "priceUnit" -> it.priceUnit = in.integer(1, 1000);
            case "validFrom", "validTo" -> validity(field);
            default -> in.unknown(field);
          }
        });
    if (it.breaks == null) {
      throw in.missing("breaks");
    }
    return new Price(
        required("list"),
        required("item"),
        optional("uom"),
        it.breaks,
        it.priceUnit,
        validFromDay,
        validToDay);
  }

  private ContractPrice contractPrice() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable List<PriceBreak> breaks;
          long discountPercent = -1;
          String currency = "";
        };
    in.object(
        field -> {
          switch (field) {
            case "contract", "customer", "item", "category", "uom" -> key(field);
            case "currency" -> it.currency = in.currency();
            case "breaks" -> it.breaks = breaks();
            case "discountPercent" -> it.discountPercent = percent();
            case "validFrom", "validTo" -> validity(field);
            default -> in.unknown(field);
          }
        });
    if ((it.breaks == null) == (it.discountPercent < 0)) {
      throw in.wrong("field-missing", "give exactly one of 'breaks' and 'discountPercent'");
    }
    return new ContractPrice(
        required("contract"),
        required("customer"),
        target(),
        targetKey(),
        optional("uom"),
        it.currency,
        it.breaks == null ? List.of() : it.breaks,
        Math.max(0, it.discountPercent),
        validFromDay,
        validToDay);
  }

  private ContractPrice.Target target() throws RefusalException {
    if (keys.containsKey("item") == keys.containsKey("category")) {
      throw in.wrong("field-missing", "give exactly one of 'item' and 'category'");
    }
    return keys.containsKey("item") ? ContractPrice.Target.ITEM : ContractPrice.Target.CATEGORY;
  }

  private String targetKey() {
    return keys.containsKey("item") ? optional("item") : optional("category");
  }

  private List<PriceBreak> breaks() throws IOException, RefusalException {
    List<PriceBreak> breaks = in.array(100, this::priceBreak);
    if (breaks.isEmpty()) {
      throw in.wrong("must have 1 to 100 breaks");
    }
    return breaks;
  }

  private PriceBreak priceBreak() throws IOException, RefusalException {
    long[] it = {-1, -1};
    in.object(
        field -> {
          switch (field) {
            case "minimum" -> it[0] = in.quantityFromZero();
            case "amount" -> it[1] = in.decimalFromZero();
            default -> in.unknown(field);
          }
        });
    if (it[0] < 0 || it[1] < 0) {
      throw in.missing(it[0] < 0 ? "minimum" : "amount");
    }
    return new PriceBreak(it[0], it[1]);
  }

  private long percent() throws IOException, RefusalException {
    long percent = in.decimalFromZero(4);
    if (percent > FixedPoint.of(100)) {
      throw in.wrong("must be 0 to 100");
    }
    return percent;
  }

  private void validity(String field) throws IOException, RefusalException {
    if (field.equals("validFrom")) {
      validFromDay = in.day();
    } else {
      validToDay = in.day();
    }
  }

  // ---------------------------------------------------------------- deletions

  private @Nullable Deletion deletion(String object) throws IOException, RefusalException {
    String wireName = object.substring(0, object.length() - ".deleted".length());
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind.wireName().equals(wireName)) {
        return new Deletion(deletedKey(kind));
      }
    }
    return null;
  }

  private ObjectKey deletedKey(ObjectKind kind) throws IOException, RefusalException {
    Set<String> allowed =
        switch (kind) {
          case ITEM, LOCATION, NETWORK, CUSTOMER, RECEIPT, DEMAND -> Set.of(kind.wireName());
          case PRICE_LIST -> Set.of("list");
          case POSITION -> Set.of("item", "location");
          case COMMITMENT -> Set.of("supplier", "item");
          case PRICE -> Set.of("list", "item", "uom", "validFrom");
          case CONTRACT_PRICE ->
              Set.of("contract", "customer", "item", "category", "uom", "validFrom");
        };
    in.object(
        field -> {
          if (!allowed.contains(field)) {
            in.unknown(field);
          } else if (field.equals("validFrom")) {
            validity(field);
          } else {
            key(field);
          }
        });
    return switch (kind) {
      case ITEM, LOCATION, NETWORK, CUSTOMER, RECEIPT, DEMAND ->
          new ObjectKey.Simple(kind, required(kind.wireName()));
      case PRICE_LIST -> new ObjectKey.Simple(kind, required("list"));
      case POSITION -> new ObjectKey.OfPosition(required("item"), required("location"));
      case COMMITMENT -> new ObjectKey.OfCommitment(required("supplier"), required("item"));
      case PRICE ->
          new ObjectKey.OfPrice(required("list"), required("item"), optional("uom"), validFromDay);
      case CONTRACT_PRICE ->
          new ObjectKey.OfContractPrice(
              required("contract"),
              required("customer"),
              target(),
              targetKey(),
              optional("uom"),
              validFromDay);
    };
  }

  // ---------------------------------------------------------------- keys

  private void key(String field) throws IOException, RefusalException {
    keys.put(field, in.key());
  }

  private String required(String field) throws RefusalException {
    String key = keys.get(field);
    if (key == null) {
      throw in.missing(field);
    }
    return key;
  }

  private String optional(String field) {
    return keys.getOrDefault(field, "");
  }

  private Set<String> keySet() throws IOException, RefusalException {
    return set(10_000, in::key);
  }

  /** In the order given; each element once. */
  private <T> Set<T> set(int maximum, JsonCursor.ElementReader<T> reader)
      throws IOException, RefusalException {
    Set<T> set = new LinkedHashSet<>();
    in.array(
        maximum,
        () -> {
          if (!set.add(reader.read())) {
            throw in.wrong("is listed twice");
          }
          return true;
        });
    return set;
  }
}
