package tradecounter.storefront;

import io.vertx.ext.web.RoutingContext;

/** Runs the rest of a handler whose first part ended in a future. */
final class Problems {
  private Problems() {}

  static void guarded(RoutingContext context, Runnable rest) {
    try {
      rest.run();
    } catch (RuntimeException e) {
      context.fail(e);
    }
  }
}
