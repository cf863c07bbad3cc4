package tradecounter.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.decode.EventSamples;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.pricing.Terms.Agreements;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.Told;
import tradecounter.engine.state.World;
import tradecounter.feed.DeadLetter;
import tradecounter.log.LoggedContractPrice;

/**
 * No book is ever stale, whatever is loaded, written, dropped and killed at the same time. Each
 * event sets the price of item A in contract K to its own number, so a price tells which event it
 * comes from; feeds that count nothing make every event applicable again, so that one applied twice
 * or out of turn would show.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PriceBooksTest {
  private static final Duration WAIT = Duration.ofSeconds(60);

  private Database database;
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeEach
  void openTheDatabase() {
    // Whatever the test before has left behind.
    SharedServers.postgres().start();
    database =
        new Database(
            new Configuration.Postgres(
                SharedServers.freshDatabase(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                8,
                1_000));
    database.migrate();
  }

  @AfterEach
  void closeEverything() throws Exception {
    for (AutoCloseable each : toClose.reversed()) {
      each.close();
    }
    database.close();
  }

  // ---------------------------------------------------------------- one after the other

  @Test
  void aChangeIsVisibleAtOnce() throws Exception {
    Node node = node();
    assertThat(node.books.cached(customer("C"))).isEmpty();
    assertThat(node.price("C")).isEqualTo(NONE);
    for (int n = 1; n <= 20; n++) {
      node.accept("C", n);
      assertThat(cachedPrice(node, "C")).isEqualTo(n);
    }
    node.accept("D", 21);
    assertThat(cachedPrice(node, "C")).isEqualTo(20);
    assertThat(node.price("D")).isEqualTo(21);
  }

  @Test
  void aColdCustomerIsLoadedFromPostgresAndFromWhatIsNotThereYet() throws Exception {
    Node node = node();
    node.accept("C", 1);
    node.allWritten();
    assertThat(node().price("C")).isEqualTo(1);

    // The writer has not begun, so the second event is in the tail only.
    Node late = cold(ALL);
    late.next = 1;
    late.accept("C", 2);
    assertThat(late.books.tailLength()).isEqualTo(1);
    assertThat(late.price("C")).isEqualTo(2);
  }

  @Test
  void aRestartContinuesAndTheSamePositionsChangeNothing() throws Exception {
    Node first = node();
    for (int n = 1; n <= 5; n++) {
      first.accept("C", n);
    }
    first.allWritten();
    first.books.close();
    String before = rows();

    Node second = node();
    assertThat(second.store.positions()).containsValue(5L).hasSize(1);
    assertThat(second.price("C")).isEqualTo(5);
    for (int n = 1; n <= 5; n++) {
      second.accept("C", n);
      assertThat(cachedPrice(second, "C")).as("after the repetition of %s", n).isEqualTo(5);
    }
    second.allWritten();
    assertThat(rows()).isEqualTo(before);
    second.accept("C", 6);
    assertThat(cachedPrice(second, "C")).isEqualTo(6);
    second.allWritten();
    assertThat(node().price("C")).isEqualTo(6);
  }

  /** The other node has written what this one has not come to yet. */
  @Test
  void aNodeThatIsBehindNeverTurnsABookBack() throws Exception {
    Node ahead = node();
    Node behind = node();
    for (int n = 1; n <= 3; n++) {
      ahead.accept(n == 2 ? "wms" : "erp", "C", n);
    }
    ahead.allWritten();
    assertThat(behind.price("C")).isEqualTo(3);
    for (int n = 1; n <= 3; n++) {
      behind.accept(n == 2 ? "wms" : "erp", "C", n);
      assertThat(cachedPrice(behind, "C")).as("at event %s", n).isEqualTo(3);
    }
  }

  @Test
  void aDeletedPriceDoesNotComeBackByAnOlderEvent() throws Exception {
    Node node = node();
    node.accept(counted("contract-price", 4, PRICED.formatted(7)));
    assertThat(node.price("C")).isEqualTo(7);
    node.accept(counted("contract-price.deleted", 6, KEY));
    assertThat(cachedPrice(node, "C")).isEqualTo(NONE);
    node.accept(counted("contract-price", 5, PRICED.formatted(8)));
    assertThat(cachedPrice(node, "C")).isEqualTo(NONE);
    node.allWritten();

    Node next = node();
    next.next = 3;
    assertThat(next.price("C")).isEqualTo(NONE);
    next.accept(counted("contract-price", 5, PRICED.formatted(9)));
    assertThat(cachedPrice(next, "C")).isEqualTo(NONE);
    next.accept(counted("contract-price", 7, PRICED.formatted(10)));
    assertThat(cachedPrice(next, "C")).isEqualTo(10);
  }

  @Test
  void loadsOfOneCustomerAreOneAndTooManyAreDeclined() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger loads = new AtomicInteger();
    World world = new World();
    ContractPriceStore slow =
        new ContractPriceStore(database, world) {
          @Override
          public Loaded load(Collection<Party> parties) throws SQLException {
            loads.incrementAndGet();
            reading.countDown();
            await(goOn);
            return super.load(parties);
          }
        };
    // One thread and one place to wait.
    Node node =
        started(
            unstarted(world, slow, new Configuration.Prices(ALL, 1, 1, false, Map.of(), "UTC")));
    CompletableFuture<Terms> first = node.books.load(customer("C"));
    await(reading);
    CompletableFuture<Terms> joined = node.books.load(customer("C"));
    CompletableFuture<Terms> waiting = node.books.load(customer("D"));
    assertThat(node.books.load(customer("E")))
        .failsWithin(WAIT)
        .withThrowableThat()
        .withCauseInstanceOf(PriceBooks.OverloadedException.class);
    goOn.countDown();
    first.join();
    joined.join();
    waiting.join();
    assertThat(loads).hasValue(2);
    assertThat(node.price("E")).isEqualTo(NONE);
  }

  @Test
  void closingWhatWasNeverStartedIsQuiet() {
    cold(ALL).books.close();
  }

  // ---------------------------------------------------------------- several parties

  @Test
  void theBooksOfACustomersPartiesAreLoadedTogetherAndOnce() throws Exception {
    World world = new World();
    List<Set<Party>> loads = Collections.synchronizedList(new ArrayList<>());
    ContractPriceStore counting =
        new ContractPriceStore(database, world) {
          @Override
          public Loaded load(Collection<Party> parties) throws SQLException {
            loads.add(Set.copyOf(parties));
            return super.load(parties);
          }
        };
    Node node = started(unstarted(world, counting, PRICES));
    node.accept("P", 1);
    node.accept(ofGroup("G", 2));
    node.allWritten();
    Customer below = member("C", "P", "G", "H");
    Terms terms = node.books.load(below).get(60, TimeUnit.SECONDS);
    assertThat(terms.agreements())
        .extracting(Agreements::party, Agreements::distance)
        .containsExactly(tuple(Party.customer("P"), 1), tuple(Party.buyingGroup("G"), 2));
    assertThat(node.books.cached(below)).contains(terms);
    assertThat(loads)
        .containsExactly(
            Set.of(
                Party.customer("C"),
                Party.customer("P"),
                Party.buyingGroup("G"),
                Party.buyingGroup("H")));
    // The second account below P is the only one whose book is not there yet.
    Customer second = member("D", "P", "G");
    assertThat(node.books.cached(second)).isEmpty();
    assertThat(node.books.load(second).get(60, TimeUnit.SECONDS).agreements()).hasSize(2);
    assertThat(loads.getLast()).containsExactly(Party.customer("D"));

    // A change of any party is in the next answer of all whom it serves.
    node.accept(ofGroup("G", 3));
    node.accept("C", 4);
    assertThat(prices(node.books.cached(below).orElseThrow())).containsExactly(4L, 1L, 3L);
    assertThat(prices(node.books.cached(second).orElseThrow())).containsExactly(1L, 3L);
  }

  /** A customer and a buying group of the same name are two parties. */
  @Test
  void aGroupIsNotTheCustomerOfItsName() throws Exception {
    Node node = node();
    node.accept("X", 1);
    node.accept(ofGroup("X", 2));
    node.allWritten();
    Customer member = member("X", "", "X");
    assertThat(prices(node().books.load(member).get(60, TimeUnit.SECONDS))).containsExactly(1L, 2L);
    assertThat(node.price("X")).isEqualTo(1);
  }

  /**
   * All parties are read; then each changes, and is contradicted, before the load goes on, once
   * written and trimmed, once still in the tail.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangeOfAnyPartyDuringALoadIsNotLost(boolean writtenMeanwhile) throws Exception {
    World world = new World();
    StoppingStore store = new StoppingStore(world);
    Node node = unstarted(world, store, PRICES);
    if (writtenMeanwhile) {
      started(node);
    }
    Customer below = member("C", "P", "G");
    for (int n = 1; n < 90; n += 3) {
      node.forget();
      store.stopNext();
      CompletableFuture<Terms> load = node.books.load(below);
      store.awaitStopped();
      node.accept("C", n);
      node.accept("P", n + 1);
      node.accept(ofGroup("G", n + 2));
      node.accept(contradicting("P", n));
      if (writtenMeanwhile) {
        node.allWritten();
      }
      store.goOn();
      assertThat(prices(load.get(60, TimeUnit.SECONDS)))
          .isEqualTo(prices(node.books.cached(below).orElseThrow()))
          .containsExactly((long) n, n + 1L, n + 2L);
    }
    if (!writtenMeanwhile) {
      started(node);
    }
    node.allWritten();
    assertThat(deadLetters()).hasSize(30);
  }

  // ---------------------------------------------------------------- contracts of equal rank

  @Test
  void aContradictionIsRefusedOnceHoweverManyNodesWrite() throws Exception {
    List<Node> nodes = List.of(node(), node(), node());
    for (Node node : nodes) {
      node.accept("C", 1);
      assertThat(node.price("C")).isEqualTo(1);
    }
    Decoded.Event event = contradicting("C", 2);
    for (Node node : nodes) {
      node.accept(event);
      assertThat(contracts(node.books.cached(customer("C")).orElseThrow())).containsExactly("K");
    }
    for (Node node : nodes) {
      node.allWritten();
      node.forget();
      assertThat(contracts(node.books.load(customer("C")).get(60, TimeUnit.SECONDS)))
          .containsExactly("K");
    }
    assertThat(nodes.stream().mapToLong(node -> node.books.refused()).sum()).isEqualTo(1);
    assertThat(deadLetters())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.letter())
                  .usingRecursiveComparison()
                  .isEqualTo(
                      new DeadLetter(
                          "erp",
                          RAW,
                          "tradecounter.pricing-0@1",
                          "contract-overlaps",
                          "contract L and contract K both price item A for customer C from 1 on,"
                              + " without dates, with priority 1000: give one of them another"
                              + " priority or other dates",
                          "/data",
                          event.envelope().id()));
              assertThat(kept.receivedAt().toEpochMilli()).isEqualTo(LOGGED_AT);
            });
    // What the door refuses is read from its own topic, from the start.
    assertThat(new DeadLetterStore(database).nextOffsets()).isEmpty();
  }

  /** The dead letter is mended by ending the other contract: the same event is taken then. */
  @Test
  void whatWasRefusedLeavesNoTrace() throws Exception {
    Node node = node();
    node.accept(counted("contract-price", 1, PRICED.formatted(7)));
    Decoded.Event refused = counted("contract-price", 5, PRICED.formatted(8).replace("'K'", "'L'"));
    node.accept(refused);
    assertThat(node.price("C")).isEqualTo(7);
    node.accept(counted("contract-price.deleted", 2, KEY));
    assertThat(node.price("C")).isEqualTo(NONE);
    node.accept(refused);
    assertThat(node.price("C")).isEqualTo(8);
    node.allWritten();
    assertThat(node().price("C")).isEqualTo(8);
  }

  @Test
  void aReplayFromTheStartGivesTheSameRowsAndNoSecondDeadLetter() throws Exception {
    Random random = new Random(5);
    List<Decoded.Event> log = new ArrayList<>();
    for (int n = 1; n <= 3_000; n++) {
      String customer = "C" + random.nextInt(20);
      log.add(
          switch (random.nextInt(4)) {
            case 0 -> contradicting(customer, n);
            case 1 -> ofGroup(customer, n);
            case 2 -> event("wms", customer, n);
            default -> event("erp", customer, n);
          });
    }
    Node first = node();
    log.forEach(first::accept);
    first.allWritten();
    String rows = rows();
    int letters = deadLetters().size();
    assertThat(letters).isGreaterThan(100);
    database.inTransaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("DELETE FROM contract_price");
            statement.execute("DELETE FROM contract_position");
            return 0;
          }
        });
    // Two nodes at once, with other batches.
    Node second = cold(ALL);
    log.forEach(second::accept);
    Node third = node();
    started(second);
    log.forEach(third::accept);
    second.allWritten();
    third.allWritten();
    assertThat(rows()).isEqualTo(rows);
    assertThat(deadLetters()).hasSize(letters);
  }

  // ---------------------------------------------------------------- ahead of the question

  @Test
  void aKnownCustomersBooksAreLoadedAhead() throws Exception {
    World world = new World();
    Node node = started(unstarted(world, new ContractPriceStore(database, world), PRICES));
    node.accept("P", 1);
    node.books.prefetch("C");
    assertThat(node.books.cacheStats().requestCount()).as("nobody knows C").isEqualTo(1);
    Customer below = member("C", "P", "G");
    var _ =
        world.apply(
            new LogPosition(Topic.CATALOG, 0, 0),
            Origin.NONE,
            new Envelope("erp", "1", 1, 1, 1),
            below,
            1);
    node.books.prefetch("C");
    Awaitility.await()
        .atMost(WAIT)
        .untilAsserted(() -> assertThat(node.books.cached(below)).isPresent());
    assertThat(prices(node.books.cached(below).orElseThrow())).containsExactly(1L);
    assertThat(node.books.prefetchesDropped()).isZero();

    node.forget();
    SharedServers.postgres().kill();
    node.books.prefetch("C");
    Awaitility.await()
        .atMost(WAIT)
        .untilAsserted(() -> assertThat(node.books.prefetchesDropped()).isEqualTo(1));
  }

  // ---------------------------------------------------------------- at the same time

  /**
   * The load has read version 1; version 2 is accepted, written and trimmed before the load goes
   * on. Now it is in neither what was read nor the tail: the load has to notice and to read again.
   */
  @Test
  void whatIsWrittenBetweenReadingAndMergingIsNotLost() throws Exception {
    World world = new World();
    StoppingStore store = new StoppingStore(world);
    Node node = started(unstarted(world, store, PRICES));
    for (int n = 1; n < 200; n += 2) {
      node.accept("C", n);
      node.allWritten();
      store.stopNext();
      node.forget();
      CompletableFuture<Terms> load = node.books.load(customer("C"));
      store.awaitStopped();
      node.accept("C", n + 1);
      node.allWritten();
      store.goOn();
      assertThat(price(load.get(60, TimeUnit.SECONDS))).isEqualTo(n + 1);
      assertThat(cachedPrice(node, "C")).isEqualTo(n + 1);
    }
  }

  /** As before, but version 2 still stands in the tail: it is merged, without reading again. */
  @Test
  void whatIsAcceptedBetweenReadingAndMergingIsNotLost() throws Exception {
    World world = new World();
    StoppingStore store = new StoppingStore(world);
    Node node = unstarted(world, store, PRICES);
    node.accept("C", 1);
    store.stopNext();
    CompletableFuture<Terms> load = node.books.load(customer("C"));
    store.awaitStopped();
    node.accept("C", 2);
    store.goOn();
    assertThat(price(load.get(60, TimeUnit.SECONDS))).isEqualTo(2);
    assertThat(store.loads).hasValue(1);
  }

  /** Loads, accepts, writes and evictions in any order; the cache holds half of the customers. */
  @Test
  void aBookIsNeverOlderThanTheLastEvent() throws Exception {
    long seed = new Random().nextLong();
    int customers = 6;
    int events = 1_500;
    // An entry takes 256 bytes and its line about 40.
    Node node = started(cold(customers * 150L));
    long[] last = new long[customers];
    Arrays.fill(last, NONE);
    AtomicInteger stale = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    List<Thread> readers = new ArrayList<>();
    for (int reader = 0; reader < 3; reader++) {
      Random random = new Random(seed + reader);
      readers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (done.getCount() > 0) {
                      int customer = random.nextInt(customers);
                      long atLeast;
                      synchronized (last) {
                        atLeast = last[customer];
                      }
                      if (price(node.books.load(customer("C" + customer)).join()) < atLeast) {
                        stale.incrementAndGet();
                      }
                    }
                  }));
    }
    Random random = new Random(seed);
    int contradictions = 0;
    for (int n = 1; n <= events; n++) {
      int customer = random.nextInt(customers);
      if (last[customer] != NONE && random.nextInt(4) == 0) {
        contradictions++;
        node.accept(contradicting("C" + customer, n));
      }
      node.accept(random.nextBoolean() ? "erp" : "wms", "C" + customer, n);
      synchronized (last) {
        last[customer] = n;
      }
      int expected = n;
      // Only this thread accepts, so what is in memory must be exactly as of now.
      node.books
          .cached(customer("C" + customer))
          .ifPresent(terms -> assertThat(price(terms)).as("seed %s", seed).isEqualTo(expected));
      if (random.nextInt(50) == 0) {
        node.allWritten();
      }
    }
    done.countDown();
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(stale).as("stale loads, seed %s", seed).hasValue(0);
    node.allWritten();
    Node next = node();
    for (int customer = 0; customer < customers; customer++) {
      assertThat(next.price("C" + customer)).as("seed %s", seed).isEqualTo(last[customer]);
    }
    assertThat(deadLetters()).as("seed %s", seed).hasSize(contradictions);
    assertThat(node.books.refused()).isEqualTo(contradictions);
  }

  // ---------------------------------------------------------------- Postgres is killed

  @Test
  void nothingIsLostWhenPostgresIsKilledWhileWriting() throws Exception {
    Node node = node();
    Map<String, Integer> expected = new HashMap<>();
    int n = 0;
    for (int kills = 0; kills < 2; kills++) {
      for (int i = 0; i < 5_000; i++) {
        String customer = "C" + ++n % 500;
        node.accept(customer, n);
        expected.put(customer, n);
        if (i == 3_000) {
          SharedServers.postgres().kill();
        }
      }
      assertThat(node.books.awaitWritten(node.books.accepted(), Duration.ZERO)).isFalse();
      SharedServers.postgres().start();
      node.allWritten();
    }
    Node next = node();
    for (var customer : expected.entrySet()) {
      assertThat(next.price(customer.getKey())).isEqualTo(customer.getValue().longValue());
    }
  }

  @Test
  void waitingForWhatIsNotWrittenEnds() throws Exception {
    Node node = cold(ALL);
    assertThat(node.books.awaitWritten(0, Duration.ZERO)).isTrue();
    node.accept("C", 1);
    assertThat(node.books.accepted()).isEqualTo(1);
    assertThat(node.books.awaitWritten(1, Duration.ofMillis(1))).isFalse();
    started(node);
    assertThat(node.books.awaitWritten(1, WAIT)).isTrue();
  }

  // ---------------------------------------------------------------- nodes

  private static final long NONE = -1;

  /** So large a cache that nothing is evicted. */
  private static final long ALL = 10_000_000;

  private static final byte[] RAW = "as it came".getBytes(UTF_8);
  private static final long LOGGED_AT = 1_790_000_000_000L;
  private static final String KEY = "{'contract':'K','customer':'C','item':'A'}";
  private static final String PRICED =
      "{'contract':'K','customer':'C','item':'A','breaks':[{'minimum':1,'amount':'%d'}]}";

  /** One process with its price books and its place in the log. */
  private static final class Node {
    private final PriceBooks books;
    private final ContractPriceStore store;
    private long next;

    Node(PriceBooks books, ContractPriceStore store) {
      this.books = books;
      this.store = store;
    }

    void accept(String customer, int number) {
      accept("erp", customer, number);
    }

    void accept(String feed, String customer, int number) {
      accept(event(feed, customer, number));
    }

    void accept(Decoded.Event event) {
      books.accept(
          new LoggedContractPrice(
              new LogPosition(Topic.PRICING, 0, next++),
              "tradecounter.pricing",
              event,
              RAW,
              LOGGED_AT));
    }

    void allWritten() throws InterruptedException {
      assertThat(books.awaitWritten(books.accepted(), WAIT)).isTrue();
      assertThat(books.tailLength()).isZero();
    }

    /** What a question is answered with now. */
    long price(String customer) throws Exception {
      return PriceBooksTest.price(books.load(customer(customer)).get(60, TimeUnit.SECONDS));
    }

    /** Fills the memory with others, so that every customer is cold again. */
    void forget() {
      books.evictAll();
    }
  }

  private Node node() {
    return started(cold(ALL));
  }

  private Node started(Node node) {
    node.books.start();
    return node;
  }

  private static final Configuration.Prices PRICES =
      new Configuration.Prices(ALL, 2, 16, false, Map.of(), "UTC");

  /** Not started: nothing is written. */
  private Node cold(long cachedBytes) {
    World world = new World();
    return unstarted(
        world,
        new ContractPriceStore(database, world),
        new Configuration.Prices(cachedBytes, 2, 16, false, Map.of(), "UTC"));
  }

  private Node unstarted(World world, ContractPriceStore store, Configuration.Prices prices) {
    PriceBooks books = new PriceBooks(world, store, prices);
    toClose.add(books);
    return new Node(books, store);
  }

  private static Decoded.Event event(String feed, String customer, int number) {
    String data = PRICED.formatted(number).replace("'C'", "'" + customer + "'");
    return decoded(feed, data, number);
  }

  /** As {@link #event}, agreed with a buying group. */
  private static Decoded.Event ofGroup(String group, int number) {
    Decoded.Event event = event("erp", group, number);
    ContractPrice line = (ContractPrice) event.change();
    return new Decoded.Event(
        event.envelope(),
        new ContractPrice(
            line.contract(),
            Party.buyingGroup(group),
            line.target(),
            line.targetKey(),
            line.uom(),
            line.currency(),
            line.breaks(),
            line.priceUnit(),
            line.discountPercent(),
            line.priority(),
            line.breakGroup(),
            line.promotions(),
            line.validFromDay(),
            line.validToDay()));
  }

  /** Of equal rank with contract K. */
  private static Decoded.Event contradicting(String customer, int number) {
    String data =
        PRICED.formatted(9_999_999).replace("'C'", "'" + customer + "'").replace("'K'", "'L'");
    return decoded("erp", data, -number);
  }

  private static Decoded.Event decoded(String feed, String data, int number) {
    String text =
        EventSamples.event("tradecounter.contract-price.v1", data)
            .replace("\"id\":\"4711\"", "\"id\":\"e" + number + "\"");
    return (Decoded.Event) new EventDecoder(feed, false).decode(text.getBytes(UTF_8));
  }

  private static Customer customer(String customer) {
    return member(customer, "");
  }

  private static Customer member(String customer, String parent, String... groups) {
    return new Customer(
        customer,
        "",
        parent,
        Arrays.stream(groups).map(group -> new Customer.GroupMembership(group, 1)).toList(),
        List.of(),
        "",
        "",
        Customer.PriceStrategy.PRIORITY,
        Customer.TaxTerms.TAXABLE,
        List.of(),
        false,
        Customer.Status.ACTIVE);
  }

  private static Decoded.Event counted(String name, int sequence, String data) {
    String text =
        EventSamples.event("tradecounter." + name + ".v1", data)
            .replace(
                "\"id\":\"4711\"",
                "\"id\":\"s" + sequence + "\",\"sequence\":\"" + sequence + "\"");
    return (Decoded.Event) new EventDecoder("erp", false).decode(text.getBytes(UTF_8));
  }

  private static long cachedPrice(Node node, String customer) {
    return price(node.books.cached(customer(customer)).orElseThrow());
  }

  /** The only price of item A. */
  private static long price(Terms terms) {
    List<Long> prices = prices(terms);
    return prices.isEmpty() ? NONE : prices.getFirst();
  }

  /** The prices of item A, nearest party first. */
  private static List<Long> prices(Terms terms) {
    return lines(terms).map(line -> line.breaks().getFirst().amount() / FixedPoint.ONE).toList();
  }

  private static List<String> contracts(Terms terms) {
    return lines(terms).map(ContractPrice::contract).toList();
  }

  private static Stream<ContractPrice> lines(Terms terms) {
    return terms.agreements().stream()
        .flatMap(agreements -> agreements.book().forItem("A").stream())
        .map(Told::value);
  }

  private List<KeptLetter> deadLetters() throws SQLException {
    return new DeadLetterStore(database).newest(LetterFilter.ALL, 10_000, 0);
  }

  private String rows() throws SQLException {
    return database.inTransaction(
        connection -> {
          try (var statement = connection.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT md5(string_agg(party || target || md5(lines), ',' ORDER BY party,"
                          + " target)), (SELECT string_agg(lane || next_offset, ',') FROM"
                          + " contract_position) FROM contract_price")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1) + " " + rows.getString(2);
          }
        });
  }

  /** Stops a load between reading and merging. */
  private final class StoppingStore extends ContractPriceStore {
    private final AtomicInteger loads = new AtomicInteger();
    private final Semaphore stopped = new Semaphore(0);
    private final Semaphore released = new Semaphore(0);
    private volatile boolean stop;

    StoppingStore(World world) {
      super(database, world);
    }

    void stopNext() {
      stop = true;
    }

    void awaitStopped() {
      stopped.acquireUninterruptibly();
    }

    void goOn() {
      released.release();
    }

    @Override
    public Loaded load(Collection<Party> parties) throws SQLException {
      Loaded loaded = super.load(parties);
      loads.incrementAndGet();
      if (stop) {
        stop = false;
        stopped.release();
        released.acquireUninterruptibly();
      }
      return loaded;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
