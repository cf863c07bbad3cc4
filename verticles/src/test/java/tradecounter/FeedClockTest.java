package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.testing.TestService;

/** A feed whose clock is wrong is noticed: its figures may be older than they say. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class FeedClockTest {
  private static TestService service;

  @BeforeAll
  static void start() {
    service = new TestService().start();
    service.client().feed("erp", location("DC1"), network("ALL", "DC1"), item("BOLT"), item("NUT"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void say(String feed, Instant when, JsonObject event) {
    assertThat(service.client().feed(feed, event.put("time", when.toString())).status())
        .isEqualTo(202);
  }

  private static JsonObject feed(String feed) {
    return named(feed, service.management().get("/ops/feeds").json(), "feeds");
  }

  private static JsonObject source(String feed, String item) {
    JsonObject answer = service.client().get("/v1/items/" + item + "/availability").json();
    return named(feed, answer.getJsonObject("freshness"), "sources");
  }

  private static JsonObject named(String feed, JsonObject in, String list) {
    return in.getJsonArray(list).stream()
        .map(JsonObject.class::cast)
        .filter(entry -> entry.getString("feed").equals(feed))
        .findFirst()
        .orElseThrow();
  }

  private static String metrics() {
    return service.management().get("/metrics").text();
  }

  @Test
  void aClockThatRunsBackwardsIsCounted() {
    say("erp", Instant.now(), onHand("BOLT", "DC1", 1));
    assertThat(feed("erp").getInteger("clockRanBack")).isZero();
    assertThat(feed("erp").getString("clock")).isEqualTo("OK");
    assertThat(source("erp", "BOLT").containsKey("clock")).isFalse();

    say("erp", Instant.now().minus(Duration.ofHours(1)), onHand("BOLT", "DC1", 2));
    assertThat(feed("erp").getInteger("clockRanBack")).isEqualTo(1);
    assertThat(metrics()).contains("tradecounter_feed_clock_ran_back_total{feed=\"erp\"} 1.0");
  }

  @Test
  void aClockThatStandsStillWhileTheFeedSpeaksIsTold() {
    assertThat(metrics()).contains("tradecounter_feed_clock_stands_still{feed=\"wms\"} 0.0");
    Instant power = Instant.now().minus(Duration.ofDays(1));
    for (int times = 0; times < 3; times++) {
      say(
          "wms",
          power,
          event(
              "position.adjusted",
              data("item", "NUT", "location", "DC1", "onHand", 1, "reason", "COUNT")));
    }
    assertThat(feed("wms").getString("clock")).isEqualTo("STANDS_STILL");
    assertThat(feed("wms").getString("state")).isEqualTo("STALE");
    assertThat(source("wms", "NUT").getString("clock")).isEqualTo("STANDS_STILL");
    assertThat(metrics()).contains("tradecounter_feed_clock_stands_still{feed=\"wms\"} 1.0");
  }
}
