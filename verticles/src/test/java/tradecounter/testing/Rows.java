package tradecounter.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tradecounter.configuration.Configuration;

/** What is in the database of a node, past all its code. */
public final class Rows {
  private final Configuration.Postgres postgres;

  public Rows(TestService node) {
    this.postgres = node.configuration().postgres();
  }

  /** What others want to lock, while a query has it. */
  public interface Locked {
    void run() throws Exception;
  }

  /** Runs something while the rows that the query locks are locked. */
  public void whileLocked(String query, Locked locked) throws Exception {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(query);
      locked.run();
      connection.rollback();
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  /** The first column of what the query finds. */
  public List<String> texts(String query) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  /** The one number that the query finds. */
  public long number(String query) throws SQLException {
    return Long.parseLong(texts(query).getFirst());
  }
}
