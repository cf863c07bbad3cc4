package tradecounter.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.NoNetwork;
import tradecounter.engine.availability.AvailabilityAnswer.NotSold;
import tradecounter.engine.availability.AvailabilityAnswer.UnknownItem;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.availability.Reservation;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.hold.Departure;
import tradecounter.engine.hold.HandOver;
import tradecounter.engine.hold.HeldLine;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.TaxAnswer;
import tradecounter.engine.pricing.Taxation;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;

/**
 * The engine against the naive oracle on worlds drawn from seeds. {@code -Dseed=4711} plays one
 * world again.
 */
final class GeneratedWorldsTest {
  private static final int WORLDS = 3_500;

  /** Of less than that, in millionths, the tax of up to 1,000 % is within the range. */
  private static final long TAXABLE_LIMIT = Long.MAX_VALUE / 10;

  private static final int QUESTIONS = 7;
  private static final int PRICES = 5;
  private static final int CARTS = 2;
  private static final int RESERVATIONS = 4;

  @Test
  void engineAndOracleAgree() {
    Long seed = Long.getLong("seed");
    LongStream seeds = seed == null ? LongStream.range(0, WORLDS) : LongStream.of(seed);
    seeds.forEach(
        each -> {
          try {
            new Comparison(each).run();
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("play it again with -Dseed=" + each + "\n" + e, e);
          }
        });
  }

  /** One world in both implementations, and a second engine that was loaded in another order. */
  private static final class Comparison {
    private final GeneratedWorld generated;
    private final NaiveWorld naive = new NaiveWorld();
    private final NaiveAvailability naiveAvailability =
        new NaiveAvailability(naive, this::policyOf);
    private final NaivePricing naivePricing;
    private final NaiveTaxation naiveTaxation;
    private final Loaded engine;
    private final Loaded otherwiseLoaded;

    Comparison(long seed) {
      generated = new GeneratedWorld(seed);
      PricingRules rules = generated.pricingRules();
      naivePricing = new NaivePricing(naive, rules);
      naiveTaxation = new NaiveTaxation(naive, rules.rounding());
      engine = new Loaded(generated, rules);
      otherwiseLoaded = new Loaded(generated, rules);
    }

    private SupplyPolicy policyOf(String feed) {
      return generated.policyOf(feed);
    }

    void run() {
      List<Event> events = generated.events();
      List<LedgerNews> news = generated.news();
      List<List<LedgerNews>> newsBefore = spread(news, events.size());
      for (int i = 0; i < events.size(); i++) {
        hear(newsBefore.get(i));
        if (generated.lots.sometimes(2)) {
          AvailabilityQuestion question = generated.question(someCustomer(), "NORTH");
          AvailabilityComparison.compare(
              question, engine.availability.answer(question), naiveAvailability.answer(question));
        }
        Event event = events.get(i);
        Verdict verdict = engine.load(event);
        boolean changed = naive.hear(event, generated.lots.now.toEpochMilli());
        if (event.change().objectKind() != ObjectKind.CONTRACT_PRICE) {
          assertThat(verdict.isApplied()).as("%s of %s", verdict, event).isEqualTo(changed);
        }
      }
      hear(newsBefore.getLast());
      loadOtherwise(objectByObject(events), spread(news, events.size()));
      for (int i = 0; i < QUESTIONS; i++) {
        compareAvailability();
      }
      for (int i = 0; i < PRICES; i++) {
        comparePrices();
      }
      for (int i = 0; i < CARTS; i++) {
        compareCart();
        comparePriceCart();
      }
      compareReservations();
    }

    /**
     * Before which event each piece of news comes, the last after all of them: by lot, but the news
     * of one item in their order.
     */
    private List<List<LedgerNews>> spread(List<LedgerNews> news, int events) {
      List<List<LedgerNews>> before = new ArrayList<>();
      for (int i = 0; i <= events; i++) {
        before.add(new ArrayList<>());
      }
      Map<String, Integer> earliest = new HashMap<>();
      for (LedgerNews one : news) {
        int from = earliest.getOrDefault(one.item(), 0);
        int at = from + generated.lots.pick(events + 1 - from);
        before.get(at).add(one);
        earliest.put(one.item(), at);
      }
      return before;
    }

