package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tradecounter.configuration.TargetConfiguration.Session;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.forward.ErpHttp.Reply;
import tradecounter.forward.SessionAdapter.Step.Done;
import tradecounter.forward.SessionAdapter.Step.Over;
import tradecounter.json.JsonTree;

/**
 * An ERP with sessions, which makes an order in several calls: draft, quote, acknowledge the
 * warnings, confirm. Its reference is not unique, its refusals come as 200. Class B. Any thread.
 *
 * <pre>
 *   POST /session {"user","password"}      → {"result":"OK","session"}
 *   POST /drafts                           → {"result":"OK","draft"}
 *   POST /drafts/D/quote                   → {"result":"OK","warnings":[{"id","text"}]}
 *   POST /drafts/D/acknowledge {"ids":[…]} → {"result":"OK"}
 *   POST /drafts/D/confirm                 → {"result":"OK","orderNumber"}
 *   GET  /orders?externalReference=        → {"result":"OK","orders":[{"orderNumber","status"}]}
 *   what is refused                        → {"result":"ERROR","message":"CODE: why"}
 *   without a session, or once it is over  → 401, and nothing was done
 * </pre>
 *
 * <p>Only the confirm makes an order. Whatever goes wrong before it leaves a draft behind, which is
 * no order and is never looked at again.
 */
final class SessionAdapter implements ErpAdapter {
  private static final int UNAUTHORIZED = 401;
  private static final int OK = 200;

  private final Session configuration;
  private final ErpHttp http;
  private volatile String session = "";

  SessionAdapter(Session configuration) {
    this.configuration = configuration;
    this.http =
        new ErpHttp(
            configuration.url(), configuration.connectMillis(), configuration.timeoutMillis());
  }

  /** What became of one of the calls. */
  sealed interface Step {
    record Done(Map<?, ?> answer) implements Step {}

    /** It goes no further. */
    record Over(Sent sent) implements Step {}
  }

  @Override
  public ErpClass erpClass() {
    return ErpClass.B;
  }

  @Override
  public Content content(String document) {
    return RestAdapter.mapped(configuration.draft(), document);
  }

  @Override
  public Sent create(String key, Buffer content, BooleanSupplier leaseHolds) {
    if (!leaseHolds.getAsBoolean()) {
      return new Sent.NotSent("the lease ran out before the first byte");
    }
    return switch (call("/drafts", Optional.of(content), false)) {
      case Over(Sent sent) -> sent;
      case Done(Map<?, ?> draft) ->
          text(draft, "draft")
              .map(id -> quote("/drafts/" + encoded(id), leaseHolds))
              .orElseGet(() -> new Sent.NotSent("a draft without a name: " + draft));
    };
  }

  private Sent quote(String draft, BooleanSupplier leaseHolds) {
    return switch (call(draft + "/quote", Optional.empty(), false)) {
      case Over(Sent sent) -> sent;
      case Done(Map<?, ?> quote) -> {
        List<String> warnings = new ArrayList<>();
        for (Object warning : list(quote, "warnings")) {
          text(warning, "id").ifPresent(warnings::add);
        }
        yield warnings.isEmpty()
            ? confirm(draft, leaseHolds)
            : acknowledge(draft, warnings, leaseHolds);
      }
    };
  }

  private Sent acknowledge(String draft, List<String> warnings, BooleanSupplier leaseHolds) {
    Buffer ids = JsonTree.write(Map.of("ids", warnings));
    return switch (call(draft + "/acknowledge", Optional.of(ids), false)) {
      case Over(Sent sent) -> sent;
      case Done _ -> confirm(draft, leaseHolds);
    };
  }

  private Sent confirm(String draft, BooleanSupplier leaseHolds) {
    if (!leaseHolds.getAsBoolean()) {
      return new Sent.NotSent("the lease ran out before the confirm");
    }
    return switch (call(draft + "/confirm", Optional.empty(), true)) {
      case Over(Sent sent) -> sent;
      case Done(Map<?, ?> order) ->
          text(order, "orderNumber")
              .<Sent>map(Sent.Acknowledged::new)
              .orElseGet(() -> new Sent.Unknown("confirmed without a number: " + order));
    };
  }

  @Override
  public LookedUp lookUp(String reference) {
    String path = "/orders?externalReference=" + encoded(reference);
    return switch (inSession("GET", path, Optional.empty())) {
      case Reply.NotReached(String detail) -> new LookedUp.Failed(detail);
      case Reply.Lost(String detail) -> new LookedUp.Failed(detail);
      case Reply.Answered answered -> found(answered);
    };
  }

