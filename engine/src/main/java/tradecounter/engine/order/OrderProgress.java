package tradecounter.engine.order;

import static tradecounter.engine.canonical.InvalidFigureException.require;

import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import tradecounter.engine.canonical.FixedPoint;

/**
 * An accepted order and how far it has come. Immutable; {@link OrderLifeCycle} says what becomes of
 * it.
 *
 * <p>The status of the order is that of its line that has come least far, of those that are not
 * given up; PARTLY_SHIPPED as soon as any of them has shipped and not all have; CANCELLED or
 * REJECTED when all are given up, REJECTED if all were refused.
 *
 * @param cancelRequested whether the customer does not want it any more, whatever came of that
 * @param lines at least one; each key once
 * @param shares at least one of each line that does not replace another; each line, document and
 *     item once
 * @param shipments each key once
 */
public record OrderProgress(
    String order,
    String customer,
    boolean cancelRequested,
    List<Line> lines,
    List<Share> shares,
    List<Shipment> shipments) {

  /**
   * What was ordered.
   *
   * @param quantity millionths of the base unit
   * @param promisedDay on which it is to arrive
   */
  public record Line(String line, long quantity, int promisedDay) {
    public Line {
      require(quantity > 0, "quantity must be above zero");
    }
  }

  public OrderProgress {
    lines = List.copyOf(lines);
    shares = List.copyOf(shares);
    shipments = List.copyOf(shipments);
    require(!lines.isEmpty(), "an order has at least one line");
    Set<String> asked = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (Share share : shares) {
      require(
          seen.add(share.line() + " " + share.document() + " " + share.item()),
          "shares: line " + share.line() + " is listed twice with " + share.document());
      if (!share.replacing()) {
        asked.add(share.line());
      }
    }
    Set<String> keys = new HashSet<>();
    for (Line line : lines) {
      require(keys.add(line.line()), "lines: " + line.line() + " is listed twice");
      require(asked.contains(line.line()), "lines: nobody is asked for " + line.line());
    }
    require(keys.containsAll(asked), "shares: a line was not ordered");
  }

  /** The lines in their order, added up from the shares. */
  public List<LineProgress> progress() {
    return lines.stream().map(this::progress).toList();
  }

  /** Where the order stands. */
  public OrderStatus status() {
    List<OrderStatus> all = progress().stream().map(LineProgress::status).toList();
    List<OrderStatus> live =
        all.stream()
            .filter(status -> status != OrderStatus.CANCELLED && status != OrderStatus.REJECTED)
            .toList();
    if (live.isEmpty()) {
      return all.contains(OrderStatus.CANCELLED) ? OrderStatus.CANCELLED : OrderStatus.REJECTED;
    }
    OrderStatus least = live.stream().min(OrderStatus::compareTo).orElseThrow();
    return least.compareTo(OrderStatus.PARTLY_SHIPPED) < 0
            && live.stream().anyMatch(status -> status.compareTo(OrderStatus.PARTLY_SHIPPED) >= 0)
        ? OrderStatus.PARTLY_SHIPPED
        : least;
  }

  /**
   * A bundle has come as far as its slowest component, in whole proportion, and what is lost of one
   * component is lost of the bundle.
   */
  private LineProgress progress(Line line) {
    Map<String, Long> needs = needs(line.line());
    List<Share> its = shares.stream().filter(share -> share.line().equals(line.line())).toList();
    Map<OrderFigure, Long> figures = new EnumMap<>(OrderFigure.class);
    for (OrderFigure figure : OrderFigure.values()) {
      figures.put(
          figure,
          switch (figure) {
            case ACKNOWLEDGED, ALLOCATED, PICKED, PACKED, SHIPPED, INVOICED ->
                least(line, needs, its, share -> share.of(figure));
            case REFUSED, REROUTED ->
                line.quantity()
                    - least(line, needs, its, share -> without(share, share.of(figure)));
            case CANCELLED ->
                line.quantity() - least(line, needs, its, share -> without(share, share.lost()));
          });
    }
    return new LineProgress(
        line.line(), line.quantity(), figures, its.stream().allMatch(Share::isLostByRefusal));
  }

  /** What takes the place of something else adds nothing, but may lack something. */
  private static long without(Share share, long lacking) {
    return (share.replacing() ? 0 : share.quantity()) - lacking;
  }

  private static long least(
      Line line, Map<String, Long> needs, List<Share> shares, ToLongFunction<Share> figure) {
    long least = line.quantity();
    for (Map.Entry<String, Long> needed : needs.entrySet()) {
      long sum = 0;
      for (Share share : shares) {
        if (share.item().equals(needed.getKey())) {
          sum += figure.applyAsLong(share);
        }
      }
      long quantity = Math.max(0, sum);
      least =
          Math.min(
              least,
              needed.getValue() == line.quantity()
                  ? quantity
                  : FixedPoint.multiplyDivide(
                      quantity, line.quantity(), needed.getValue(), RoundingMode.FLOOR));
    }
    return least;
  }

  /** How much of which item makes the line whole: one item, or the components of a bundle. */
  Map<String, Long> needs(String line) {
    Map<String, Long> needs = new LinkedHashMap<>();
    for (Share share : shares) {
      if (share.line().equals(line) && !share.replacing()) {
        needs.merge(share.item(), share.quantity(), Long::sum);
      }
    }
    return needs;
  }

  Line line(String key) {
    return lines.stream().filter(line -> line.line().equals(key)).findFirst().orElseThrow();
  }

  boolean hasLine(String key) {
    return lines.stream().anyMatch(line -> line.line().equals(key));
  }

  /** Whether anything is asked for with the document; the order's own name always fits. */
  boolean hasDocument(String document) {
    return document.equals(order)
        || shares.stream().anyMatch(share -> share.document().equals(document));
  }
}
