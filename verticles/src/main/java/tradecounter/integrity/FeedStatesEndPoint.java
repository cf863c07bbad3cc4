package tradecounter.integrity;

import static tradecounter.json.JsonText.instant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Transport;
import tradecounter.engine.state.FeedState;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.feed.TopicLag;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.security.Caller;
import tradecounter.store.Database;

/**
 * How the feeds are. What only Postgres or Kafka knows is left out while they do not answer: this
 * is asked just then.
 */
public final class FeedStatesEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(FeedStatesEndPoint.class);

  private final Parts parts;

  /**
   * What it looks at; all of it is safe for any thread.
   *
   * @param problems what is wrong with feeds' files
   * @param failures why sources could last not be asked, by feed
   */
  public record Parts(
      World world,
      FeedDoor door,
      FeedSteering steering,
      Database database,
      TopicLag lag,
      Supplier<Map<String, String>> problems,
      Supplier<Map<String, String>> failures,
      InstantSource clock) {}

  /** What was looked up beside the event loop. */
  private record Looked(
      Optional<Map<String, FeedOutlook>> outlooks,
      Optional<Map<String, Long>> records,
      Map<String, String> problems,
      Map<String, String> failures) {}

  public FeedStatesEndPoint(Parts parts) {
    this.parts = parts;
  }

  /** All of them. */
  public void list(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    FromPostgres.answer(
        context,
        this::look,
        looked ->
            FromPostgres.send(
                context, json -> write(json, new TreeSet<>(parts.door().feeds()), looked)));
  }

  /** One. */
  public void show(RoutingContext context, Caller caller) {
    String feed = known(parts.door(), context);
    new Parameters(context, Set.of()).check();
    answer(context, feed);
  }

  /** The feed that the path names, which there is. */
  static String known(FeedDoor door, RoutingContext context) {
    String feed = Parameters.ofPath(context, "feed");
    if (!door.feeds().contains(feed)) {
      throw Problem.of(404, "feed-unknown", "there is no feed '" + feed + "'").asException();
    }
    return feed;
  }

  /** Answers how it is now. */
  void answer(RoutingContext context, String feed) {
    FromPostgres.answer(
        context,
        this::look,
        looked ->
            FromPostgres.send(context, json -> fields(json, feed, states().get(feed), looked)));
  }

  private Looked look() throws InterruptedException {
    return new Looked(outlooks(), records(), parts.problems().get(), parts.failures().get());
  }

  private Optional<Map<String, FeedOutlook>> outlooks() {
    try {
      return Optional.of(
          parts
              .database()
              .inOneStatement(connection -> FeedOutlook.all(connection, parts.clock().instant())));
    } catch (SQLException e) {
      LOG.warn("feeds are told without what Postgres knows: {}", e.toString());
      return Optional.empty();
    }
  }

  private Optional<Map<String, Long>> records() throws InterruptedException {
    try {
      return Optional.of(parts.lag().records());
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("feeds are told without what waits in Kafka: {}", e.toString());
      return Optional.empty();
    }
  }

  private Map<String, FeedState> states() {
    List<FeedState> all = parts.world().feeds();
    Map<String, FeedState> states = new HashMap<>();
    all.forEach(state -> states.put(state.feed(), state));
    return states;
  }

  // ---------------------------------------------------------------- what is written

  private void write(JsonGenerator json, Collection<String> feeds, Looked looked)
      throws IOException {
    Map<String, FeedState> states = states();
    json.writeArrayFieldStart("feeds");
    for (String feed : feeds) {
      json.writeStartObject();
      fields(json, feed, states.get(feed), looked);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void fields(JsonGenerator json, String feed, @Nullable FeedState state, Looked looked)
      throws IOException {
    json.writeStringField("feed", feed);
    Optional<FeedConfiguration> configuration = parts.door().configuration(feed);
    if (configuration.isPresent()) {
      file(json, configuration.get());
    }
    optional(json, "problem", looked.problems().get(feed));
    Optional<FeedSteering.Pause> pause = parts.steering().pause(feed);
    if (pause.isPresent()) {
      json.writeObjectFieldStart("paused");
      instant(json, "since", pause.get().since().toEpochMilli());
      json.writeStringField("reason", pause.get().reason());
      json.writeEndObject();
    }
    heard(json, feed, state);
    waiting(json, feed, looked);
    if (looked.outlooks().isPresent()) {
      hour(json, looked.outlooks().get().getOrDefault(feed, FeedOutlook.NONE));
    }
    optional(json, "sourceFailure", looked.failures().get(feed));
  }

  private static void file(JsonGenerator json, FeedConfiguration feed) throws IOException {
    json.writeObjectFieldStart("owner");
    json.writeStringField("name", feed.owner().name());
    json.writeStringField("contact", feed.owner().contact());
    json.writeEndObject();
    json.writeStringField("transport", kind(feed.transport()));
    // A format's class is called as its kind is.
    json.writeStringField(
        "format",
        feed.format()
            .getClass()
            .getSimpleName()
            .replaceFirst("Format$", "")
            .toUpperCase(Locale.ROOT));
    json.writeStringField("version", feed.version());
  }

  private static String kind(Transport transport) {
    return switch (transport) {
      case Transport.Push _ -> "PUSH";
      case Transport.Kafka _ -> "KAFKA";
      case Transport.Folder _ -> "FOLDER";
      case Transport.Rest _ -> "REST";
      case Transport.Jdbc _ -> "JDBC";
    };
  }

  private void heard(JsonGenerator json, String feed, @Nullable FeedState state)
      throws IOException {
    long now = parts.clock().millis();
    long limit = parts.door().supply(feed).staleAfterMillis();
    boolean stale = state == null || now - state.asOfMillis() > limit;
    if (state != null) {
      instant(json, "asOf", state.asOfMillis());
      json.writeNumberField("lagMs", Math.max(0, now - state.asOfMillis()));
    }
    json.writeStringField("state", stale ? "STALE" : "FRESH");
    boolean standsStill = state != null && state.clockStandsStill(limit, now);
    json.writeStringField("clock", standsStill ? "STANDS_STILL" : "OK");
    json.writeNumberField("clockRanBack", state == null ? 0 : state.timesClockRanBack());
    json.writeNumberField("applied", state == null ? 0 : state.applied());
    json.writeNumberField("duplicate", state == null ? 0 : state.duplicate());
    json.writeNumberField("superseded", state == null ? 0 : state.superseded());
    json.writeNumberField("gaps", state == null ? 0 : state.gaps());
    json.writeNumberField("refused", parts.door().refused(feed));
  }

  private static void waiting(JsonGenerator json, String feed, Looked looked) throws IOException {
    json.writeObjectFieldStart("waiting");
    if (looked.records().isPresent()) {
      json.writeNumberField("records", looked.records().get().getOrDefault(feed, 0L));
    }
    if (looked.outlooks().isPresent()) {
      FeedOutlook outlook = looked.outlooks().get().getOrDefault(feed, FeedOutlook.NONE);
      json.writeNumberField("deliveries", outlook.deliveries());
      json.writeNumberField("bytes", outlook.bytes());
    }
    json.writeEndObject();
  }

  private static void hour(JsonGenerator json, FeedOutlook outlook) throws IOException {
    json.writeObjectFieldStart("hour");
    json.writeNumberField("events", outlook.events());
    if (outlook.usual().isPresent()) {
      json.writeNumberField("usual", outlook.usual().getAsLong());
    }
    json.writeEndObject();
    if (outlook.askedAt().isPresent()) {
      instant(json, "askedAt", outlook.askedAt().get().toEpochMilli());
    }
  }

  private static void optional(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
