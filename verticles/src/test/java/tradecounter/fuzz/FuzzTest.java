package tradecounter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Coverage-guided fuzzing of every decoder, each in a JVM of its own with a small heap: a few
 * seconds in every build, from a fixed seed, so that it finds what was broken and not what is new.
 * New things are found by
 *
 * <pre>
 * mvn -pl engine,loadtest/embedded,verticles verify -Dproduction.skip -Dtest=FuzzTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dtradecounter.fuzzSeconds=3600
 * </pre>
 *
 * which takes as long for every target (as many at once as there are cores), begins anywhere, and
 * goes on from what the last run has learned ({@code verticles/target/fuzz}).
 */
class FuzzTest {
  private static final int BUILD_SECONDS = 2;
  private static final int SECONDS = Integer.getInteger("tradecounter.fuzzSeconds", BUILD_SECONDS);

  private static final Path SEEDS =
      Path.of(
          Objects.requireNonNull(System.getProperty("tradecounter.root")),
          "verticles/src/test/resources/fuzz");

  private static final ExecutorService AT_ONCE =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  private static final Map<Target, Future<Fuzzer.Outcome>> OUTCOMES = new EnumMap<>(Target.class);

  @BeforeAll
  static void begin() {
    for (Target target : EnumSet.complementOf(EnumSet.of(Target.CANARY))) {
      Fuzzer fuzzer = new Fuzzer(target, SEEDS.resolve(target.folder()), SECONDS);
      OUTCOMES.put(target, AT_ONCE.submit(() -> fuzzer.run(SECONDS == BUILD_SECONDS ? 1 : 0)));
    }
  }

  @AfterAll
  static void end() {
    AT_ONCE.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CANARY")
  void noBytesBreakADecoder(Target target) throws Exception {
    Fuzzer.Outcome outcome = Objects.requireNonNull(OUTCOMES.get(target)).get();

    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.inputs()).as("inputs that were tried").isPositive();
  }

  /** What was found once is an input to begin with, and is tried here without Jazzer. */
  @ParameterizedTest
  @EnumSource
  void noSeedBreaksADecoder(Target target) throws IOException {
    List<Path> seeds;
    try (Stream<Path> files = Files.list(SEEDS.resolve(target.folder()))) {
      seeds = files.sorted().toList();
    }

    assertThat(seeds).isNotEmpty();
    for (Path seed : seeds) {
      Fuzzing.take(target, Files.readAllBytes(seed));
    }
  }

  /** Would a broken decoder be found at all? */
  @Test
  void aDecoderThatBreaksIsFound() throws Exception {
    Fuzzer.Outcome outcome = new Fuzzer(Target.CANARY, SEEDS.resolve("canary"), 60).run(1);

    assertThat(outcome.failure().orElseThrow())
        .contains("AssertionError: expected: the canary")
        .contains("crash-");
  }
}
