package tradecounter.benchmarks.availability;

import java.util.List;
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
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Demand;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.SupplyPolicy;

/**
 * One availability question with a quantity to promise, over four locations: an item without dated
 * supply, one with five receipts and three demands, a bundle of three such items.
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=AtpBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class AtpBenchmark {
  private static final int LOCATIONS = 4;

  @Param({"undated", "dated", "bundle"})
  private String item = "";

  private Availability availability = new Availability(new FilledWorld(1).world(), this::policy);
  private AvailabilityQuestion question = question("");

  @Setup
  public void fill() {
    FilledWorld filled = new FilledWorld(16);
    filled.addLocations(LOCATIONS);
    addStocked(filled, "undated");
    addDated(filled, "dated");
    addDated(filled, "dated-2");
    addDated(filled, "dated-3");
    filled.apply(
        FilledWorld.item(
            "bundle",
            List.of(
                new Item.Component("dated", FixedPoint.of(1), false, true),
                new Item.Component("dated-2", FixedPoint.of(2), false, true),
                new Item.Component("dated-3", FixedPoint.of(4), false, true))));
    availability = new Availability(filled.world(), this::policy);
    question = question(item);
  }

  private static void addStocked(FilledWorld filled, String item) {
    filled.apply(FilledWorld.item(item, List.of()));
    for (int i = 0; i < LOCATIONS; i++) {
      filled.setPosition(item, FilledWorld.location(i), 1_000 + i, 100);
    }
  }

  private static void addDated(FilledWorld filled, String item) {
    addStocked(filled, item);
    for (int i = 0; i < 5; i++) {
      filled.apply(
          new Receipt(
              item + "/PO-" + i,
              item,
              FilledWorld.location(i % LOCATIONS),
              FixedPoint.of(500),
              0,
              FilledWorld.TODAY + 3 + 4 * i,
              Receipt.Kind.PURCHASE,
              "SUP-1",
              Receipt.Status.OPEN));
    }
    for (int i = 0; i < 3; i++) {
      filled.apply(
          new Demand(
              item + "/SO-" + i,
              item,
              FilledWorld.location(i % LOCATIONS),
              FixedPoint.of(200),
              FilledWorld.TODAY + 1 + 5 * i,
              "",
              Demand.Status.OPEN));
    }
  }

  private SupplyPolicy policy(String feed) {
    return SupplyPolicy.DEFAULT;
  }

  private static AvailabilityQuestion question(String item) {
    return AvailabilityQuestion.of(
        item, FilledWorld.customer(), "NORTH", FixedPoint.of(2_000), FilledWorld.NOW);
  }

  @Benchmark
  public AvailabilityAnswer answer() {
    return availability.answer(question);
  }
}
