package tradecounter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.store.QuoteRedemptions.OpenedQuote;
import tradecounter.store.QuoteRedemptions.Redemption;
import tradecounter.store.QuoteRedemptions.Standing;

/** A quote is redeemed once, by whoever commits first, however many try. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class QuoteRedemptionsTest {
  private static final int AT_ONCE = 64;

  private String jdbcUrl = "";
  private Database database;
  private QuoteRedemptions redemptions;
  private final ExecutorService orders = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void openTheDatabase() {
    SharedServers.postgres().start();
    jdbcUrl = SharedServers.freshDatabase();
    database = database(4);
    database.migrate();
    redemptions = new QuoteRedemptions(database);
  }

  private Database database(int connections) {
    return new Database(
        new Configuration.Postgres(
            jdbcUrl, PostgresServer.USER, PostgresServer.PASSWORD, connections, 30_000));
  }

  @AfterEach
  void closeTheDatabase() {
    orders.shutdownNow();
    redemptions.close();
    database.close();
  }

  /** One that holds for some minutes more, by the clock of this machine, which is Postgres' too. */
  private static OpenedQuote quote(String quote) {
    return expiring(quote, Duration.ofMinutes(15));
  }

  private static OpenedQuote expiring(String quote, Duration in) {
    return new OpenedQuote(quote, "C-1", Instant.now().plus(in).truncatedTo(ChronoUnit.MILLIS));
  }

  private Redemption redeemed(OpenedQuote quote, String order) throws SQLException {
    return database.inTransaction(connection -> QuoteRedemptions.redeem(connection, quote, order));
  }

  private Standing standing(OpenedQuote quote) {
    return redemptions.standing(quote).join();
  }

  @Test
  void theFirstOrderHasIt() throws SQLException {
    assertThat(standing(quote("Q-1"))).isEqualTo(new Standing.Open());
    assertThat(redeemed(quote("Q-1"), "O-1")).isEqualTo(new Redemption.Redeemed());
    assertThat(redeemed(quote("Q-1"), "O-2")).isEqualTo(new Redemption.AlreadyRedeemed("O-1"));
    assertThat(redeemed(quote("Q-2"), "O-2")).isEqualTo(new Redemption.Redeemed());
    assertThat(standing(quote("Q-1"))).isEqualTo(new Standing.Redeemed("O-1"));
  }

  @Test
  void theSameOrderMayRepeatIt() throws SQLException {
    redeemed(quote("Q-1"), "O-1");
    assertThat(redeemed(quote("Q-1"), "O-1")).isEqualTo(new Redemption.Redeemed());
    database.inTransaction(
        connection -> {
          assertThat(QuoteRedemptions.redeem(connection, quote("Q-2"), "O-2"))
              .isEqualTo(new Redemption.Redeemed());
          assertThat(QuoteRedemptions.redeem(connection, quote("Q-2"), "O-2"))
              .isEqualTo(new Redemption.Redeemed());
          assertThat(QuoteRedemptions.redeem(connection, quote("Q-2"), "O-3"))
              .isEqualTo(new Redemption.AlreadyRedeemed("O-2"));
          return connection;
        });
  }

  @Test
  void onePastItsTimeIsRedeemedByNobody() throws SQLException {
    OpenedQuote expired = expiring("Q-1", Duration.ofMillis(-1));
    assertThat(standing(expired)).isEqualTo(new Standing.Expired());
    assertThat(redeemed(expired, "O-1")).isEqualTo(new Redemption.Expired());
    assertThat(rows()).isZero();
  }

  /** An order that is sent again because its answer was lost finds the quote its own. */
  @Test
  void whatWasRedeemedInTimeStaysRedeemed() throws SQLException {
    redeemed(quote("Q-1"), "O-1");
    OpenedQuote later = expiring("Q-1", Duration.ofMillis(-1));
    assertThat(redeemed(later, "O-1")).isEqualTo(new Redemption.Redeemed());
    assertThat(redeemed(later, "O-2")).isEqualTo(new Redemption.AlreadyRedeemed("O-1"));
    assertThat(standing(later)).isEqualTo(new Standing.Redeemed("O-1"));
  }

  @Test
  void whatHasExpiredLongAgoIsForgotten() throws SQLException {
    for (int i = 0; i < QuoteRedemptions.PURGED_AT_ONCE + 2; i++) {
      written("OLD-" + i, QuoteRedemptions.REMEMBERED_DAYS + 1);
    }
    written("YOUNG", QuoteRedemptions.REMEMBERED_DAYS - 1);
    redeemed(quote("Q-1"), "O-1");
    assertThat(purged()).isEqualTo(QuoteRedemptions.PURGED_AT_ONCE);
    assertThat(purged()).isEqualTo(2);
    assertThat(purged()).isZero();
    assertThat(rows()).isEqualTo(2);
    assertThat(standing(quote("YOUNG"))).isEqualTo(new Standing.Redeemed("O-OLD"));
    assertThat(standing(quote("Q-1"))).isEqualTo(new Standing.Redeemed("O-1"));
    OpenedQuote forgotten = expiring("OLD-1", Duration.ofDays(-8));
    assertThat(standing(forgotten)).isEqualTo(new Standing.Expired());
    assertThat(redeemed(forgotten, "O-2")).isEqualTo(new Redemption.Expired());
  }

  private int purged() throws SQLException {
    return database.inTransaction(QuoteRedemptions::purge);
  }

  /** A redemption of a quote that has expired so many days ago. */
  private void written(String quote, int daysAgo) throws SQLException {
    database.inTransaction(
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT INTO quote_redemption (quote_id, order_id, customer, expires_at)"
                      + " VALUES (?, 'O-OLD', 'C-1', now() - make_interval(days => ?))")) {
            insert.setString(1, quote);
            insert.setInt(2, daysAgo);
            return insert.executeUpdate();
          }
        });
  }

  private int rows() throws SQLException {
    return database.inTransaction(
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery("SELECT count(*) FROM quote_redemption")) {
            return rows.next() ? rows.getInt(1) : 0;
          }
        });
  }

  @Test
  void anOrderThatIsRolledBackFreesIt() throws SQLException {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    connection -> {
                      QuoteRedemptions.redeem(connection, quote("Q-1"), "O-1");
                      throw new SQLException("the order could not be written");
                    }))
        .hasMessageContaining("the order could not be written");
    assertThat(standing(quote("Q-1"))).isEqualTo(new Standing.Open());
    assertThat(redeemed(quote("Q-1"), "O-2")).isEqualTo(new Redemption.Redeemed());
  }

  @Test
  void theSecondOfTwoTransactionsWaitsAndIsToldOfTheFirst() throws Exception {
    assertThat(secondWhileTheFirst(true)).isEqualTo(new Redemption.AlreadyRedeemed("O-1"));
    assertThat(standing(quote("Q-1"))).isEqualTo(new Standing.Redeemed("O-1"));
  }

  @Test
  void theSecondOfTwoTransactionsWaitsAndHasItWhenTheFirstRollsBack() throws Exception {
    assertThat(secondWhileTheFirst(false)).isEqualTo(new Redemption.Redeemed());
    assertThat(standing(quote("Q-1"))).isEqualTo(new Standing.Redeemed("O-2"));
  }

  /** What O-2 is told, which begins while O-1 has redeemed Q-1 and has not ended. */
  private Redemption secondWhileTheFirst(boolean commits)
      throws InterruptedException, ExecutionException, TimeoutException {
    CountDownLatch firstHasIt = new CountDownLatch(1);
    CountDownLatch firstMayEnd = new CountDownLatch(1);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () -> {
              try {
                database.inTransaction(
                    connection -> {
                      QuoteRedemptions.redeem(connection, quote("Q-1"), "O-1");
                      firstHasIt.countDown();
                      await(firstMayEnd);
                      if (!commits) {
                        throw new SQLException("rolled back");
                      }
                      return connection;
                    });
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            },
            orders);
    await(firstHasIt);
    CompletableFuture<Redemption> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return redeemed(quote("Q-1"), "O-2");
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            },
            orders);
    Awaitility.await().until(this::somebodyWaitsForALock);
    assertThat(second).isNotDone();
    firstMayEnd.countDown();
    assertThat(first.handle((_, failure) -> failure == null).get(30, TimeUnit.SECONDS))
        .isEqualTo(commits);
    return second.get(30, TimeUnit.SECONDS);
  }

  private boolean somebodyWaitsForALock() throws SQLException {
    return database.inTransaction(
        (Connection connection) -> {
          try (var statement = connection.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                          + " AND wait_event_type = 'Lock'")) {
            return rows.next() && rows.getInt(1) == 1;
          }
        });
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody came");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Each has its transaction open before any of them redeems. */
  @Test
  void ofSixtyFourAtOnceOneHasIt() {
    CyclicBarrier allAreHere = new CyclicBarrier(AT_ONCE);
    try (Database wide = database(AT_ONCE)) {
      var attempts =
          IntStream.range(0, AT_ONCE)
              .mapToObj(
                  order ->
                      CompletableFuture.supplyAsync(
                          () -> redeemedTogether(wide, allAreHere, "O-" + order), orders))
              .toList();
      var outcomes = attempts.stream().map(CompletableFuture::join).toList();
      assertThat(outcomes).filteredOn(Redemption.Redeemed.class::isInstance).hasSize(1);
      String winner =
          standing(quote("Q-1")) instanceof Standing.Redeemed(String order) ? order : "nobody";
      assertThat(outcomes.get(Integer.parseInt(winner.substring("O-".length()))))
          .isEqualTo(new Redemption.Redeemed());
      assertThat(outcomes)
          .filteredOn(Redemption.AlreadyRedeemed.class::isInstance)
          .hasSize(AT_ONCE - 1)
          .containsOnly(new Redemption.AlreadyRedeemed(winner));
    }
  }

  private static Redemption redeemedTogether(
      Database database, CyclicBarrier allAreHere, String order) {
    try {
      return database.inTransaction(
          connection -> {
            try {
              allAreHere.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              throw new IllegalStateException(e);
            }
            return QuoteRedemptions.redeem(connection, quote("Q-1"), order);
          });
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}
