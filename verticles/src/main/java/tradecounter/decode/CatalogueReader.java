package tradecounter.decode;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Threshold;
import tradecounter.engine.canonical.WorkCalendar;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/** Locations and their outages, networks, thresholds. */
final class CatalogueReader extends DataReader {
  /** On which a location works that does not say. */
  private static final Set<DayOfWeek> WEEKDAYS =
      Set.of(
          DayOfWeek.MONDAY,
          DayOfWeek.TUESDAY,
          DayOfWeek.WEDNESDAY,
          DayOfWeek.THURSDAY,
          DayOfWeek.FRIDAY);

  private static final Set<String> ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
  private static final int MAXIMUM_SOURCES = 1_000;
  private static final int MAXIMUM_TRANSIT_DAYS = 365;

  CatalogueReader(JsonCursor in) {
    super(in);
  }

  Location location() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String location;
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
            case "location" -> it.location = in.key();
            case "name" -> it.name = in.text();
            case "kind" -> it.kind = in.name(Location.Kind.class);
            case "timeZone" -> it.timeZone = zone();
            case "workingDays" -> it.workingDays = daysOfWeek();
            case "holidays" -> it.holidays = holidays();
            case "cutOff" -> it.cutOff = timeOfDay();
            case "status" -> it.status = in.name(Location.Status.class);
            default -> in.unknown(field);
          }
        });
    return new Location(
        required("location", it.location),
        it.name,
        it.kind,
        required("timeZone", it.timeZone),
        WorkCalendar.of(it.workingDays, it.holidays),
        it.cutOff,
        it.status);
  }

  /** A zone of the tz database: a fixed offset such as "+01:00" would ignore summer time. */
  private ZoneId zone() throws IOException, RefusalException {
    String name = in.key();
    if (!ZONES.contains(name)) {
      throw in.wrong("'" + name + "' is not a time zone such as Europe/Berlin");
    }
    return ZoneId.of(name);
  }

  private Set<DayOfWeek> daysOfWeek() throws IOException, RefusalException {
    return set(DayOfWeek.values().length, this::dayOfWeek);
  }

  private DayOfWeek dayOfWeek() throws IOException, RefusalException {
    String name = in.key();
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equals(name)) {
        return day;
      }
    }
    throw in.wrong("'" + name + "' is not one of MON, TUE, WED, THU, FRI, SAT, SUN");
  }

  private Set<Integer> holidays() throws IOException, RefusalException {
    return set(WorkCalendar.MAXIMUM_HOLIDAYS, in::day);
  }

  private LocalTime timeOfDay() throws IOException, RefusalException {
    String text = in.text(5, 5);
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw in.wrong("'" + text + "' is not a time of day such as 15:00");
    }
  }

  Network network() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String network;
          Network.Match match = Network.Match.EVERYTHING;
          int priority = DEFAULT_PRIORITY;
          @Nullable List<Network.Source> sources;
          Network.Sourcing sourcing = Network.Sourcing.FEWEST_SPLITS;
          Set<DayOfWeek> deliveryDays = Set.of();
          Set<Integer> deliveryHolidays = Set.of();
        };
    in.object(
        field -> {
          switch (field) {
            case "network" -> it.network = in.key();
            case "match" -> it.match = match();
            case "priority" -> it.priority = priority();
            case "sources" -> it.sources = in.array(MAXIMUM_SOURCES, this::source);
            case "sourcing" -> it.sourcing = in.name(Network.Sourcing.class);
            case "deliveryDays" -> it.deliveryDays = daysOfWeek();
            case "deliveryHolidays" -> it.deliveryHolidays = holidays();
            default -> in.unknown(field);
          }
        });
    return new Network(
        required("network", it.network),
        it.match,
        it.priority,
        required("sources", it.sources),
        it.sourcing,
        WorkCalendar.of(it.deliveryDays, it.deliveryHolidays));
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
          String location = "";
          String supplier = "";
          int rank = 1;
          int transitDays;
        };
    in.object(
        field -> {
          switch (field) {
            case "location" -> it.location = in.key();
            case "supplier" -> it.supplier = in.key();
            case "rank" -> it.rank = priority();
            case "transitDays" -> it.transitDays = in.integer(0, MAXIMUM_TRANSIT_DAYS);
            default -> in.unknown(field);
          }
        });
    boolean isLocation = !it.location.isEmpty();
    exactlyOne("location", isLocation, "supplier", !it.supplier.isEmpty());
    return new Network.Source(
        isLocation ? Network.Source.Kind.LOCATION : Network.Source.Kind.SUPPLIER,
        isLocation ? it.location : it.supplier,
        it.rank,
        it.transitDays);
  }

  Outage outage() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String outage;
          @Nullable String location;
          int fromDay = Day.OPEN_START;
          int toDay = Day.OPEN_END;
          String reason = "";
        };
    in.object(
        field -> {
          switch (field) {
            case "outage" -> it.outage = in.key();
            case "location" -> it.location = in.key();
            case "from" -> it.fromDay = in.day();
            case "to" -> it.toDay = in.day();
            case "reason" -> it.reason = in.text();
            default -> in.unknown(field);
          }
        });
    return new Outage(
        required("outage", it.outage),
        required("location", it.location),
        it.fromDay,
        it.toDay,
        it.reason);
  }

  Threshold threshold() throws IOException, RefusalException {
    var it =
        new Object() {
          @Nullable String threshold;
          String item = "";
          String category = "";
          @Nullable Long low;
        };
    in.object(
        field -> {
          switch (field) {
            case "threshold" -> it.threshold = in.key();
            case "item" -> it.item = in.key();
            case "category" -> it.category = in.key();
            case "low" -> it.low = in.quantityFromZero();
            default -> in.unknown(field);
          }
        });
    return new Threshold(
        required("threshold", it.threshold), it.item, it.category, required("low", it.low));
  }
}
