package tradecounter.ledger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A connection to Redis that is made anew whenever it is lost, with a second between two attempts
 * at most. Used on one event loop only.
 *
 * <p>The server is asked for a sign of life at each time-out. The socket's idle time-out cuts off
 * whoever stays silent, while it shakes hands as well, so everything that is under way ends.
 */
final class RedisLine {
  /** Who has the line. */
  interface Owner {
    void opened(RedisLine line);

    /** It has been open for a while. */
    void lasts();

    void pushed(RedisLine line, Response message);

    /** Also after each attempt that has failed. */
    void lost(Object why);
  }

  private static final int FIRST_PAUSE_MILLIS = 50;
  private static final int LONGEST_PAUSE_MILLIS = 1_000;
  private static final long NO_TIMER = -1;

  /** What the client says in the server's place when the connection has ended. */
  private static final String CONNECTION_CLOSED = "CONNECTION_CLOSED";

  private final Vertx vertx;
  private final Redis redis;
  private final int timeoutMillis;
  private final Owner owner;
  private @Nullable RedisConnection connection;
  private long signsOfLife = NO_TIMER;
  private int pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean closed;

  /** Not open yet. */
  RedisLine(Vertx vertx, Redis redis, int timeoutMillis, Owner owner) {
    this.vertx = vertx;
    this.redis = redis;
    this.timeoutMillis = timeoutMillis;
    this.owner = owner;
  }

  /** Opens it and keeps it open until {@link #close()}. */
  void open() {
    if (!closed) {
      redis.connect().onComplete(this::begin, this::tryAgain);
    }
  }

  boolean isOpen() {
    return connection != null;
  }

  /** Its failure is either the server's refusal or has ended the connection. */
  Future<@Nullable Response> send(Request request) {
    RedisConnection over = connection;
    if (over == null) {
      return Future.failedFuture(CONNECTION_CLOSED);
    }
    return over.send(request)
        .onFailure(
            why -> {
              if (!isRefusal(why)) {
                lost(over, why);
              }
            });
  }

  /** Whether the server itself has said no: then the connection is as good as before. */
  static boolean isRefusal(Throwable why) {
    return why instanceof Response && !CONNECTION_CLOSED.equals(why.getMessage());
  }

  /** Gives up the connection that is open, and opens another. */
  void drop(Object why) {
    if (connection != null) {
      lost(connection, why);
    }
  }

  void close() {
    closed = true;
    forget();
  }

  private void begin(RedisConnection fresh) {
    connection = fresh;
    if (closed) {
      forget();
      return;
    }
    fresh.handler(
        message -> {
          if (message != null && fresh.equals(connection)) {
            owner.pushed(this, message);
          }
        });
    fresh.exceptionHandler(why -> lost(fresh, why));
    fresh.endHandler(_ -> lost(fresh, CONNECTION_CLOSED));
    signsOfLife = vertx.setPeriodic(timeoutMillis, _ -> askForASignOfLife());
    owner.opened(this);
  }

  private void askForASignOfLife() {
    // Only a connection that lasts is well, not each one that is made and lost again.
    pauseMillis = FIRST_PAUSE_MILLIS;
    owner.lasts();
    send(Request.cmd(Command.PING));
  }

  private void lost(RedisConnection which, Object why) {
    if (which.equals(connection)) {
      forget();
      tryAgain(why);
    }
  }

  private void forget() {
    RedisConnection last = connection;
    connection = null;
    vertx.cancelTimer(signsOfLife);
    signsOfLife = NO_TIMER;
    if (last != null) {
      last.close().onFailure(owner::lost);
    }
  }

  private void tryAgain(Object why) {
    if (closed) {
      return;
    }
    int half = pauseMillis / 2;
    vertx.setTimer(half + ThreadLocalRandom.current().nextInt(half) + 1L, _ -> open());
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    owner.lost(why);
  }
}
