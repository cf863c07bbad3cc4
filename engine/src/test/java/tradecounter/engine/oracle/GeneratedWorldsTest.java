package tradecounter.engine.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.oracle.NaiveWorld.units;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.canonical.Verdict;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;

/**
 * The engine against the naive oracle on worlds drawn from seeds. {@code -Dseed=4711} plays one
 * world again.
 */
final class GeneratedWorldsTest {
  private static final int WORLDS = 3_500;
  private static final int QUESTIONS = 7;
  private static final int CARTS = 2;

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
    private final NaivePricing naivePricing = new NaivePricing(naive);
    private final Loaded engine;
    private final Loaded otherwiseLoaded;

    Comparison(long seed) {
      generated = new GeneratedWorld(seed);
      engine = new Loaded(generated);
      otherwiseLoaded = new Loaded(generated);
    }

    private SupplyPolicy policyOf(String feed) {
      return generated.policyOf(feed);
    }

    void run() {
      List<Event> events = generated.events();
      for (Event event : events) {
        Verdict verdict = engine.load(event);
        boolean changed = naive.hear(event, generated.lots.now.toEpochMilli());
        if (event.change().objectKind() != ObjectKind.CONTRACT_PRICE) {
          assertThat(verdict.isApplied()).as("%s of %s", verdict, event).isEqualTo(changed);
        }
      }
      objectByObject(events).forEach(otherwiseLoaded::load);
      for (int i = 0; i < QUESTIONS; i++) {
        compareAvailability();
        comparePrices();
      }
      for (int i = 0; i < CARTS; i++) {
        compareCart();
      }
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
          naive
              .one(Customer.class, generated.lots.sometimes(50) ? "C1" : "C2")
              .orElse(Customer.ANYBODY);
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
      Customer customer = someCustomer();
      String region = generated.lots.sometimes(50) ? "NORTH" : "";
      List<AvailabilityQuestion> cart = new ArrayList<>();
      for (int i = 0; i < 2 + generated.lots.pick(3); i++) {
        cart.add(generated.question(customer, generated.lots.sometimes(95) ? region : ""));
      }
      AvailabilityComparison.compare(
          cart, engine.availability.answer(cart), naiveAvailability.answer(cart));
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

    private void comparePrices() {
      String name = generated.lots.oneOf(GeneratedWorld.ITEMS);
      Customer customer = someCustomer();
      PriceQuestion question =
          question(
              name,
              customer,
              engine.book(customer),
              generated.lots.sometimes(60) ? "" : generated.lots.oneOf(GeneratedWorld.UNITS));
      PriceAnswer actual = engine.pricing.answer(question);
      if (naive.one(Item.class, name).filter(Item::sellable).isEmpty()) {
        assertThat(actual).isEqualTo(new PriceAnswer.UnknownItem(name));
        return;
      }
      String what = question + "\n" + actual;
      Optional<NaivePricing.Answer> expected = naivePricing.answer(question);
      assertThat(actual instanceof Priced).as(what).isEqualTo(expected.isPresent());
      PriceAnswer other = otherwiseLoaded.pricing.answer(question);
      if (actual instanceof Priced priced && expected.isPresent()) {
        compare(what, priced, expected.get());
        assertThat(other)
            .as("whatever was loaded first: %s", what)
            .isInstanceOfSatisfying(
                Priced.class, o -> assertThat(o.candidates()).isEqualTo(priced.candidates()));
      } else {
        assertThat(other).as(what).isEqualTo(actual);
      }
    }

    private PriceQuestion question(String item, Customer customer, PriceBook book, String uom) {
      return new PriceQuestion(
          item,
          customer,
          book,
          generated.lots.someQuantity(),
          uom,
          generated.lots.sometimes(70) ? "" : generated.lots.oneOf(GeneratedWorld.CURRENCIES),
          generated.lots.someDay());
    }

    private static void compare(String what, Priced priced, NaivePricing.Answer expected) {
      assertThat(priced.winner().level()).as(what).isEqualTo(expected.level());
      assertThat(priced.winner().id()).as(what).isEqualTo(expected.id());
      equal("unit price of " + what, priced.unitPrice(), expected.unitPrice());
      assertThat(priced.priceUnit()).as(what).isEqualTo(expected.priceUnit());
      equal("extended price of " + what, priced.extendedPrice(), expected.extended());
      assertThat(priced.validToDay()).as(what).isEqualTo(expected.endsOn());
      assertThat(priced.breaks()).as(what).hasSameSizeAs(expected.breaks());
      for (int i = 0; i < priced.breaks().size(); i++) {
        equal(
            "minimum in " + what,
            priced.breaks().get(i).minimum(),
            expected.breaks().get(i).get(0));
        equal(
            "break in " + what,
            priced.breaks().get(i).unitPrice(),
            expected.breaks().get(i).get(1));
      }
    }

    private static void equal(String what, long actual, BigDecimal expected) {
      if (units(actual).compareTo(expected) != 0) {
        throw new AssertionError(what + "\nis " + units(actual) + ", expected " + expected);
      }
    }
  }

  /** The engine and the books of its customers, as the checkpoint's owner keeps them. */
  private static final class Loaded {
    private final World world = new World();
    private final Log log;
    private final Map<String, PriceBook> books = new HashMap<>();
    private final Availability availability;
    private final Pricing pricing = new Pricing(world);

    Loaded(GeneratedWorld generated) {
      log = new Log(world, generated.lots.now.toEpochMilli());
      availability = new Availability(world, generated::policyOf);
    }

    Verdict load(Event event) {
      Verdict verdict = log.append(event);
      if (event.change().key() instanceof ObjectKey.OfContractPrice key && verdict.isApplied()) {
        books.merge(
            key.customer(),
            PriceBook.EMPTY.with(world, event.envelope(), event.change()),
            (book, _) -> book.with(world, event.envelope(), event.change()));
      }
      return verdict;
    }

    PriceBook book(Customer customer) {
      return books.getOrDefault(customer.customer(), PriceBook.EMPTY);
    }
  }
}
