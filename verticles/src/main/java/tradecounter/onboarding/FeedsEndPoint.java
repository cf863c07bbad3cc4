package tradecounter.onboarding;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.feed.Delivered;
import tradecounter.feed.FeedDoor;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonTree;
import tradecounter.security.Caller;

/** For whoever connects a source: what a feed's file would do, and taking it into use now. */
public final class FeedsEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(FeedsEndPoint.class);
  private static final int MOST_SHOWN = 100;
  private static final Set<String> FIELDS =
      Set.of("feed", "definition", "name", "sample", "sampleBase64");

  private final FeedDoor door;
  private final FeedFiles files;
  private final FeedTrial trial;
  private final Configuration configuration;
  private final InstantSource clock;

  public FeedsEndPoint(
      FeedDoor door,
      FeedFiles files,
      FeedTrial trial,
      Configuration configuration,
      InstantSource clock) {
    this.door = door;
    this.files = files;
    this.trial = trial;
    this.configuration = configuration;
    this.clock = clock;
  }

  /** Tries a delivery on a feed that is in use. */
  public void tryInUse(RoutingContext context, Caller caller) {
    String feed = Parameters.ofPath(context, "feed");
    FeedConfiguration known =
        door.configuration(feed)
            .orElseThrow(
                () ->
                    Problem.of(404, "feed-unknown", "there is no feed '" + feed + "'")
                        .asException());
    Parameters parameters = new Parameters(context, Set.of("name"));
    String name = parameters.key("name");
    parameters.check();
    reply(
        context,
        Bodies.read(context, configuration.limits())
            .compose(body -> run(context, known, body, name)));
  }

  /** Tries a delivery on the text of a feed's file. */
  public void tryText(RoutingContext context, Caller caller) {
    reply(
        context,
        Bodies.read(context, configuration.limits())
            .map(FeedsEndPoint::asked)
            .compose(asked -> run(context, asked)));
  }

  @SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
  private record Asked(String feed, String definition, String name, byte[] sample) {}

  /** Texts of several lines: nothing that the reader of questions would let pass. */
  private static Asked asked(byte[] body) {
    if (!(JsonTree.read(new String(body, StandardCharsets.UTF_8)).orElse("")
        instanceof Map<?, ?> said)) {
      throw Problem.badRequest("json-invalid", "the body is no JSON object").asException();
    }
    for (Map.Entry<?, ?> field : said.entrySet()) {
      if (!FIELDS.contains(String.valueOf(field.getKey()))
          || !(field.getValue() instanceof String)) {
        throw Problem.badRequest(
                "field-unknown", "'" + field.getKey() + "' is none of the texts " + FIELDS)
            .asException();
      }
    }
    String feed = text(said, "feed");
    String definition = text(said, "definition");
    if (feed.isEmpty() || definition.isEmpty()) {
      throw Problem.badRequest(
              "field-missing", "'feed' and 'definition', the text of its file, are needed")
          .asException();
    }
    return new Asked(feed, definition, text(said, "name"), sample(said));
  }

  private static String text(Map<?, ?> said, String field) {
    return said.get(field) instanceof String text ? text : "";
  }

  private static byte[] sample(Map<?, ?> said) {
    String base64 = text(said, "sampleBase64");
    try {
      return base64.isEmpty()
          ? text(said, "sample").getBytes(StandardCharsets.UTF_8)
          : Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("value-invalid", "'sampleBase64' is no Base64").asException();
    }
  }

  private Future<FeedTrial.Outcome> run(RoutingContext context, Asked asked) {
    return context
        .vertx()
        .executeBlocking(
            () -> {
              try {
                return new ConfigurationReader()
                    .readFeed(asked.definition().getBytes(StandardCharsets.UTF_8), asked.feed());
              } catch (ConfigurationException e) {
                throw Problem.of(422, "feed-invalid", String.valueOf(e.getMessage())).asException();
              }
            },
            false)
        .map(Objects::requireNonNull)
        .compose(feed -> run(context, feed, asked.sample(), asked.name()));
  }

  private Future<FeedTrial.Outcome> run(
      RoutingContext context, FeedConfiguration feed, byte[] sample, String name) {
    Delivered delivered = new Delivered("trial", true, name, Optional.of(clock.instant()));
    return context
        .vertx()
        .executeBlocking(
            () -> {
              try {
                return trial.run(feed, new ByteArrayInputStream(sample), delivered, MOST_SHOWN);
              } catch (IOException e) {
                throw new IllegalStateException("reading from memory failed", e);
              }
            },
            false)
        .map(Objects::requireNonNull);
  }

  private static void reply(RoutingContext context, Future<FeedTrial.Outcome> outcome) {
    var _ =
        outcome
            .onSuccess(tried -> FromPostgres.send(context, json -> FeedTrial.write(json, tried)))
            .onFailure(context::fail);
  }

  /** Looks at the files now instead of a little later. */
  public void reload(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    var _ =
        context
            .vertx()
            .executeBlocking(this::look, false)
            .onSuccess(problems -> send(context, problems))
            .onFailure(context::fail);
  }

  private Map<String, String> look() throws InterruptedException {
    try {
      return files.look();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("feeds cannot be changed: {}", e.toString());
      throw Problem.unavailable(
              "log-unavailable", "Kafka does not answer, which has a topic for each feed")
          .asException();
    }
  }

  private void send(RoutingContext context, Map<String, String> problems) {
    FromPostgres.send(
        context,
        json -> {
          json.writeArrayFieldStart("feeds");
          for (String feed : new java.util.TreeSet<>(door.feeds())) {
            json.writeString(feed);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("problems");
          for (Map.Entry<String, String> problem : problems.entrySet()) {
            json.writeStartObject();
            if (!problem.getKey().isEmpty()) {
              json.writeStringField("feed", problem.getKey());
            }
            json.writeStringField("detail", problem.getValue());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
