package tradecounter.engine.state;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Location;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.Outage;

/** All locations, their outages and all networks at one instant. Immutable. */
public final class Topology {
  /** Before any location or network is known. */
  public static final Topology NONE = new Topology(new @Nullable Place[0], List.of(), List.of());

  private final @Nullable Place[] byNumber;
  private final List<Network> byPriority;
  private final List<Route> routes;

  /** A network with its sources resolved to numbers. */
  public record Route(Network network, List<Stop> stops) {}

  /**
   * One source of a network.
   *
   * @param location the location's number; {@link Dictionary#UNKNOWN} for a supplier, and for a
   *     location that no feed has named
   */
  public record Stop(Network.Source source, int location) {}

  private Topology(@Nullable Place[] byNumber, List<Network> byPriority, List<Route> routes) {
    this.byNumber = byNumber;
    this.byPriority = byPriority;
    this.routes = routes;
  }

  /** With the location as it is now, and what is known of its outages. */
  Topology withLocation(
      int number, @Nullable Location location, Collection<Outage> outages, Dictionary locations) {
    @Nullable Place[] changed = Arrays.copyOf(byNumber, Math.max(byNumber.length, number + 1));
    changed[number] = location == null ? null : new Place(location, outages);
    return routed(changed, byPriority, locations);
  }

  Topology withNetworks(List<Network> networks, Dictionary locations) {
    List<Network> sorted =
        networks.stream()
            .sorted(Comparator.comparingInt(Network::priority).thenComparing(Network::network))
            .toList();
    return routed(byNumber, sorted, locations);
  }

  private static Topology routed(
      @Nullable Place[] byNumber, List<Network> networks, Dictionary locations) {
    List<Route> routes =
        networks.stream()
            .map(
                network ->
                    new Route(
                        network,
                        network.sources().stream()
                            .map(source -> new Stop(source, numberOf(source, locations)))
                            .toList()))
            .toList();
    return new Topology(byNumber, networks, routes);
  }

  private static int numberOf(Network.Source source, Dictionary locations) {
    return source.kind() == Network.Source.Kind.LOCATION
        ? locations.number(source.key())
        : Dictionary.UNKNOWN;
  }

  /** The place with the number, or {@code null} if the catalogue does not know it. */
  public @Nullable Place place(int number) {
    return number >= 0 && number < byNumber.length ? byNumber[number] : null;
  }

  /** All networks, by priority. */
  public List<Route> routes() {
    return routes;
  }

  /** The first network, by priority, that serves this customer in this region. */
  public Optional<Route> routeFor(Customer customer, String region) {
    for (Route route : routes) {
      if (route.network().match().covers(customer, region)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }
}
