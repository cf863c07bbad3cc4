package tradecounter.loadtest.world;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** Where the demo world's stock lies, when goods leave there, and from where regions are served. */
final class DemoPlaces {
  static final String LEIPZIG = "DC-LEJ";
  static final String ZARAGOZA = "DC-ZAZ";
  static final String HELSINKI = "DC-HEL";
  static final String LISBON = "BR-LIS";
  static final String MANCHESTER = "BR-MAN";

  /**
   * Bulky goods lie in the port of Hamburg with a logistics provider, which has a feed of its own.
   */
  static final String HAMBURG = "3PL-HAM";

  /** The distributor's own locations, those with most stock first. */
  static final List<String> LOCATIONS = List.of(LEIPZIG, ZARAGOZA, HELSINKI, LISBON, MANCHESTER);

  /** Who ships to customers directly. */
  private static final List<String> DROP_SHIPPERS =
      List.of(
          "SUP-ANTRIEB",
          "SUP-GETRIEBE",
          "SUP-LAGERHAUS",
          "SUP-LUFTWERK",
          "SUP-HYDRO",
          "SUP-WERKZEUG",
          "SUP-ELEKTRO",
          "SUP-ZERSPAN",
          "SUP-SCHWEISS",
          "SUP-SCHUTZ",
          "SUP-KABEL",
          "SUP-LAGERTEC");

