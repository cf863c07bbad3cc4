package tradecounter.onboarding;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.engine.state.World;
import tradecounter.feed.Delivered;
import tradecounter.log.Topics;
import tradecounter.onboarding.FeedTrial.Tried;

/**
 * Tries a feed's file without a service: the tests beside it, and a delivery. Items are unknown, so
 * that decimals of quantities are not judged.
 */
public final class TryCommand {
  private static final String SUFFIX = ".yaml";
  private static final int MOST_SHOWN = 1_000;

  private final Configuration configuration;
  private final PrintStream out;

  public TryCommand(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  /**
   * Tries it and says what came of it, a line for each record.
   *
   * @param sample empty for the tests only
   * @return whether all of it would be taken
   * @throws ConfigurationException if a file cannot be used
   */
  public boolean run(Path feedFile, Optional<Path> sample) {
    Path file = feedFile.toAbsolutePath();
    String name = file.getFileName().toString();
    if (!name.endsWith(SUFFIX)) {
      throw new ConfigurationException(feedFile + ": the file of a feed ends in " + SUFFIX);
    }
    FeedTrial trial = new FeedTrial(new World(), new Topics(configuration.kafka()), configuration);
    try {
      FeedConfiguration feed =
          new ConfigurationReader()
              .readFeed(
                  Files.readAllBytes(file), name.substring(0, name.length() - SUFFIX.length()));
      Path folder = file.getParent();
      FeedSamples.Result tests = new FeedSamples(trial).check(feed, folder == null ? file : folder);
      tests.problems().forEach(problem -> out.println("test " + problem));
      out.println(tests.samples() + " tests beside the file, " + tests.problems().size() + " fail");
      return (sample.isEmpty() || isClean(trial, feed, sample.get())) && tests.problems().isEmpty();
    } catch (IOException e) {
      throw new ConfigurationException("cannot be read: " + e.getMessage());
    }
  }

  private boolean isClean(FeedTrial trial, FeedConfiguration feed, Path sample) throws IOException {
    String name = sample.toAbsolutePath().getFileName().toString();
    Instant toldAt = Files.getLastModifiedTime(sample).toInstant();
    try (InputStream bytes = Files.newInputStream(sample)) {
      FeedTrial.Outcome outcome =
          trial.run(
              feed, bytes, new Delivered("trial", true, name, Optional.of(toldAt)), MOST_SHOWN);
      outcome.shown().forEach(this::say);
      outcome.unreadable().ifPresent(why -> out.println("cannot be read on: " + why.getMessage()));
      out.println(
          outcome.records()
              + " records, "
              + outcome.events()
              + " events, "
              + outcome.refused()
              + " refused");
      return outcome.isClean();
    }
  }

  private void say(Tried tried) {
    switch (tried) {
      case Tried.Said said ->
          said.events()
              .forEach(
                  event ->
                      out.println(said.place() + ": " + new String(event, StandardCharsets.UTF_8)));
      case Tried.Refused refused ->
          out.println(
              refused.place()
                  + ": refused ("
                  + refused.refusal().code()
                  + "): "
                  + refused.refusal().detail());
    }
  }
}
