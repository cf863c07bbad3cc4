package tradecounter.benchmarks.feed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
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
import tradecounter.format.Format.Limits;
import tradecounter.format.RecordReader;
import tradecounter.format.SourceRecord;
import tradecounter.format.SourceRecord.Content;
import tradecounter.format.UnreadableException;

/**
 * A delivery of a thousand records from its bytes to values of JSON, each with its place and its
 * own bytes, checked strictly; beside the same library stepping over the same bytes, which keeps
 * nothing (and of FastCSV, making its records).
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=FormatBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class FormatBenchmark {
  private static final Limits LIMITS = new Limits(1 << 20, 32);

  @Param private GeneratedDelivery delivery = GeneratedDelivery.JSON;

  private byte[] bytes = {};

  @Setup
  public void write() throws IOException, UnreadableException {
    bytes = delivery.bytes();
    int read = records();
    if (read != GeneratedDelivery.RECORDS) {
      throw new IllegalStateException(delivery + " gives " + read + " records");
    }
    System.out.println("# " + delivery + ": " + bytes.length + " bytes");
  }

  @Benchmark
  public int records() throws IOException, UnreadableException {
    int read = 0;
    try (RecordReader reader = delivery.format().open(new ByteArrayInputStream(bytes), LIMITS)) {
      Optional<SourceRecord> next = reader.next();
      while (next.isPresent()) {
        if (next.get().content() instanceof Content.Read) {
          read++;
        }
        next = reader.next();
      }
    }
    return read;
  }

  @Benchmark
  public long library() throws Exception {
    return delivery.stepOver(new ByteArrayInputStream(bytes));
  }
}
