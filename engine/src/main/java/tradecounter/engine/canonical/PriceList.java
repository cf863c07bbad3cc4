package tradecounter.engine.canonical;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Set;

/**
 * A named list of prices in one currency and whom it is for.
 *
 * @param priority among lists of one level the smallest is asked first, then the smaller key
 * @param merge whether later lists may add breaks to it under the {@code MERGE} strategy
 */
public record PriceList(
    String list,
    String currency,
    Kind kind,
    Set<String> groups,
    Set<String> customers,
    Set<String> channels,
    int priority,
    int validFromDay,
    int validToDay,
    boolean merge)
    implements Change {

  /** Whom a list is for, most specific last. */
  public enum Kind {
    BASE,
    GROUP,
    CUSTOMER
  }

  public PriceList {
    groups = Set.copyOf(groups);
    customers = Set.copyOf(customers);
    channels = Set.copyOf(channels);
    require(validFromDay <= validToDay, "validFrom must not be after validTo");
    require(kind != Kind.GROUP || !groups.isEmpty(), "groups: a GROUP list names at least one");
  }
}
