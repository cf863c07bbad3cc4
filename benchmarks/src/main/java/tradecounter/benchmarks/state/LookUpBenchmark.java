package tradecounter.benchmarks.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tradecounter.benchmarks.FilledWorld;
import tradecounter.engine.state.ItemSnapshot;
import tradecounter.engine.state.Positions;
import tradecounter.loadtest.world.GeneratedKeys;
import tradecounter.loadtest.world.SkewedRank;

/**
 * P4: what is free of one item at all its locations, from one consistent snapshot, while another
 * thread updates positions; beside {@code HashMap<Long, …>.get} alone, without reading what it
 * found, by the same draws of keys and with the same updates going on.
 *
 * <p>The keys are strings, made before and in the order of the draws. Allocation includes what the
 * updating thread allocates: for that of the look-up alone run with {@code -p updatesPerSecond=0}.
 *
 * <pre>mvn -q -Pbenchmark verify -DskipTests -Dbench=LookUpBenchmark</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms3g", "-Xmx3g"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class LookUpBenchmark {
  private static final int DRAWS = 1 << 20;
  private static final int UPDATES_AT_ONCE = 100;

  @Param("1000000")
  private int items;

  @Param("4")
  private int positions;

  @Param({"zipf", "uniform"})
  private String keys = "";

  @Param("100000")
  private int updatesPerSecond;

  private FilledWorld filled = new FilledWorld(1);
  private final Map<Long, long[]> map = new HashMap<>();
  private final long[] numbers = new long[DRAWS];
  private final String[] names = new String[DRAWS];
  private volatile boolean open = true;
  private @Nullable Thread updates;

  /** Where a reading thread stands in the draws. */
  @State(Scope.Thread)
  public static class Cursor {
    private int at;

    int next() {
      return at++ & (DRAWS - 1);
    }
  }

  @Setup
  public void fill() {
    filled = new FilledWorld(items);
    filled.addLocations(positions);
    for (int item = 0; item < items; item++) {
      String name = GeneratedKeys.item(item);
      filled.apply(FilledWorld.item(name, List.of()));
      for (int i = 0; i < positions; i++) {
        filled.setPosition(name, FilledWorld.location(i), item % 1_000, 1);
      }
      map.put((long) item, new long[4]);
    }
    var _ = filled.world().captureChanged();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < DRAWS; i++) {
      numbers[i] = draw(random);
      names[i] = GeneratedKeys.item(numbers[i]);
    }
    if (updatesPerSecond > 0) {
      updates = Thread.ofPlatform().daemon().name("updates").start(this::update);
    }
  }

  private long draw(SplittableRandom random) {
    return keys.equals("zipf") ? SkewedRank.draw(random, items) : random.nextLong(items);
  }

  private void update() {
    SplittableRandom random = new SplittableRandom(2);
    long pauseNanos = 1_000_000_000L * UPDATES_AT_ONCE / updatesPerSecond;
    long due = System.nanoTime();
    for (int round = 0; open; round++) {
      for (int i = 0; i < UPDATES_AT_ONCE; i++) {
        String item = GeneratedKeys.item(draw(random));
        filled.setPosition(item, FilledWorld.location(i % positions), random.nextInt(1_000), 1);
      }
      if (round % 1_000 == 0) {
        var _ = filled.world().captureChanged();
      }
      due += pauseNanos;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  @TearDown
  public void stop() throws InterruptedException {
    open = false;
    Thread running = updates;
    if (running != null) {
      running.join();
    }
  }

  @Benchmark
  public long engine(Cursor cursor) {
    ItemSnapshot snapshot = Objects.requireNonNull(filled.world().item(names[cursor.next()]));
    Positions found = snapshot.positions();
    long free = 0;
    for (int row = 0; row < found.size(); row++) {
      free += found.free(row);
    }
    return free;
  }

  @Benchmark
  public Object hashMap(Cursor cursor) {
    return Objects.requireNonNull(map.get(numbers[cursor.next()]));
  }
}