    private void hear(List<LedgerNews> news) {
      for (LedgerNews one : news) {
        one.applyTo(engine.world);
        naive.holds().hear(one);
      }
    }

    private void loadOtherwise(List<Event> events, List<List<LedgerNews>> newsBefore) {
      for (int i = 0; i < events.size(); i++) {
        newsBefore.get(i).forEach(one -> one.applyTo(otherwiseLoaded.world));
        otherwiseLoaded.load(events.get(i));
      }
      newsBefore.getLast().forEach(one -> one.applyTo(otherwiseLoaded.world));
    }

    private static List<Event> objectByObject(List<Event> events) {
      Map<ObjectKey, List<Event>> byObject = new LinkedHashMap<>();
      events.forEach(
          e -> byObject.computeIfAbsent(e.change().key(), _ -> new ArrayList<>()).add(e));
      List<Event> result = new ArrayList<>();
      new ArrayList<>(byObject.values()).reversed().forEach(result::addAll);
      return result;
    }

    private Customer someCustomer() {
      Customer known =
          naive.one(Customer.class, "C" + (1 + generated.lots.pick(3))).orElse(Customer.ANYBODY);
      return generated.lots.sometimes(15) ? Customer.ANYBODY : known;
    }

    // -------------------------------------------------------------- availability

    private void compareAvailability() {
      AvailabilityQuestion question =
          generated.question(someCustomer(), generated.lots.sometimes(50) ? "NORTH" : "");
      AvailabilityAnswer actual = engine.availability.answer(question);
      AvailabilityComparison.compare(question, actual, naiveAvailability.answer(question));
      assertThat(withoutFeeds(otherwiseLoaded.availability.answer(question)))
          .as("whatever was loaded first")
          .isEqualTo(withoutFeeds(actual));
    }

    private void compareCart() {
      List<AvailabilityQuestion> cart = cart(2);
      AvailabilityComparison.compare(
          cart, engine.availability.answer(cart), naiveAvailability.answer(cart));
    }

    private List<AvailabilityQuestion> cart(int atLeast) {
      Customer customer = someCustomer();
      String region = generated.lots.sometimes(50) ? "NORTH" : "";
      List<AvailabilityQuestion> cart = new ArrayList<>();
      for (int i = 0; i < atLeast + generated.lots.pick(3); i++) {
        cart.add(generated.question(customer, generated.lots.sometimes(95) ? region : ""));
      }
      return cart;
    }

    /** Carts of several customers, one after the other; now and then some are put back. */
    private void compareReservations() {
      var actual = engine.availability.reserving();
      var expected = naiveAvailability.new Reserving();
      var actualMark = actual.mark();
      NaiveTaken expectedMark = expected.mark();
      for (int i = 0; i < RESERVATIONS; i++) {
        if (generated.lots.sometimes(20)) {
          actualMark = actual.mark();
          expectedMark = expected.mark();
        } else if (generated.lots.sometimes(15)) {
          actual.backTo(actualMark);
          expected.backTo(expectedMark);
        }
        List<AvailabilityQuestion> cart = cart(1);
        boolean partial = generated.lots.sometimes(50);
        AvailabilityComparison.compare(
            cart, actual.reserve(cart, partial), expected.reserve(cart, partial));
      }
      comparePublished();
    }

