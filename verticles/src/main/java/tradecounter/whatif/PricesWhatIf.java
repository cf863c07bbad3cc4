package tradecounter.whatif;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Buyer;
import tradecounter.engine.whatif.Compared;
import tradecounter.engine.whatif.PriceComparison;
import tradecounter.engine.whatif.Touched;
import tradecounter.http.Problem;
import tradecounter.store.PriceBooks;
import tradecounter.whatif.WhatIfQuestion.Chosen;

/**
 * One comparison from its customers to its report. On a thread of its own: it waits for price
 * books.
 *
 * <p>Customers come in batches, and each batch is asked for all of its items. Books that are not in
 * memory are loaded a few at a time, so that storefronts find the loaders' queue empty. They go
 * through the cache as any customer's do: it is bounded, and lets a book that is asked for once go
 * before one that is asked for often, so a comparison with all customers does not push out the busy
 * ones; a way around it would need the same care about changes a second time.
 */
final class PricesWhatIf {
  private static final Logger LOG = LoggerFactory.getLogger(PricesWhatIf.class);
  private static final int CUSTOMERS_AT_ONCE = 64;
  private static final int ITEMS_AT_ONCE = 256;
  private static final int LOADS_AT_ONCE = 2;

  private final World world;
  private final PriceBooks books;
  private final PricingRules rules;
  private final Configuration.WhatIf limits;
  private final BooleanSupplier abandoned;
  private final LongSupplier nanosLeft;

  /**
   * @param abandoned whether nobody waits for the report any more
   * @param nanosLeft until it has to be there
   */
  PricesWhatIf(
      World world,
      PriceBooks books,
      PricingRules rules,
      Configuration.WhatIf limits,
      BooleanSupplier abandoned,
      LongSupplier nanosLeft) {
    this.world = world;
    this.books = books;
    this.rules = rules;
    this.limits = limits;
    this.abandoned = abandoned;
    this.nanosLeft = nanosLeft;
  }

  /** What was compared, and what came out. */
  record Outcome(int customers, int items, PriceComparison comparison, ProposedPrices proposed) {}

  /** Compares; leaves with a problem that says what is in the way. */
  Outcome compare(WhatIfQuestion question, Compared compared, ProposedPrices proposed) {
    Selection chosen = Selection.of(question, world);
    Touched touched =
        new Touched(world, proposed, compared, rules, chosen.customers(), chosen.items());
    long maximum = limits.pairs() / question.quantities().size();
    boolean whole =
        !(question.customers() instanceof Chosen.Affected)
            && !(question.items() instanceof Chosen.Affected);
    Selection selection = whole ? chosen : chosen.touched(touched, maximum);
    long pairs = selection.pairs() * question.quantities().size();
    if (pairs > limits.pairs()) {
      throw tooManyPairs(whole ? String.valueOf(pairs) : "more than that").asException();
    }
    PriceComparison comparison = new PriceComparison(proposed, rules, compared);
    int customers = selection.customers().size();
    for (int from = 0; from < customers; from += CUSTOMERS_AT_ONCE) {
      compare(selection, from, Math.min(customers, from + CUSTOMERS_AT_ONCE), comparison, proposed);
    }
    judge(proposed);
    Untouched.objections(touched, proposed, world).forEach(proposed::object);
    return new Outcome(selection.customerCount(), selection.itemCount(), comparison, proposed);
  }

