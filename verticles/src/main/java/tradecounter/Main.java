package tradecounter;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.onboarding.TryCommand;

/**
 * Starts the service from its configuration: {@code tradecounter [--config FILE]}; or only tries
 * the file of a feed: {@code tradecounter --try FEED_FILE [DELIVERY]}.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_UNUSABLE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    try {
      ConfigurationReader reader = new ConfigurationReader();
      if (arguments.length > 1 && arguments[0].equals("--try")) {
        Configuration defaults = reader.read(Optional.empty(), Map.of());
        boolean clean =
            new TryCommand(defaults, System.out)
                .run(
                    Path.of(arguments[1]),
                    arguments.length > 2 && !arguments[2].isBlank()
                        ? Optional.of(Path.of(arguments[2]))
                        : Optional.empty());
        System.exit(clean ? 0 : EXIT_FAILED);
      }
      Configuration configuration = reader.read(file(arguments), System.getenv());
      List<FeedConfiguration> feeds = reader.readFeeds(configuration.feeds());
      Tradecounter tradecounter =
          Wiring.start(configuration, feeds, reader.readTargets(configuration.targets()), _ -> {});
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(tradecounter::close));
      tradecounter.ready().join();
      LOG.info("ready on port {}", configuration.http().port());
    } catch (ConfigurationException | Wiring.PortTakenException e) {
      System.err.println("tradecounter: " + e.getMessage());
      System.exit(EXIT_UNUSABLE);
    } catch (CompletionException e) {
      System.err.println("tradecounter: the start failed: " + e.getCause());
      System.exit(EXIT_FAILED);
    }
  }

  private static Optional<Path> file(String[] arguments) {
    if (arguments.length == 0) {
      return Optional.empty();
    }
    if (arguments.length == 2 && arguments[0].equals("--config")) {
      return Optional.of(Path.of(arguments[1]));
    }
    throw new ConfigurationException(
        "usage: tradecounter [--config FILE], or tradecounter --try FEED_FILE [DELIVERY]");
  }
}
