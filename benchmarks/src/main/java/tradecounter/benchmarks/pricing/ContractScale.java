package tradecounter.benchmarks.pricing;

import java.lang.management.ManagementFactory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import tradecounter.benchmarks.Figure;
import tradecounter.benchmarks.FilledWorld;
import tradecounter.benchmarks.Report;
import tradecounter.benchmarks.Settings;
import tradecounter.configuration.Configuration;
import tradecounter.decode.Decoded;
import tradecounter.embedded.PostgresServer;
import tradecounter.embedded.SharedServers;
import tradecounter.engine.canonical.ContractPrice;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.ObjectKey.OfContractPrice;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Party;
import tradecounter.engine.canonical.PriceBreak;
import tradecounter.engine.pricing.PriceAnswer;
import tradecounter.engine.pricing.PriceQuestion;
import tradecounter.engine.pricing.Pricing;
import tradecounter.engine.pricing.PricingRules;
import tradecounter.engine.pricing.Terms;
import tradecounter.engine.state.LineTarget;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.TargetLines;
import tradecounter.engine.state.World;
import tradecounter.loadtest.world.GeneratedKeys;
import tradecounter.log.LoggedContractPrice;
import tradecounter.store.ContractPriceStore;
import tradecounter.store.Database;
import tradecounter.store.PriceBooks;

/**
 * Contract prices at scale: {@code lines} of {@code customers} for {@code items}, in a real
 * PostgreSQL, filled in the store's own encoding. The n-th largest customer has a share in
 * proportion to 1/n; each line is for one item, has three breaks and comes from a feed that counts;
 * one contract in four is dated.
 *
 * <p>Measured: bytes per line in PostgreSQL, index included, and in memory when every book is; a
 * cold load from the call to the book, one at a time, of customers drawn at random, as they are and
 * by size; the resolution of a price with the book in memory; from accepting a changed line to the
 * next look-up that shows it. What PostgreSQL reads is in the page cache of the machine, as far as
 * it fits.
 *
 * <pre>
 *   mvn -q -Pbenchmark verify -DskipTests -Dbench=ContractScale \
 *       -Dset="lines=10000000 customers=50000"
 * </pre>
 */
public final class ContractScale {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int LINES_PER_CONTRACT = 1_000;
  private static final int ROUNDS = 2_000;
  private static final int ROWS_PER_INSERT = 20_000;

  private final Settings settings = new Settings();
  private final int lines = settings.number("lines", 1_000_000);
  private final int customers = settings.number("customers", 5_000);
  private final int items = settings.number("items", 1_000_000);
  private final Report report = new Report("ContractScale");
  private final SplittableRandom random = new SplittableRandom(1);
  private final FilledWorld filled = new FilledWorld(ROUNDS);
  private final int[] linesOf = new int[customers];
  private final Database database =
      new Database(
          new Configuration.Postgres(
              SharedServers.freshDatabase(),
              PostgresServer.USER,
              PostgresServer.PASSWORD,
              4,
              60_000));
  private long written;

  private ContractScale() {}

  public static void main(String[] arguments) throws SQLException, InterruptedException {
    ContractScale scale = new ContractScale();
    try {
      scale.run();
    } finally {
      scale.database.close();
    }
  }

  private void run() throws SQLException, InterruptedException {
    shareOut();
    database.migrate();
    fill();
    measureTable();
    ContractPriceStore store = new ContractPriceStore(database, filled.world());
    try (PriceBooks books =
        new PriceBooks(
            filled.world(),
            store,
            new Configuration.Prices(1L << 40, 2, customers, false, Map.of(), "UTC"))) {
      books.start();
      measureLoads(books);
      measureMemory(books);
      measureAnswers(books);
      measureChanges(books);
    }
    report.write();
  }

  // ---------------------------------------------------------------- filling

