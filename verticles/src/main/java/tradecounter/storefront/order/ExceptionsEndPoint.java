package tradecounter.storefront.order;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import tradecounter.configuration.Configuration;
import tradecounter.engine.forward.Forward;
import tradecounter.engine.forward.ForwardEvent;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonCursor;
import tradecounter.json.JsonText;
import tradecounter.json.RefusalException;
import tradecounter.order.Troubles;
import tradecounter.order.Troubles.Decision;
import tradecounter.order.Troubles.Outcome;
import tradecounter.order.Troubles.Trouble;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Problems;

/** What waits for a person: operators look at it, take it, and say what became of it. */
public final class ExceptionsEndPoint {
  private static final int MAXIMUM_TEXT = 2_000;

  private final Troubles troubles;
  private final Configuration.Limits limits;
  private final InstantSource clock;

  public ExceptionsEndPoint(Troubles troubles, Configuration.Limits limits, InstantSource clock) {
    this.troubles = troubles;
    this.limits = limits;
    this.clock = clock;
  }

  public void list(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("state", "type", "limit"));
    Set<String> states = parameters.words("state", Set.of("OPEN", "RESOLVED"));
    String type = parameters.key("type");
    int limit = (int) parameters.whole("limit", 1, 1_000, 100);
    parameters.check();
    boolean open = states.contains("OPEN");
    FromPostgres.answer(
        context,
        () -> troubles.list(open, type, limit),
        found -> FromPostgres.send(context, json -> write(json, found)));
  }

  public void assign(RoutingContext context, Caller caller) {
    change(
        context,
        body -> {
          String owner = text(body, "owner");
          return () -> troubles.assign(key(context), owner);
        });
  }

  public void resolve(RoutingContext context, Caller caller) {
    change(
        context,
        body -> {
          Resolution resolution = resolution(body);
          return () ->
              troubles.resolve(key(context), resolution.resolution(), resolution.decision());
        });
  }

  private static String key(RoutingContext context) {
    return Parameters.ofPath(context, "exception");
  }

  // ---------------------------------------------------------------- what is asked

  private interface Change {
    Callable<Outcome> of(byte[] body);
  }

  private void change(RoutingContext context, Change change) {
    var _ =
        Bodies.read(context, limits)
            .map(change::of)
            .onSuccess(
                wanted ->
                    Problems.guarded(
                        context,
                        () ->
                            FromPostgres.answer(
                                context, wanted, outcome -> answer(context, outcome))))
            .onFailure(context::fail);
  }

  private static String text(byte[] body, String name) {
    return Bodies.json(
        body,
        in -> {
          String[] value = {""};
          in.start();
          in.object(
              field -> {
                if (field.equals(name)) {
                  value[0] = in.text(MAXIMUM_TEXT, 1);
                } else {
                  in.unknown(field);
                }
              });
          in.end();
          if (value[0].isEmpty()) {
            throw in.missing(name);
          }
          return value[0];
        });
  }

  /** What a person says and decides. */
  private record Resolution(String resolution, Optional<Decision> decision) {}

  private static Resolution resolution(byte[] body) {
    var it =
        new Object() {
          String resolution = "";
          String forward = "";
          String targetOrder = "";
          String supplier = "";
        };
    return Bodies.json(
        body,
        in -> {
          in.start();
          in.object(
              field -> {
                switch (field) {
                  case "resolution" -> it.resolution = in.text(MAXIMUM_TEXT, 1);
                  case "forward" -> it.forward = in.key();
                  case "targetOrder" -> it.targetOrder = in.key();
                  case "supplier" -> it.supplier = in.key();
                  default -> in.unknown(field);
                }
              });
          in.end();
          if (it.resolution.isEmpty()) {
            throw in.missing("resolution");
          }
          Optional<Decision> ofForward = ofForward(in, it.forward, it.targetOrder, it.resolution);
          return new Resolution(
              it.resolution,
              switch (it.supplier) {
                case "" -> ofForward;
                case "REROUTE" -> ofForward.or(() -> Optional.of(new Decision.Reroute()));
                default ->
                    throw new RefusalException("value-invalid", "must be REROUTE", "/supplier");
              });
        });
  }

  private static Optional<Decision> ofForward(
      JsonCursor in, String forward, String targetOrder, String resolution)
      throws RefusalException {
    return switch (forward) {
      case "" -> Optional.empty();
      case "RETRY" -> Optional.of(new Decision.OfForward(new ForwardEvent.Retry()));
      case "ACKNOWLEDGED" -> {
        if (targetOrder.isEmpty()) {
          throw in.missing("targetOrder");
        }
        yield Optional.of(new Decision.OfForward(new ForwardEvent.AcknowledgedAs(targetOrder)));
      }
      case "REJECTED" ->
          Optional.of(
              new Decision.OfForward(
                  new ForwardEvent.Reject(new Forward.Refusal("decided-by-operator", resolution))));
      default ->
          throw new RefusalException(
              "value-invalid", "must be RETRY, ACKNOWLEDGED or REJECTED", "/forward");
    };
  }

  // ---------------------------------------------------------------- what is answered

  private void answer(RoutingContext context, Outcome outcome) {
    switch (outcome) {
      case Outcome.Changed changed ->
          FromPostgres.send(context, json -> fields(json, changed.trouble()));
      case Outcome.Unknown _ ->
          Problem.of(404, "exception-unknown", "there is no such exception").write(context);
      case Outcome.Refused refused ->
          Problem.of(422, refused.code(), refused.detail()).write(context);
    }
  }

  private void write(JsonGenerator json, List<Trouble> found) throws IOException {
    json.writeArrayFieldStart("exceptions");
    for (Trouble trouble : found) {
      json.writeStartObject();
      fields(json, trouble);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void fields(JsonGenerator json, Trouble trouble) throws IOException {
    json.writeStringField("exception", trouble.trouble());
    json.writeStringField("type", trouble.type());
    json.writeStringField("state", trouble.open() ? "OPEN" : "RESOLVED");
    json.writeStringField("subject", trouble.subject());
    if (!trouble.order().isEmpty()) {
      json.writeStringField("orderId", trouble.order());
    }
    json.writeStringField("detail", trouble.detail());
    json.writeStringField("nextAction", trouble.nextAction());
    if (!trouble.owner().isEmpty()) {
      json.writeStringField("owner", trouble.owner());
    }
    JsonText.instant(json, "raisedAt", trouble.raisedAt().toEpochMilli());
    JsonText.instant(json, "deadline", trouble.deadline().toEpochMilli());
    json.writeBooleanField("overdue", trouble.open() && isOver(trouble.deadline()));
    Instant resolvedAt = trouble.resolvedAt();
    if (resolvedAt != null) {
      JsonText.instant(json, "resolvedAt", resolvedAt.toEpochMilli());
      json.writeStringField("resolution", trouble.resolution());
    }
  }

  private boolean isOver(Instant deadline) {
    return deadline.isBefore(clock.instant());
  }
}
