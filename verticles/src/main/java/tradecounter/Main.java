package tradecounter;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;

/** Starts the service from its configuration: {@code tradecounter [--config FILE]}. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_UNUSABLE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    try {
      ConfigurationReader reader = new ConfigurationReader();
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
    throw new ConfigurationException("usage: tradecounter [--config FILE]");
  }
}
