package tradecounter.webhook;

import java.sql.Connection;
import java.sql.SQLException;

/** Has a person see to an endpoint. */
public interface EndpointTroubles {
  /** In the caller's transaction; the same may be raised again. */
  void failed(Connection connection, String endpoint, String detail) throws SQLException;
}
