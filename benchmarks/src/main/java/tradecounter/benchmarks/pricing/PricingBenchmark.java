package tradecounter.benchmarks.pricing;

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
import tradecounter.engine.canonical.Price;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.state.PriceBook;

/**
 * One price question: the base list and further group lists that all have a price of three breaks
 * for the item, and with or without a contract for it among 100 contract lines of the customer.
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=PricingBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PricingBenchmark {
  private static final String ITEM = "ITEM-0";
  private static final int CONTRACT_LINES = 100;

  @Param({"1", "5", "50"})
  private int entries;

  @Param({"false", "true"})
  private boolean contract;

  private Pricing pricing = new Pricing(new FilledWorld(1).world());
  private PriceQuestion question = question(PriceBook.EMPTY);

  @Setup
  public void fill() {
    FilledWorld filled = new FilledWorld(16);
    filled.apply(FilledWorld.item(ITEM, List.of()));
    for (int i = 0; i < entries; i++) {
      addList(filled, "LIST-" + i, i == 0 ? PriceList.Kind.BASE : PriceList.Kind.GROUP, i);
    }
    pricing = new Pricing(filled.world());
    question = question(contract ? book(filled) : PriceBook.EMPTY);
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
            false));
    filled.apply(new Price(list, ITEM, "", breaks(100), 1, Day.OPEN_START, Day.OPEN_END));
  }

  private static List<PriceBreak> breaks(long cents) {
    return List.of(
        new PriceBreak(FixedPoint.of(1), cents * 10_000),
        new PriceBreak(FixedPoint.of(10), (cents - 5) * 10_000),
        new PriceBreak(FixedPoint.of(100), (cents - 12) * 10_000));
  }

  private static PriceBook book(FilledWorld filled) {
    PriceBook book = PriceBook.EMPTY;
    for (int i = 0; i < CONTRACT_LINES; i++) {
      ContractPrice line =
          new ContractPrice(
              "K-1",
              "C-1",
              ContractPrice.Target.ITEM,
              "ITEM-" + i,
              "",
              "EUR",
              breaks(80),
              0,
              Day.OPEN_START,
              Day.OPEN_END);
      Envelope envelope =
          new Envelope("erp", "", Envelope.orderOfSequence(i), 1, FilledWorld.NOW.toEpochMilli());
      book = book.with(filled.world(), envelope, line);
    }
    return book;
  }

  private static PriceQuestion question(PriceBook book) {
    return new PriceQuestion(
        ITEM, FilledWorld.customer(), book, FixedPoint.of(25), "", "", FilledWorld.TODAY);
  }

  @Benchmark
  public PriceAnswer answer() {
    return pricing.answer(question);
  }
}
