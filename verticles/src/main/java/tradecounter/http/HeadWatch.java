package tradecounter.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which no request begins: neither silence nor a head that comes byte by byte
 * keeps one open, as it would by the idle time-out of the server, which each byte puts off. One
 * event loop only.
 *
 * <p>It looks now and then instead of setting a timer for each request, so a connection is closed
 * between one and one and a half times the limit after its last answer.
 */
public final class HeadWatch {
  private final long limitNanos;
  private final Map<HttpConnection, Waiting> connections = new HashMap<>();

  /** What a connection is doing. */
  private static final class Waiting {
    @Nullable HttpServerRequest answering;
    long sinceNanos = System.nanoTime();
  }

  /**
   * Begins to look.
   *
   * @param limitMillis until a head has to be there, from the connection or the last answer on
   */
  public HeadWatch(Vertx vertx, long limitMillis) {
    this.limitNanos = TimeUnit.MILLISECONDS.toNanos(limitMillis);
    vertx.setPeriodic(Math.max(1, limitMillis / 4), _ -> look());
  }

  public void connected(HttpConnection connection) {
    connections.put(connection, new Waiting());
    connection.closeHandler(_ -> connections.remove(connection));
  }

  /** A head is there. */
  public void began(HttpServerRequest request) {
    Waiting waiting = connections.get(request.connection());
    if (waiting != null) {
      waiting.answering = request;
    }
  }

  /** How many connections there are. */
  public int connections() {
    return connections.size();
  }

  private void look() {
    long now = System.nanoTime();
    Iterator<Map.Entry<HttpConnection, Waiting>> all = connections.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<HttpConnection, Waiting> one = all.next();
      Waiting waiting = one.getValue();
      HttpServerRequest answering = waiting.answering;
      if (answering == null) {
        if (now - waiting.sinceNanos > limitNanos) {
          all.remove();
          Failures.report(one.getKey().close(), "a connection could not be closed");
        }
      } else if (answering.response().ended() || answering.response().closed()) {
        waiting.answering = null;
        waiting.sinceNanos = now;
      }
    }
  }
}