    /** What is reserved and not published yet takes as much as what is published as held. */
    private void comparePublished() {
      List<AvailabilityQuestion> first = cart(1);
      List<AvailabilityQuestion> second = cart(1);
      var reserving = engine.availability.reserving();
      List<Departure> departures =
          reserving.reserve(first, true).departures().stream().flatMap(List::stream).toList();
      Reservation unpublished = reserving.reserve(second, true);
      Set<String> items =
          departures.stream().map(Departure::item).collect(Collectors.toCollection(TreeSet::new));
      for (String item : items) {
        List<HeldLine> lines = new ArrayList<>();
        for (Departure departure : departures) {
          if (departure.item().equals(item)) {
            lines.add(
                new HeldLine(
                    "NEW",
                    Integer.toString(lines.size()),
                    first.getFirst().customer().customer(),
                    departure.source(),
                    departure.onDay(),
                    departure.quantity(),
                    0,
                    "",
                    HandOver.NOT_ACKNOWLEDGED));
          }
        }
        hear(List.of(new LedgerNews(item, engine.world.holdsVersion(item) + 1, false, lines)));
      }
      Reservation published = engine.availability.reserving().reserve(second, true);
      if (!isCappedAsABundle()) {
        assertThat(published.departures())
            .as("after %s, %s", first, second)
            .isEqualTo(unpublished.departures());
      }
      AvailabilityComparison.compare(
          second, published, naiveAvailability.new Reserving().reserve(second, true));
    }

    /** What is held of the components does not say of which bundle. */
    private boolean isCappedAsABundle() {
      return naive.all(Protection.class).stream()
          .filter(protection -> protection.bound() == Protection.Bound.MAXIMUM)
          .anyMatch(protection -> protection.item().isEmpty() || protection.item().startsWith("B"));
    }

    /** The numbers of feeds depend on who was heard first. */
    private static AvailabilityAnswer withoutFeeds(AvailabilityAnswer answer) {
      return switch (answer) {
        case Figures f -> AvailabilityComparison.withoutFeeds(f);
        case NotSold notSold -> new NotSold(notSold.item(), notSold.substitutes(), 0);
        case UnknownItem _, NoNetwork _ -> answer;
      };
    }

    // -------------------------------------------------------------- prices

    /** Mostly one that has a currency. */
    private Customer somePayer() {
      Customer customer = someCustomer();
      return customer.currency().isEmpty() ? someCustomer() : customer;
    }

    private PriceQuestion priceQuestion(Customer customer, int day) {
      return generated.priceQuestion(customer, engine.terms(customer), day);
    }

    private void comparePrices() {
      Customer customer = somePayer();
      comparePrices(List.of(priceQuestion(customer, generated.lots.someDay())));
    }

    private void comparePriceCart() {
      Customer customer = somePayer();
      int day = generated.lots.someDay();
      List<PriceQuestion> cart = new ArrayList<>();
      for (int i = 0; i < 2 + generated.lots.pick(3); i++) {
        cart.add(priceQuestion(customer, day));
      }
      comparePrices(cart);
    }

    /** Whether the engine gives the day after the last one up, because figures become too large. */
    private boolean isBeyondRangeAfter(
        List<PriceQuestion> questions, int line, PriceAnswer actual) {
      if (!(actual instanceof Priced priced) || priced.validToDay() == Day.OPEN_END) {
        return false;
      }
      List<PriceQuestion> later =
          questions.stream()
              .map(
                  q ->
                      new PriceQuestion(
                          q.item(),
                          q.customer(),
                          q.terms(),
                          q.quantity(),
                          q.uom(),
                          q.currency(),
                          priced.validToDay() + 1,
                          false))
              .toList();
      return PriceComparison.isBeyondRange(engine.prices(later).get(line));
    }

