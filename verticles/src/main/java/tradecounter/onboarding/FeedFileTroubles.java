package tradecounter.onboarding;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.order.TroubleBook;
import tradecounter.store.Database;

/** Has a person look at feeds' files that are wrong, until they are right. Blocks. */
public final class FeedFileTroubles implements FeedFiles.Told {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFileTroubles.class);

  private final Database database;
  private final TroubleBook troubles;
  private Set<String> told = Set.of();

  public FeedFileTroubles(Database database, TroubleBook troubles) {
    this.database = database;
    this.troubles = troubles;
  }

  @Override
  public void of(Map<String, String> problems) {
    try {
      told =
          database.inTransaction(
              connection -> {
                close(connection, problems.keySet());
                for (Map.Entry<String, String> problem : problems.entrySet()) {
                  troubles.raise(
                      connection,
                      "",
                      "feeds",
                      TroubleType.FEED_FILE_INVALID,
                      subject(problem.getKey()),
                      problem.getValue());
                }
                return Set.copyOf(problems.keySet());
              });
    } catch (SQLException e) {
      // The log and GET /ops/feeds tell it too; the next change is told again.
      LOG.warn("what is wrong with feeds' files cannot be written down: {}", e.toString());
    }
  }

  private void close(Connection connection, Set<String> open) throws SQLException {
    Set<String> gone = new TreeSet<>(told);
    gone.removeAll(open);
    for (String feed : gone) {
      troubles.isGone(connection, "feeds", TroubleType.FEED_FILE_INVALID, subject(feed));
    }
  }

  private static String subject(String feed) {
    return "feed:" + feed;
  }
}
