package tradecounter.loadtest.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tradecounter.embedded.EmbeddedStartException;
import tradecounter.embedded.Ports;
import tradecounter.loadtest.embedded.EmbeddedTradecounter;
import tradecounter.loadtest.sandbox.FeedClient.Outcome;
import tradecounter.loadtest.world.World;
import tradecounter.loadtest.world.importers.AdventureWorksImporter;
import tradecounter.loadtest.world.importers.NorthwindImporter;
import tradecounter.loadtest.world.importers.OnlineRetailImporter;

/**
 * Tells the real data sets to a service of their own, each to a fresh one, and prints what became
 * of their events.
 *
 * <p>Run: {@code mvn -Pimport [-Dshared.data=FOLDER]}. System properties: {@code shared.data} (the
 * folder with {@code online-retail}, {@code adventureworks} and {@code northwind}) and {@code
 * tradecounter.data} (below which the service keeps its data). Arguments: the data sets, if not
 * all.
 */
public final class ImportRun {
  private static final int EXIT_UNUSABLE = 2;

  /** As many as a post of {@link WorldPush} has events, so that every refusal is listed. */
  private static final String REPORTED_ERRORS = "20000";

  private ImportRun() {}

  public static void main(String[] arguments) throws InterruptedException {
    Path shared = Path.of(System.getProperty("shared.data", "."));
    Path data = Path.of(System.getProperty("tradecounter.data", "target/import")).toAbsolutePath();
    Map<String, Function<Path, World>> dataSets = new LinkedHashMap<>();
    dataSets.put("northwind", NorthwindImporter::new);
    dataSets.put("adventureworks", AdventureWorksImporter::new);
    dataSets.put("online-retail", OnlineRetailImporter::new);
    if (arguments.length > 0) {
      dataSets.keySet().retainAll(List.of(arguments));
    }
    for (Map.Entry<String, Function<Path, World>> dataSet : dataSets.entrySet()) {
      try {
        World world = dataSet.getValue().apply(shared.resolve(dataSet.getKey()));
        System.out.println(imported(dataSet.getKey(), world, data.resolve(dataSet.getKey())));
      } catch (EmbeddedStartException | IllegalStateException | IOException e) {
        System.err.println("tradecounter: " + dataSet.getKey() + ": " + e.getMessage());
        System.exit(EXIT_UNUSABLE);
      }
    }
  }

  private static String imported(String name, World world, Path folder)
      throws IOException, InterruptedException {
    EmbeddedTradecounter.Options options =
        new EmbeddedTradecounter.Options(
            folder,
            true,
            Map.of(
                "TRADECOUNTER_HTTP_PORT", String.valueOf(Ports.free()),
                "TRADECOUNTER_MANAGEMENT_PORT", String.valueOf(Ports.free()),
                "TRADECOUNTER_SANDBOX_PORT", String.valueOf(Ports.free()),
                "TRADECOUNTER_LIMITS_REPORTEDERRORS", REPORTED_ERRORS));
    try (EmbeddedTradecounter embedded = EmbeddedTradecounter.start(options, _ -> {})) {
      long begin = System.nanoTime();
      Outcome outcome = embedded.tell(world, _ -> {});
      return report(name, outcome, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  /** What became of the events, for the console. */
  static String report(String name, Outcome outcome, Duration took) {
    double seconds = took.toNanos() / 1e9;
    StringBuilder text = new StringBuilder(200);
    text.append(
        String.format(
            Locale.ROOT,
            "%n%s: %,d events in %.1f s (%,.0f events/s): %,d accepted, %,d duplicate,"
                + " %,d superseded, %,d refused",
            name,
            outcome.events(),
            seconds,
            outcome.events() / seconds,
            outcome.accepted(),
            outcome.duplicate(),
            outcome.superseded(),
            outcome.refused()));
    outcome
        .refusedByCode()
        .forEach(
            (code, count) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%n  %-28s %,8d  %s",
                        code,
                        count,
                        outcome.examples().getOrDefault(code, ""))));
    return text.toString();
  }
}
