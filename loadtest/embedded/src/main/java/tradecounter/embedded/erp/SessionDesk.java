package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ERP that needs several calls for an order, see {@link SessionTerms}. Thread-safe. */
final class SessionDesk implements Desk {
  private final OrderBook book;
  private final OrderDesk orders;
  private final Drafts drafts = new Drafts();
  private final Sessions sessions = new Sessions();
  private volatile SessionTerms terms = SessionTerms.USUAL;

  SessionDesk(OrderBook book) {
    this.book = book;
    this.orders = new OrderDesk(book, Face.ORDERS, ErpClass.SESSION);
  }

  void terms(SessionTerms changed) {
    terms = changed;
  }

  SessionTerms terms() {
    return terms;
  }

  @Override
  public Reading read(Call call) {
    if (call.shape().equals("POST session")) {
      return understood(Operation.LOG_IN, "", _ -> logIn(JsonTrees.read(call.body())));
    }
    if (!sessions.take(call.session())) {
      return Desk.refused(401, "NO_SESSION", "there is no such session, or no longer");
    }
    return switch (call.shape()) {
      case "POST drafts" -> draft(OrderForm.read(call.body()));
      case "POST drafts/*/quote", "POST drafts/*/acknowledge", "POST drafts/*/confirm" ->
          drafts
              .find(call.path().get(1))
              .map(draft -> step(draft, call))
              .orElseGet(() -> noDraft(call));
      case "GET orders" -> lookUp(call.query().getOrDefault("externalReference", ""));
      case "GET orders/*", "POST orders/*/cancel" -> inOurWords(orders.read(call));
      default -> Desk.unknownPath(call);
    };
  }

  private Answer logIn(Optional<JsonNode> body) {
    JsonNode who = body.orElseGet(JsonTrees::object);
    SessionTerms agreed = terms;
    return who.path("user").asText("").equals(agreed.user())
            && who.path("password").asText("").equals(agreed.password())
        ? Answer.json(200, ok().put("session", sessions.open(agreed.callsPerSession())))
        : Answer.error(401, "WRONG_PASSWORD", "user or password is wrong");
  }

  private Reading draft(OrderForm form) {
    return understood(
        Operation.DRAFT,
        form.externalReference(),
        _ ->
            form.problem()
                .map(problem -> refusal("INVALID", problem))
                .orElseGet(() -> Answer.json(200, ok().put("draft", drafts.make(form).id()))));
  }

  private Reading step(Draft draft, Call call) {
    String reference = draft.form().externalReference();
    return switch (call.path().get(2)) {
      case "quote" -> understood(Operation.QUOTE, reference, _ -> quote(draft));
      case "acknowledge" ->
          understood(Operation.ACKNOWLEDGE, reference, _ -> acknowledge(draft, call.body()));
      default ->
          understood(
              Operation.CREATE,
              reference,
              handling -> confirm(draft, call.idempotencyKey(), handling));
    };
  }

  private Answer quote(Draft draft) {
    List<SessionTerms.Warning> warnings = terms.warnings();
    draft.quoted(warnings);
    ObjectNode body = ok();
    ArrayNode list = body.putArray("warnings");
    warnings.forEach(
        warning -> list.addObject().put("id", warning.id()).put("text", warning.text()));
    return Answer.json(200, body);
  }

  private static Answer acknowledge(Draft draft, String body) {
    List<String> ids = new ArrayList<>();
    JsonTrees.read(body)
        .orElseGet(JsonTrees::object)
        .path("ids")
        .forEach(id -> ids.add(id.asText("")));
    draft.acknowledge(ids);
    return Answer.json(200, ok());
  }

  private Answer confirm(Draft draft, String key, Task.Handling handling) {
    Optional<String> problem = draft.beginConfirm();
    if (problem.isPresent()) {
      return refusal("NOT_CONFIRMED", problem.get());
    }
    if (!handling.pause().elapsed(terms.confirmTime())) {
      draft.endConfirm(false);
      return new Answer.Closed();
    }
    // The draft goes after the order came: a look-up in between finds both, never neither.
    try {
      Committed order = book.commit(Face.ORDERS, key, draft.form());
      if (handling.twice()) {
        book.commit(Face.ORDERS, key, draft.form());
      }
      return Answer.json(
          200, ok().put("orderNumber", order.number()).put("status", order.status().name()));
    } finally {
      // Only a listener can fail, and the order exists by then.
      draft.endConfirm(true);
    }
  }

  private Reading lookUp(String reference) {
    return understood(
        Operation.LOOK_UP,
        reference,
        handling -> {
          ObjectNode found = ok();
          ArrayNode list = found.putArray("orders");
          // Drafts first: one that is confirmed meanwhile is then seen twice, and not missed.
          drafts.open(reference, handling.hidden()).forEach(draft -> list.add(draft.json()));
          book.find(Face.ORDERS, reference, handling.hidden())
              .forEach(order -> list.add(order.json()));
          return Answer.json(200, found);
        });
  }

  /** What the plain ERP says by status is said here in the body. */
  private static Reading inOurWords(Reading reading) {
    return switch (reading) {
      case Reading.Understood(Task task) ->
          understood(
              task.operation(),
              task.externalReference(),
              handling -> inOurWords(task.work().carryOut(handling)));
      case Reading.Refused refused -> refused;
    };
  }

  private static Answer inOurWords(Answer answer) {
    return switch (answer) {
      case Answer.Sent(int status, String body) -> {
        JsonNode plain = JsonTrees.read(body).orElseGet(JsonTrees::object);
        yield status == 200
            ? Answer.json(200, ok().setAll((ObjectNode) plain))
            : refusal(
                plain.path("error").path("code").asText(),
                plain.path("error").path("message").asText());
      }
      case Answer.Closed closed -> closed;
      case Answer.Pending pending -> pending;
    };
  }

  private static Reading noDraft(Call call) {
    return new Reading.Refused(refusal("NOT_FOUND", "there is no " + call.path().get(1)));
  }

  private static ObjectNode ok() {
    return JsonTrees.object().put("result", "OK");
  }

  private static Answer refusal(String code, String message) {
    return Answer.json(
        200, JsonTrees.object().put("result", "ERROR").put("message", code + ": " + message));
  }

  private static Reading understood(Operation operation, String reference, Task.Work work) {
    return new Reading.Understood(
        new Task(operation, Face.ORDERS, reference, SessionDesk::refusal, work));
  }
}