    /** One question for itself, several as a cart. */
    private void comparePrices(List<PriceQuestion> questions) {
      List<PriceAnswer> answers = engine.prices(questions);
      List<PriceAnswer> others =
          otherwiseLoaded.prices(
              questions.stream()
                  .map(q -> PriceComparison.askedElsewhere(q, otherwiseLoaded.terms(q.customer())))
                  .toList());
      Iterator<NaivePricing.Line> lines =
          naivePricing.cart(questions.stream().filter(this::isAnswered).toList()).iterator();
      for (int i = 0; i < questions.size(); i++) {
        PriceQuestion question = questions.get(i);
        PriceAnswer actual = answers.get(i);
        String what = questions + "\n" + i + ": " + actual;
        if (isAnswered(question)) {
          NaivePricing.Line line = lines.next();
          PriceComparison.compare(
              what,
              actual,
              question.explain(),
              new NaivePricing.Line(
                  line.price(),
                  line.lastDay(),
                  line.sure(),
                  line.beyondRange() || isBeyondRangeAfter(questions, i, actual)));
        } else {
          assertThat(actual)
              .as(what)
              .isInstanceOfAny(PriceAnswer.UnknownItem.class, PriceAnswer.UnknownUnit.class);
        }
        assertThat(PriceComparison.plain(others.get(i)))
            .as("whatever was loaded first, explained or not: %s", what)
            .isEqualTo(PriceComparison.plain(actual));
        if (actual instanceof Priced priced && others.get(i) instanceof Priced other) {
          assertThat(otherwiseLoaded.feeds(other.feedBits()))
              .as(what)
              .isEqualTo(engine.feeds(priced.feedBits()))
              .isNotEmpty();
          if (question.explain()) {
            assertThat(other.explanation()).as(what).isEqualTo(priced.explanation());
          }
          if (priced.extendedPrice() < TAXABLE_LIMIT) {
            compareTax(question, priced);
          }
        }
      }
    }

    private boolean isAnswered(PriceQuestion question) {
      return naive
          .one(Item.class, question.item())
          .filter(Item::sellable)
          .filter(item -> question.uom().isEmpty() || item.hasUnit(question.uom()))
          .isPresent();
    }

    private void compareTax(PriceQuestion question, Priced priced) {
      String jurisdiction =
          generated.lots.sometimes(90) ? generated.lots.oneOf(GeneratedPrices.JURISDICTIONS) : "";
      TaxAnswer expected =
          naiveTaxation.on(
              question.customer(),
              jurisdiction,
              naive.one(Item.class, question.item()).map(Item::taxCategory).orElse(""),
              priced.extendedPrice(),
              priced.currency(),
              question.onDay());
      for (Loaded loaded : List.of(engine, otherwiseLoaded)) {
        TaxAnswer actual =
            loaded.taxation.on(
                question.customer(),
                jurisdiction,
                priced.taxCategory(),
                priced.extendedPrice(),
                priced.currency(),
                question.onDay());
        assertThat(NaiveTaxation.withoutReasons(actual))
            .as("tax on %s", priced)
            .isEqualTo(expected);
      }
    }
  }

  /** The engine and the books of its customers, as the checkpoint's owner keeps them. */
  private static final class Loaded {
    private final World world = new World();
    private final Log log;
    private final Map<Party, PriceBook> books = new HashMap<>();
    private final Availability availability;
    private final Pricing pricing;
    private final Taxation taxation;

    Loaded(GeneratedWorld generated, PricingRules rules) {
      log = new Log(world, generated.lots.now.toEpochMilli());
      availability = new Availability(world, generated::policyOf);
      pricing = new Pricing(world, rules);
      taxation = new Taxation(world.taxRates(), rules.rounding());
    }

    Verdict load(Event event) {
      Verdict verdict = log.append(event);
      if (event.change().key() instanceof ObjectKey.OfContractPrice key && verdict.isApplied()) {
        books.put(
            key.party(),
            books
                .getOrDefault(key.party(), PriceBook.EMPTY)
                .with(world, event.envelope(), event.change()));
      }
      return verdict;
    }

    Terms terms(Customer customer) {
      return Terms.of(
          Terms.parties(customer, world::customer),
          party -> books.getOrDefault(party, PriceBook.EMPTY));
    }

    Set<String> feeds(long feedBits) {
      return IntStream.range(0, world.feedCount())
          .filter(number -> (feedBits >> number & 1) == 1)
          .mapToObj(number -> world.feed(number).feed())
          .collect(Collectors.toSet());
    }

    List<PriceAnswer> prices(List<PriceQuestion> questions) {
      return questions.size() == 1
          ? List.of(pricing.answer(questions.getFirst()))
          : pricing.cart(questions);
    }
  }
}
