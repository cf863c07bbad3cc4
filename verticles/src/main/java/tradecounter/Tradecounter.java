package tradecounter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.management.Readiness;

/** A running service. Closing it stops its parts in the opposite order of their start. */
public final class Tradecounter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tradecounter.class);

  private final Deque<Part> parts = new ArrayDeque<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Readiness readiness;
  private boolean closed;

  private record Part(String name, AutoCloseable part) {}

  Tradecounter(Readiness readiness) {
    this.readiness = readiness;
  }

  /** Adds a part that has been built; it is closed before everything that was added earlier. */
  synchronized <T extends AutoCloseable> T started(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  /**
   * Completes when answers are given: the read model is taken up and has caught up with the log.
   */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /** What the start is waiting for, for people. */
  public String phase() {
    return readiness.phase();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Part part : parts) {
      try {
        LOG.info("stopping {}", part.name());
        part.part().close();
      } catch (Exception e) {
        LOG.warn("{} did not stop cleanly", part.name(), e);
      }
    }
  }
}
