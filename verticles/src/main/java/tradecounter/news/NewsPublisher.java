package tradecounter.news;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.engine.canonical.Verdict;
import tradecounter.log.AppendListener;
import tradecounter.log.LogAppender;
import tradecounter.log.LogRecord;
import tradecounter.log.Topics;
import tradecounter.store.Database;
import tradecounter.store.Lease;

/**
 * Sends business events to Kafka, on a thread of its own, one node at a time. Each is sent until
 * Kafka has it, and forgotten by nobody in between; one that Kafka took when this could not be
 * noted any more is sent again, with the same id.
 *
 * <p>The events of one subject come in their order, each for the first time after Kafka has those
 * before it. A node that stood still beyond its lease may send again what another has sent
 * meanwhile. While Kafka is away events wait in Postgres.
 */
public final class NewsPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewsPublisher.class);
  private static final int AT_ONCE = 500;
  private static final long REST_MILLIS = 1_000;
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PURGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Database database;
  private final LogAppender appender;
  private final String topic;
  private final Configuration.News settings;
  private final Lease lease;
  private final long sendMillis;
  private final Counter published;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Outbox.Waiting waiting = Outbox.Waiting.NONE;

  // Of the thread alone.
  private long countedAtNanos = System.nanoTime() - COUNT_NANOS;
  private long purgedAtNanos = System.nanoTime() - PURGE_NANOS;
  private boolean away;

  public NewsPublisher(
      Database database,
      LogAppender appender,
      Topics topics,
      Configuration configuration,
      MeterRegistry registry) {
    this(
        database,
        appender,
        topics,
        configuration.news(),
        configuration.kafka().appendTimeoutMillis(),
        registry);
  }

  /**
   * @param sendMillis how long Kafka may take before a record counts as not sent
   */
  NewsPublisher(
      Database database,
      LogAppender appender,
      Topics topics,
      Configuration.News settings,
      long sendMillis,
      MeterRegistry registry) {
    this.database = database;
    this.appender = appender;
    this.topic = topics.orders();
    this.settings = settings;
    this.sendMillis = sendMillis;
    this.lease = new Lease("publish", 3 * sendMillis);
    this.published =
        Counter.builder("tradecounter.news.published")
            .description("Business events that this node has sent to Kafka")
            .register(registry);
    Gauge.builder("tradecounter.news.waiting", this, p -> p.waiting.events())
        .description("Business events that Kafka does not have yet")
        .register(registry);
    Gauge.builder("tradecounter.news.oldest.seconds", this, p -> p.waiting.oldestSeconds())
        .description("How long the oldest business event has waited for Kafka")
        .register(registry);
    thread = Thread.ofPlatform().name("news-publisher").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        var _ = closing.await(round(), TimeUnit.MILLISECONDS);
      }
      var _ = database.inTransaction(lease::leave);
    } catch (SQLException e) {
      LOG.warn("another node can publish only after the lease: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends what there is; returns after how many milliseconds to look again. */
  private long round() throws InterruptedException {
    try {
      keep(); // First: what waits is counted most of all when nothing can be sent.
    } catch (SQLException | RuntimeException e) {
      LOG.warn("business events are not counted and forgotten: {}", e.toString());
    }
    try {
      boolean more = publish();
      away = false;
      return more ? 0 : settings.pollMillis();
    } catch (SQLException | RuntimeException e) {
      if (!away) {
        LOG.warn("business events wait: {}", e.toString());
      }
      away = true;
      return REST_MILLIS;
    }
  }

  private void keep() throws SQLException {
    long now = System.nanoTime();
    if (now - countedAtNanos >= COUNT_NANOS) {
      waiting = database.inOneStatement(Outbox::waiting);
      countedAtNanos = now;
    }
    if (now - purgedAtNanos >= PURGE_NANOS) {
      int purged = database.inTransaction(c -> Outbox.purge(c, settings.keepMillis()));
      if (!Outbox.mayHaveMore(purged)) {
        purgedAtNanos = now;
      }
    }
  }

  // ---------------------------------------------------------------- one round

  /** Whether there may be more to send. */
  private boolean publish() throws SQLException, InterruptedException {
    List<BusinessEvent> events =
        database.inTransaction(
            connection ->
                Outbox.hasUnpublished(connection) && lease.take(connection)
                    ? Outbox.unpublished(connection, AT_ONCE)
                    : List.of());
    if (events.isEmpty()) {
      return false;
    }
    List<BusinessEvent> sent = new ArrayList<>();
    try {
      send(events, sent);
    } finally {
      if (!sent.isEmpty()) {
        published.increment(sent.size());
        var _ = database.inTransaction(connection -> Outbox.published(connection, sent));
      }
    }
    return true;
  }

  /**
   * Of each subject one after the other: whatever becomes of a record, none after it is on its way
   * then.
   *
   * @param sent what Kafka has is added here
   */
  private void send(List<BusinessEvent> events, List<BusinessEvent> sent)
      throws InterruptedException {
    Map<String, Deque<BusinessEvent>> bySubject = new LinkedHashMap<>();
    for (BusinessEvent event : events) {
      bySubject.computeIfAbsent(event.subject(), _ -> new ArrayDeque<>()).add(event);
    }
    while (!bySubject.isEmpty()) {
      List<BusinessEvent> firsts = bySubject.values().stream().map(Deque::remove).toList();
      bySubject.values().removeIf(Deque::isEmpty);
      if (closing.getCount() == 0) {
        return;
      }
      if (lease.leftMillis() < sendMillis) {
        return; // What is sent now might arrive when another node is at it.
      }
      append(firsts, sent);
    }
  }

  private void append(List<BusinessEvent> events, List<BusinessEvent> sent)
      throws InterruptedException {
    List<LogRecord> records = events.stream().map(this::record).toList();
    List<Appended> outcomes = events.stream().map(_ -> new Appended()).toList();
    if (!appender.offer(records, outcomes)) {
      throw new IllegalStateException("the log takes nothing at the moment");
    }
    String failure = "";
    for (int i = 0; i < events.size(); i++) {
      try {
        outcomes.get(i).done.get(Math.max(1, lease.leftMillis()), TimeUnit.MILLISECONDS);
        sent.add(events.get(i));
      } catch (ExecutionException e) {
        failure = String.valueOf(e.getCause());
      } catch (TimeoutException e) {
        failure = "the log does not say what became of it";
      }
    }
    if (!failure.isEmpty()) {
      throw new IllegalStateException(failure);
    }
  }

  private LogRecord record(BusinessEvent event) {
    return LogRecord.aside(
        topic,
        event.subject(),
        event.cloudEvent().getBytes(),
        List.of(
            new RecordHeader(
                "content-type", BusinessEvent.MEDIA_TYPE.getBytes(StandardCharsets.UTF_8))));
  }

  /** What became of one record. */
  private static final class Appended implements AppendListener {
    final CompletableFuture<Boolean> done = new CompletableFuture<>();

    @Override
    public void appended() {
      done.complete(true);
    }

    @Override
    public void applied(Verdict verdict) {}

    @Override
    public void failed(String reason) {
      done.completeExceptionally(new IllegalStateException(reason));
    }
  }

  /** Sends no more; what is on its way is waited for. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(TimeUnit.MILLISECONDS.toSeconds(3 * sendMillis) * 1_000 + REST_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