  private void shareOut() {
    double shares = 0;
    for (int i = 0; i < customers; i++) {
      shares += 1.0 / (i + 1);
    }
    for (int i = 0; i < customers; i++) {
      linesOf[i] = Math.clamp(Math.round(lines / shares / (i + 1)), 1, items);
      written += linesOf[i];
    }
    report.condition(
        "contracts",
        "%,d lines of %,d customers (largest %,d, median %,d, smallest %,d) for %,d items"
            .formatted(
                written,
                customers,
                linesOf[0],
                linesOf[customers / 2],
                linesOf[customers - 1],
                items));
  }

  private void fill() throws SQLException {
    long begin = System.nanoTime();
    Rows rows = new Rows();
    long sequence = 0;
    for (int customer = 0; customer < customers; customer++) {
      for (int i = 0; i < linesOf[customer]; i++) {
        rows.add(line(customer, i, 0), ++sequence);
      }
    }
    rows.insert();
    report.add(Figure.of("filled", sequence / seconds(begin), "lines/s"));
  }

  /** Rows that are not inserted yet. */
  private final class Rows {
    private final List<String> parties = new ArrayList<>(ROWS_PER_INSERT);
    private final List<String> targets = new ArrayList<>(ROWS_PER_INSERT);
    private final List<byte[]> lines = new ArrayList<>(ROWS_PER_INSERT);

    void add(ContractPrice line, long sequence) throws SQLException {
      parties.add(ContractPriceStore.text(line.party()));
      targets.add(LineTarget.of((OfContractPrice) line.key()).text());
      lines.add(encoded(filled.world(), envelope(sequence), line));
      if (lines.size() == ROWS_PER_INSERT) {
        insert();
      }
    }

    void insert() throws SQLException {
      int count =
          database.inTransaction(
              connection -> {
                try (PreparedStatement insert =
                    connection.prepareStatement(
                        "INSERT INTO contract_price (party, target, lines)"
                            + " SELECT * FROM unnest(?::text[], ?::text[], ?::bytea[])")) {
                  insert.setArray(1, connection.createArrayOf("text", parties.toArray()));
                  insert.setArray(2, connection.createArrayOf("text", targets.toArray()));
                  insert.setArray(
                      3, connection.createArrayOf("bytea", lines.toArray(byte[][]::new)));
                  return insert.executeUpdate();
                }
              });
      if (count != lines.size()) {
        throw new IllegalStateException("inserted " + count + " of " + lines.size());
      }
      parties.clear();
      targets.clear();
      lines.clear();
    }
  }

  /** The row of a line that is the only one for its item. */
  static byte[] encoded(World world, Envelope envelope, ContractPrice line) {
    LineTarget target = LineTarget.of((OfContractPrice) line.key());
    return switch (TargetLines.none(target).with(world, envelope, line)) {
      case TargetLines.Outcome.Changed changed -> changed.lines().encode(world);
      case TargetLines.Outcome.Unchanged _, TargetLines.Outcome.Refused _ ->
          throw new IllegalStateException("not taken: " + line);
    };
  }

  private static Envelope envelope(long sequence) {
    return new Envelope(
        "erp", "", Envelope.orderOfSequence(sequence), 1, FilledWorld.NOW.toEpochMilli());
  }

  /** The n-th line of a customer; {@code cheaper} cents below what it was. */
  private ContractPrice line(int customer, int n, int cheaper) {
    long cents = 200 + Math.floorMod(n * 7_919L + customer, 50_000L) - cheaper;
    boolean dated = n / LINES_PER_CONTRACT % 4 == 1;
    return new ContractPrice(
        "K-%d-%d".formatted(customer, n / LINES_PER_CONTRACT),
        party(customer),
        ContractPrice.Target.ITEM,
        GeneratedKeys.item(item(customer, n)),
        "",
        "EUR",
        List.of(
            new PriceBreak(FixedPoint.of(1), cents * 10_000),
            new PriceBreak(FixedPoint.of(10), (cents - 5) * 10_000),
            new PriceBreak(FixedPoint.of(100), (cents - 12) * 10_000)),
        1,
        0,
        1_000,
        "",
        false,
        dated ? FilledWorld.TODAY - 100 : Day.OPEN_START,
        dated ? FilledWorld.TODAY + 265 : Day.OPEN_END);
  }

