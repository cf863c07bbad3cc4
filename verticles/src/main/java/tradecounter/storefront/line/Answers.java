package tradecounter.storefront.line;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Failures;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;

/** Writes answered lines to a response: the one way from figures to bytes. Event loops. */
public final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  private final World world;
  private final FeedDoor door;
  private final InstantSource clock;

  public Answers(World world, FeedDoor door, InstantSource clock) {
    this.world = world;
    this.door = door;
    this.clock = clock;
  }

  /** One line, as the whole answer. */
  public void single(RoutingContext context, Line line) {
    switch (line) {
      case Line.Problematic problem ->
          Problem.of(problem.status(), problem.code(), problem.detail())
              .write(context, problem.more());
      case Line.Figures figures -> {
        Freshness freshness = freshness(figures.feedBits(), clock.millis());
        send(
            context,
            JsonText.of(
                json -> {
                  json.writeStartObject();
                  figures.writing().to(json, freshness);
                  json.writeEndObject();
                }));
      }
    }
  }

  /**
   * All lines in their order, with the freshness of all together, as bytes. Any thread.
   *
   * @param more writes further fields of the whole
   */
  public Buffer text(List<Line> lines, JsonText.Writing more) {
    long allBits = 0;
    long now = clock.millis();
    // Most lines rest on the same few feeds.
    Map<Long, Freshness> freshnessOf = new HashMap<>();
    for (Line line : lines) {
      if (line instanceof Line.Figures figures) {
        allBits |= figures.feedBits();
        freshnessOf.computeIfAbsent(figures.feedBits(), bits -> freshness(bits, now).ready());
      }
    }
    Freshness all = freshness(allBits, now);
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("lines");
          for (Line line : lines) {
            switch (line) {
              case Line.Problematic problem -> problem.write(json);
              case Line.Figures figures -> {
                json.writeStartObject();
                figures.writing().to(json, known(freshnessOf, figures.feedBits()));
                json.writeEndObject();
              }
            }
          }
          json.writeEndArray();
          more.to(json);
          all.write(json);
          json.writeEndObject();
        });
  }

  private static Freshness known(Map<Long, Freshness> freshnessOf, long feedBits) {
    return Objects.requireNonNull(freshnessOf.get(feedBits));
  }

  private Freshness freshness(long feedBits, long nowMillis) {
    return Freshness.of(world, door, feedBits, nowMillis);
  }

  static void send(RoutingContext context, Buffer bytes) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Failures.report(context.response().end(bytes), "an answer could not be sent");
  }
}
