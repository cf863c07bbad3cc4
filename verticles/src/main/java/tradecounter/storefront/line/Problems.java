package tradecounter.storefront.line;

import io.vertx.ext.web.RoutingContext;

/** Runs the rest of a handler whose first part ended in a future. */
public final class Problems {
  private Problems() {}

  public static void guarded(RoutingContext context, Runnable rest) {
    try {
      rest.run();
    } catch (RuntimeException | Error e) {
      // A future would keep even an error to itself, and the client would wait in vain.
      context.fail(e);
    }
  }
}
