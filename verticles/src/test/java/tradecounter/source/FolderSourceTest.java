package tradecounter.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.delivery.Delivery;

/** What becomes of files that somebody puts into a folder. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class FolderSourceTest {
  private static final String CONTENT = "item;quantity\nBOLT;5\n";

  @TempDir private Path folder;
  private AskedFeeds feeds;

  @BeforeEach
  void open() {
    feeds = new AskedFeeds();
  }

  @AfterEach
  void close() {
    feeds.close();
  }

  private void use(String more) {
    feeds.feed(
        "shelf",
        """
        transport: {kind: FOLDER, folder: "%s", names: "*.csv*", settleMillis: 100, everyMillis: 20%s}
        format: {kind: CSV, delimiter: ";"}
        mapping: item
        """
            .formatted(folder, more));
  }

  private Path put(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private void awaitArchived(String name) {
    AskedFeeds.await(
        name + " is in the archive", () -> Files.exists(folder.resolve("archive").resolve(name)));
  }

  private List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aSettledFileIsTakenWithItsTimeAndArchived() throws IOException {
    FileTime modified = FileTime.from(Instant.parse("2026-03-01T10:20:30.123456Z"));
    Files.setLastModifiedTime(put("stock.csv", CONTENT), modified);
    put("stock.csv.tmp", "x");
    put("other.csv.PART", "x");
    put("more.csv.filepart", "x");
    put(".hidden.csv", "x");
    put("letter.txt", "x");
    Files.createDirectory(folder.resolve("folder.csv"));
    use("");
    awaitArchived("stock.csv");
    List<Delivery> taken = feeds.awaitDeliveries("shelf", 1);
    assertThat(taken.getFirst().name()).isEqualTo("stock.csv");
    assertThat(taken.getFirst().transport()).isEqualTo("FOLDER");
    assertThat(taken.getFirst().toldAt()).isEqualTo(modified.toInstant());
    assertThat(feeds.content(taken.getFirst())).isEqualTo(CONTENT);
    assertThat(names(folder))
        .containsExactly(
            ".hidden.csv",
            "archive",
            "folder.csv",
            "letter.txt",
            "more.csv.filepart",
            "other.csv.PART",
            "stock.csv.tmp");
    feeds.awaitStanding("shelf", standing -> standing.asksHere() && standing.detail().isEmpty());
  }

  @Test
  void aTimeInTheFutureIsNotBelieved() throws IOException {
    Path file = put("stock.csv", CONTENT);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(3, ChronoUnit.DAYS)));
    use("");
    assertThat(feeds.awaitDeliveries("shelf", 1).getFirst().toldAt())
        .isBefore(Instant.now().plus(1, ChronoUnit.DAYS));
  }

  @Test
  void whatWasTakenAndIsStillThereIsOnlyMoved() throws IOException {
    use("");
    put("stock.csv", CONTENT);
    awaitArchived("stock.csv");
    // As if it had been killed between taking it and moving it.
    Path archived = folder.resolve("archive").resolve("stock.csv");
    Files.copy(archived, folder.resolve("stock.csv"), StandardCopyOption.COPY_ATTRIBUTES);
    awaitArchived("stock.csv.1");
    assertThat(feeds.deliveries("shelf")).hasSize(1);

    put("stock.csv", "item;quantity\nBOLT;6\n");
    awaitArchived("stock.csv.2");
    assertThat(feeds.deliveries("shelf"))
        .extracting(Delivery::state)
        .containsExactly(Delivery.State.RECEIVED, Delivery.State.RECEIVED);
    assertThat(Files.readString(archived)).isEqualTo(CONTENT);
  }

  @Test
  void theSameContentUnderAnotherNameIsARepetition() throws IOException {
    use("");
    put("monday.csv", CONTENT);
    awaitArchived("monday.csv");
    put("tuesday.csv", CONTENT);
    awaitArchived("tuesday.csv");
    assertThat(feeds.awaitDeliveries("shelf", 2))
        .extracting(Delivery::state)
        .containsExactly(Delivery.State.RECEIVED, Delivery.State.DUPLICATE);
  }

  @Test
  void aFileWaitsForItsMarker() throws IOException {
    put("b.csv", "item;quantity\nNUT;1\n");
    put("a.csv", CONTENT);
    use(", marker: .done");
    put("b.csv.done", "");
    awaitArchived("b.csv");
    awaitArchived("b.csv.done");
    assertThat(feeds.awaitDeliveries("shelf", 1).getFirst().name()).isEqualTo("b.csv");
    assertThat(Files.exists(folder.resolve("a.csv"))).isTrue();
    put("a.csv.done", "");
    awaitArchived("a.csv");
    assertThat(names(folder)).containsExactly("archive");
  }

  @Test
  void oneThatCannotBeTakenIsToldAndHoldsUpNoOther() throws IOException {
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("a.csv").toFile(), "rw")) {
      huge.setLength(4_000_001);
    }
    put("b.csv", CONTENT);
    use("");
    awaitArchived("b.csv");
    feeds.awaitStanding(
        "shelf", standing -> standing.detail().contains("a.csv") && standing.failures() == 0);
    assertThat(feeds.deliveries("shelf")).extracting(Delivery::name).containsExactly("b.csv");
  }

  @Test
  void aFolderThatIsNotThereIsToldUntilItIs() throws IOException {
    Path missing = folder.resolve("later");
    feeds.feed(
        "shelf",
        "transport: {kind: FOLDER, folder: \"%s\", settleMillis: 10, everyMillis: 20}"
            .formatted(missing));
    feeds.awaitStanding("shelf", standing -> standing.detail().contains("cannot be looked into"));
    Files.createDirectories(missing);
    Files.write(missing.resolve("events.json"), "[]".getBytes(UTF_8));
    assertThat(feeds.awaitDeliveries("shelf", 1).getFirst().name()).isEqualTo("events.json");
    feeds.awaitStanding(
        "shelf", standing -> standing.detail().isEmpty() && standing.failedAt().isPresent());
  }

  @Test
  void aPausedFeedIsLeftAlone() throws IOException {
    feeds.execute("INSERT INTO feed_pause (feed, reason) VALUES ('shelf', 'stock-taking')");
    use("");
    put("stock.csv", CONTENT);
    Path other = Files.createDirectory(folder.resolve("other"));
    feeds.feed(
        "other",
        "transport: {kind: FOLDER, folder: \"%s\", settleMillis: 100, everyMillis: 20}"
            .formatted(other));
    Files.writeString(other.resolve("events.json"), "[]");
    feeds.awaitDeliveries("other", 1);
    assertThat(feeds.deliveries("shelf")).isEmpty();
    feeds.execute("DELETE FROM feed_pause");
    feeds.awaitDeliveries("shelf", 1);
  }

  @Test
  void anAnswerIsPutThereOnce() throws IOException {
    use("");
    put("order.csv", CONTENT);
    long delivery = feeds.awaitDeliveries("shelf", 1).getFirst().delivery();
    awaitArchived("order.csv");
    feeds.execute(
        "UPDATE feed_delivery SET state = 'APPLIED', acknowledgement = 'ST*997*0001~'::bytea");
    Path answers = folder.resolve("acknowledgements");
    Path answer = answers.resolve("order.csv." + delivery + ".ack");
    AskedFeeds.await("the answer", () -> Files.exists(answer));
    assertThat(Files.readString(answer)).isEqualTo("ST*997*0001~");
    AskedFeeds.await("it is written down", () -> names(answers).size() == 1 && isAnswered());
    // The partner fetches it; the next answer comes, this one does not come again.
    Files.delete(answer);
    put("second.csv", "item;quantity\nNUT;1\n");
    long second = feeds.awaitDeliveries("shelf", 2).getLast().delivery();
    feeds.execute(
        "UPDATE feed_delivery SET state = 'APPLIED', acknowledgement = 'ST*997*0002~'::bytea"
            + " WHERE delivery = "
            + second);
    AskedFeeds.await(
        "the second answer", () -> names(answers).equals(List.of("second.csv." + second + ".ack")));
  }

  private boolean isAnswered() {
    return feeds.number("SELECT count(*) FROM feed_delivery WHERE answered") == 1;
  }

  @Test
  void oneNodeLooksAndAnotherTakesOver() throws IOException {
    use("");
    put("a.csv", CONTENT);
    awaitArchived("a.csv");
    try (AskedFeeds twin = feeds.twin()) {
      put("b.csv", "item;quantity\nNUT;1\n");
      awaitArchived("b.csv");
      assertThat(twin.standing("shelf").asksHere()).isFalse();
      feeds.without("shelf");
      put("c.csv", "item;quantity\nPIN;1\n");
      awaitArchived("c.csv");
      twin.awaitStanding("shelf", Standing::asksHere);
      assertThat(twin.deliveries("shelf"))
          .extracting(Delivery::name)
          .containsExactly("a.csv", "b.csv", "c.csv");
    }
  }
}
