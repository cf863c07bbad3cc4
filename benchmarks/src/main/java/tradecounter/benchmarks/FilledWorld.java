package tradecounter.benchmarks;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.Reflection;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;

/** A read model that is filled change by change, without JSON and log. One thread writes. */
public final class FilledWorld {
  /** The day and time of every question. */
  public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  public static final int TODAY = (int) NOW.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();

  private static final String FEED = "erp";

  private final World world;
  private long count;

  public FilledWorld(int expectedItems) {
    world = new World(expectedItems);
  }

  public World world() {
    return world;
  }

  /** Applies the change as the next event of its feed. */
  public void apply(Change change) {
    long sequence = ++count;
    long millis = NOW.toEpochMilli();
    var _ =
        world.apply(
            new LogPosition(change.objectKind().topic(), 0, sequence),
            Origin.NONE,
            new Envelope(FEED, "", Envelope.orderOfSequence(sequence), 1, millis),
            change,
            millis);
  }

  /** Locations {@code DC-0} … and one network that serves everybody from all of them. */
  public void addLocations(int locations) {
    List<Network.Source> sources =
        java.util.stream.IntStream.range(0, locations)
            .mapToObj(
                i -> new Network.Source(Network.Source.Kind.LOCATION, location(i), i + 1, i + 1))
            .toList();
    for (int i = 0; i < locations; i++) {
      apply(
          new Location(
              location(i),
              "Distribution centre " + i,
              Location.Kind.DC,
              ZoneOffset.UTC,
              WorkCalendar.EVERY_DAY,
              LocalTime.of(15, 0),
              Location.Status.OPEN));
    }
    apply(
        new Network(
            "NET",
            Network.Match.EVERYTHING,
            1,
            sources,
            Network.Sourcing.FEWEST_SPLITS,
            WorkCalendar.EVERY_DAY));
  }

  public static String location(int number) {
    return "DC-" + number;
  }

  /** All four figures of a position, in whole units. */
  public void setPosition(String item, String location, long onHand, long allocated) {
    apply(
        new PositionChange(
            item,
            location,
            true,
            0b1111,
            onHand * 1_000_000,
            allocated * 1_000_000,
            0,
            0,
            Reflection.NONE,
            ""));
  }

  /** An item that is kept in stock; a bundle if it has components. */
  public static Item item(String item, List<Item.Component> components) {
    return new Item(
        item,
        "Hexagon screw " + item,
        "SCREWS",
        components.isEmpty() ? Item.Policy.STOCKED : Item.Policy.BUNDLE,
        false,
        "EA",
        0,
        List.of(new Item.UnitOfMeasure("BOX", 100, 1)),
        true,
        "STANDARD",
        components,
        Item.QuantityRules.NONE,
        List.of(),
        Item.DEFAULT_HORIZON_DAYS);
  }

  /** A customer of group {@code GROUP}. */
  public static Customer customer() {
    return new Customer(
        "C-1",
        "Customer",
        "",
        List.of(new Customer.GroupMembership("GROUP", 1)),
        List.of(),
        "EUR",
        "WEB",
        Customer.PriceStrategy.PRIORITY,
        Customer.TaxTerms.TAXABLE,
        List.of(new Customer.ShipTo("MAIN", "NORTH", "DE", "", "")),
        false,
        Customer.Status.ACTIVE);
  }
}
