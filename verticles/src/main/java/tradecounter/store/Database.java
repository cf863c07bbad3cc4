package tradecounter.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import tradecounter.configuration.Configuration;

/** The Postgres connections and the schema in it. Any thread that may block. */
public final class Database implements AutoCloseable {
  private final Configuration.Postgres postgres;
  private final HikariDataSource pool;

  /** One unit of work on one connection. */
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Opens the pool without connecting: the first unit of work does. */
  public Database(Configuration.Postgres postgres) {
    this.postgres = postgres;
    HikariConfig config = new HikariConfig();
    config.setPoolName("postgres");
    config.setJdbcUrl(postgres.jdbcUrl());
    config.setUsername(postgres.user());
    config.setPassword(postgres.password());
    config.setMaximumPoolSize(postgres.connections());
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(postgres.timeoutMillis());
    config.setValidationTimeout(Math.max(250, postgres.timeoutMillis() / 2));
    int seconds = Math.max(1, postgres.timeoutMillis() / 1000);
    config.addDataSourceProperty("connectTimeout", seconds);
    config.addDataSourceProperty("socketTimeout", seconds * 6);
    config.addDataSourceProperty("tcpKeepAlive", true);
    config.addDataSourceProperty("reWriteBatchedInserts", true);
    config.addDataSourceProperty("ApplicationName", "tradecounter");
    // A node that freezes in the middle of a transaction must not hold up the others for longer.
    config.setConnectionInitSql("SET idle_in_transaction_session_timeout = '10s'");
    pool = new HikariDataSource(config);
  }

  /** Brings the schema to this program's version. */
  public void migrate() {
    Flyway.configure(Database.class.getClassLoader())
        // Not of the pool: a change of the schema may take longer than an answer.
        .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
        .locations("classpath:config/migrations")
        .load()
        .migrate();
  }

  /** Postgres texts cannot hold U+0000, and others say what they like. */
  public static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** Whether Postgres will take it no more tomorrow than today: the data is at fault. */
  public static boolean isOfTheData(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("23"));
  }

  /** Runs the work in a transaction of its own: committed as a whole or not at all. */
  public <T> T inTransaction(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        try {
          connection.rollback();
        } catch (SQLException rollback) {
          e.addSuppressed(rollback);
        }
        throw e;
      }
    }
  }

  /**
   * Runs work that is one reading statement, without a transaction around it: it costs one round
   * trip, a transaction would cost another for its end.
   */
  public <T> T inOneStatement(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return work.on(connection);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