  /** Different for each n: the step has no factor in common with the number of items. */
  private long item(int customer, int n) {
    return (customer * 7_907L + n * 611_953L) % items;
  }

  private static Party party(int customer) {
    return Party.customer(GeneratedKeys.customer(customer));
  }

  // ---------------------------------------------------------------- measuring

  private void measureTable() throws SQLException {
    database.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE contract_price");
            ResultSet sizes =
                statement.executeQuery(
                    "SELECT pg_table_size('contract_price'), pg_indexes_size('contract_price'),"
                        + " (SELECT avg(length(lines)) FROM contract_price TABLESAMPLE SYSTEM (1))");
            sizes.next();
            double table = (double) sizes.getLong(1) / written;
            double index = (double) sizes.getLong(2) / written;
            report.add(Figure.of("PostgreSQL: table", table, "B/line"));
            report.add(Figure.of("PostgreSQL: index", index, "B/line"));
            report.add(Figure.of("PostgreSQL: of these the line itself", sizes.getDouble(3), "B"));
            report.add(
                Figure.of("PostgreSQL: 10^8 lines would be", (table + index) * 1e8 / 1e9, "GB"));
            return 0;
          }
        });
  }

  private void measureLoads(PriceBooks books) {
    // Customers that nobody asks for afterwards warm up the code and the connections.
    for (int i = 1; i <= 500 && i < customers; i++) {
      books.load(customer(customers - i)).join();
    }
    Set<Integer> chosen = new HashSet<>();
    while (chosen.size() < Math.min(ROUNDS, customers / 4)) {
      chosen.add(random.nextInt(customers));
    }
    List<Integer> drawn = chosen.stream().filter(c -> books.cached(customer(c)).isEmpty()).toList();
    report.add(p50(drawn, books, "cold load of any customer"));
    for (int size : new int[] {100, 1_000, 10_000, 100_000}) {
      List<Integer> near = new ArrayList<>();
      for (int c = 0; c < customers && near.size() < 20; c++) {
        if (Math.abs(linesOf[c] - size) < size / 5 && books.cached(customer(c)).isEmpty()) {
          near.add(c);
        }
      }
      if (!near.isEmpty()) {
        report.add(p50(near, books, "cold load of about %,d lines".formatted(size)));
      }
    }
  }

  private Figure p50(List<Integer> of, PriceBooks books, String name) {
    double[] micros = new double[of.size()];
    for (int i = 0; i < micros.length; i++) {
      Customer customer = customer(of.get(i));
      long begin = System.nanoTime();
      Terms terms = books.load(customer).join();
      micros[i] = (System.nanoTime() - begin) / 1e3;
      if (terms.agreements().getFirst().book().size() != linesOf[of.get(i)]) {
        throw new IllegalStateException("not the book of " + customer.customer());
      }
    }
    Arrays.sort(micros);
    report.add(Figure.of(name + ", p99", Figure.percentile(micros, 99), "µs"));
    return Figure.of(name + ", p50 of " + micros.length, Figure.percentile(micros, 50), "µs");
  }

  private void measureMemory(PriceBooks books) {
    books.evictAll();
    long before = usedHeap();
    long begin = System.nanoTime();
    long bytes = 0;
    for (int c = 0; c < customers; c++) {
      bytes += books.load(customer(c)).join().agreements().getFirst().book().bytes();
    }
    report.add(Figure.of("all books loaded", seconds(begin), "s"));
    double heap = (double) (usedHeap() - before) / written;
    report.add(Figure.of("memory: heap", heap, "B/line"));
    report.add(Figure.of("memory: of these the books, as weighed", (double) bytes / written, "B"));
    report.add(Figure.of("memory: 10^8 lines would be", heap * 1e8 / 1e9, "GB"));
  }

  private void measureAnswers(PriceBooks books) {
    List<Customer> who = new ArrayList<>();
    List<String> what = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      int customer = random.nextInt(customers);
      long item = item(customer, random.nextInt(linesOf[customer]));
      who.add(customer(customer));
      what.add(GeneratedKeys.item(item));
      filled.apply(FilledWorld.item(what.getLast(), List.of()));
    }
    Pricing pricing = new Pricing(filled.world(), PricingRules.PLAIN);
    double[] nanos = new double[20];
    for (int round = -20; round < nanos.length; round++) {
      long begin = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        Terms terms = books.cached(who.get(i)).orElseThrow();
        if (!(pricing.answer(question(what.get(i), who.get(i), terms))
            instanceof PriceAnswer.Priced)) {
          throw new IllegalStateException(what.get(i) + " has no price");
        }
      }
      if (round >= 0) {
        nanos[round] = (double) (System.nanoTime() - begin) / ROUNDS;
      }
    }
    report.add(Figure.median("warm: terms and price of one item", nanos, "ns"));
  }

  private static PriceQuestion question(String item, Customer customer, Terms terms) {
    return new PriceQuestion(
        item, customer, terms, FixedPoint.of(25), "", "", FilledWorld.TODAY, false);
  }

  private void measureChanges(PriceBooks books) throws InterruptedException {
    long[] offset = {0};
    measureChanges(books, offset, "any customer", false);
    measureChanges(books, offset, "the largest customer", true);
    long begin = System.nanoTime();
    if (!books.awaitWritten(books.accepted(), PATIENCE)) {
      throw new IllegalStateException("not written");
    }
    report.add(Figure.of("changes after the last: all in PostgreSQL", seconds(begin), "s"));
  }

  private void measureChanges(PriceBooks books, long[] offset, String whose, boolean largest) {
    double[] micros = new double[2 * ROUNDS];
    for (int i = -ROUNDS; i < micros.length; i++) {
      int customer = largest ? 0 : random.nextInt(customers);
      int n = random.nextInt(linesOf[customer]);
      ContractPrice line = line(customer, n, 1 + (i + ROUNDS) % 100);
      long next = offset[0]++;
      LoggedContractPrice logged =
          new LoggedContractPrice(
              new LogPosition(ObjectKind.Topic.PRICING, 0, next),
              "tradecounter.pricing",
              new Decoded.Event(envelope(written + 1 + next), line),
              new byte[400],
              FilledWorld.NOW.toEpochMilli());
      Customer asking = customer(customer);
      long begin = System.nanoTime();
      books.accept(logged);
      var told =
          books
              .cached(asking)
              .orElseThrow()
              .agreements()
              .getFirst()
              .book()
              .forItem(line.targetKey());
      double took = (System.nanoTime() - begin) / 1e3;
      if (!told.getFirst().value().equals(line)) {
        throw new IllegalStateException("not visible: " + line);
      }
      if (i >= 0) {
        micros[i] = took;
      }
    }
    Arrays.sort(micros);
    String name = "change of " + whose + " accepted → visible, ";
    report.add(Figure.of(name + "p50", Figure.percentile(micros, 50), "µs"));
    report.add(Figure.of(name + "p99", Figure.percentile(micros, 99), "µs"));
  }

  private static Customer customer(int number) {
    return new Customer(
        GeneratedKeys.customer(number),
        "",
        "",
        List.of(),
        List.of(),
        "EUR",
        "",
        Customer.PriceStrategy.PRIORITY,
        Customer.TaxTerms.TAXABLE,
        List.of(),
        false,
        Customer.Status.ACTIVE);
  }

  private static double seconds(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
