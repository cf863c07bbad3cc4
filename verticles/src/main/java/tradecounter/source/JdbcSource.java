package tradecounter.source;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tradecounter.configuration.Transport;
import tradecounter.delivery.DeliveryWriter;

/**
 * Rows that are asked for by SQL. Those of one round become one delivery, and the cursor is kept
 * with it. The connection lasts for one round and only reads.
 */
final class JdbcSource implements Source {
  private static final String TRANSPORT = "JDBC";
  private static final int ROWS_AT_ONCE = 1_000;

  /** Not one in {@code now()::cursor}, which is a cast. */
  private static final Pattern CURSOR = Pattern.compile("(?<!:):cursor\\b");

  private final Transport.Jdbc settings;
  private final Deliveries deliveries;
  private final InstantSource clock;
  private final String query;
  private final int cursors;

  JdbcSource(Transport.Jdbc settings, Deliveries deliveries, InstantSource clock) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.clock = clock;
    Matcher found = CURSOR.matcher(settings.query());
    this.cursors = Math.toIntExact(found.results().count());
    this.query = found.reset().replaceAll("?");
  }

  @Override
  public String ask(Round round)
      throws AskFailedException, Round.EndedException, IOException, SQLException {
    String cursor = deliveries.cursor(round, settings.firstCursor());
    try (Connection connection = connected();
        PreparedStatement statement = prepared(connection, cursor);
        ResultSet rows = executed(statement)) {
      Instant askedAt = clock.instant();
      RowText text = described(rows);
      if (isNext(rows)) {
        deliver(rows, text, askedAt, round);
      } else if (!deliveries.feed().sweptKinds().isEmpty()) {
        // Of a snapshot it says much that there is nothing.
        deliveries.complete(begin(askedAt), Optional.empty());
      }
    }
    return "";
  }

  private Connection connected() throws AskFailedException {
    Properties properties = new Properties();
    if (!settings.user().isEmpty()) {
      properties.setProperty("user", settings.user());
    }
    if (!settings.passwordFile().isEmpty()) {
      properties.setProperty("password", Credentials.secret(settings.passwordFile()));
    }
    try {
      Connection connection = DriverManager.getConnection(settings.url(), properties);
      connection.setReadOnly(true);
      // Some drivers fetch row by row only within a transaction.
      connection.setAutoCommit(false);
      connection.setNetworkTimeout(Runnable::run, settings.timeoutMillis());
      return connection;
    } catch (SQLException e) {
      throw failed("there is no connection", e);
    }
  }

  private PreparedStatement prepared(Connection connection, String cursor)
      throws AskFailedException {
    try {
      PreparedStatement statement = connection.prepareStatement(query);
      statement.setFetchSize(ROWS_AT_ONCE);
      statement.setQueryTimeout(
          Math.toIntExact(Math.max(1, TimeUnit.MILLISECONDS.toSeconds(settings.timeoutMillis()))));
      for (int i = 1; i <= cursors; i++) {
        statement.setString(i, cursor);
      }
      return statement;
    } catch (SQLException e) {
      throw failed("the query cannot be prepared", e);
    }
  }

  private static ResultSet executed(PreparedStatement statement) throws AskFailedException {
    try {
      return statement.executeQuery();
    } catch (SQLException e) {
      throw failed("the query fails", e);
    }
  }

  private RowText described(ResultSet rows) throws AskFailedException {
    try {
      return new RowText(rows.getMetaData(), settings.cursor());
    } catch (SQLException e) {
      throw failed("the columns cannot be read", e);
    }
  }

  private static boolean isNext(ResultSet rows) throws AskFailedException {
    try {
      return rows.next();
    } catch (SQLException e) {
      throw failed("the rows cannot be read", e);
    }
  }

  private static AskFailedException failed(String what, SQLException why) {
    String reason = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
    return new AskFailedException("the database: " + what + ": " + reason);
  }

  private DeliveryWriter begin(Instant askedAt) throws SQLException {
    return deliveries.begin("rows-" + askedAt, TRANSPORT, askedAt, false);
  }

  /**
   * @param rows at the first
   */
  private void deliver(ResultSet rows, RowText text, Instant askedAt, Round round)
      throws AskFailedException, Round.EndedException, IOException, SQLException {
    DeliveryWriter writer = begin(askedAt);
    boolean whole = false;
    try {
      try (OutputStream out = new Into(writer)) {
        do {
          round.goOn();
          try {
            text.write(rows, out);
          } catch (SQLException e) {
            throw failed("a row cannot be read", e);
          }
          if (writer.bytes() > deliveries.settings().bytes()) {
            throw new AskFailedException(
                "the rows have more than " + deliveries.settings().bytes() + " bytes");
          }
        } while (isNext(rows));
      }
      whole = true;
    } finally {
      if (!whole) {
        writer.abandon();
      }
    }
    deliveries.complete(writer, text.cursor());
  }

  @Override
  public void close() {}

  /** What is written becomes the delivery's. */
  private static final class Into extends OutputStream {
    private final DeliveryWriter writer;

    Into(DeliveryWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        writer.write(bytes, from, length);
      } catch (SQLException e) {
        throw new IOException("the rows cannot be kept: " + e.getMessage(), e);
      }
    }
  }
}
