package tradecounter.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.decode.EventSamples.event;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKind.Topic;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.PriceBook;
import tradecounter.engine.state.World;

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
    assertThat(node.books.cached("C")).isEmpty();
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
    Node late = cold(1_000);
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
          public Loaded load(String customer) throws SQLException {
            loads.incrementAndGet();
            reading.countDown();
            await(goOn);
            return super.load(customer);
          }
        };
    // One thread and one place to wait.
    Node node = started(unstarted(world, slow, new Configuration.Prices(1_000, 1, 1)));
    CompletableFuture<PriceBook> first = node.books.load("C");
    await(reading);
    assertThat(node.books.load("C")).isSameAs(first);
    CompletableFuture<PriceBook> waiting = node.books.load("D");
    assertThat(node.books.load("E"))
        .failsWithin(WAIT)
        .withThrowableThat()
        .withCauseInstanceOf(PriceBooks.OverloadedException.class);
    goOn.countDown();
    first.join();
    waiting.join();
    assertThat(loads).hasValue(2);
    assertThat(node.price("E")).isEqualTo(NONE);
  }

  @Test
  void closingWhatWasNeverStartedIsQuiet() {
    cold(1_000).books.close();
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
      String cold = "C";
      node.forget();
      CompletableFuture<PriceBook> load = node.books.load(cold);
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
    CompletableFuture<PriceBook> load = node.books.load("C");
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
    Node node = started(cold(customers));
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
                      if (price(node.books.load("C" + customer).join()) < atLeast) {
                        stale.incrementAndGet();
                      }
                    }
                  }));
    }
    Random random = new Random(seed);
    for (int n = 1; n <= events; n++) {
      int customer = random.nextInt(customers);
      node.accept(random.nextBoolean() ? "erp" : "wms", "C" + customer, n);
      synchronized (last) {
        last[customer] = n;
      }
      int expected = n;
      // Only this thread accepts, so what is in memory must be exactly as of now.
      node.books
          .cached("C" + customer)
          .ifPresent(book -> assertThat(price(book)).as("seed %s", seed).isEqualTo(expected));
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
    Node node = cold(1_000);
    assertThat(node.books.awaitWritten(0, Duration.ZERO)).isTrue();
    node.accept("C", 1);
    assertThat(node.books.accepted()).isEqualTo(1);
    assertThat(node.books.awaitWritten(1, Duration.ofMillis(1))).isFalse();
    started(node);
    assertThat(node.books.awaitWritten(1, WAIT)).isTrue();
  }

  // ---------------------------------------------------------------- nodes

  private static final long NONE = -1;
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
      String data = PRICED.formatted(number).replace("'C'", "'" + customer + "'");
      String text =
          event("tradecounter.contract-price.v1", data)
              .replace("\"id\":\"4711\"", "\"id\":\"e" + number + "\"");
      accept((Decoded.Event) new EventDecoder(feed, false).decode(text.getBytes(UTF_8)));
    }

    void accept(Decoded.Event event) {
      books.accept(new LogPosition(Topic.PRICING, 0, next++), event);
    }

    void allWritten() throws InterruptedException {
      assertThat(books.awaitWritten(books.accepted(), WAIT)).isTrue();
      assertThat(books.tailLength()).isZero();
    }

    /** What a question is answered with now. */
    long price(String customer) throws Exception {
      return PriceBooksTest.price(books.load(customer).get(60, TimeUnit.SECONDS));
    }

    /** Fills the memory with others, so that every customer is cold again. */
    void forget() {
      books.evictAll();
    }
  }

  private Node node() {
    return started(cold(1_000));
  }

  private Node started(Node node) {
    node.books.start();
    return node;
  }

  private static final Configuration.Prices PRICES = new Configuration.Prices(1_000, 2, 16);

  /** Not started: nothing is written. */
  private Node cold(long cachedLines) {
    World world = new World();
    return unstarted(
        world,
        new ContractPriceStore(database, world),
        new Configuration.Prices(cachedLines, 2, 16));
  }

  private Node unstarted(World world, ContractPriceStore store, Configuration.Prices prices) {
    PriceBooks books = new PriceBooks(world, store, prices);
    toClose.add(books);
    return new Node(books, store);
  }

  private static Decoded.Event counted(String name, int sequence, String data) {
    String text =
        event("tradecounter." + name + ".v1", data)
            .replace(
                "\"id\":\"4711\"",
                "\"id\":\"s" + sequence + "\",\"sequence\":\"" + sequence + "\"");
    return (Decoded.Event) new EventDecoder("erp", false).decode(text.getBytes(UTF_8));
  }

  private static long cachedPrice(Node node, String customer) {
    return price(node.books.cached(customer).orElseThrow());
  }

  private static long price(PriceBook book) {
    List<ContractPrice> terms = book.forItem("A");
    return terms.isEmpty() ? NONE : terms.getFirst().breaks().getFirst().amount() / FixedPoint.ONE;
  }

  private String rows() throws SQLException {
    return database.inTransaction(
        connection -> {
          try (var statement = connection.createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT md5(string_agg(customer || line || md5(state), ',' ORDER BY customer,"
                          + " line)), (SELECT string_agg(lane || next_offset, ',') FROM"
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
    public Loaded load(String customer) throws SQLException {
      Loaded loaded = super.load(customer);
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
