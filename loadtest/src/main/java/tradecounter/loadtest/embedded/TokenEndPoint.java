package tradecounter.loadtest.embedded;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Consumer;
import tradecounter.http.Failures;
import tradecounter.http.Problem;
import tradecounter.json.JsonText;
import tradecounter.security.Caller;

/** {@code GET /dev/token}: hands out tokens to whoever asks. Only in the embedded mode. */
final class TokenEndPoint implements Consumer<Router> {
  private static final String ALL_SCOPES =
      String.join(
          " ",
          Caller.AVAILABILITY_READ,
          Caller.AVAILABILITY_DETAIL,
          Caller.PRICES_READ,
          Caller.PRICES_DETAIL,
          Caller.HOLDS_WRITE,
          Caller.ORDERS_WRITE,
          Caller.ORDERS_READ,
          Caller.FEEDS_WRITE,
          Caller.CUSTOMERS_ANY,
          Caller.OPS);

  private final DevelopmentKey key;

  TokenEndPoint(DevelopmentKey key) {
    this.key = key;
  }

  @Override
  public void accept(Router router) {
    router.get("/dev/token").handler(this::token);
  }

  private void token(RoutingContext context) {
    Set<String> known = Set.of("scopes", "customer");
    for (String name : context.queryParams().names()) {
      if (!known.contains(name)) {
        Problem.badRequest("parameter-unknown", "there are only 'scopes' and 'customer' here")
            .write(context);
        return;
      }
    }
    String asked = context.queryParams().get("scopes");
    String customer = context.queryParams().get("customer");
    String scopes = asked == null ? ALL_SCOPES : asked.replace(',', ' ');
    String token = key.token(scopes, customer == null ? "" : customer);
    if ("text/plain".equals(context.request().getHeader(HttpHeaders.ACCEPT))) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
      Failures.report(context.response().end(token), "a token could not be sent");
      return;
    }
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Failures.report(
        context
            .response()
            .end(
                JsonText.of(
                    json -> {
                      json.writeStartObject();
                      json.writeStringField("access_token", token);
                      json.writeStringField("token_type", "Bearer");
                      json.writeNumberField("expires_in", DevelopmentKey.lifetimeSeconds());
                      json.writeStringField("scope", scopes);
                      json.writeEndObject();
                    })),
        "a token could not be sent");
  }
}
