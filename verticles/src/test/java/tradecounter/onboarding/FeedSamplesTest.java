package tradecounter.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.engine.state.World;
import tradecounter.log.Topics;

/** Each feed that comes with the program, and each example: its file agrees with its samples. */
final class FeedSamplesTest {
  private static final String FILES = ".yaml";
  private static final Configuration CONFIGURATION =
      new ConfigurationReader().read(Optional.empty(), Map.of());

  private static Path folder(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(FeedSamplesTest.class.getResource("/config/" + name)).toURI());
  }

  static List<Path> files() throws IOException, URISyntaxException {
    List<Path> all = new ArrayList<>();
    for (String name : new String[] {"feeds", "feeds/examples"}) {
      try (Stream<Path> files = Files.list(folder(name))) {
        files.filter(file -> file.toString().endsWith(FILES)).sorted().forEach(all::add);
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileAgreesWithItsSamples(Path file) throws IOException {
    String name = file.getFileName().toString().replace(FILES, "");
    FeedConfiguration feed = new ConfigurationReader().readFeed(Files.readAllBytes(file), name);
    FeedSamples samples =
        new FeedSamples(
            new FeedTrial(new World(), new Topics(CONFIGURATION.kafka()), CONFIGURATION));
    FeedSamples.Result result = samples.check(feed, Objects.requireNonNull(file.getParent()));
    assertThat(result.problems()).isEmpty();
    // What needs no mapping has nothing to show.
    assertThat(result.samples()).isGreaterThanOrEqualTo(feed.mapping().isGiven() ? 1 : 0);
  }
}
