package tradecounter.forward;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tradecounter.configuration.Mapping;
import tradecounter.configuration.Mapping.UnfitException;
import tradecounter.configuration.TargetConfiguration.Call;
import tradecounter.configuration.TargetConfiguration.Rest;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.forward.ErpHttp.Reply;
import tradecounter.json.JsonTree;

/** One call makes an order; what it says and what the answer means is configured. Any thread. */
final class RestAdapter implements ErpAdapter {
  private static final int QUOTED_CHARACTERS = 200;

  private final Rest rest;
  private final ErpClass erpClass;
  private final ErpHttp http;

  RestAdapter(Rest rest, ErpClass erpClass) {
    this.rest = rest;
    this.erpClass = erpClass;
    this.http = new ErpHttp(rest.url(), rest.connectMillis(), rest.timeoutMillis());
  }

  @Override
  public ErpClass erpClass() {
    return erpClass;
  }

  @Override
  public Content content(String document) {
    return mapped(rest.create().body(), document);
  }

  /** What the mapping makes of a document, as JSON. */
  static Content mapped(Mapping mapping, String document) {
    try {
      Object tree = JsonTree.read(document).orElseThrow(() -> mapping.unfit("got no JSON"));
      return mapping
          .apply(tree)
          .<Content>map(body -> new Content.Bytes(JsonTree.write(body)))
          .orElseGet(() -> new Content.Unfit("'" + mapping + "' gives nothing"));
    } catch (UnfitException e) {
      return new Content.Unfit(e.detail());
    } catch (IllegalArgumentException e) {
      return new Content.Unfit("'" + mapping + "': " + e.getMessage());
    }
  }

  @Override
  public Sent create(String key, Buffer content, BooleanSupplier leaseHolds) {
    if (!leaseHolds.getAsBoolean()) {
      return new Sent.NotSent("the lease ran out before the first byte");
    }
    try {
      return switch (send(rest.create(), key, Optional.of(content))) {
        case Reply.NotReached(String detail) -> new Sent.NotSent(detail);
        case Reply.Lost(String detail) -> new Sent.Unknown(detail);
        case Reply.Answered answered -> sent(key, answered);
      };
    } catch (UnfitException e) {
      return new Sent.NotSent(e.detail());
    }
  }

  private Sent sent(String key, Reply.Answered answered) {
    Map<String, Object> answer = answer(key, answered);
    try {
      if (rest.refusal().apply(answer).orElse("") instanceof Map<?, ?> refusal) {
        return new Sent.Refused(
            new Refusal(
                text(refusal, "code").orElse("refused"),
                text(refusal, "reason").orElse(said(answered))));
      }
      return rest.orderNumber()
          .apply(answer)
          .flatMap(JsonTree::text)
          .<Sent>map(Sent.Acknowledged::new)
          .orElseGet(() -> new Sent.Unknown(said(answered)));
    } catch (UnfitException e) {
      return new Sent.Unknown(said(answered) + "; " + e.detail());
    }
  }

  @Override
  public LookedUp lookUp(String reference) {
    try {
      Optional<Buffer> body =
          rest.lookUp().body().apply(Map.of("forwardId", reference)).map(JsonTree::write);
      return switch (send(rest.lookUp(), reference, body)) {
        case Reply.NotReached(String detail) -> new LookedUp.Failed(detail);
        case Reply.Lost(String detail) -> new LookedUp.Failed(detail);
        case Reply.Answered answered -> lookedUp(reference, answered);
      };
    } catch (UnfitException e) {
      return new LookedUp.Failed(e.detail());
    }
  }

  private LookedUp lookedUp(String reference, Reply.Answered answered) {
    try {
      if (!(rest.found().apply(answer(reference, answered)).orElse("") instanceof List<?> found)) {
        return new LookedUp.Failed(said(answered));
      }
      List<String> orders = new ArrayList<>();
      for (Object order : found) {
        Optional<String> number = JsonTree.text(order);
        if (number.isEmpty()) {
          return new LookedUp.Failed("an order without a number: " + said(answered));
        }
        orders.add(number.get());
      }
      return new LookedUp.Found(orders);
    } catch (UnfitException e) {
      return new LookedUp.Failed(said(answered) + "; " + e.detail());
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private Reply send(Call call, String key, Optional<Buffer> body) throws UnfitException {
    Map<String, String> about = Map.of("forwardId", key);
    Map<String, String> headers = new HashMap<>();
    for (Map.Entry<String, Mapping> header : call.headers().entrySet()) {
      headers.put(header.getKey(), text(header.getValue(), about));
    }
    return http.send(call.method(), text(call.path(), about), headers, body);
  }

  private static String text(Mapping mapping, Map<String, String> about) throws UnfitException {
    return mapping
        .apply(about)
        .flatMap(JsonTree::text)
        .orElseThrow(() -> mapping.unfit("gives no text"));
  }

  private static Map<String, Object> answer(String reference, Reply.Answered answered) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("reference", reference);
    answer.put("status", answered.status());
    answer.put("text", answered.text());
    JsonTree.read(answered.text()).ifPresent(body -> answer.put("body", body));
    return answer;
  }

  private static Optional<String> text(Map<?, ?> object, String field) {
    return Optional.<Object>ofNullable(object.get(field)).flatMap(JsonTree::text);
  }

  private static String said(Reply.Answered answered) {
    String text = answered.text();
    return "answered "
        + answered.status()
        + ": "
        + text.substring(0, Math.min(QUOTED_CHARACTERS, text.length()));
  }
}
