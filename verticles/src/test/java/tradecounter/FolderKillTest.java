package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.Rows;
import tradecounter.testing.Shop;
import tradecounter.testing.TestService;

/**
 * A node is killed while it takes a large file from a folder: the next one takes all of it, once.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class FolderKillTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LINES = 200_000;

  /** So many megabytes that it takes a while to read them. */
  private static final String FILLING = "x".repeat(1_000);

  @TempDir private Path folder;

  @Test
  void aFileOutlivesTheNodeThatReadsIt() throws IOException, SQLException {
    FeedFolder feeds =
        new FeedFolder()
            .write(
                "shelf",
                """
                feed: shelf
                transport: {kind: FOLDER, folder: "%s", names: "*.csv", settleMillis: 200, everyMillis: 50}
                format: {kind: CSV, delimiter: ";"}
                mapping: |
                  item = "BOLT" ?
                    {"type": "position.set",
                     "data": {"item": item, "location": "DC1", "onHand": $decimal(quantity)}}
                owns: [position.set.onHand]
                staleAfterMillis: 86400000
                """
                    .formatted(folder));
    try (TestService service =
        feeds.in(new TestService()).with("DELIVERIES_LEASEMILLIS", "2000").startProcess()) {
      service.client().feed("erp", location("DC1"), network("ALL", "DC1"), item("BOLT"));
      write(folder.resolve("stock.csv"));
      Rows rows = new Rows(service);
      Awaitility.await("it is being read")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> rows.number("SELECT count(*) FROM feed_delivery_chunk") > 2);
      service.kill();
      assertThat(rows.texts("SELECT state FROM feed_delivery")).containsExactly("RECEIVING");
      assertThat(Files.exists(folder.resolve("stock.csv"))).isTrue();

      service.startProcess();
      Awaitility.await("it is applied")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          rows.texts("SELECT state FROM feed_delivery WHERE state <> 'RECEIVING'"))
                      .containsExactly("APPLIED"));
      assertThat(rows.number("SELECT records FROM feed_delivery WHERE state = 'APPLIED'"))
          .isEqualTo(LINES + 1);
      assertThat(Shop.available(service.client(), "BOLT")).isEqualTo(7);
      assertThat(Files.exists(folder.resolve("archive").resolve("stock.csv"))).isTrue();
      assertThat(Files.exists(folder.resolve("stock.csv"))).isFalse();
    }
  }

  private static void write(Path file) throws IOException {
    Path unfinished = file.resolveSibling(".stock.csv");
    try (BufferedWriter out = Files.newBufferedWriter(unfinished)) {
      out.write("item;quantity;text\n");
      for (int line = 0; line < LINES; line++) {
        out.write("OTHER-" + line + ";1;" + FILLING + "\n");
      }
      out.write("BOLT;7;the last\n");
    }
    Files.move(unfinished, file);
  }
}
