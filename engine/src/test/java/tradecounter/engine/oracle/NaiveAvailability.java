package tradecounter.engine.oracle;

import static java.math.BigDecimal.ZERO;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Commitment;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.LateSupplyPolicy;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.Receipt;

/**
 * Availability from the formulas, day by day:
 *
 * <pre>
 *   free    = onHand − allocated − blocked − safetyStock
 *   proj(d) = free + Σ receipts expected ≤ d − Σ dated demand ≤ d
 *   atp(d)  = max(0, min over d ≤ t ≤ H of proj(t))
 * </pre>
 */
final class NaiveAvailability {
  private final NaiveWorld world;
  private final Function<String, LateSupplyPolicy> lateSupply;

  NaiveAvailability(NaiveWorld world, Function<String, LateSupplyPolicy> lateSupply) {
    this.world = world;
    this.lateSupply = lateSupply;
  }

  /** One source: what it can promise by day of shipping, and how long that travels. */
  record Supply(Function<LocalDate, BigDecimal> atp, int transitDays) {}

  /** The figures, each computed anew when it is asked for. */
  final class Answer {
    private final AvailabilityQuestion question;
    private final Item item;
    private final Network network;
    private final List<Supply> supplies;
    final LocalDate today;
    final LocalDate onDay;

    Answer(AvailabilityQuestion question, Item item, Network network) {
      this.question = question;
      this.item = item;
      this.network = network;
      this.today = today(network);
      LocalDate asked =
          question.onDay() == Day.OPEN_START ? today : LocalDate.ofEpochDay(question.onDay());
      this.onDay = asked.isBefore(today) ? today : asked;
      this.supplies =
          item.policy() == Item.Policy.BUNDLE
              ? List.of(
                  new Supply(
                      day -> bundleAtp(item, day),
                      network.sources().stream()
                          .mapToInt(Network.Source::transitDays)
                          .max()
                          .orElse(0)))
              : supplies(item, units(question.quantity()));
    }

    private LocalDate today(Network of) {
      return of.sources().stream()
          .filter(source -> source.kind() == Network.Source.Kind.LOCATION)
          .flatMap(source -> world.one(Location.class, source.key()).stream())
          .findFirst()
          .map(location -> LocalDate.ofInstant(question.now(), location.timeZone()))
          .orElse(LocalDate.ofInstant(question.now(), ZoneOffset.UTC));
    }

    BigDecimal available() {
      return onDay.equals(today) ? now(item) : atp(onDay);
    }

    BigDecimal atp(LocalDate day) {
      return sum(supplies, day);
    }

    /** What can be at the buyer's door by then, if nothing leaves before {@code onDay}. */
    BigDecimal arrivedBy(LocalDate day) {
      BigDecimal arrived = ZERO;
      for (Supply supply : supplies) {
        LocalDate ships = day.minusDays(supply.transitDays());
        if (!ships.isBefore(onDay)) {
          arrived = arrived.add(supply.atp().apply(ships));
        }
      }
      return arrived;
    }

    /** The earliest day by which the whole quantity can arrive. */
    Optional<LocalDate> promised() {
      for (LocalDate day = onDay; day.isBefore(onDay.plusDays(60)); day = day.plusDays(1)) {
        if (arrivedBy(day).compareTo(units(question.quantity())) >= 0) {
          return Optional.of(day);
        }
      }
      return Optional.empty();
    }

    BigDecimal withheldBySafetyStock() {
      BigDecimal withheld = ZERO;
      if (item.policy() == Item.Policy.STOCKED) {
        for (Location location : openLocations()) {
          BigDecimal lowest = lowestProjection(item, location);
          BigDecimal safety = world.figure(item.item(), location.location(), Figure.SAFETY_STOCK);
          withheld = withheld.add(lowest.add(safety).max(ZERO)).subtract(lowest.max(ZERO));
        }
      }
      return withheld;
    }

    private List<Location> openLocations() {
      return network.sources().stream()
          .filter(source -> source.kind() == Network.Source.Kind.LOCATION)
          .flatMap(source -> world.one(Location.class, source.key()).stream())
          .filter(location -> location.status() == Location.Status.OPEN)
          .toList();
    }

