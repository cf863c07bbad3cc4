package tradecounter.loadtest.load;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An open-model HTTP/1.1 load on keep-alive connections, one request at a time on each: requests
 * start when {@link Arrivals} says. One that finds no connection free waits, and the wait counts:
 * every latency is from the intended start. What has no answer {@value #DRAIN_MILLIS} ms after the
 * window is counted with the time until then.
 *
 * <p>One event loop sends and receives everything; {@link #run} blocks its caller.
 */
final class Generator implements AutoCloseable {
  private static final int DRAIN_MILLIS = 5_000;

  /** A start that is this late is one that the generator missed. */
  static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final NetClient client;
  private final Context context;
  private final EventLoop loop;
  private final int connections;

  Generator(Vertx vertx, int connections) {
    this.connections = connections;
    this.client =
        vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(5_000));
    this.context = vertx.getOrCreateContext();
    this.loop = ((ContextInternal) context).nettyEventLoop();
  }

  /** Sends everything and waits for the answers. */
  Samples run(String host, int port, Arrivals arrivals, Requests requests)
      throws InterruptedException {
    Promise<Samples> done = Promise.promise();
    context.runOnContext(_ -> new Window(host, port, arrivals, requests, done).begin());
    long patience = arrivals.lengthNanos() + Duration.ofMillis(4L * DRAIN_MILLIS).toNanos();
    try {
      return done.future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load could not be sent: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the generator's event loop hangs", e);
    }
  }

  @Override
  public void close() {
    client.close().toCompletionStage().toCompletableFuture().join();
  }

  /** A request that has come due. */
  private record Due(Requests.Request request, long intendedNanos) {}

  /** One run; all of it on the event loop. */
  private final class Window {
    private final String host;
    private final int port;
    private final Arrivals arrivals;
    private final Requests requests;
    private final Promise<Samples> done;
    private final Samples samples = new Samples();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final Deque<Connection> all = new ArrayDeque<>();
    private final Deque<Due> waiting = new ArrayDeque<>();
    private long beginNanos;
    private long cpuNanosAtBegin;
    private int started;
    private int finished;
    private boolean ended;

    Window(String host, int port, Arrivals arrivals, Requests requests, Promise<Samples> done) {
      this.host = host;
      this.port = port;
      this.arrivals = arrivals;
      this.requests = requests;
      this.done = done;
    }

    void begin() {
      connect(connections);
    }

    /** One after the other; the window begins when all are there. */
    private void connect(int left) {
      if (left == 0) {
        cpuNanosAtBegin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        beginNanos = System.nanoTime();
        tick();
        return;
      }
      var _ =
          client
              .connect(port, host)
              .onSuccess(
                  socket -> {
                    free.add(new Connection(socket));
                    connect(left - 1);
                  })
              .onFailure(done::tryFail);
    }

    /** Starts all that is due, then sleeps until the next one is. */
    private void tick() {
      if (ended) {
        return;
      }
      long now = System.nanoTime() - beginNanos;
      while (started < arrivals.count() && arrivals.startNanos(started) <= now) {
        start(arrivals.startNanos(started));
        started++;
        now = System.nanoTime() - beginNanos;
      }
      if (started < arrivals.count()) {
        later(this::tick, arrivals.startNanos(started) - now);
      } else {
        later(this::end, TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS));
      }
    }

    private void later(Runnable step, long delayNanos) {
      var _ =
          loop.schedule(
              () -> {
                try {
                  step.run();
                } catch (RuntimeException e) {
                  done.tryFail(e);
                }
              },
              delayNanos,
              TimeUnit.NANOSECONDS);
    }

    private void start(long intendedNanos) {
      Due due = new Due(requests.next(), intendedNanos);
      samples.started(System.nanoTime() - beginNanos - intendedNanos);
      Connection connection = free.pollLast();
      if (connection == null) {
        samples.waited();
        waiting.add(due);
      } else {
        connection.send(due);
      }
    }

    private void finished(Due due, String outcome, long bytes) {
      samples.finished(
          due.request().kind(),
          System.nanoTime() - beginNanos - due.intendedNanos(),
          outcome,
          bytes);
      finished++;
      if (finished == arrivals.count()) {
        end();
      }
    }

    private void end() {
      if (ended) {
        return;
      }
      ended = true;
      long tookNanos = System.nanoTime() - beginNanos;
      for (Connection connection : all) {
        if (connection.current != null) {
          unanswered(connection.current, tookNanos);
        }
      }
      waiting.forEach(due -> unanswered(due, tookNanos));
      samples.ended(
          Math.max(tookNanos, arrivals.lengthNanos()),
          ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuNanosAtBegin);
      all.forEach(connection -> connection.socket.close());
      done.tryComplete(samples);
    }

    private void unanswered(Due due, long nowNanos) {
      samples.finished(due.request().kind(), nowNanos - due.intendedNanos(), "no answer", 0);
    }

    /** A keep-alive connection; one request at a time. */
    private final class Connection {
      private final NetSocket socket;
      private final ResponseReader reader = new ResponseReader();
      private @Nullable Due current;

      Connection(NetSocket socket) {
        this.socket = socket;
        all.add(this);
        socket.handler(this::received);
        socket.closeHandler(_ -> closed());
        socket.exceptionHandler(_ -> {});
      }

      void send(Due due) {
        current = due;
        // A failed write closes the connection, which is counted.
        var _ = socket.write(due.request().bytes());
      }

      private void received(Buffer piece) {
        try {
          if (reader.read(piece)) {
            answered();
          }
        } catch (ResponseReader.UnreadableException e) {
          lost("unreadable: " + e.getMessage());
        }
      }

      private void answered() {
        Due due = current;
        if (due == null || ended) {
          return;
        }
        current = null;
        String outcome = String.valueOf(reader.status());
        long bytes = reader.bytes();
        reader.reset();
        Due next = waiting.poll();
        if (next == null) {
          free.add(this);
        } else {
          send(next);
        }
        finished(due, outcome, bytes);
      }

      private void closed() {
        lost("connection closed");
      }

      /** Counts what was under way and puts a new connection in this one's place. */
      private void lost(String outcome) {
        if (!all.remove(this) || ended) {
          return;
        }
        free.remove(this);
        Due due = current;
        current = null;
        socket.close();
        var _ = client.connect(port, host).onSuccess(this::replaced);
        if (due != null) {
          finished(due, outcome, 0);
        }
      }

      private void replaced(NetSocket fresh) {
        if (ended) {
          fresh.close();
          return;
        }
        Connection connection = new Connection(fresh);
        Due next = waiting.poll();
        if (next == null) {
          free.add(connection);
        } else {
          connection.send(next);
        }
      }
    }
  }
}
