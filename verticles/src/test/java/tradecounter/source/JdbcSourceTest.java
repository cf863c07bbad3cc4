package tradecounter.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.delivery.Delivery;
import tradecounter.embedded.PostgresServer;

/** How a database is asked: Postgres itself is the source. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class JdbcSourceTest {
  @TempDir private Path secrets;
  private AskedFeeds feeds;

  @BeforeEach
  void open() {
    feeds = new AskedFeeds();
    feeds.execute(
        "CREATE TABLE erp_stock (item text, quantity numeric(20, 6), weight float8, big bigint,"
            + " sold boolean, counted date, changed timestamptz, local timestamp, picture bytea,"
            + " note text)");
  }

  @AfterEach
  void close() {
    feeds.close();
  }

  private void use(String query, String more) throws IOException {
    Path password = Files.writeString(secrets.resolve("password"), PostgresServer.PASSWORD + "\n");
    feeds.feed(
        "rows",
        """
        transport:
          kind: JDBC
          url: "%s"
          user: "%s"
          passwordFile: "%s"
          query: "%s"
          everyMillis: 20
        %s
        format: {kind: NDJSON}
        """
            .formatted(
                feeds.jdbcUrl(),
                PostgresServer.USER,
                password,
                query,
                more.indent(2).stripTrailing()));
  }

  @Test
  void rowsBecomeLinesOfExactJson() throws IOException {
    feeds.execute(
        "INSERT INTO erp_stock VALUES ('Bolt \"8\"', 12345678901234.123456, 0.1, 9007199254740993,"
            + " true, '2026-02-28', '2026-03-01 10:00:00.123456+02', '2026-03-01 10:00:00',"
            + " '\\x0102', NULL)");
    use(
        "SELECT *, quantity AS \\\"onHand\\\" FROM erp_stock WHERE changed > :cursor::timestamptz"
            + " ORDER BY changed",
        "cursor: changed\nfirstCursor: \"1970-01-01T00:00:00Z\"");
    Delivery first = feeds.awaitDeliveries("rows", 1).getFirst();
    assertThat(first.transport()).isEqualTo("JDBC");
    assertThat(feeds.content(first))
        .isEqualTo(
            "{\"item\":\"Bolt \\\"8\\\"\",\"quantity\":12345678901234.123456,\"weight\":0.1,"
                + "\"big\":9007199254740993,\"sold\":true,\"counted\":\"2026-02-28\","
                + "\"changed\":\"2026-03-01T08:00:00.123456Z\",\"local\":\"2026-03-01T10:00\","
                + "\"picture\":\"AQI=\",\"onHand\":12345678901234.123456}\n");
    assertThat(cursor()).isEqualTo("2026-03-01T08:00:00.123456Z");

    feeds.execute("INSERT INTO erp_stock (item, changed) VALUES ('NUT', '2026-03-02 00:00:00Z')");
    List<Delivery> both = feeds.awaitDeliveries("rows", 2);
    assertThat(feeds.content(both.getLast()))
        .isEqualTo("{\"item\":\"NUT\",\"changed\":\"2026-03-02T00:00Z\"}\n");
  }

  private String cursor() {
    AskedFeeds.await("a cursor", () -> feeds.store().cursor("rows").isPresent());
    try {
      return feeds.store().cursor("rows").orElse("");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void manyRowsStreamIntoOneDelivery() throws IOException {
    feeds.execute(
        "INSERT INTO erp_stock (item, big) SELECT 'ITEM-' || n, n FROM generate_series(1, 50000) n");
    use(
        "SELECT item, big FROM erp_stock WHERE big > :cursor::bigint ORDER BY big",
        "cursor: big\nfirstCursor: \"0\"");
    Delivery all = feeds.awaitDeliveries("rows", 1).getFirst();
    assertThat(feeds.content(all).lines()).hasSize(50_000);
    assertThat(cursor()).isEqualTo("50000");
  }

  @Test
  void nothingIsWrittenAndWhatFailsIsTold() throws IOException {
    use("DELETE FROM erp_stock RETURNING item", "");
    feeds.awaitStanding("rows", standing -> standing.detail().contains("read-only transaction"));
    use(
        "SELECT item FROM erp_stock WHERE big > :cursor::bigint",
        "cursor: big\nfirstCursor: \"0\"");
    feeds.awaitStanding("rows", standing -> standing.detail().contains("gives no column 'big'"));
    use("SELECT item FROM gone", "");
    feeds.awaitStanding("rows", standing -> standing.detail().contains("gone"));
    use("SELECT item FROM erp_stock", "");
    feeds.awaitStanding("rows", standing -> standing.succeededAt().isPresent());
    assertThat(feeds.deliveries("rows")).isEmpty();
  }

  @Test
  void aSnapshotOfNothingIsADelivery() throws IOException {
    use("SELECT item FROM erp_stock", "");
    feeds.awaitStanding("rows", standing -> standing.succeededAt().isPresent());
    assertThat(feeds.deliveries("rows")).isEmpty();
    Path password = secrets.resolve("password");
    feeds.feed(
        "all",
        """
        transport: {kind: JDBC, url: "%s", user: "%s", passwordFile: "%s", query: "SELECT item FROM erp_stock", everyMillis: 600000}
        format: {kind: NDJSON}
        snapshot: {of: [position]}
        """
            .formatted(feeds.jdbcUrl(), PostgresServer.USER, password));
    assertThat(feeds.content(feeds.awaitDeliveries("all", 1).getFirst())).isEmpty();
  }
}