    private BigDecimal now(Item of) {
      BigDecimal sum = ZERO;
      if (of.policy() == Item.Policy.BUNDLE) {
        return wholeBundles(of, c -> world.one(Item.class, c).map(this::now).orElse(ZERO));
      }
      if (of.policy() == Item.Policy.STOCKED) {
        for (Location location : openLocations()) {
          sum = sum.add(world.free(of.item(), location.location()).max(ZERO));
        }
      }
      return sum;
    }

    private List<Supply> supplies(Item of, BigDecimal wanted) {
      List<Supply> result = new ArrayList<>();
      for (Network.Source source : network.sources()) {
        if (source.kind() == Network.Source.Kind.LOCATION && of.policy() == Item.Policy.STOCKED) {
          openLocations().stream()
              .filter(location -> location.location().equals(source.key()))
              .forEach(
                  location ->
                      result.add(
                          new Supply(day -> locationAtp(of, location, day), source.transitDays())));
        }
        boolean dropShip = of.policy() == Item.Policy.DROP_SHIP || of.dropShipEligible();
        if (source.kind() == Network.Source.Kind.SUPPLIER && dropShip) {
          world.all(Commitment.class).stream()
              .filter(c -> c.item().equals(of.item()) && c.supplier().equals(source.key()))
              .filter(c -> question.now().toEpochMilli() <= c.validUntilMillis())
              .filter(c -> wanted.signum() == 0 || wanted.compareTo(units(c.minimumOrder())) >= 0)
              .forEach(
                  c ->
                      result.add(
                          new Supply(
                              day ->
                                  day.isBefore(today.plusDays(c.leadTimeDays()))
                                      ? ZERO
                                      : units(c.quantity()),
                              source.transitDays())));
        }
      }
      return result;
    }

    private BigDecimal locationAtp(Item of, Location location, LocalDate day) {
      LocalDate first = LocalDate.ofInstant(question.now(), location.timeZone());
      LocalDate last = first.plusDays(of.horizonDays() - 1L);
      if (day.isBefore(first)) {
        return ZERO;
      }
      LocalDate from = day.isAfter(last) ? last : day;
      return from.datesUntil(last.plusDays(1))
          .map(t -> projection(of, location, t))
          .reduce(BigDecimal::min)
          .orElseThrow()
          .max(ZERO);
    }

    private BigDecimal lowestProjection(Item of, Location location) {
      LocalDate first = LocalDate.ofInstant(question.now(), location.timeZone());
      return first
          .datesUntil(first.plusDays(of.horizonDays()))
          .map(t -> projection(of, location, t))
          .reduce(BigDecimal::min)
          .orElseThrow();
    }

    private BigDecimal projection(Item of, Location location, LocalDate day) {
      BigDecimal projection = world.free(of.item(), location.location());
      for (Receipt receipt : world.all(Receipt.class)) {
        boolean here =
            receipt.item().equals(of.item())
                && receipt.location().equals(location.location())
                && receipt.status() == Receipt.Status.OPEN;
        if (here && dayThatCounts(receipt, location).filter(d -> !d.isAfter(day)).isPresent()) {
          BigDecimal toCome = units(receipt.quantity()).subtract(units(receipt.received()));
          projection = projection.add(toCome.max(ZERO));
        }
      }
      for (Demand demand : world.all(Demand.class)) {
        boolean here =
            demand.item().equals(of.item())
                && demand.location().equals(location.location())
                && demand.status() == Demand.Status.OPEN;
        if (here && !LocalDate.ofEpochDay(demand.dueOnDay()).isAfter(day)) {
          projection = projection.subtract(units(demand.quantity()));
        }
      }
      return projection;
    }