  private static LookedUp found(Reply.Answered answered) {
    Map<?, ?> body = body(answered);
    if (!(answered.status() == OK
        && text(body, "result").equals(Optional.of("OK"))
        && body.get("orders") instanceof List<?> orders)) {
      return new LookedUp.Failed("answered " + answered.status() + ": " + body);
    }
    List<String> numbers = new ArrayList<>();
    for (Object order : orders) {
      if (!text(order, "status").equals(Optional.of("DRAFT"))) {
        Optional<String> number = text(order, "orderNumber");
        if (number.isEmpty()) {
          return new LookedUp.Failed("an order without a number: " + order);
        }
        numbers.add(number.get());
      }
    }
    return new LookedUp.Found(numbers);
  }

  @Override
  public void close() {
    http.close();
  }

  // ---------------------------------------------------------------- calls

  /**
   * @param makesTheOrder whether it may have, if its answer is lost
   */
  private Step call(String path, Optional<Buffer> body, boolean makesTheOrder) {
    return switch (inSession("POST", path, body)) {
      case Reply.NotReached(String detail) -> new Over(new Sent.NotSent(detail));
      case Reply.Lost(String detail) -> new Over(unclear(detail, makesTheOrder));
      case Reply.Answered answered -> {
        Map<?, ?> answer = body(answered);
        String result = text(answer, "result").orElse("");
        if (answered.status() == UNAUTHORIZED) {
          yield new Over(new Sent.NotSent("no session: " + answered.text()));
        }
        if (answered.status() != OK) {
          yield new Over(unclear("answered " + answered.status(), makesTheOrder));
        }
        yield switch (result) {
          case "OK" -> new Done(answer);
          case "ERROR" -> new Over(new Sent.Refused(refusal(answer)));
          default -> new Over(unclear("answered " + answered.text(), makesTheOrder));
        };
      }
    };
  }

  private static Sent unclear(String detail, boolean makesTheOrder) {
    return makesTheOrder ? new Sent.Unknown(detail) : new Sent.NotSent(detail);
  }

  private static Refusal refusal(Map<?, ?> answer) {
    String message = text(answer, "message").orElse("refused");
    int colon = message.indexOf(": ");
    return colon < 0
        ? new Refusal("refused", message)
        : new Refusal(message.substring(0, colon), message.substring(colon + 2));
  }

  /** Logs in where there is no session, and once more where it turns out to be over. */
  private Reply inSession(String method, String path, Optional<Buffer> body) {
    String known = session;
    Reply reply =
        known.isEmpty()
            ? new Reply.Answered(UNAUTHORIZED, "")
            : http.send(method, path, Map.of("Session", known), body);
    if (!(reply instanceof Reply.Answered answered) || answered.status() != UNAUTHORIZED) {
      return reply;
    }
    Reply logIn = logIn(known);
    return logIn instanceof Reply.Answered in && in.status() == OK
        ? http.send(method, path, Map.of("Session", session), body)
        : notDone(logIn);
  }

  /** What was to be done in the session has not even been asked for. */
  private static Reply notDone(Reply logIn) {
    return switch (logIn) {
      case Reply.NotReached notReached -> notReached;
      case Reply.Lost(String detail) -> new Reply.NotReached("log-in: " + detail);
      case Reply.Answered(int status, String text) ->
          new Reply.NotReached("log-in answered " + status + ": " + text);
    };
  }

  /** One at a time: who waited finds the session of who was first. */
  private synchronized Reply logIn(String before) {
    if (!session.equals(before)) {
      return new Reply.Answered(OK, "");
    }
    Reply reply =
        http.send(
            "POST",
            "/session",
            Map.of(),
            Optional.of(
                JsonTree.write(
                    Map.of("user", configuration.user(), "password", configuration.password()))));
    if (!(reply instanceof Reply.Answered answered) || answered.status() != OK) {
      return reply;
    }
    Optional<String> opened = text(body(answered), "session");
    opened.ifPresent(name -> session = name);
    return opened.isPresent() ? reply : new Reply.Lost("no session in " + answered.text());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // ---------------------------------------------------------------- answers

  private static Map<?, ?> body(Reply.Answered answered) {
    return JsonTree.read(answered.text()).orElse("") instanceof Map<?, ?> body ? body : Map.of();
  }

  private static Optional<String> text(Object object, String field) {
    return object instanceof Map<?, ?> map
        ? Optional.<Object>ofNullable(map.get(field)).flatMap(JsonTree::text)
        : Optional.empty();
  }

  private static List<?> list(Map<?, ?> object, String field) {
    return object.get(field) instanceof List<?> list ? list : List.of();
  }
}
