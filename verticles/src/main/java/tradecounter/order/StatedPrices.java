package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.OrderStatusChange;
import tradecounter.engine.canonical.OrderStatusChange.UnitPrice;
import tradecounter.engine.order.ProgressStep.TroubleType;

/**
 * What feeds say of the prices of ordered lines, compared with ours. Inside the caller's
 * transaction; blocks.
 */
final class StatedPrices {
  private final TroubleBook troubles;

  StatedPrices(TroubleBook troubles) {
    this.troubles = troubles;
  }

  /** Another price than ours is for a person, until the feed says the same as we do. */
  void compare(Connection connection, String feed, String order, List<OrderStatusChange.Line> lines)
      throws SQLException {
    for (OrderStatusChange.Line line : lines) {
      if (line.price().isPresent()) {
        compare(connection, feed, order, line.line(), line.price().get());
      }
    }
  }

  private void compare(
      Connection connection, String feed, String order, String line, UnitPrice stated)
      throws SQLException {
    UnitPrice ours = ours(connection, order, line);
    String subject = order + "/" + line;
    if (ours.equals(stated)) {
      var _ = troubles.isGone(connection, feed, TroubleType.PRICE_MISMATCH, subject);
    } else {
      var _ =
          troubles.raise(
              connection,
              order,
              feed,
              TroubleType.PRICE_MISMATCH,
              subject,
              feed + " says " + text(stated) + ", it was ordered at " + text(ours));
    }
  }

  private static UnitPrice ours(Connection connection, String order, String line)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT l.unit_price, o.currency FROM order_line l JOIN customer_order o"
                + " USING (order_id) WHERE order_id = ? AND line = ?")) {
      select.setString(1, order);
      select.setString(2, line);
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException("order " + order + " has lost its line " + line);
        }
        return new UnitPrice(rows.getLong(1), rows.getString(2));
      }
    }
  }

  private static String text(UnitPrice price) {
    return FixedPoint.format(price.amount()) + " " + price.currency();
  }
}
