package tradecounter.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.WebhookConfiguration;
import tradecounter.news.BusinessEvent;
import tradecounter.store.Database;

/**
 * Has due deliveries made: claims as many as an endpoint has room for, and carries out each on a
 * virtual thread of its own, so that no endpoint waits for another. An endpoint gets each event at
 * least once, always with the same id, in no order.
 */
public final class WebhookSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PURGE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long REST_MILLIS = 1_000;
  private static final Duration CLOSING = Duration.ofSeconds(10);

  /** Beyond the time that a request may take, to write down what became of it. */
  private static final long LEASE_MARGIN_MILLIS = 10_000;

  private final WebhookStore store;
  private final List<Endpoint> endpoints;
  private final WebhookConfiguration settings;
  private final int pollMillis;
  private final WebhookMeters meters;
  private final WebhookHttp http;
  private final Map<String, Semaphore> rooms = new HashMap<>();
  private final Set<Thread> working = ConcurrentHashMap.newKeySet();
  private final Semaphore nudges = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Of the thread alone.
  private long countedAtNanos = System.nanoTime() - COUNT_NANOS;
  private long purgedAtNanos = System.nanoTime() - PURGE_NANOS;
  private boolean away;

  /**
   * Reads the secrets of the endpoints.
   *
   * @throws tradecounter.configuration.ConfigurationException if one cannot be used
   */
  public WebhookSender(
      Database database,
      EndpointTroubles troubles,
      Configuration configuration,
      MeterRegistry registry) {
    this(database, troubles, configuration.webhooks(), configuration.news().pollMillis(), registry);
  }

  WebhookSender(
      Database database,
      EndpointTroubles troubles,
      WebhookConfiguration settings,
      int pollMillis,
      MeterRegistry registry) {
    this.settings = settings;
    this.pollMillis = pollMillis;
    this.endpoints = settings.endpoints().stream().map(Endpoint::of).toList();
    this.store =
        new WebhookStore(database, endpoints, new RetrySchedule(settings.retryMillis()), troubles);
    this.meters = new WebhookMeters(registry, endpoints);
    this.http = new WebhookHttp(settings.connectMillis(), settings.timeoutMillis());
    for (Endpoint endpoint : endpoints) {
      rooms.put(endpoint.name(), new Semaphore(settings.parallel()));
    }
    thread = Thread.ofPlatform().name("webhook-sender").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** There is something due: look at once. Any thread; does not block. */
  public void nudge() {
    if (nudges.availablePermits() == 0) {
      nudges.release();
    }
  }

  /** Whether its thread runs. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        if (nudges.tryAcquire(round(), TimeUnit.MILLISECONDS)) {
          nudges.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns after how many milliseconds to look again. */
  private long round() {
    try {
      boolean more = store.spread();
      for (Endpoint endpoint : endpoints) {
        claim(endpoint);
      }
      keep();
      away = false;
      return more ? 0 : pollMillis;
    } catch (SQLException | RuntimeException e) {
      if (!away) {
        LOG.warn("webhooks wait: {}", e.toString());
      }
      away = true;
      return REST_MILLIS;
    }
  }

  private void keep() throws SQLException {
    long now = System.nanoTime();
    if (now - countedAtNanos >= COUNT_NANOS) {
      meters.counted(store.standings());
      countedAtNanos = now;
    }
    if (now - purgedAtNanos >= PURGE_NANOS && !store.purge(settings.keepFailedMillis())) {
      purgedAtNanos = now;
    }
  }

  private void claim(Endpoint endpoint) throws SQLException {
    Semaphore room = room(endpoint.name());
    int free = room.drainPermits();
    int used = 0;
    try {
      if (free > 0 && closing.getCount() > 0) {
        long leaseMillis =
            settings.connectMillis() + (long) settings.timeoutMillis() + LEASE_MARGIN_MILLIS;
        for (Delivery delivery : store.claim(endpoint.name(), free, leaseMillis)) {
          used++;
          start(endpoint, delivery);
        }
      }
    } finally {
      room.release(free - used);
    }
  }

  private Semaphore room(String endpoint) {
    Semaphore room = rooms.get(endpoint);
    if (room == null) {
      throw new IllegalArgumentException("not an endpoint of this sender: " + endpoint);
    }
    return room;
  }

  private void start(Endpoint endpoint, Delivery delivery) {
    Thread worker =
        Thread.ofVirtual()
            .name("webhook-" + endpoint.name() + "-" + delivery.event().number())
            .unstarted(() -> work(endpoint, delivery));
    working.add(worker);
    worker.start();
  }

  private void work(Endpoint endpoint, Delivery delivery) {
    try {
      Reply reply = post(endpoint, delivery);
      meters.answered(endpoint.name(), reply);
      if (!store.answer(delivery, reply)) {
        LOG.warn("{} was sent again meanwhile", delivery.event().eventId());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException | RuntimeException e) {
      LOG.warn(
          "what became of {} at {} is not known: it is sent again: {}",
          delivery.event().eventId(),
          endpoint.name(),
          e.toString());
    } finally {
      working.remove(Thread.currentThread());
      room(endpoint.name()).release();
      nudge();
    }
  }

  private Reply post(Endpoint endpoint, Delivery delivery) throws InterruptedException {
    byte[] body = delivery.event().cloudEvent().getBytes();
    String id = delivery.event().eventId();
    return http.post(
        endpoint.url(),
        Map.of(
            "Content-Type",
            BusinessEvent.MEDIA_TYPE,
            "User-Agent",
            "Tradecounter",
            "webhook-id",
            id,
            "webhook-timestamp",
            String.valueOf(delivery.atSeconds()),
            "webhook-signature",
            endpoint.secrets().signatures(id, delivery.atSeconds(), body)),
        body);
  }

  /**
   * Claims nothing more and lets what is under way end; what does not is broken off, and sent again
   * by whoever claims it next.
   */
  @Override
  public void close() {
    closing.countDown();
    nudges.release();
    try {
      if (thread.isAlive()) {
        thread.join(CLOSING);
      }
      long end = System.nanoTime() + CLOSING.toNanos();
      for (Thread worker : working) {
        long left = end - System.nanoTime();
        if (left > 0) {
          worker.join(Duration.ofNanos(left));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    working.forEach(Thread::interrupt);
    http.close();
  }
}
