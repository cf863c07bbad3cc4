package tradecounter.loadtest.world.importers;

import java.time.Instant;
import java.util.List;
import tradecounter.loadtest.world.EventType;
import tradecounter.loadtest.world.EventWriter;
import tradecounter.loadtest.world.Feed;
import tradecounter.loadtest.world.FeedEvent;

/** What no data set has but every ERP: locations, the network over them, and the base list. */
record Definitions(EventWriter writer, Instant time) {

  FeedEvent location(String location, String name, String timeZone) {
    return writer.write(
        Feed.ERP,
        EventType.LOCATION,
        location,
        time,
        data ->
            data.text("location", location)
                .text("name", name)
                .text("kind", "DC")
                .text("timeZone", timeZone)
                .texts("workingDays", List.of("MON", "TUE", "WED", "THU", "FRI"))
                .text("cutOff", "15:00")
                .text("status", "OPEN"));
  }

  /** For everybody, from the first location to the last, a day away. */
  FeedEvent network(List<String> locations) {
    return writer.write(
        Feed.ERP,
        EventType.NETWORK,
        "ALL",
        time,
        data ->
            data.text("network", "ALL")
                .object("match", match -> {})
                .number("priority", 1)
                .objects(
                    "sources",
                    locations,
                    (f, location) ->
                        f.text("location", location)
                            .number("rank", locations.indexOf(location) + 1L)
                            .number("transitDays", 1)));
  }

  FeedEvent baseList(String list, String currency) {
    return writer.write(
        Feed.ERP,
        EventType.PRICE_LIST,
        list,
        time,
        data -> data.text("list", list).text("currency", currency).text("kind", "BASE"));
  }
}
