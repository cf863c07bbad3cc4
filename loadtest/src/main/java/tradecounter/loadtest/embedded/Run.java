package tradecounter.loadtest.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tradecounter.Wiring;
import tradecounter.configuration.ConfigurationException;
import tradecounter.embedded.EmbeddedStartException;

/**
 * The one command: starts everything, tells the demo world, says what to try, and runs until
 * Ctrl-C.
 *
 * <p>System properties: {@code tradecounter.data} (the data folder), {@code tradecounter.fresh}
 * ({@code true} begins anew).
 */
public final class Run {
  private static final int EXIT_UNUSABLE = 2;

  private Run() {}

  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedTradecounter.Options options =
        new EmbeddedTradecounter.Options(
            Path.of(System.getProperty("tradecounter.data", ".tradecounter")).toAbsolutePath(),
            isSet("tradecounter.fresh"),
            environment());
    try {
      say("data folder " + options.dataFolder());
      EmbeddedTradecounter embedded = EmbeddedTradecounter.start(options, Run::say);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("shutdown")
                  .unstarted(
                      () -> {
                        say("stopping");
                        embedded.close();
                        say("stopped");
                        stopped.countDown();
                      }));
      embedded.tellDemoWorld();
      System.out.println(whatToTry(embedded));
      stopped.await();
    } catch (EmbeddedStartException | ConfigurationException | Wiring.PortTakenException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      fail("the demo world could not be told: " + e.getMessage());
    }
  }

  /** Feeds are the files of the project's own folder, so that one more is one file more. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    Path feeds = Path.of("config", "feeds").toAbsolutePath();
    if (Files.isDirectory(feeds)
        && environment.putIfAbsent("TRADECOUNTER_FEEDS_FOLDER", feeds.toString()) == null) {
      environment.putIfAbsent("TRADECOUNTER_FEEDS_ENABLED", "[\"*\"]");
    }
    return environment;
  }

  private static boolean isSet(String property) {
    String value = System.getProperty(property, "false");
    return value.isEmpty() || Boolean.parseBoolean(value);
  }

  private static void say(String line) {
    System.out.println("tradecounter: " + line);
  }

  private static void fail(String message) {
    System.err.println("tradecounter: " + message);
    System.exit(EXIT_UNUSABLE);
  }

  private static String whatToTry(EmbeddedTradecounter embedded) {
    return """

        Tradecounter is ready. Try, in another terminal:

          TOKEN=$(curl -s -H 'Accept: text/plain' '%2$s/dev/token')
          curl -s -H "Authorization: Bearer $TOKEN" '%1$s/v1/items/BRG-6205-2Z/availability?customer=C-10001&quantity=40'
          curl -s -H "Authorization: Bearer $TOKEN" '%1$s/v1/items/BRG-6204-2RS1/price?customer=C-10001&quantity=50&explain=true'
          curl -s -H "Authorization: Bearer $TOKEN" '%2$s/ops/feeds'

        More in the README's tour. Ctrl-C stops everything.
        """
        .formatted(embedded.service(), embedded.management());
  }
}
