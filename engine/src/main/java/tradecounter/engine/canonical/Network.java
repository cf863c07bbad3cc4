package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which locations and suppliers may serve a request, in which order.
 *
 * @param match whom it serves
 * @param priority among the networks that match, the smallest wins, then the smaller key
 * @param sources by rank, then as declared
 * @param sourcing how they are chosen from
 * @param delivery the days on which goods can arrive
 */
public record Network(
    String network,
    Match match,
    int priority,
    List<Source> sources,
    Sourcing sourcing,
    WorkCalendar delivery)
    implements Change {

  /**
   * Which sources a quantity is taken from, where there is a choice. The promised date comes first
   * in any case: none of them makes the last part arrive later than it could.
   */
  public enum Sourcing {
    /** As few sources as possible; among those that are as few, the first by rank. */
    FEWEST_SPLITS,
    /** Each part as early as possible; on one day by rank. */
    EARLIEST,
    /** By rank alone. */
    RANK
  }

  /** An empty set matches everything. */
  public record Match(
      Set<String> channels,
      Set<String> regions,
      Set<String> customerGroups,
      Set<String> customers) {
    public static final Match EVERYTHING = new Match(Set.of(), Set.of(), Set.of(), Set.of());

    public Match {
      channels = Set.copyOf(channels);
      regions = Set.copyOf(regions);
      customerGroups = Set.copyOf(customerGroups);
      customers = Set.copyOf(customers);
    }

    /** Whether a request of this customer to this region falls under it. */
    public boolean covers(Customer customer, String region) {
      return (channels.isEmpty() || channels.contains(customer.channel()))
          && (regions.isEmpty() || regions.contains(region))
          && (customers.isEmpty() || customers.contains(customer.customer()))
          && (customerGroups.isEmpty()
              || customer.groups().stream().anyMatch(g -> customerGroups.contains(g.group())));
    }
  }

  /** A location or a supplier; {@code transitDays} are calendar days from shipping to arrival. */
  public record Source(Kind kind, String key, int rank, int transitDays) {
    /** What the key names. */
    public enum Kind {
      LOCATION,
      SUPPLIER
    }

    public Source {
      require(transitDays >= 0 && transitDays <= 365, "sources: transitDays must be 0 to 365");
    }

    /** Which source it is, wherever it stands in whatever network. */
    public SourceKey identity() {
      return new SourceKey(kind, key);
    }
  }

  public Network {
    sources = sources.stream().sorted(Comparator.comparingInt(Source::rank)).toList();
    Set<String> seen = new HashSet<>();
    for (Source source : sources) {
      require(
          seen.add(source.kind() + " " + source.key()),
          "sources: " + source.key() + " is listed twice");
    }
  }
}