  private static final List<String> WEEK = List.of("MON", "TUE", "WED", "THU", "FRI");
  private static final List<String> WEEK_AND_SATURDAY =
      List.of("MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final List<Place> PLACES =
      List.of(
          new Place(
              LEIPZIG,
              "Leipzig",
              "DC",
              "Europe/Berlin",
              WEEK_AND_SATURDAY,
              PublicHolidays.SAXONY,
              "16:00"),
          new Place(
              ZARAGOZA, "Zaragoza", "DC", "Europe/Madrid", WEEK, PublicHolidays.ZARAGOZA, "15:00"),
          new Place(
              HELSINKI, "Helsinki", "DC", "Europe/Helsinki", WEEK, PublicHolidays.FINLAND, "14:30"),
          new Place(
              LISBON,
              "Lisbon",
              "BRANCH",
              "Europe/Lisbon",
              WEEK_AND_SATURDAY,
              PublicHolidays.LISBON,
              "12:00"),
          new Place(
              MANCHESTER,
              "Manchester",
              "BRANCH",
              "Europe/London",
              WEEK,
              PublicHolidays.ENGLAND,
              "13:00"),
          new Place(
              HAMBURG,
              "Hamburg, logistics provider",
              "DC",
              "Europe/Berlin",
              WEEK,
              PublicHolidays.HAMBURG,
              "11:00"));

  private static final List<Network> NETWORKS =
      List.of(
          new Network(
              "NET-DACH",
              "DACH",
              1,
              List.of(
                  new Leg(LEIPZIG, 1),
                  new Leg(ZARAGOZA, 3),
                  new Leg(HELSINKI, 4),
                  new Leg(HAMBURG, 2)),
              2,
              "FEWEST_SPLITS",
              new Delivery(WEEK, PublicHolidays.GERMANY)),
          new Network(
              "NET-IBERIA",
              "IBERIA",
              1,
              List.of(new Leg(ZARAGOZA, 1), new Leg(LISBON, 1), new Leg(LEIPZIG, 3)),
              4,
              "RANK",
              new Delivery(WEEK, PublicHolidays.ZARAGOZA)),
          new Network(
              "NET-NORDICS",
              "NORDICS",
              1,
              List.of(new Leg(HELSINKI, 1), new Leg(LEIPZIG, 3)),
              5,
              "EARLIEST",
              new Delivery(WEEK, PublicHolidays.FINLAND)),
          new Network(
              "NET-UK",
              "UK",
              1,
              List.of(new Leg(MANCHESTER, 1), new Leg(LEIPZIG, 4)),
              6,
              "FEWEST_SPLITS",
              new Delivery(WEEK_AND_SATURDAY, PublicHolidays.ENGLAND)),
          new Network(
              "NET-DEFAULT",
              "",
              9,
              List.of(new Leg(LEIPZIG, 2), new Leg(ZARAGOZA, 3), new Leg(HELSINKI, 5)),
              4,
              "FEWEST_SPLITS",
              new Delivery(WEEK, PublicHolidays.GERMANY)));

  private DemoPlaces() {}

  private record Place(
      String location,
      String name,
      String kind,
      String timeZone,
      List<String> workingDays,
      PublicHolidays holidays,
      String cutOff) {}

  /**
   * @param region the ship-to region that it serves, empty for all
   * @param legs locations in the order in which they are asked
   * @param supplierTransitDays from each supplier, which come after the locations
   * @param sourcing the rule by which sources are chosen
   */
  private record Network(
      String network,
      String region,
      int priority,
      List<Leg> legs,
      int supplierTransitDays,
      String sourcing,
      Delivery delivery) {}

  private record Leg(String location, int transitDays) {}

  /** When carriers deliver. */
  private record Delivery(List<String> days, PublicHolidays holidays) {}

  private record Source(String kind, String key, int rank, int transitDays) {}

  static Stream<FeedEvent> events(EventWriter writer, Instant time, LocalDate today) {
    return Stream.of(
            PLACES.stream().map(place -> location(writer, time, today, place)),
            Stream.of(stocktaking(writer, time, today)),
            NETWORKS.stream().map(network -> network(writer, time, today, network)))
        .flatMap(part -> part);
  }

  private static FeedEvent location(
      EventWriter writer, Instant time, LocalDate today, Place place) {
    return writer.write(
        Feed.ERP,
        EventType.LOCATION,
        place.location(),
        time,
        data ->
            data.text("location", place.location())
                .text("name", place.name())
                .text("kind", place.kind())
                .text("timeZone", place.timeZone())
                .texts("workingDays", place.workingDays())
                .texts("holidays", dates(place.holidays(), today))
                .text("cutOff", place.cutOff())
                .text("status", "OPEN"));
  }

  /** From yesterday, which it still is there after midnight, to the day after tomorrow. */
  private static FeedEvent stocktaking(EventWriter writer, Instant time, LocalDate today) {
    return writer.write(
        Feed.WMS,
        EventType.OUTAGE,
        Tour.OUTAGE,
        time,
        data ->
            data.text("outage", Tour.OUTAGE)
                .text("location", LISBON)
                .date("from", today.minusDays(1))
                .date("to", today.plusDays(2))
                .text("reason", "stocktaking"));
  }

  private static List<String> dates(PublicHolidays holidays, LocalDate today) {
    return holidays.from(today.getYear()).stream().map(LocalDate::toString).toList();
  }

  private static FeedEvent network(
      EventWriter writer, Instant time, LocalDate today, Network network) {
    return writer.write(
        Feed.ERP,
        EventType.NETWORK,
        network.network(),
        time,
        data ->
            data.text("network", network.network())
                .object(
                    "match",
                    f -> {
                      if (!network.region().isEmpty()) {
                        f.texts("regions", List.of(network.region()));
                      }
                    })
                .number("priority", network.priority())
                .objects(
                    "sources",
                    sources(network),
                    (f, source) ->
                        f.text(source.kind(), source.key())
                            .number("rank", source.rank())
                            .number("transitDays", source.transitDays()))
                .text("sourcing", network.sourcing())
                .texts("deliveryDays", network.delivery().days())
                .texts("deliveryHolidays", dates(network.delivery().holidays(), today)));
  }

  private static List<Source> sources(Network network) {
    Stream.Builder<Source> sources = Stream.builder();
    int rank = 1;
    for (Leg leg : network.legs()) {
      sources.add(new Source("location", leg.location(), rank++, leg.transitDays()));
    }
    for (String supplier : DROP_SHIPPERS) {
      sources.add(new Source("supplier", supplier, rank++, network.supplierTransitDays()));
    }
    return sources.build().toList();
  }
}
