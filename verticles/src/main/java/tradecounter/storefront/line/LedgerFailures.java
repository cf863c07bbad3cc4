package tradecounter.storefront.line;

import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import tradecounter.http.Problem;
import tradecounter.ledger.LedgerDesk;

/** What is answered when the ledger cannot decide. */
public final class LedgerFailures {
  private LedgerFailures() {}

  public static void write(RoutingContext context, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    switch (cause) {
      case LedgerDesk.UnavailableException _, SQLException _ ->
          Problem.unavailable(
                  "ledger-unavailable",
                  "nothing can be held or ordered at the moment: try again, with the same key")
              .write(context);
      case LedgerDesk.InFlightException _ ->
          Problem.of(
                  409,
                  "idempotency-key-in-flight",
                  "a request with this Idempotency-Key is being worked on: try again")
              .write(context);
      case LedgerDesk.KeyReusedException _ ->
          Problem.of(
                  422,
                  "idempotency-key-reused",
                  "this Idempotency-Key was used for another request: choose a new one")
              .write(context);
      case null, default -> context.fail(failure);
    }
  }
}
