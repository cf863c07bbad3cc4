package tradecounter.webhook;

import static tradecounter.json.JsonText.instant;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tradecounter.configuration.Configuration;
import tradecounter.http.Bodies;
import tradecounter.http.FromPostgres;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.security.Caller;

/** Operators look at webhooks, and have sent again what was not taken. */
public final class WebhooksEndPoint {

  private final WebhookDeliveries deliveries;
  private final Configuration.Limits limits;

  /** What there is to see at once. */
  private record Seen(
      List<WebhookDeliveries.Standing> endpoints, List<WebhookDeliveries.Told> deliveries) {}

  public WebhooksEndPoint(WebhookDeliveries deliveries, Configuration.Limits limits) {
    this.deliveries = deliveries;
    this.limits = limits;
  }

  public void list(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("endpoint", "state", "limit"));
    String endpoint = parameters.key("endpoint");
    List<String> states =
        List.copyOf(parameters.words("state", Set.of("PENDING", "DELIVERED", "FAILED")));
    int limit = (int) parameters.whole("limit", 1, 1_000, 100);
    parameters.check();
    FromPostgres.answer(
        context,
        () -> new Seen(deliveries.endpoints(), deliveries.list(endpoint, states, limit)),
        seen -> FromPostgres.send(context, json -> write(json, seen)));
  }

  public void replay(RoutingContext context, Caller caller) {
    String endpoint = Parameters.ofPath(context, "endpoint");
    var _ =
        Bodies.read(context, limits)
            .map(WebhooksEndPoint::deliveredSince)
            .onSuccess(
                since ->
                    FromPostgres.answer(
                        context,
                        () -> deliveries.replay(endpoint, since),
                        replayed -> answer(context, endpoint, replayed)))
            .onFailure(context::fail);
  }

  private static Optional<Instant> deliveredSince(byte[] body) {
    return Bodies.json(
        body,
        in -> {
          Instant[] since = {Instant.MAX};
          in.start();
          in.object(
              field -> {
                if (field.equals("deliveredSince")) {
                  since[0] = in.instant();
                } else {
                  in.unknown(field);
                }
              });
          in.end();
          return since[0].equals(Instant.MAX) ? Optional.empty() : Optional.of(since[0]);
        });
  }

  private static void answer(RoutingContext context, String endpoint, Optional<Integer> replayed) {
    if (replayed.isEmpty()) {
      Problem.of(404, "endpoint-unknown", "no such endpoint is configured").write(context);
    } else {
      FromPostgres.send(
          context,
          json -> {
            json.writeStringField("endpoint", endpoint);
            json.writeNumberField("replayed", replayed.get());
          });
    }
  }

  private static void write(JsonGenerator json, Seen seen) throws IOException {
    json.writeArrayFieldStart("endpoints");
    for (WebhookDeliveries.Standing standing : seen.endpoints()) {
      json.writeStartObject();
      json.writeStringField("endpoint", standing.endpoint());
      json.writeStringField("url", standing.url());
      json.writeNumberField("pending", standing.pending());
      json.writeNumberField("failed", standing.failed());
      Instant disabledAt = standing.disabledAt();
      json.writeStringField("state", disabledAt == null ? "ENABLED" : "DISABLED");
      if (disabledAt != null) {
        instant(json, "disabledAt", disabledAt.toEpochMilli());
        json.writeStringField("reason", standing.reason());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("deliveries");
    for (WebhookDeliveries.Told told : seen.deliveries()) {
      write(json, told);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, WebhookDeliveries.Told told) throws IOException {
    json.writeStartObject();
    json.writeStringField("endpoint", told.endpoint());
    json.writeStringField("eventId", told.eventId());
    json.writeStringField("type", told.type());
    json.writeStringField("subject", told.subject());
    json.writeStringField("state", told.state());
    json.writeNumberField("attempts", told.attempts());
    instant(json, "at", told.at().toEpochMilli());
    Instant nextAt = told.nextAt();
    if (nextAt != null) {
      instant(json, "nextAt", nextAt.toEpochMilli());
    }
    if (!told.detail().isEmpty()) {
      json.writeStringField("detail", told.detail());
    }
    json.writeEndObject();
  }
}
