package tradecounter.storefront.order;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.http.Failures;
import tradecounter.http.Parameters;
import tradecounter.http.Problem;
import tradecounter.http.RequestId;
import tradecounter.order.OrderReader;
import tradecounter.security.Caller;
import tradecounter.storefront.line.Problems;

/**
 * "What became of my order": one, those of a customer, and what happened step by step. An order of
 * a customer that the caller may not see is answered as one that does not exist.
 */
public final class OrderQueryEndPoint {
  private static final Logger LOG = LoggerFactory.getLogger(OrderQueryEndPoint.class);
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final int DEFAULT_ORDERS = 50;
  private static final int MAXIMUM_ORDERS = 200;
  private static final int MAXIMUM_ENTRIES = 500;

  private final OrderReader reader;

  public OrderQueryEndPoint(OrderReader reader) {
    this.reader = reader;
  }

  /** {@code GET /v1/orders/:order}. */
  public void order(RoutingContext context, Caller caller) {
    new Parameters(context, Set.of()).check();
    when(
        context,
        reader.order(named(context), caller::sees),
        found ->
            found.ifPresentOrElse(
                order ->
                    send(context, OrderWriter.order(order, caller.may(Caller.AVAILABILITY_DETAIL))),
                () -> unknown(context)));
  }

  /** {@code GET /v1/orders?customer&reference&before&limit}. */
  public void orders(RoutingContext context, Caller caller) {
    Parameters parameters =
        new Parameters(context, Set.of("customer", "reference", "before", "limit"));
    String named = parameters.key("customer");
    String reference = parameters.key("reference");
    String before = parameters.key("before");
    int limit = (int) parameters.whole("limit", 1, MAXIMUM_ORDERS, DEFAULT_ORDERS);
    parameters.check();
    String customer = named.isEmpty() ? caller.customer() : named;
    if (customer.isEmpty()) {
      throw Problem.badRequest("customer-missing", "say whose orders: give 'customer'")
          .asException();
    }
    when(
        context,
        caller.sees(customer)
            ? reader.orders(customer, reference, before, limit)
            : CompletableFuture.completedFuture(List.of()),
        found -> send(context, OrderWriter.orders(found, limit)));
  }

  /** {@code GET /v1/orders/:order/timeline?after}. */
  public void timeline(RoutingContext context, Caller caller) {
    Parameters parameters = new Parameters(context, Set.of("after"));
    long after = parameters.whole("after", 0, Long.MAX_VALUE, 0);
    parameters.check();
    String order = named(context);
    when(
        context,
        reader.timeline(order, caller::sees, after, MAXIMUM_ENTRIES),
        found ->
            found.ifPresentOrElse(
                entries -> send(context, OrderWriter.timeline(order, entries)),
                () -> unknown(context)));
  }

  private static String named(RoutingContext context) {
    return Parameters.ofPath(context, "order");
  }

  private static void unknown(RoutingContext context) {
    Problem.of(404, "order-unknown", "there is no order '" + named(context) + "'").write(context);
  }

  private static <T> void when(
      RoutingContext context, CompletableFuture<T> answer, Consumer<T> write) {
    var _ =
        Future.fromCompletionStage(answer, context.vertx().getOrCreateContext())
            .onSuccess(found -> Problems.guarded(context, () -> write.accept(found)))
            .onFailure(
                failure -> {
                  Throwable cause =
                      failure instanceof CompletionException ? failure.getCause() : failure;
                  LOG.warn(
                      "request {}: orders cannot be looked up: {}",
                      RequestId.of(context),
                      String.valueOf(cause));
                  Problem.unavailable(
                          cause instanceof OrderReader.OverloadedException
                              ? "overloaded"
                              : "store-unavailable",
                          "orders cannot be looked up at the moment: try again")
                      .write(context);
                });
  }

  private static void send(RoutingContext context, Buffer body) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
    Failures.report(context.response().end(body), "an answer could not be sent");
  }
}