    /** Empty if the receipt does not count at all. */
    private Optional<LocalDate> dayThatCounts(Receipt receipt, Location location) {
      if (receipt.expectedOnDay() == Day.OPEN_END) {
        return Optional.empty();
      }
      LocalDate todayThere = LocalDate.ofInstant(question.now(), location.timeZone());
      LocalDate expected = LocalDate.ofEpochDay(receipt.expectedOnDay());
      if (!expected.isBefore(todayThere)) {
        return Optional.of(expected);
      }
      List<LateSupplyPolicy> policies = world.feedsOf(receipt).stream().map(lateSupply).toList();
      long daysLate = ChronoUnit.DAYS.between(expected, todayThere);
      if (policies.stream().anyMatch(policy -> daysLate > policy.dropAfterDays())) {
        return Optional.empty();
      }
      int shift = policies.stream().mapToInt(LateSupplyPolicy::shiftDays).max().orElseThrow();
      return Optional.of(todayThere.plusDays(shift));
    }

    // -------------------------------------------------------------- bundles

    private BigDecimal bundleAtp(Item bundle, LocalDate day) {
      return wholeBundles(
          bundle,
          component -> {
            Optional<Item> found = world.one(Item.class, component);
            if (found.isEmpty()) {
              return ZERO;
            }
            if (found.get().policy() == Item.Policy.BUNDLE) {
              return bundleAtp(found.get(), day);
            }
            BigDecimal perBundle = needs(item).getOrDefault(component, ZERO);
            return sum(supplies(found.get(), units(question.quantity()).multiply(perBundle)), day);
          });
    }

    /** The scarcest component decides; an item that is needed by several ways, for all of them. */
    private BigDecimal wholeBundles(Item bundle, Function<String, BigDecimal> amountOf) {
      Map<String, BigDecimal> taken = needs(bundle);
      for (Item.Component component : bundle.components()) {
        if (counts(component)) {
          taken.put(
              component.item(),
              units(component.quantity()).max(taken.getOrDefault(component.item(), ZERO)));
        }
      }
      return taken.entrySet().stream()
          .map(e -> amountOf.apply(e.getKey()).divide(e.getValue(), 0, RoundingMode.FLOOR))
          .reduce(BigDecimal::min)
          .orElse(ZERO);
    }

    private Map<String, BigDecimal> needs(Item bundle) {
      Map<String, BigDecimal> needs = new HashMap<>();
      for (Item.Component component : bundle.components()) {
        if (counts(component)) {
          BigDecimal quantity = units(component.quantity());
          Optional<Item> found = world.one(Item.class, component.item());
          if (found.isPresent() && found.get().policy() == Item.Policy.BUNDLE) {
            needs(found.get())
                .forEach((leaf, n) -> needs.merge(leaf, n.multiply(quantity), BigDecimal::add));
          } else {
            needs.merge(component.item(), quantity, BigDecimal::add);
          }
        }
      }
      return needs;
    }

    private static boolean counts(Item.Component component) {
      return !component.optional() && component.stocked();
    }
  }

  /** Empty if the item is not sold or no network serves. */
  Optional<Answer> answer(AvailabilityQuestion question) {
    Optional<Network> network =
        world.all(Network.class).stream()
            .filter(n -> serves(n.match(), question.customer(), question.region()))
            .min(Comparator.comparingInt(Network::priority).thenComparing(Network::network));
    return world
        .one(Item.class, question.item())
        .filter(Item::sellable)
        .flatMap(item -> network.map(n -> new Answer(question, item, n)));
  }

  private static boolean serves(Network.Match match, Customer customer, String region) {
    boolean channel = match.channels().isEmpty() || match.channels().contains(customer.channel());
    boolean place = match.regions().isEmpty() || match.regions().contains(region);
    boolean named = match.customers().isEmpty() || match.customers().contains(customer.customer());
    boolean group =
        match.customerGroups().isEmpty()
            || customer.groups().stream()
                .map(Customer.GroupMembership::group)
                .anyMatch(match.customerGroups()::contains);
    return channel && place && named && group;
  }

  private static BigDecimal sum(List<Supply> supplies, LocalDate day) {
    return supplies.stream().map(s -> s.atp().apply(day)).reduce(ZERO, BigDecimal::add);
  }
}
