package tradecounter.benchmarks.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.GeneratedWorld;
import tradecounter.loadtest.world.WorldSize;

/**
 * One event from its bytes to a checked change, beside Jackson stepping over the tokens of the same
 * bytes, which reads no text and checks nothing but the syntax.
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=DecodeBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class DecodeBenchmark {
  private static final JsonFactory JACKSON = new JsonFactory();

  @Param({"position.set", "item", "receipt", "demand", "customer", "price", "contract-price"})
  private String type = "";

  private final EventDecoder decoder = new EventDecoder("erp", false);
  private byte[] event = {};

  @Setup
  public void choose() {
    String marker = "\"tradecounter." + type + ".v1\"";
    try (Stream<FeedEvent> events =
        new GeneratedWorld(WorldSize.ofItems(100, 1), LocalDate.of(2026, 11, 23)).events()) {
      event = events.filter(e -> e.toString().contains(marker)).findFirst().orElseThrow().json();
    }
    if (decoder.decode(event) instanceof Decoded.Refused refused) {
      throw new IllegalStateException(refused.detail());
    }
  }

  @Benchmark
  public Decoded decode() {
    return decoder.decode(event);
  }

  @Benchmark
  public int jackson() throws IOException {
    int tokens = 0;
    try (JsonParser parser = JACKSON.createParser(event)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }
}
