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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.ProposedPrices;
import tradecounter.engine.state.World;
import tradecounter.engine.whatif.Buyer;
import tradecounter.engine.whatif.Compared;
import tradecounter.engine.whatif.PriceComparison;
import tradecounter.http.Problem;
import tradecounter.store.PriceBooks;
import tradecounter.whatif.WhatIfQuestion.Chosen;

/**
 * One comparison from its customers to its report. On a thread of its own: it waits for price
 * books.
 *
 * <p>Customers come in batches, and each batch is asked for every item. Books that are not in
 * memory are loaded a few at a time, so that storefronts find the loaders' queue empty. They go
 * through the cache as any customer's do: it is bounded, and lets a book that is asked for once go
 * before one that is asked for often, so a comparison with all customers does not push out the busy
 * ones; a way around it would need the same care about changes a second time.
 */
final class PricesWhatIf {
  private static final Logger LOG = LoggerFactory.getLogger(PricesWhatIf.class);
  private static final int CUSTOMERS_AT_ONCE = 64;
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
    List<Problem.Entry> unknown = new ArrayList<>();
    List<String> customers = customers(question.customers(), unknown);
    List<String> items = items(question.items(), unknown);
    if (!unknown.isEmpty()) {
      throw new Problem(422, unknown.getFirst().code(), unknown.getFirst().detail(), unknown)
          .asException();
    }
    long pairs = (long) customers.size() * items.size() * question.quantities().size();
    if (pairs > limits.pairs()) {
      throw tooManyPairs(pairs);
    }
    PriceComparison comparison = new PriceComparison(proposed, rules, compared);
    for (int from = 0; from < customers.size(); from += CUSTOMERS_AT_ONCE) {
      List<Buyer> buyers =
          buyers(
              customers.subList(from, Math.min(customers.size(), from + CUSTOMERS_AT_ONCE)),
              proposed);
      for (String item : items) {
        check(comparison.pairs(), pairs);
        comparison.compare(item, buyers);
      }
    }
    return new Outcome(customers.size(), items.size(), comparison, proposed);
  }

  private void check(long done, long pairs) {
    if (abandoned.getAsBoolean()) {
      throw Problem.unavailable("not-live", "the comparison was given up").asException();
    }
    if (done > limits.pairs()) {
      throw tooManyPairs(done);
    }
    if (nanosLeft.getAsLong() < 0) {
      throw late(done + " of " + pairs + " pairs were compared").asException();
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

  private Problem.ProblemException tooManyPairs(long pairs) {
    return Problem.of(
            422,
            "too-many-pairs",
            "at most "
                + limits.pairs()
                + " pairs of customer, item and quantity are compared at once (whatIf.pairs), not "
                + pairs)
        .asException();
  }

  // ---------------------------------------------------------------- who and what

  private List<String> customers(Chosen chosen, List<Problem.Entry> unknown) {
    Stream<Customer> all = world.customers();
    return switch (chosen) {
      case Chosen.All _ -> all.map(Customer::customer).sorted().toList();
      case Chosen.In in ->
          all.filter(c -> c.groups().stream().anyMatch(g -> g.group().equals(in.key())))
              .map(Customer::customer)
              .sorted()
              .toList();
      case Chosen.Named named -> {
        for (int i = 0; i < named.keys().size(); i++) {
          String key = named.keys().get(i);
          if (world.customer(key).isEmpty()) {
            unknown.add(unknown("/customers/" + i, "customer", key));
          }
        }
        yield named.keys();
      }
    };
  }

  private List<String> items(Chosen chosen, List<Problem.Entry> unknown) {
    Stream<Item> sold = world.items().filter(Item::sellable);
    return switch (chosen) {
      case Chosen.All _ -> sold.map(Item::item).sorted().toList();
      case Chosen.In in ->
          sold.filter(i -> i.category().equals(in.key())).map(Item::item).sorted().toList();
      case Chosen.Named named -> {
        for (int i = 0; i < named.keys().size(); i++) {
          String key = named.keys().get(i);
          if (Optional.ofNullable(world.item(key)).flatMap(s -> s.definition()).isEmpty()) {
            unknown.add(unknown("/items/" + i, "item", key));
          }
        }
        yield named.keys();
      }
    };
  }

  private static Problem.Entry unknown(String pointer, String what, String key) {
    return new Problem.Entry(pointer, what + "-unknown", "there is no " + what + " '" + key + "'");
  }

  // ---------------------------------------------------------------- what is agreed with them

  private List<Buyer> buyers(List<String> keys, ProposedPrices proposed) {
    List<Buyer> buyers = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += LOADS_AT_ONCE) {
      check(0, 0);
      List<Customer> next =
          keys.subList(from, Math.min(keys.size(), from + LOADS_AT_ONCE)).stream()
              .map(world::customer)
              .flatMap(Optional::stream)
              .toList();
      List<CompletableFuture<Terms>> loads = next.stream().map(books::load).toList();
      for (int i = 0; i < next.size(); i++) {
        Terms terms = loaded(loads.get(i));
        buyers.add(new Buyer(next.get(i), terms, proposed(next.get(i), terms, proposed)));
      }
    }
    return buyers;
  }

  private static Terms loaded(CompletableFuture<Terms> load) {
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
