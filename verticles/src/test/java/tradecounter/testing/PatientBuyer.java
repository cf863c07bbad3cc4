package tradecounter.testing;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Orders as a careful buyer does: whoever does not know what has become of an order repeats it with
 * the same key, at the next node, until it knows. Thread-safe.
 */
public final class PatientBuyer {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final List<TestClient> nodes;
  private final AtomicLong repetitions = new AtomicLong();

  public PatientBuyer(List<TestClient> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * What has become of it: accepted (201), or refused for a reason of the order's own (422).
   *
   * @param firstNode which node is asked first, of any size
   */
  public Answer order(String key, JsonObject order, int firstNode) {
    AtomicLong turn = new AtomicLong(firstNode - 1L);
    return Awaitility.await("what became of the order with key " + key)
        .pollInSameThread()
        .dontCatchUncaughtExceptions()
        .pollDelay(Duration.ZERO)
        .pollInterval(PAUSE)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(
            () -> {
              long now = turn.incrementAndGet();
              if (now > firstNode) {
                repetitions.incrementAndGet();
              }
              return nodes.get(Math.floorMod(now, nodes.size())).order(key, order);
            },
            PatientBuyer::isKnown);
  }

  /** How often an outcome was unknown, over all orders. */
  public long repetitions() {
    return repetitions.get();
  }

  private static boolean isKnown(Answer answer) {
    boolean unavailable =
        answer.status() == 503 || answer.code().equals("idempotency-key-in-flight");
    if (!unavailable && answer.status() != 201 && answer.status() != 422) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return !unavailable;
  }
}
