package tradecounter.edi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import tradecounter.edi.ControlNumbers.Allocated;
import tradecounter.edi.ControlNumbers.Kind;
import tradecounter.edi.ControlNumbers.Pair;

/**
 * Which order document went under which control number: given once, whenever it is sent. Inside the
 * caller's transaction; blocks.
 */
public final class SentOrders {
  /** Tells their keys from those of acknowledgements. */
  private static final String PREFIX = "forward:";

  private SentOrders() {}

  /** The number of its interchange or group. */
  public static Allocated number(
      Connection connection, Kind kind, Pair pair, String forward, Instant at) throws SQLException {
    return ControlNumbers.of(connection, kind, pair, PREFIX + forward, at);
  }

  /** The forward that a number was given to; empty if it was given to none. */
  public static Optional<String> forward(Connection connection, Kind kind, Pair pair, long number)
      throws SQLException {
    return ControlNumbers.key(connection, kind, pair, number)
        .filter(key -> key.startsWith(PREFIX))
        .map(key -> key.substring(PREFIX.length()));
  }
}
