package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * Over HTTP what {@link RecordingErp} offers in Java. These requests have no faults and are not
 * recorded.
 *
 * <pre>
 *   GET, PUT, DELETE /sandbox/faults   a list, see {@link FaultsText}
 *   GET              /sandbox/orders   [?externalReference=]  what is committed
 *   GET              /sandbox/requests [?externalReference=]
 *   GET, PUT         /sandbox/erp      {"class":"A"} or {"class":"SESSION","callsPerSession":100,
 *                                       "confirmMillis":1000,"warnings":[{"id","text"}]}
 * </pre>
 */
final class SandboxDesk {
  private final RecordingErp erp;

  SandboxDesk(RecordingErp erp) {
    this.erp = erp;
  }

  Answer answer(Call call) {
    try {
      return switch (call.method() + " " + String.join("/", call.path())) {
        case "GET sandbox/faults" -> faults();
        case "PUT sandbox/faults" -> {
          erp.misbehave(FaultsText.read(body(call)));
          yield faults();
        }
        case "DELETE sandbox/faults" -> {
          erp.behave();
          yield faults();
        }
        case "GET sandbox/orders" -> orders(call);
        case "GET sandbox/requests" -> requests(call);
        case "GET sandbox/erp" -> erp();
        case "PUT sandbox/erp" -> {
          change(body(call));
          yield erp();
        }
        default -> Answer.error(404, "NO_SUCH_PATH", "there is no " + call.target());
      };
    } catch (IllegalArgumentException e) {
      return Answer.error(400, "INVALID", String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode body(Call call) {
    return JsonTrees.read(call.body())
        .orElseThrow(() -> new IllegalArgumentException("the body is not JSON"));
  }

  private Answer faults() {
    return Answer.json(200, FaultsText.json(erp.faults()));
  }

  private Answer erp() {
    SessionTerms terms = erp.sessionTerms();
    ObjectNode body =
        JsonTrees.object()
            .put("class", erp.erpClass().name())
            .put("waitingCommits", erp.waitingCommits())
            .put("callsPerSession", terms.callsPerSession())
            .put("confirmMillis", terms.confirmTime().toMillis());
    ArrayNode warnings = body.putArray("warnings");
    terms
        .warnings()
        .forEach(
            warning -> warnings.addObject().put("id", warning.id()).put("text", warning.text()));
    return Answer.json(200, body);
  }

  private void change(JsonNode body) {
    SessionTerms terms = erp.sessionTerms();
    terms =
        FaultsText.number(body, "callsPerSession")
            .map(Math::toIntExact)
            .map(terms::callsPerSession)
            .orElse(terms);
    terms =
        FaultsText.number(body, "confirmMillis")
            .map(Duration::ofMillis)
            .map(terms::confirmTime)
            .orElse(terms);
    if (body.has("warnings")) {
      terms =
          terms.warnings(
              body.path("warnings")
                  .valueStream()
                  .map(SandboxDesk::warning)
                  .toArray(SessionTerms.Warning[]::new));
    }
    ErpClass erpClass =
        FaultsText.text(body, "class")
            .map(name -> FaultsText.named(ErpClass.class, name))
            .orElse(erp.erpClass());
    erp.sessionTerms(terms);
    erp.erpClass(erpClass);
  }

  private static SessionTerms.Warning warning(JsonNode warning) {
    return new SessionTerms.Warning(
        FaultsText.text(warning, "id").orElse(""), FaultsText.text(warning, "text").orElse(""));
  }

  private Answer orders(Call call) {
    ObjectNode body = JsonTrees.object();
    ArrayNode list = body.putArray("orders");
    for (Committed order : erp.orders()) {
      if (isAskedFor(call, order.externalReference())) {
        list.add(
            order
                .json()
                .put("face", order.face().name())
                .put("idempotencyKey", order.idempotencyKey())
                .set("body", JsonTrees.read(order.body()).orElseGet(JsonTrees::object)));
      }
    }
    return Answer.json(200, body);
  }

  private Answer requests(Call call) {
    ObjectNode body = JsonTrees.object();
    ArrayNode list = body.putArray("requests");
    for (RecordedRequest request : erp.requests()) {
      if (isAskedFor(call, request.externalReference())) {
        list.add(json(request));
      }
    }
    return Answer.json(200, body);
  }

  private static ObjectNode json(RecordedRequest request) {
    ObjectNode json =
        JsonTrees.object()
            .put("number", request.number())
            .put("arrivedAt", request.arrivedAt().toString())
            .put("method", request.method())
            .put("target", request.target())
            .put("idempotencyKey", request.idempotencyKey())
            .put("externalReference", request.externalReference())
            .put("body", request.body());
    request.operation().ifPresent(operation -> json.put("operation", operation.name()));
    request.fault().ifPresent(fault -> json.put("fault", fault.name()));
    switch (request.answer()) {
      case Answer.Sent(int status, String body) ->
          json.putObject("answer").put("status", status).put("body", body);
      case Answer.Closed() -> json.put("answer", "CLOSED");
      case Answer.Pending() -> json.put("answer", "PENDING");
    }
    return json;
  }

  private static boolean isAskedFor(Call call, String externalReference) {
    return call.query()
        .getOrDefault("externalReference", externalReference)
        .equals(externalReference);
  }
}
