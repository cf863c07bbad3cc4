package tradecounter.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.security.Caller;
import tradecounter.security.Tokens;

/**
 * Stands in front of every handler of one router: request ids, well-formed requests, tokens and
 * scopes; and behind them: whatever a handler throws or fails with becomes one problem.
 */
public final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final String BEARER = "Bearer ";
  private static final int MAXIMUM_TOKEN_LENGTH = 8_000;

  private final Tokens.Verifier tokens;

  /** Answers an authenticated request: parse, call, write. */
  public interface Handler {
    void handle(RoutingContext context, Caller caller);
  }

  public Guard(Tokens.Verifier tokens) {
    this.tokens = tokens;
  }

  /** Puts the guard on the router. Call before any route is added. */
  public void protect(Router router) {
    router.route().handler(Guard::enter);
    router.route().failureHandler(Guard::failed);
    router.errorHandler(
        404,
        c -> Problem.of(404, "not-found", "there is nothing at " + c.request().path()).write(c));
    router.errorHandler(
        405,
        c ->
            Problem.of(
                    405,
                    "method-not-allowed",
                    c.request().method() + " is not possible at " + c.request().path())
                .write(c));
    router.errorHandler(
        400, c -> Problem.badRequest("request-invalid", "the request is not valid HTTP").write(c));
  }

  private static void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PATCH)) {
      // Tokens may have to be verified first: no byte of the body may pass by in the meantime.
      request.pause();
    }
    RequestId.assign(context);
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      Problem.badRequest("request-invalid", "the request has more than one Host").write(context);
    } else {
      context.next();
    }
  }

  /** The handler, for callers whose token has the scope. */
  public io.vertx.core.Handler<RoutingContext> with(String scope, Handler handler) {
    return with(List.of(scope), handler);
  }

  /** The handler, for callers whose token has all of the scopes. */
  public io.vertx.core.Handler<RoutingContext> with(List<String> scopes, Handler handler) {
    return context -> {
      String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
      if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        Problem.of(401, "token-missing", "send a bearer token in the Authorization header")
            .write(context);
      } else if (header.length() > MAXIMUM_TOKEN_LENGTH) {
        Problem.of(401, "token-invalid", "the token is too long").write(context);
      } else {
        var _ =
            tokens
                .verify(header.substring(BEARER.length()).trim())
                .onSuccess(caller -> admit(context, caller, scopes, handler))
                .onFailure(
                    failure -> {
                      LOG.debug("token refused: {}", failure.toString());
                      Problem.of(401, "token-invalid", "the token is not valid or has expired")
                          .write(context);
                    });
      }
    };
  }

  private static void admit(
      RoutingContext context, Caller caller, List<String> scopes, Handler handler) {
    for (String scope : scopes) {
      if (!caller.may(scope)) {
        Problem.of(403, "scope-missing", "the token lacks the scope " + scope).write(context);
        return;
      }
    }
    try {
      handler.handle(context, caller);
    } catch (RuntimeException | Error e) {
      // A future would keep even an error to itself, and the client would wait in vain.
      context.fail(e);
    }
  }

  private static void failed(RoutingContext context) {
    Throwable failure = context.failure();
    if (failure instanceof Problem.ProblemException expected) {
      expected.problem().write(context);
    } else if (failure == null) {
      context.next();
    } else if (failure instanceof IllegalArgumentException
        && context.statusCode() >= 400
        && context.statusCode() < 500) {
      Problem.badRequest("request-invalid", "the request is not valid").write(context);
    } else {
      LOG.error("request {} failed", RequestId.of(context), failure);
      Problem.of(500, "internal-error", "an error of ours; it is logged under the request id")
          .write(context);
    }
  }
}
