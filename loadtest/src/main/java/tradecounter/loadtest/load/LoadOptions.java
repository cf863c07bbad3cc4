package tradecounter.loadtest.load;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tradecounter.loadtest.world.WorldSize;

/**
 * What can be set for a load test, as {@code -Dload.NAME=VALUE}.
 *
 * @param service a running service, as {@code http://host:port}; empty: one of its own
 * @param token for the running one, with {@code availability:read prices:read customers:any}, and
 *     {@code feeds:write} for {@code push} and {@code updates}
 * @param pid of the running one, if it is on this machine, for its CPU time
 * @param size of the world ({@code items}; its seed is {@code seed})
 * @param push whether to push the world first; usual for a service of its own
 * @param rates arrivals per second, with commas; none: half of saturation, which is searched for
 * @param keys {@code zipf}, {@code uniform} or both
 * @param mix percentages of single availability, price, and availability of 100 lines
 * @param seconds length of a window
 * @param windows of each server, for each rate and each kind of keys; interleaved
 * @param warmupSeconds of each server, at the first rate or half of it, before anything is measured
 * @param connections keep-alive connections to a server
 * @param updatesPerSecond events pushed to the feeds all the while
 * @param folder where the report goes
 */
record LoadOptions(
    Optional<URI> service,
    String token,
    Optional<Long> pid,
    WorldSize size,
    boolean push,
    List<Integer> rates,
    List<Keys> keys,
    Kind.Mix mix,
    int seconds,
    int windows,
    int warmupSeconds,
    int connections,
    int updatesPerSecond,
    long seed,
    Path folder,
    Path data) {
  private static final int MAX_RATE = 1_000_000;
  private static final int MAX_SECONDS = 600;

  LoadOptions {
    rates = List.copyOf(rates);
    keys = List.copyOf(keys);
    require(service.isEmpty() || !token.isEmpty(), "load.token must go with load.service");
    require(!keys.isEmpty(), "load.keys must be zipf, uniform or both");
    require(rates.stream().allMatch(r -> r >= 1 && r <= MAX_RATE), "load.rates: 1 to " + MAX_RATE);
    require(seconds >= 1 && seconds <= MAX_SECONDS, "load.seconds must be 1 to " + MAX_SECONDS);
    require(windows >= 1 && windows <= 100, "load.windows must be 1 to 100");
    require(warmupSeconds >= 0 && warmupSeconds <= MAX_SECONDS, "load.warmup: 0 to " + MAX_SECONDS);
    require(connections >= 1 && connections <= 10_000, "load.connections must be 1 to 10000");
    require(
        updatesPerSecond >= 0 && updatesPerSecond <= 100_000, "load.updates must be 0 to 100000");
  }

  /**
   * Reads the system properties.
   *
   * @param property gives the value, or "" if it is not set
   * @throws IllegalArgumentException with one line for the user
   */
  static LoadOptions read(UnaryOperator<String> property) {
    UnaryOperator<String> load = name -> property.apply("load." + name);
    Optional<URI> service =
        Optional.of(load.apply("service")).filter(s -> !s.isEmpty()).map(URI::create);
    long seed = whole(load, "seed", 1);
    WorldSize size = WorldSize.ofItems(whole(load, "items", 20_000), seed);
    String push = load.apply("push");
    String keys = orElse(load.apply("keys"), "zipf,uniform");
    return new LoadOptions(
        service,
        load.apply("token"),
        Optional.of(load.apply("pid")).filter(s -> !s.isEmpty()).map(Long::valueOf),
        size,
        push.isEmpty() ? service.isEmpty() : Boolean.parseBoolean(push),
        numbers(load.apply("rates")),
        Stream.of(keys.split(",", -1))
            .map(name -> Keys.valueOf(name.trim().toUpperCase(Locale.ROOT)))
            .toList(),
        Kind.Mix.of(numbers(orElse(load.apply("mix"), "70,25,5"))),
        whole(load, "seconds", 5),
        whole(load, "windows", 9),
        whole(load, "warmup", 20),
        whole(load, "connections", 64),
        whole(load, "updates", 500),
        seed,
        Path.of(orElse(load.apply("folder"), "target/load")).toAbsolutePath(),
        Path.of(orElse(property.apply("tradecounter.data"), "target/load/data")).toAbsolutePath());
  }

  private static List<Integer> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split(",", -1)).map(part -> Integer.valueOf(part.trim())).toList();
  }

  private static int whole(UnaryOperator<String> load, String name, int otherwise) {
    String text = load.apply(name);
    try {
      return text.isEmpty() ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("load." + name + " must be a whole number: " + text, e);
    }
  }

  private static String orElse(String value, String otherwise) {
    return value.isEmpty() ? otherwise : value;
  }

  private static void require(boolean met, String message) {
    if (!met) {
      throw new IllegalArgumentException(message);
    }
  }
}
