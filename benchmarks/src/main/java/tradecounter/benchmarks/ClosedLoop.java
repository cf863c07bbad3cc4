package tradecounter.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Connections that each send the next request when the last one is answered. Good for what a
 * request costs, not for latencies.
 */
public final class ClosedLoop implements AutoCloseable {
  private final List<HttpConnection> connections = new ArrayList<>();

  public ClosedLoop(int port, int count) {
    try {
      for (int i = 0; i < count; i++) {
        connections.add(new HttpConnection(port));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the requests over and over; gives how many were answered. */
  public long run(List<byte[]> requests, long millis) throws InterruptedException {
    AtomicLong answered = new AtomicLong();
    long deadline = System.nanoTime() + millis * 1_000_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      HttpConnection connection = connections.get(i);
      int first = i * requests.size() / connections.size();
      threads.add(
          Thread.ofPlatform()
              .start(() -> answered.addAndGet(loop(connection, requests, first, deadline))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return answered.get();
  }

  private static long loop(
      HttpConnection connection, List<byte[]> requests, int first, long deadline) {
    long count = 0;
    int at = first;
    try {
      while (System.nanoTime() < deadline) {
        int status = connection.exchange(requests.get(at));
        if (status != 200) {
          throw new IllegalStateException(connection.answer());
        }
        count++;
        at = at + 1 == requests.size() ? 0 : at + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return count;
  }

  @Override
  public void close() {
    for (HttpConnection connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
