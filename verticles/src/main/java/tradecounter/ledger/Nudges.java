package tradecounter.ledger;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;

/**
 * "Look at Postgres now", said to the other nodes and heard from them over a channel of Redis.
 *
 * <p>A nudge may be lost, late or doubled: whoever hears one looks, and whoever hears none polls.
 * Whatever becomes of Redis, callers neither wait nor fail; it is connected to again and again,
 * with a second between two attempts at most, and each outage is one line of the log.
 *
 * <p>Any thread may call; the work is done on one event loop. Without an address it does nothing.
 */
public final class Nudges implements AutoCloseable {
  /* One line to hear and one to say: on one that hears, the client takes what is pushed for the answer
   * of the command under way, which then never gets one. (Vert.x 5.0.8, RedisStandaloneConnection.)
   *
   * One client makes all connections: Vert.x remembers each client until it is closed itself. */

  private static final Logger LOG = LoggerFactory.getLogger(Nudges.class);

  static final String CHANNEL = "tradecounter:ledger";

  private static final int LINES = 2;
  private static final int CLOSING_MILLIS = 2_000;

  /** Signs of life and nudges that wait for their answers; far more than there ever are. */
  private static final int MOST_UNANSWERED = 16;

  private final String node = UUID.randomUUID().toString();
  private final Configuration.Redis settings;
  private final Context loop;
  private final @Nullable Client client;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final LongAdder failures = new LongAdder();
  private volatile Runnable nudged = () -> {};
  private volatile boolean connected;
  private volatile boolean closed;

  // Only the event loop sees these.
  private boolean subscribed;
  private boolean waiting;
  private boolean underWay;
  private boolean refused;
  private boolean told;

  private record Client(Redis redis, RedisLine hearing, RedisLine saying) {}

  /** Connects in the background, until it is closed. */
  public Nudges(Vertx vertx, Configuration.Redis settings) {
    this.settings = settings;
    this.loop = vertx.getOrCreateContext();
    if (settings.uri().isEmpty()) {
      client = null;
    } else {
      Redis redis = Redis.createClient(vertx, options(settings));
      RedisLine hearing = new RedisLine(vertx, redis, settings.timeoutMillis(), new Hearing());
      RedisLine saying = new RedisLine(vertx, redis, settings.timeoutMillis(), new Saying());
      client = new Client(redis, hearing, saying);
      loop.runOnContext(
          _ -> {
            hearing.open();
            saying.open();
          });
    }
  }

  private static RedisOptions options(Configuration.Redis settings) {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(settings.uri())
            .setMaxPoolSize(LINES)
            .setPoolCleanerInterval(-1)
            .setPoolRecycleTimeout(-1)
            .setMaxWaitingHandlers(MOST_UNANSWERED);
    NetClientOptions socket = options.getNetClientOptions();
    socket
        .setConnectTimeout(settings.timeoutMillis())
        .setReadIdleTimeout(2 * settings.timeoutMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    if (settings.uri().startsWith("rediss:")) {
      socket.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
    }
    return options;
  }

  // ---------------------------------------------------------------- any thread

  /**
   * Has {@code nudged} called for each nudge of another node, and once after each time that it has
   * connected, since something may have been missed.
   *
   * @param nudged on the event loop, must not block; takes the place of an earlier one
   */
  public void listen(Runnable nudged) {
    this.nudged = nudged;
    loop.runOnContext(
        _ -> {
          if (connected) {
            nudged.run();
          }
        });
  }

  /**
   * Tells the other nodes to look. Returns at once. While one nudge is under way, all others are
   * one that waits; it also waits for a connection.
   */
  public void send() {
    if (client != null && !closed && asked.compareAndSet(false, true)) {
      loop.runOnContext(
          _ -> {
            asked.set(false);
            waiting = true;
            publish();
          });
    }
  }

  /** Whether nudges come and go, as far as is known. */
  public boolean isConnected() {
    return connected;
  }

  /** How often a nudge could not go out when it should, or perhaps did not. */
  public long failures() {
    return failures.sum();
  }

  /** Not on an event loop. */
  @Override
  public void close() {
    Client last = client;
    if (last == null || closed) {
      return;
    }
    closed = true;
    connected = false;
    CompletableFuture<Void> ended = new CompletableFuture<>();
    loop.runOnContext(
        _ -> {
          last.hearing().close();
          last.saying().close();
          connected = false;
          last.redis().close().onComplete(_ -> ended.complete(null), ended::completeExceptionally);
        });
    try {
      ended.get(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the connection to Redis has not ended: {}", e.toString());
    }
  }

  // ---------------------------------------------------------------- the event loop

  /** The line with the channel. */
  private final class Hearing implements RedisLine.Owner {
    @Override
    public void opened(RedisLine line) {
      line.send(Request.cmd(Command.SUBSCRIBE).arg(CHANNEL));
    }

    @Override
    public void pushed(RedisLine line, Response message) {
      if (message.type() == ResponseType.ERROR) {
        line.drop(message);
      } else if (message.type() == ResponseType.PUSH) {
        String kind = message.get(0).toString();
        if (kind.equals("subscribe")) {
          subscribed = true;
          look();
          nudged.run();
        } else if (kind.equals("message") && !message.get(2).toString().equals(node)) {
          nudged.run();
        }
      }
    }

    @Override
    public void lasts() {
      isWell();
    }

    @Override
    public void lost(Object why) {
      subscribed = false;
      look();
      tell(why);
    }
  }

  /** The line of commands. */
  private final class Saying implements RedisLine.Owner {
    @Override
    public void opened(RedisLine line) {
      look();
      publish();
    }

    @Override
    public void pushed(RedisLine line, Response message) {
      // Nothing that was not asked for is of interest here.
    }

    @Override
    public void lasts() {
      isWell();
    }

    @Override
    public void lost(Object why) {
      look();
      // What is under way may not have arrived.
      waiting |= underWay;
      underWay = false;
      refused = false;
      tell(why);
    }
  }

  private void look() {
    connected = client != null && client.saying().isOpen() && subscribed && !closed;
  }

  private void publish() {
    if (client == null || !waiting || underWay || closed) {
      return;
    }
    if (!client.saying().isOpen()) {
      failures.increment();
      return;
    }
    waiting = false;
    underWay = true;
    client
        .saying()
        .send(Request.cmd(Command.PUBLISH).arg(CHANNEL).arg(node))
        .onComplete(_ -> published(), this::notPublished);
  }

  private void published() {
    underWay = false;
    refused = false;
    isWell();
    publish();
  }

  private void notPublished(Throwable why) {
    failures.increment();
    // A line that is lost has said so already, or is about to.
    if (RedisLine.isRefusal(why)) {
      underWay = false;
      refused = true;
      tell(why);
      publish();
    }
  }

  private void isWell() {
    if (connected && !refused) {
      told = false;
    }
  }

  private void tell(Object why) {
    if (!told) {
      told = true;
      LOG.warn(
          "no nudges over {}, nodes find each other's changes by polling: {}",
          settings.uri().replaceFirst("//[^/]*@", "//"),
          why.toString());
    }
  }
}
