package tradecounter.engine.order;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Network.Source.Kind;

/**
 * What of an ordered line is asked for with one document: of the ERP, or of a supplier. Everything
 * that is said of an order is kept here, so that what two targets say of one line adds up.
 *
 * @param document the name under which the target knows it
 * @param item that of the line, or a component of the bundle that the line orders
 * @param kind whether a location serves it, released by the ERP, or a supplier
 * @param replacing whether it takes the place of what another target refused
 * @param quantity millionths of the item's base unit
 * @param expectedOnDay when the supplier says it comes; {@link
 *     tradecounter.engine.canonical.Day#OPEN_END} if it never said
 * @param figures of the quantity; those that are absent are zero
 */
public record Share(
    String line,
    String document,
    String item,
    Kind kind,
    boolean replacing,
    long quantity,
    int expectedOnDay,
    Map<OrderFigure, Long> figures) {

  public Share {
    Map<OrderFigure, Long> kept = new EnumMap<>(OrderFigure.class);
    for (Map.Entry<OrderFigure, Long> figure : figures.entrySet()) {
      long value = figure.getValue();
      require(value >= 0 && value <= quantity, figure.getKey() + " is not within the quantity");
      if (value > 0) {
        kept.put(figure.getKey(), value);
      }
    }
    figures = Collections.unmodifiableMap(kept);
    require(quantity > 0, "quantity must be above zero");
    require(
        figures.getOrDefault(OrderFigure.SHIPPED, 0L)
                + figures.getOrDefault(OrderFigure.REROUTED, 0L)
                + lost(kind, figures)
            <= quantity,
        "no more can be done than was ordered");
  }

  /** A share of which nothing has been heard. */
  public static Share of(String line, String document, String item, Kind kind, long quantity) {
    return new Share(line, document, item, kind, false, quantity, Day.OPEN_END, Map.of());
  }

  public long of(OrderFigure figure) {
    return figures.getOrDefault(figure, 0L);
  }

  /**
   * What nobody will serve. What the ERP refuses is lost at once; what a supplier refuses is asked
   * of another or waits for a person.
   */
  public long lost() {
    return lost(kind, figures);
  }

  private static long lost(Kind kind, Map<OrderFigure, Long> figures) {
    long cancelled = figures.getOrDefault(OrderFigure.CANCELLED, 0L);
    return switch (kind) {
      case LOCATION -> cancelled + figures.getOrDefault(OrderFigure.REFUSED, 0L);
      case SUPPLIER -> cancelled;
    };
  }

  /** Whether nobody serves any of what is lost because its target refused. */
  boolean isLostByRefusal() {
    return of(OrderFigure.REFUSED) >= lost();
  }

  /** What a supplier refused and nobody has done anything about. */
  public long unserved() {
    return switch (kind) {
      case LOCATION -> 0;
      case SUPPLIER ->
          Math.max(
              0,
              Math.min(
                  live() - of(OrderFigure.SHIPPED),
                  of(OrderFigure.REFUSED) - of(OrderFigure.REROUTED) - lost()));
    };
  }

  /** What its target has neither acknowledged nor refused. */
  public long unanswered() {
    long done = Math.max(of(OrderFigure.ACKNOWLEDGED), of(OrderFigure.SHIPPED));
    return Math.max(0, live() - unserved() - done);
  }

  /** What is still to be served under this document, or was. */
  public long live() {
    return quantity - lost() - of(OrderFigure.REROUTED);
  }

  Share expectedOn(int day) {
    return new Share(line, document, item, kind, replacing, quantity, day, figures);
  }

  /** The most that the figure can come to, as things stand. */
  long limit(OrderFigure figure) {
    return switch (figure) {
      case ACKNOWLEDGED, ALLOCATED, PICKED, PACKED, INVOICED -> quantity - of(OrderFigure.REROUTED);
      case SHIPPED -> live();
      case REFUSED, CANCELLED, REROUTED -> of(figure) + untouched(figure);
    };
  }

  private long untouched(OrderFigure figure) {
    long left = live() - of(OrderFigure.SHIPPED);
    return figure == OrderFigure.REFUSED ? left - unserved() : left;
  }

  /** This with the figure, and what it implies, at no less than that. */
  Share with(OrderFigure figure, long value) {
    Map<OrderFigure, Long> next = new EnumMap<>(OrderFigure.class);
    next.putAll(figures);
    next.merge(figure, value, Math::max);
    figure.implied().forEach(before -> next.merge(before, value, Math::max));
    return new Share(line, document, item, kind, replacing, quantity, expectedOnDay, next);
  }
}
