package tradecounter.storefront.price;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.pricing.Terms;
import tradecounter.http.Problem;
import tradecounter.store.PriceBooks;
import tradecounter.storefront.line.Problems;

/** Gets the contracts that serve a customer, for a request that waits for them. Event loops. */
public final class ContractTerms {
  private static final Logger LOG = LoggerFactory.getLogger(ContractTerms.class);

  private final PriceBooks books;

  public ContractTerms(PriceBooks books) {
    this.books = books;
  }

  /**
   * Calls at once if the customer's terms are in memory, else when they are loaded; answers the
   * request with a 503 if they cannot be.
   */
  public void of(Customer customer, RoutingContext context, Consumer<Terms> then) {
    Optional<Terms> cached = books.cached(customer);
    if (cached.isPresent()) {
      then.accept(cached.get());
      return;
    }
    var _ =
        Future.fromCompletionStage(books.load(customer), context.vertx().getOrCreateContext())
            .onSuccess(terms -> Problems.guarded(context, () -> then.accept(terms)))
            .onFailure(
                failure -> {
                  Throwable cause =
                      failure instanceof CompletionException ? failure.getCause() : failure;
                  LOG.warn("a price book could not be loaded: {}", String.valueOf(cause));
                  Problem.unavailable(
                          cause instanceof PriceBooks.OverloadedException
                              ? "overloaded"
                              : "prices-unavailable",
                          "the customer's contract prices cannot be loaded at the moment: try again")
                      .write(context);
                });
  }
}
