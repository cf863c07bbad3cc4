package tradecounter.engine.order;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How far an ordered line has come.
 *
 * <table>
 *   <caption>The status: the first row that holds, of the live quantity = ordered − cancelled</caption>
 *   <tr><td>REJECTED</td><td>nothing is live, and all of it was refused</td></tr>
 *   <tr><td>CANCELLED</td><td>nothing is live</td></tr>
 *   <tr><td>INVOICED</td><td>all that is live is shipped and invoiced</td></tr>
 *   <tr><td>SHIPPED</td><td>all that is live is shipped</td></tr>
 *   <tr><td>PARTLY_SHIPPED</td><td>some of it is shipped</td></tr>
 *   <tr><td>PACKED</td><td>all that is live is packed</td></tr>
 *   <tr><td>PICKED</td><td>all that is live is picked</td></tr>
 *   <tr><td>ALLOCATED</td><td>all that is live is allocated</td></tr>
 *   <tr><td>ACKNOWLEDGED</td><td>all that is live is acknowledged</td></tr>
 *   <tr><td>ACCEPTED</td><td>otherwise: a partial step is not the step</td></tr>
 * </table>
 *
 * @param quantity ordered, millionths of the base unit of the line's item
 * @param figures of the quantity, each of them; CANCELLED is all that nobody will serve
 * @param refused whether all that is cancelled was refused
 */
public record LineProgress(
    String line, long quantity, Map<OrderFigure, Long> figures, boolean refused) {

  public LineProgress {
    figures = Collections.unmodifiableMap(new EnumMap<>(figures));
  }

  public long of(OrderFigure figure) {
    return figures.getOrDefault(figure, 0L);
  }

  /** What is still to be served, or was. */
  public long live() {
    return quantity - of(OrderFigure.CANCELLED);
  }

  /** See the table. */
  public OrderStatus status() {
    if (live() == 0) {
      return refused ? OrderStatus.REJECTED : OrderStatus.CANCELLED;
    }
    if (isDone(OrderFigure.SHIPPED)) {
      return isDone(OrderFigure.INVOICED) ? OrderStatus.INVOICED : OrderStatus.SHIPPED;
    }
    if (of(OrderFigure.SHIPPED) > 0) {
      return OrderStatus.PARTLY_SHIPPED;
    }
    if (isDone(OrderFigure.PACKED)) {
      return OrderStatus.PACKED;
    }
    if (isDone(OrderFigure.PICKED)) {
      return OrderStatus.PICKED;
    }
    if (isDone(OrderFigure.ALLOCATED)) {
      return OrderStatus.ALLOCATED;
    }
    return isDone(OrderFigure.ACKNOWLEDGED) ? OrderStatus.ACKNOWLEDGED : OrderStatus.ACCEPTED;
  }

  private boolean isDone(OrderFigure step) {
    return of(step) >= live();
  }
}
