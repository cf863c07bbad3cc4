package tradecounter.http;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the failure of a future ends that nobody else waits for. */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Logs the failure, if there is one: at debug level, since most are clients that went away. */
  public static void report(Future<?> future, String what) {
    var _ = future.onFailure(failure -> LOG.debug("{}: {}", what, failure.toString()));
  }
}