  /** Customers in the outer loop: see {@link PriceComparison#compare}. */
  private void compare(
      Selection selection, int from, int to, PriceComparison comparison, ProposedPrices proposed) {
    List<Integer> asked =
        IntStream.range(from, to)
            .filter(c -> selection.itemsOf().get(c).length > 0)
            .boxed()
            .toList();
    List<Buyer> buyers = buyers(asked.stream().map(selection.customers()::get).toList(), proposed);
    int[] items = Touched.union(asked.stream().map(selection.itemsOf()::get).distinct().toList());
    for (int first = 0; first < items.length; first += ITEMS_AT_ONCE) {
      int last = items[Math.min(items.length, first + ITEMS_AT_ONCE) - 1];
      PriceComparison.LookedUp lookedUp =
          comparison.lookUp(selection.items(items, items[first], last));
      for (int buyer = 0; buyer < buyers.size(); buyer++) {
        check(comparison.pairs());
        comparison.compare(
            buyers.get(buyer),
            lookedUp,
            selection.items(selection.itemsOf().get(asked.get(buyer)), items[first], last));
      }
    }
  }

  /** Contracts of those who are not asked for may contradict others too. */
  private void judge(ProposedPrices proposed) {
    List<Party> parties = proposed.unjudged();
    for (int from = 0; from < parties.size(); from += LOADS_AT_ONCE) {
      check(0);
      List<Party> next = parties.subList(from, Math.min(parties.size(), from + LOADS_AT_ONCE));
      List<CompletableFuture<PriceBook>> loads = next.stream().map(books::load).toList();
      for (int i = 0; i < next.size(); i++) {
        var _ = proposed.book(next.get(i), loaded(loads.get(i)));
      }
    }
  }

  private void check(long done) {
    if (abandoned.getAsBoolean()) {
      throw Problem.unavailable("not-live", "the comparison was given up").asException();
    }
    if (done > limits.pairs()) {
      throw tooManyPairs("more than that, with those of each break").asException();
    }
    if (nanosLeft.getAsLong() < 0) {
      throw late(done + " pairs were compared").asException();
    }
  }

  private Problem late(String done) {
    return Problem.unavailable(
        "what-if-timeout",
        done
            + " within "
            + limits.timeoutMillis()
            + " ms (whatIf.timeoutMillis): ask for fewer customers, items or quantities");
  }

  private Problem tooManyPairs(String pairs) {
    return Problem.of(
        422,
        "too-many-pairs",
        "at most "
            + limits.pairs()
            + " pairs of customer, item and quantity are compared at once (whatIf.pairs), not "
            + pairs);
  }

  // ---------------------------------------------------------------- what is agreed with them

  private List<Buyer> buyers(List<Customer> customers, ProposedPrices proposed) {
    List<Buyer> buyers = new ArrayList<>(customers.size());
    for (int from = 0; from < customers.size(); from += LOADS_AT_ONCE) {
      check(0);
      List<Customer> next =
          customers.subList(from, Math.min(customers.size(), from + LOADS_AT_ONCE));
      List<CompletableFuture<Terms>> loads = next.stream().map(c -> books.load(c)).toList();
      for (int i = 0; i < next.size(); i++) {
        Terms terms = loaded(loads.get(i));
        buyers.add(new Buyer(next.get(i), terms, proposed(next.get(i), terms, proposed)));
      }
    }
    return buyers;
  }

  private static <T> T loaded(CompletableFuture<T> load) {
    try {
      return load.join();
    } catch (CompletionException e) {
      LOG.warn("a price book could not be loaded for a what-if: {}", String.valueOf(e.getCause()));
      throw Problem.unavailable(
              e.getCause() instanceof PriceBooks.OverloadedException
                  ? "overloaded"
                  : "prices-unavailable",
              "the customers' contract prices cannot be loaded at the moment: try again")
          .asException();
    }
  }

  private Optional<Terms> proposed(Customer customer, Terms terms, ProposedPrices proposed) {
    List<Party> parties = Terms.parties(customer, world::customer);
    if (parties.stream().noneMatch(proposed::concerns)) {
      return Optional.empty();
    }
    Map<Party, PriceBook> living = new HashMap<>();
    terms.agreements().forEach(agreed -> living.put(agreed.party(), agreed.book()));
    return Optional.of(
        Terms.of(
            parties, party -> proposed.book(party, living.getOrDefault(party, PriceBook.EMPTY))));
  }
}
