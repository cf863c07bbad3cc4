package tradecounter.benchmarks.pricing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tradecounter.benchmarks.FilledWorld;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.LineTarget;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;

/**
 * Price questions by number of entries: the base list and further group lists that all have a price
 * of three breaks for each item, and with or without a contract that has a line for each.
 *
 * <p>{@code warm} asks for one item with the customer's book in memory; {@code cold} makes the book
 * of {@value #CONTRACT_LINES} lines from the rows of the table for each question and computes with
 * nothing that is kept; {@code cart} asks for {@value #LINES} items as one cart, a time per cart.
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=PricingBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PricingBenchmark {
  private static final int LINES = 1_000;
  private static final int CONTRACT_LINES = 1_000;
  private static final Party PARTY = Party.customer(FilledWorld.customer().customer());

  @Param({"1", "5", "50"})
  private int entries;

  @Param({"false", "true"})
  private boolean contract;

  private World world = new FilledWorld(1).world();
  private Pricing pricing = new Pricing(world, PricingRules.PLAIN);
  private List<PriceBook.Row> rows = List.of();
  private PriceQuestion question = question(0, Terms.NONE);
  private List<PriceQuestion> cart = List.of();

  @Setup
  public void fill() {
    FilledWorld filled = new FilledWorld(LINES);
    world = filled.world();
    for (int item = 0; item < LINES; item++) {
      filled.apply(FilledWorld.item(item(item), List.of()));
    }
    for (int i = 0; i < entries; i++) {
      addList(filled, "LIST-" + i, i == 0 ? PriceList.Kind.BASE : PriceList.Kind.GROUP, i);
    }
    pricing = new Pricing(world, PricingRules.PLAIN);
    rows = contract ? rows(world) : List.of();
    Terms terms = terms();
    question = question(LINES / 2, terms);
    cart = new ArrayList<>(LINES);
    for (int item = 0; item < LINES; item++) {
      cart.add(question(item, terms));
    }
  }

  private static String item(int number) {
    return "ITEM-" + number;
  }

  private static void addList(FilledWorld filled, String list, PriceList.Kind kind, int priority) {
    filled.apply(
        new PriceList(
            list,
            "EUR",
            kind,
            kind == PriceList.Kind.GROUP ? Set.of("GROUP") : Set.of(),
            Set.of(),
            Set.of(),
            priority,
            Day.OPEN_START,
            Day.OPEN_END,
            false,
            true,
            PriceList.Formula.NONE));
    for (int item = 0; item < LINES; item++) {
      filled.apply(
          new Price(list, item(item), "", breaks(100), 1, "", Day.OPEN_START, Day.OPEN_END));
    }
  }

  private static List<PriceBreak> breaks(long cents) {
    return List.of(
        new PriceBreak(FixedPoint.of(1), cents * 10_000),
        new PriceBreak(FixedPoint.of(10), (cents - 5) * 10_000),
        new PriceBreak(FixedPoint.of(100), (cents - 12) * 10_000));
  }

  private static List<PriceBook.Row> rows(World world) {
    List<PriceBook.Row> rows = new ArrayList<>(CONTRACT_LINES);
    for (int i = 0; i < CONTRACT_LINES; i++) {
      LineTarget target = new LineTarget(PARTY, ContractPrice.Target.ITEM, item(i));
      ContractPrice line =
          new ContractPrice(
              "K-1",
              PARTY,
              target.kind(),
              target.key(),
              "",
              "EUR",
              breaks(80),
              1,
              0,
              1_000,
              "",
              false,
              Day.OPEN_START,
              Day.OPEN_END);
      Envelope envelope =
          new Envelope("erp", "", Envelope.orderOfSequence(i), 1, FilledWorld.NOW.toEpochMilli());
      rows.add(new PriceBook.Row(target.text(), ContractScale.encoded(world, envelope, line)));
    }
    return rows;
  }

  private Terms terms() {
    return Terms.of(List.of(PARTY), party -> PriceBook.of(world, party, rows));
  }

  private static PriceQuestion question(int item, Terms terms) {
    return new PriceQuestion(
        item(item),
        FilledWorld.customer(),
        terms,
        FixedPoint.of(25),
        "",
        "",
        FilledWorld.TODAY,
        false);
  }

  @Benchmark
  public PriceAnswer warm() {
    return pricing.answer(question);
  }

  @Benchmark
  public PriceAnswer cold() {
    return new Pricing(world, PricingRules.PLAIN).answer(question(LINES / 2, terms()));
  }

  @Benchmark
  public List<PriceAnswer> cart() {
    return pricing.cart(cart);
  }
}
