package tradecounter.management;

import static tradecounter.json.JsonText.instant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tradecounter.configuration.Configuration;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.StateHash;
import tradecounter.engine.state.World;
import tradecounter.http.Failures;
import tradecounter.http.Guard;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.log.LogFollower;
import tradecounter.security.Caller;
import tradecounter.security.Tokens;

/** The operators' port. */
public final class ManagementVerticle extends VerticleBase {
  private static final String JSON = "application/json";

  /** What it looks at; all of it is safe for any thread. */
  public record Parts(
      Configuration configuration,
      World world,
      LogFollower follower,
      List<Vital> vitals,
      Tokens tokens,
      Meters meters,
      Readiness readiness,
      InstantSource clock,
      List<Question> questions,
      Consumer<Router> extension) {}

  /** A part without which the service does not go on for long. */
  public record Vital(String name, BooleanSupplier alive) {}

  /**
   * What operators may ask that another part answers.
   *
   * @param method GET, POST or PATCH
   */
  public record Question(HttpMethod method, String path, Guard.Handler answer) {}

  private final Parts parts;

  public ManagementVerticle(Parts parts) {
    this.parts = parts;
  }

  @Override
  public Future<HttpServer> start() {
    Configuration.Management management = parts.configuration().management();
    return vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(management.host())
                .setPort(management.port())
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(idleSeconds()))
        .requestHandler(router())
        .listen();
  }

  /** Longer than any answer takes. */
  private int idleSeconds() {
    int longestMillis =
        Math.max(
            parts.configuration().asOf().timeoutMillis(),
            parts.configuration().whatIf().timeoutMillis());
    return Math.max(60, longestMillis / 1_000 + 30);
  }

  private Router router() {
    Router router = Router.router(vertx);
    Guard guard = new Guard(parts.tokens().verifier(vertx));
    guard.protect(router);
    router.get("/live").handler(this::live);
    router.get("/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router.get("/ops/state-hash").handler(guard.with(Caller.OPS, this::stateHash));
    for (Question question : parts.questions()) {
      router
          .route(question.method(), question.path())
          .handler(guard.with(Caller.OPS, question.answer()));
    }
    parts.extension().accept(router);
    return router;
  }

  private void live(RoutingContext context) {
    String dead = "";
    if (parts.readiness().isReady()) {
      for (Vital vital : parts.vitals()) {
        dead = vital.alive().getAsBoolean() ? dead : vital.name() + " has stopped; see the log";
      }
    } else if (parts.readiness().hasFailed()) {
      dead = parts.readiness().phase();
    }
    if (dead.isEmpty()) {
      send(context, json -> json.writeStringField("status", "UP"));
    } else {
      Problem.unavailable("not-live", dead).write(context);
    }
  }

  private void ready(RoutingContext context) {
    String objection = parts.readiness().objection();
    if (!parts.readiness().isReady()) {
      Problem.unavailable("not-ready", parts.readiness().phase()).write(context);
    } else if (!objection.isEmpty()) {
      Problem.unavailable("clock-wrong", objection).write(context);
    } else {
      send(context, json -> json.writeStringField("status", "UP"));
    }
  }

  private void metrics(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Failures.report(
        context.response().end(parts.meters().registry().scrape()), "metrics could not be sent");
  }

  private record Hashed(String hash, Map<Lane, Long> positions) {}

  private void stateHash(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    World world = parts.world();
    var _ =
        Future.fromCompletionStage(
                parts
                    .follower()
                    .between(
                        () -> {
                          Map<Lane, Long> positions = new java.util.TreeMap<>();
                          world
                              .lanes()
                              .forEach(lane -> positions.put(lane, world.nextOffset(lane)));
                          return new Hashed(StateHash.of(world), positions);
                        }),
                vertx.getOrCreateContext())
            .onSuccess(hashed -> send(context, json -> write(json, hashed)))
            .onFailure(
                failure ->
                    Problem.unavailable("not-live", "the log follower has stopped").write(context));
  }

  private void write(JsonGenerator json, Hashed hashed) throws IOException {
    json.writeStringField("hash", hashed.hash());
    instant(json, "asOf", parts.clock().millis());
    json.writeArrayFieldStart("positions");
    for (var position : hashed.positions().entrySet()) {
      json.writeStartObject();
      json.writeStringField("topic", position.getKey().topic().name());
      json.writeNumberField("partition", position.getKey().partition());
      json.writeNumberField("offset", position.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void send(RoutingContext context, JsonText.Writing fields) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      fields.to(json);
                      json.writeEndObject();
                    })),
        "an answer could not be sent");
  }
}
