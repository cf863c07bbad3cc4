package tradecounter.engine.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.Log.Event;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Customer.PriceStrategy;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Item.Policy;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.PriceAnswer.Candidate;
import tradecounter.engine.pricing.PriceAnswer.NoPrice;
import tradecounter.engine.pricing.PriceAnswer.Priced;
import tradecounter.engine.pricing.PriceAnswer.Step;
import tradecounter.engine.pricing.PriceAnswer.UnknownItem;
import tradecounter.engine.pricing.PriceAnswer.UnknownUnit;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;

/**
 * A world in which examples of prices are played, and the customer who asks in it: {@code C}, who
 * pays in EUR by {@code PRIORITY} unless it is told otherwise. Items {@code A} and {@code B} are
 * pipes by the piece (EA); a BOX holds 12 of A and 10 of B, three M are one A. {@code W} are pipes
 * by weight (KG).
 */
final class PriceDesk {
  static final int TODAY = Given.day("2026-11-23");

  private final World world = new World();
  private final Log log = new Log(world);
  private final Map<Party, PriceBook> books = new HashMap<>();
  private final Map<String, Customer> accounts = new HashMap<>();
  private Customer customer = Given.customer("C", PriceStrategy.PRIORITY, "", "");
  private PricingRules rules = PricingRules.PLAIN;
  private String currency = "";
  private int day = TODAY;
  private long number;

  PriceDesk() {
    log.say(
        Given.sold(
            Given.stocked("A"),
            "PIPES",
            new UnitOfMeasure("BOX", 12, 1),
            new UnitOfMeasure("M", 1, 3)),
        Given.sold(Given.stocked("B"), "PIPES", new UnitOfMeasure("BOX", 10, 1)),
        byWeight("W"));
  }

  static PriceDesk of(String statements) {
    return new PriceDesk().given(statements);
  }

  private static Item byWeight(String item) {
    return new Item(
        item,
        "",
        "PIPES",
        Policy.STOCKED,
        false,
        "KG",
        0,
        List.of(),
        true,
        "",
        List.of(),
        Item.QuantityRules.NONE,
        List.of(),
        Item.DEFAULT_HORIZON_DAYS);
  }

  // ---------------------------------------------------------------- what is told

  /** In the words of {@link PriceNotation}. */
  PriceDesk given(String statements) {
    PriceNotation.read(statements).forEach(this::given);
    return this;
  }

  PriceDesk given(Change... changes) {
    for (Change change : changes) {
      if (change instanceof ContractPrice line) {
        PriceBook book = books.getOrDefault(line.party(), PriceBook.EMPTY);
        PriceBook after = book.with(world, Event.counted("erp", ++number, line).envelope(), line);
        assertThat(after).as("refused: %s", line).isNotSameAs(book);
        books.put(line.party(), after);
      } else {
        log.say(change);
      }
    }
    return this;
  }

  /** Accounts above the customer are found among these. */
  PriceDesk accounts(Customer... known) {
    for (Customer account : known) {
      accounts.put(account.customer(), account);
    }
    return this;
  }

  // ---------------------------------------------------------------- who asks, and how

  PriceDesk by(Customer asking) {
    customer = asking;
    return this;
  }

  PriceDesk by(String strategy) {
    return by(Given.customer("C", PriceStrategy.valueOf(strategy), "", ""));
  }

  PriceDesk under(PricingRules house) {
    rules = house;
    return this;
  }

  PriceDesk in(String other) {
    currency = other;
    return this;
  }

  /** Days from today. */
  PriceDesk on(int days) {
    day = TODAY + days;
    return this;
  }

  World world() {
    return world;
  }

  // ---------------------------------------------------------------- answers

  /** So many of A, such as {@code "3"} or {@code "3 BOX"}. */
  PriceAnswer ask(String quantity) {
    return new Pricing(world, rules).answer(question("A " + quantity));
  }

  Priced priced(String quantity) {
    return (Priced) ask(quantity);
  }

  /** Lines such as {@code "A 3, B 1 BOX"}. */
  List<PriceAnswer> cart(String lines) {
    return new Pricing(world, rules)
        .cart(Arrays.stream(lines.split(", ", -1)).map(this::question).toList());
  }

  private PriceQuestion question(String line) {
    String[] words = line.split(" ", -1);
    return new PriceQuestion(
        words[0],
        customer,
        terms(),
        Given.units(words[1]),
        words.length > 2 ? words[2] : "",
        currency,
        day,
        true);
  }

  private Terms terms() {
    return Terms.of(parties(), party -> books.getOrDefault(party, PriceBook.EMPTY));
  }

  List<Party> parties() {
    return Terms.parties(customer, key -> Optional.ofNullable(accounts.get(key)));
  }

  // ---------------------------------------------------------------- as tables write them

  /** Unit price and who won, such as {@code "80 GOLD"}; or why there is no price. */
  String won(String quantity) {
    return text(ask(quantity));
  }

  static String text(PriceAnswer answer) {
    return switch (answer) {
      case Priced priced -> FixedPoint.format(priced.unitPrice()) + " " + priced.winner().id();
      case NoPrice none -> none.reason();
      case UnknownItem unknown -> "unknown item " + unknown.item();
      case UnknownUnit unknown -> "unknown unit " + unknown.uom();
    };
  }

  /** Such as {@code "9@1 8@10"}. */
  static String table(Priced priced) {
    return priced.breaks().stream()
        .map(b -> FixedPoint.format(b.unitPrice()) + "@" + FixedPoint.format(b.minimum()))
        .collect(Collectors.joining(" "));
  }

  /**
   * Such as {@code "LIST BASE 10, CONTRACT K 9"}, with the currency where it is not the answer's.
   */
  static String waterfall(Priced priced) {
    return priced.explanation().waterfall().stream()
        .map(step -> step(step, priced.currency()))
        .collect(Collectors.joining(", "));
  }

  private static String step(Step step, String currency) {
    return step.kind()
        + " "
        + step.id()
        + " "
        + FixedPoint.format(step.unitPrice())
        + (step.currency().equals(currency) ? "" : " " + step.currency());
  }

  /** Such as {@code "K WON it goes first; BASE LOST CONTRACT goes before BASE_LIST"}. */
  static String candidates(List<Candidate> candidates) {
    return candidates.stream()
        .map(c -> c.id() + " " + c.outcome() + " " + c.reason())
        .collect(Collectors.joining("; "));
  }

  /** Days from today, or {@code open}. */
  static String day(int day) {
    return day == Day.OPEN_END ? "open" : Integer.toString(day - TODAY);
  }
}
