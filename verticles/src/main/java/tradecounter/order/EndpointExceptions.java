package tradecounter.order;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import tradecounter.engine.order.ProgressStep.Effect;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.webhook.EndpointTroubles;

/** Endpoints that do not take what they are sent are exceptions of no order. Stateless. */
public final class EndpointExceptions implements EndpointTroubles {
  private final OrderStore store;

  public EndpointExceptions(OrderStore store) {
    this.store = store;
  }

  @Override
  public void failed(Connection connection, String endpoint, String detail) throws SQLException {
    TroubleType type = TroubleType.WEBHOOK_FAILED;
    var _ =
        store.raise(
            connection,
            "",
            new Effect.Trouble(
                type,
                endpoint,
                detail,
                type.nextAction(),
                type.deadlineMillis(nowMillis(connection))));
  }

  private static long nowMillis(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()");
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("a query for one row found none");
      }
      return row.getTimestamp(1).getTime();
    }
  }
}
