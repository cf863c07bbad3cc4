package tradecounter.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.feed.DeadLetter;
import tradecounter.feed.Delivered;
import tradecounter.store.DeadLetterBook.Settlement;
import tradecounter.store.DeadLetterStore.Received;
import tradecounter.store.KeptLetter.Refusal;
import tradecounter.store.KeptLetter.State;

/** Dead letters on a real Postgres: kept once, changed by one at a time, gone when it is time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeadLetterStoreTest {
  private static final Instant CAME = Instant.parse("2026-11-23T08:00:00Z");
  private static final long LONG = 600_000;
  private static final DeadLetter.Source RECORD =
      new DeadLetter.Source(
          "v1",
          7,
          Map.of("columns", List.of("item", "quantity")),
          new Delivered("stock/17", true, "stock.csv", Optional.of(CAME)));

  private String url = "";
  private Database database;
  private DeadLetterStore store;
  private DeadLetterBook book;

  @BeforeEach
  void open() {
    SharedServers.postgres().start();
    url = SharedServers.freshDatabase();
    database =
        new Database(
            new Configuration.Postgres(
                url, PostgresServer.USER, PostgresServer.PASSWORD, 6, 10_000));
    store = new DeadLetterStore(database);
    book = new DeadLetterBook(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static DeadLetter letter(String feed, String raw, String place, String detail) {
    return new DeadLetter(
        feed, raw.getBytes(UTF_8), place, "mapping-failed", detail, "", "", RECORD);
  }

  private static Received received(long offset, DeadLetter letter) {
    return new Received(0, offset, CAME.plusSeconds(offset), letter);
  }

  /** So many letters of a feed, at the places 0 and on. */
  private void keep(String feed, int count) throws SQLException {
    store.keep(
        LongStream.range(0, count)
            .mapToObj(n -> received(n, letter(feed, "A;" + n, "http:r#" + n, "wrong " + n)))
            .toList());
  }

  private List<KeptLetter> all(LetterFilter filter) throws SQLException {
    return store.newest(filter, 1_000, 0);
  }

  private List<String> raws(LetterFilter filter) throws SQLException {
    return all(filter).stream().map(kept -> new String(kept.letter().raw(), UTF_8)).toList();
  }

  private void execute(String sql) throws SQLException {
    database.inTransaction(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.execute();
          }
        });
  }

  @Test
  void aLetterIsKeptWithAllThatIsNeededToJudgeItAgain() throws SQLException {
    database.migrate();
    DeadLetter letter = letter("stock", "A;x", "delivery:17#7, line 9", "x is no number");
    store.keep(List.of(received(4, letter)));
    KeptLetter kept = all(LetterFilter.ALL).getFirst();
    assertThat(kept.letter()).usingRecursiveComparison().isEqualTo(letter);
    assertThat(kept.state()).isEqualTo(State.OPEN);
    assertThat(kept.judge()).isEqualTo(KeptLetter.Judge.DOOR);
    assertThat(kept.version()).isEqualTo(1);
    assertThat(kept.bytes()).isEqualTo(letter.raw());
    assertThat(store.find(kept.id()).orElseThrow().receivedAt()).isEqualTo(CAME.plusSeconds(4));
    assertThat(store.find(kept.id() + 1)).isEmpty();
  }

  @Test
  void whatTheLogIsReadForTwiceIsKeptOnceEvenAfterItHasExpired() throws SQLException {
    database.migrate();
    keep("stock", 3);
    keep("stock", 4);
    assertThat(raws(LetterFilter.ALL)).containsExactly("A;3", "A;2", "A;1", "A;0");
    for (KeptLetter kept : all(LetterFilter.ALL)) {
      assertThat(book.dismiss(kept.id(), "known", "anna")).isTrue();
    }
    execute("UPDATE dead_letter SET ended_at = now() - interval '2 days'");
    assertThat(store.purge(86_400_000, 0)).isEqualTo(4);
    keep("stock", 4);
    assertThat(all(LetterFilter.ALL)).isEmpty();
    assertThat(store.nextOffsets()).containsExactly(Map.entry(0, 4L));
  }

  @Test
  void aDeliveryThatIsAppliedAgainAroundACrashSaysTheSameOnce() throws SQLException {
    database.migrate();
    DeadLetter letter = letter("stock", "A;x", "delivery:17#7, line 9", "x is no number");
    store.keep(List.of(received(0, letter), received(1, letter)));
    store.keep(List.of(received(2, letter)));
    assertThat(all(LetterFilter.ALL)).hasSize(1);
    // Another feed, or a later application of what was decided about, is another matter.
    store.keep(List.of(received(3, letter("other", "A;x", "delivery:17#7, line 9", "no"))));
    book.dismiss(all(LetterFilter.ALL).getLast().id(), "known", "anna");
    store.keep(List.of(received(4, letter)));
    assertThat(all(LetterFilter.ALL)).hasSize(3);
  }

  @Test
  void lettersOfAnOlderSchemaAreOpenCanonicalEventsAndAreNotReadAgain() throws SQLException {
    Flyway.configure()
        .dataSource(url, PostgresServer.USER, PostgresServer.PASSWORD)
        .locations("classpath:config/migrations")
        .target("12")
        .load()
        .migrate();
    execute(
        "INSERT INTO dead_letter (topic, partition, \"offset\", feed, place, code, detail, pointer,"
            + " event_id, received_at, raw) VALUES ('DEAD_LETTERS', 0, 41, 'erp', 'http:r#0',"
            + " 'value-invalid', 'no', '', 'e1', now(), '{}'), ('PRICING', 0, 99, 'erp', 'p-0@99',"
            + " 'contract-overlaps', 'no', '', 'e2', now(), '{}')");
    database.migrate();
    assertThat(all(LetterFilter.ALL))
        .allSatisfy(
            kept -> {
              assertThat(kept.state()).isEqualTo(State.OPEN);
              assertThat(kept.letter().source()).isEqualTo(DeadLetter.Source.CANONICAL);
            })
        .extracting(KeptLetter::judge)
        .containsExactly(KeptLetter.Judge.CONTRACTS, KeptLetter.Judge.DOOR);
    assertThat(store.nextOffsets()).containsExactly(Map.entry(0, 42L));
  }

  @Test
  void theyAreFoundByFeedReasonStateTextAndAge() throws SQLException {
    database.migrate();
    store.keep(
        List.of(
            received(0, letter("stock", "A-100;x", "http:r#0", "100% wrong")),
            received(1, letter("stock", "Ä_1;y", "http:r#1", "1000 wrong")),
            received(
                2,
                letter(
                    "prices",
                    "{\"type\":\"tradecounter.item.v1\",\"data\":" + "{\"item\":\"Bolt\"}}",
                    "http:r#2",
                    "no"))));
    List<KeptLetter> all = all(LetterFilter.ALL);
    book.dismiss(all.getFirst().id(), "known", "anna");
    assertThat(found("stock", "", Optional.empty(), "")).hasSize(2);
    assertThat(found("", "mapping-failed", Optional.empty(), "")).hasSize(3);
    assertThat(found("", "other", Optional.empty(), "")).isEmpty();
    assertThat(found("", "", Optional.of(State.DISMISSED), "")).hasSize(1);
    assertThat(found("", "", Optional.empty(), "100% WRONG")).containsExactly("A-100;x");
    assertThat(found("", "", Optional.empty(), "Ä_")).containsExactly("Ä_1;y");
    assertThat(found("", "", Optional.empty(), "R#1")).containsExactly("Ä_1;y");
    assertThat(found("prices", "", Optional.empty(), "ITEM BOLT")).hasSize(1);
    assertThat(raws(LetterFilter.ALL.after(all.getLast().id()))).hasSize(2);
    assertThat(store.newest(LetterFilter.ALL, 1, 0)).hasSize(1);
    assertThat(store.open(LetterFilter.ALL, 0)).isEqualTo(2);
    assertThat(store.open()).isEqualTo(Map.of("stock", 2L));
  }

  private List<String> found(String feed, String code, Optional<State> state, String text)
      throws SQLException {
    return raws(new LetterFilter(feed, code, state, text, 0, Long.MAX_VALUE));
  }

  @Test
  void ofTwoWhoEditTheSameVersionOneDoesAndTheOriginalIsKept() throws SQLException {
    database.migrate();
    keep("stock", 1);
    long id = all(LetterFilter.ALL).getFirst().id();
    assertThat(book.edit(id, 1, "A;1".getBytes(UTF_8), "anna")).isTrue();
    assertThat(book.edit(id, 1, "A;2".getBytes(UTF_8), "bert")).isFalse();
    KeptLetter kept = store.find(id).orElseThrow();
    assertThat(kept.bytes()).isEqualTo("A;1".getBytes(UTF_8));
    assertThat(kept.letter().raw()).isEqualTo("A;0".getBytes(UTF_8));
    assertThat(kept.edit().orElseThrow().by()).isEqualTo("anna");
    assertThat(kept.version()).isEqualTo(2);
  }

  @Test
  void manyWhoClaimGetEachLetterOnceInTheOrderInWhichTheyCame() throws Exception {
    database.migrate();
    keep("stock", 200);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<List<Long>>> claiming = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        String claim = "claim " + thread;
        claiming.add(
            () -> {
              List<Long> mine = new ArrayList<>();
              List<KeptLetter> page = book.claim(LetterFilter.ALL, 7, claim, LONG, 0);
              while (!page.isEmpty()) {
                List<Long> ids = page.stream().map(KeptLetter::id).toList();
                assertThat(ids).isSorted();
                mine.addAll(ids);
                page = book.claim(LetterFilter.ALL, 7, claim, LONG, 0);
              }
              return mine;
            });
      }
      List<Long> claimed = new ArrayList<>();
      for (Future<List<Long>> mine : threads.invokeAll(claiming)) {
        claimed.addAll(mine.get());
      }
      Collections.sort(claimed);
      assertThat(claimed).hasSize(200).doesNotHaveDuplicates();
    }
  }

  @Test
  void aClaimThatHasRunOutIsSomebodyElsesAndTheFormerOneSettlesNothing() throws SQLException {
    database.migrate();
    keep("stock", 1);
    long id = book.claim(LetterFilter.ALL, 10, "dead node", 0, 0).getFirst().id();
    assertThat(store.find(id).orElseThrow().unsettled()).isTrue();
    // Nobody knows whether the log has it: it must be replayed as it was before it is changed.
    assertThat(book.edit(id, 1, new byte[] {1}, "anna")).isFalse();
    assertThat(book.claim(LetterFilter.ALL, 10, "live node", LONG, 0)).hasSize(1);
    assertThat(book.claim(LetterFilter.ALL, 10, "third", LONG, 0)).isEmpty();
    assertThat(book.dismiss(id, "no", "anna")).isFalse();
    book.settle("dead node", List.of(new Settlement.Replayed(id, "APPLIED", "")), "anna");
    assertThat(store.find(id).orElseThrow().state()).isEqualTo(State.OPEN);
    book.settle("live node", List.of(new Settlement.Replayed(id, "DUPLICATE", "1")), "bert");
    KeptLetter kept = store.find(id).orElseThrow();
    assertThat(kept.state()).isEqualTo(State.REPLAYED);
    assertThat(kept.ending().orElseThrow().by()).isEqualTo("bert");
    assertThat(kept.ending().orElseThrow().outcome()).isEqualTo("DUPLICATE");
    assertThat(kept.replays()).isEqualTo(1);
    assertThat(book.claim(LetterFilter.ALL, 10, "fourth", LONG, 0)).isEmpty();
    assertThat(book.dismiss(id, "too late", "anna")).isFalse();
  }

  @Test
  void whatIsRefusedAgainStaysOpenWithTheNewReasonAndTheFirst() throws SQLException {
    database.migrate();
    keep("stock", 1);
    for (String reason : List.of("second", "third")) {
      long id = book.claim(LetterFilter.ALL, 1, reason, LONG, 0).getFirst().id();
      book.settle(
          reason,
          List.of(new Settlement.Refused(id, new Refusal(reason, "is " + reason, "/a"))),
          "anna");
    }
    KeptLetter kept = all(LetterFilter.ALL).getFirst();
    assertThat(kept.state()).isEqualTo(State.OPEN);
    assertThat(kept.unsettled()).isFalse();
    assertThat(kept.letter().code()).isEqualTo("third");
    assertThat(kept.letter().pointer()).isEqualTo("/a");
    assertThat(kept.first()).contains(new Refusal("mapping-failed", "wrong 0", ""));
    assertThat(kept.replays()).isEqualTo(2);
  }

  @Test
  void whatTheLogMayHaveCanBeTriedAgainAtOnce() throws SQLException {
    database.migrate();
    keep("stock", 1);
    long id = book.claim(LetterFilter.ALL, 1, "first", LONG, 0).getFirst().id();
    book.settle("first", List.of(new Settlement.Unsettled(id)), "anna");
    assertThat(store.find(id).orElseThrow().unsettled()).isTrue();
    assertThat(book.claim(LetterFilter.ALL, 1, "second", LONG, 0)).hasSize(1);
  }

  @Test
  void theyExpireByPolicyAndOpenOnesNotAtAllByDefault() throws SQLException {
    database.migrate();
    keep("stock", 4);
    List<Long> ids = all(LetterFilter.ALL).stream().map(KeptLetter::id).sorted().toList();
    book.dismiss(ids.get(0), "known", "anna");
    book.dismiss(ids.get(1), "known", "anna");
    execute("UPDATE dead_letter SET ended_at = now() - interval '8 days' WHERE id = " + ids.get(0));
    execute("UPDATE dead_letter SET received_at = now() - interval '9 days'");
    book.claim(LetterFilter.one(ids.get(3)), 1, "under way", LONG, 0);
    long week = TimeUnit.DAYS.toMillis(7);
    assertThat(store.purge(week, 0)).isEqualTo(1);
    assertThat(store.purge(week, TimeUnit.DAYS.toMillis(10))).isZero();
    assertThat(store.purge(week, week)).isEqualTo(1);
    assertThat(Stream.of(1, 3).map(ids::get).toList())
        .containsExactlyInAnyOrderElementsOf(
            all(LetterFilter.ALL).stream().map(KeptLetter::id).toList());
  }
}
