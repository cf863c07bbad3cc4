package tradecounter.loadtest.world;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Locations, networks, items, price lists and customers of a generated world, by number. */
final class GeneratedDefinitions {
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "Europe/Madrid", "Europe/Helsinki", "Europe/London");
  private static final List<String> WORKING_DAYS = List.of("MON", "TUE", "WED", "THU", "FRI");

  private final WorldSize size;
  private final EventWriter writer;
  private final Instant time;

  GeneratedDefinitions(WorldSize size, EventWriter writer, Instant time) {
    this.size = size;
    this.writer = writer;
    this.time = time;
  }

  FeedEvent location(long number) {
    String location = GeneratedKeys.location(number);
    return writer.write(
        Feed.ERP,
        EventType.LOCATION,
        location,
        time,
        data ->
            data.text("location", location)
                .text("name", "Distribution centre " + number)
                .text("kind", "DC")
                .text("timeZone", ZONES.get((int) (number % ZONES.size())))
                .texts("workingDays", WORKING_DAYS)
                .text("cutOff", "15:00")
                .text("status", "OPEN"));
  }

  /** One network for each region, and one, the last, for whoever matches none. */
  FeedEvent network(long number) {
    boolean regional = number < GeneratedKeys.REGIONS;
    String network = regional ? "NET-" + GeneratedKeys.region(number) : "NET-DEFAULT";
    List<Integer> ranks = IntStream.range(0, size.locations()).boxed().toList();
    return writer.write(
        Feed.ERP,
        EventType.NETWORK,
        network,
        time,
        data -> {
          data.text("network", network);
          if (regional) {
            data.object("match", f -> f.texts("regions", List.of(GeneratedKeys.region(number))));
          } else {
            data.object("match", f -> {});
          }
          data.number("priority", regional ? 1 : 9)
              .objects(
                  "sources",
                  ranks,
                  (f, rank) ->
                      f.text("location", nearest(number, rank))
                          .number("rank", rank + 1L)
                          .number("transitDays", Math.min(1 + rank, 10)));
        });
  }

  private String nearest(long network, int rank) {
    return GeneratedKeys.location((network + rank) % size.locations());
  }

  FeedEvent item(long number) {
    String item = GeneratedKeys.item(number);
    return writer.write(
        Feed.ERP,
        EventType.ITEM,
        item,
        time,
        data ->
            data.text("item", item)
                .text("description", "Generated item " + number)
                .text("category", GeneratedKeys.category(number % WorldSize.CATEGORIES))
                .text("policy", "STOCKED")
                .flag("dropShipEligible", number < size.commitments())
                .text("baseUom", "EA")
                .number("quantityDecimals", 0)
                .objects(
                    "uoms",
                    List.of(100),
                    (f, pieces) ->
                        f.text("uom", "BOX").number("numerator", pieces).number("denominator", 1))
                .flag("sellable", true)
                .text("taxCategory", "STANDARD"));
  }

  /** The base list, then a list for each group. */
  FeedEvent priceList(long number) {
    boolean base = number == 0;
    String list = base ? GeneratedKeys.BASE_LIST : GeneratedKeys.groupList(number - 1);
    return writer.write(
        Feed.ERP,
        EventType.PRICE_LIST,
        list,
        time,
        data -> {
          data.text("list", list).text("currency", "EUR").text("kind", base ? "BASE" : "GROUP");
          if (!base) {
            data.texts("groups", List.of(GeneratedKeys.group(number - 1)));
          }
          data.number("priority", base ? 9 : 1);
        });
  }

  FeedEvent customer(long number) {
    String customer = GeneratedKeys.customer(number);
    return writer.write(
        Feed.ERP,
        EventType.CUSTOMER,
        customer,
        time,
        data ->
            data.text("customer", customer)
                .text("name", "Generated customer " + number)
                .objects(
                    "groups",
                    List.of(GeneratedKeys.group(number % GeneratedKeys.GROUPS)),
                    (f, group) -> f.text("group", group).number("priority", 1))
                .text("currency", "EUR")
                .text("channel", "WEB")
                .text("priceStrategy", "PRIORITY")
                .objects(
                    "shipTos",
                    List.of(GeneratedKeys.regionOf(number)),
                    (f, region) ->
                        f.text("shipTo", "MAIN").text("region", region).text("country", "DE")));
  }
}
