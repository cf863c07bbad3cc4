package tradecounter.storefront.order;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.forward.Forward;
import tradecounter.forward.Dispatch;
import tradecounter.forward.ForwardStore;
import tradecounter.forward.ForwardStore.Attempt;
import tradecounter.http.Failures;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Problems;

/** The documents of which nobody knows whether their target has them, with all that was tried. */
public final class UnresolvedEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(UnresolvedEndPoint.class);

  private final ForwardStore forwards;

  /** What there is to tell. */
  private record Told(List<Dispatch> waiting, Map<String, List<Attempt>> attempts) {}

  public UnresolvedEndPoint(ForwardStore forwards) {
    this.forwards = forwards;
  }

  public void list(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("limit"));
    int limit = (int) parameters.whole("limit", 1, 1_000, 100);
    parameters.check();
    var _ =
        context
            .vertx()
            .executeBlocking(
                () -> {
                  List<Dispatch> waiting = forwards.unresolved(limit);
                  return new Told(
                      waiting,
                      forwards.attempts(waiting.stream().map(Dispatch::forwardId).toList()));
                },
                false)
            .onSuccess(told -> Problems.guarded(context, () -> send(context, told)))
            .onFailure(
                failure -> {
                  LOG.warn("what is unresolved cannot be read: {}", failure.toString());
                  Problem.unavailable("database-unavailable", "Postgres does not answer")
                      .write(context);
                });
  }

  private static void send(RoutingContext context, Told told) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      json.writeArrayFieldStart("unresolved");
                      for (Dispatch one : told.waiting()) {
                        write(json, one, told.attempts().getOrDefault(one.forwardId(), List.of()));
                      }
                      json.writeEndArray();
                      json.writeEndObject();
                    })),
        "an answer could not be sent");
  }

  private static void write(JsonGenerator json, Dispatch one, List<Attempt> attempts)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("document", one.forwardId());
    json.writeStringField("orderId", one.orderId());
    json.writeStringField("target", one.target());
    json.writeStringField("detail", one.forward().detail());
    if (one.forward().tries().sinceMillis() != Forward.NEVER) {
      JsonText.instant(json, "since", one.forward().tries().sinceMillis());
    }
    json.writeArrayFieldStart("attempts");
    for (Attempt attempt : attempts) {
      json.writeStartObject();
      json.writeStringField("kind", attempt.kind());
      json.writeNumberField("attempt", attempt.number());
      json.writeStringField("node", attempt.node());
      JsonText.instant(json, "startedAt", attempt.startedAt().toEpochMilli());
      Instant finished = attempt.finishedAt();
      if (finished != null) {
        JsonText.instant(json, "finishedAt", finished.toEpochMilli());
      }
      json.writeStringField("outcome", attempt.outcome().isEmpty() ? "NOTHING" : attempt.outcome());
      json.writeStringField("detail", attempt.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
