package tradecounter.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.json.JsonText;

/** What operators ask of Postgres: looked up beside the event loop, answered on it. */
public final class FromPostgres {
  private static final Logger LOG = LoggerFactory.getLogger(FromPostgres.class);

  private FromPostgres() {}

  /**
   * Does the work and answers with what comes of it; 503 if Postgres does not answer.
   *
   * @param rest answers, on the event loop; what it throws fails the request
   */
  public static <T> void answer(RoutingContext context, Callable<T> work, Consumer<T> rest) {
    answer(context, context.vertx().executeBlocking(work, false), rest);
  }

  /**
   * As {@link #answer(RoutingContext, Callable, Consumer)}, with work that another thread does.
   *
   * @param work ends on the event loop
   */
  public static <T> void answer(RoutingContext context, Future<T> work, Consumer<T> rest) {
    var _ =
        work.onSuccess(
                result -> {
                  try {
                    rest.accept(result);
                  } catch (RuntimeException | Error e) {
                    // A future would keep even an error to itself, and the client would wait.
                    context.fail(e);
                  }
                })
            .onFailure(
                failure -> {
                  if (failure instanceof SQLException) {
                    LOG.warn(
                        "request {} of an operator: {}", RequestId.of(context), failure.toString());
                    Problem.unavailable("database-unavailable", "Postgres does not answer")
                        .write(context);
                  } else {
                    context.fail(failure);
                  }
                });
  }

  /** Ends the answer with a JSON object of these fields. */
  public static void send(RoutingContext context, JsonText.Writing fields) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
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
