package tradecounter.storefront;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
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
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.Item.UnitOfMeasure;
import tradecounter.engine.canonical.QuantityCheck;
import tradecounter.engine.canonical.Receipt;
import tradecounter.engine.canonical.StalePolicy;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.json.JsonText;
import tradecounter.storefront.line.AnswerShape;
import tradecounter.storefront.line.Freshness;

/**
 * P6: one availability answer from its figures to bytes, beside {@code memcpy} of the same bytes
 * into an array that is there already. Here, because the writers are nobody else's business.
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=EncodeBenchmark</pre>
 */
@NullMarked
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class EncodeBenchmark {
  private static final String ITEM = "HEX-M8X40-ZP";

  @Param({"false", "true"})
  private boolean detailed;

  private final List<AvailabilityWriter> answer = new ArrayList<>(1);
  private Freshness freshness = new Freshness(0, false, List.of());
  private byte[] bytes = {};
  private byte[] target = {};

  @Setup
  public void ask() {
    FilledWorld filled = new FilledWorld(16);
    filled.addLocations(4);
    filled.apply(FilledWorld.item(ITEM, List.of()));
    for (int i = 0; i < 4; i++) {
      filled.setPosition(ITEM, FilledWorld.location(i), 1_000 + i, 100);
    }
    for (int i = 0; i < 3; i++) {
      filled.apply(
          new Receipt(
              "PO-7" + i,
              ITEM,
              FilledWorld.location(i),
              FixedPoint.of(500),
              0,
              FilledWorld.TODAY + 3 + 4 * i,
              Receipt.Kind.PURCHASE,
              "SUP-1",
              Receipt.Status.OPEN));
    }
    Figures figures =
        (Figures)
            new Availability(filled.world(), _ -> SupplyPolicy.DEFAULT)
                .answer(
                    AvailabilityQuestion.of(
                        ITEM,
                        FilledWorld.customer(),
                        "NORTH",
                        FixedPoint.of(1_500),
                        FilledWorld.NOW));
    answer.add(
        new AvailabilityWriter(
            figures,
            new UnitOfMeasure("EA", 1, 1, 0),
            new QuantityCheck.Valid(),
            new AnswerShape(false, false, detailed, false)));
    long now = FilledWorld.NOW.toEpochMilli();
    freshness =
        new Freshness(
            now - 840,
            false,
            List.of(
                new Freshness.Source(
                    "erp", now - 840, 840, false, StalePolicy.SERVE_FLAGGED, false),
                new Freshness.Source(
                    "wms", now - 210, 210, false, StalePolicy.SERVE_FLAGGED, false)));
    bytes = encode().getBytes();
    target = bytes.clone();
    System.out.println("# answer of " + bytes.length + " bytes");
  }

  @Benchmark
  public Buffer encode() {
    AvailabilityWriter writer = answer.getFirst();
    return JsonText.of(
        json -> {
          json.writeStartObject();
          writer.to(json, freshness);
          json.writeEndObject();
        });
  }

  @Benchmark
  public byte[] memcpy() {
    System.arraycopy(bytes, 0, target, 0, bytes.length);
    return target;
  }
}
