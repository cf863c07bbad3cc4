package tradecounter.storefront.line;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tradecounter.http.Problem;

/**
 * Works out answers of many lines beside the event loop, which serves all its other clients in the
 * meantime: a thousand lines take tens of milliseconds, and many times that while the program is
 * cold. Few lines are answered where they are. One for each event loop.
 */
public final class LongAnswers implements AutoCloseable {
  /* The whole answer is worked out in one piece, not in slices between which the event loop breathes:
   * promises of a cart go line by line through what the lines before have taken, and break groups
   * count over all lines, so slices would have to carry half-done carts across the engine. The read
   * model is made for any number of readers on any thread, and one reader in one piece sees no more
   * of the world moving on than it did on the event loop. */

  /** So many lines are answered on the event loop: some milliseconds at most, once warm. */
  static final int MOST_AT_ONCE = 50;

  /** So many long answers may wait for the one that is worked out. */
  static final int WAITING = 64;

  private final ThreadPoolExecutor thread;

  public LongAnswers() {
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("long-answers-", 1).factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Answers the request with the bytes that are worked out, here or on a thread that may take its
   * time; with a 503 if too many others wait. Call on the event loop of the request.
   *
   * @param lines how many the question has
   * @param answer on any thread, must not touch the request
   */
  public void send(RoutingContext context, int lines, Supplier<Buffer> answer) {
    if (lines <= MOST_AT_ONCE) {
      Answers.send(context, answer.get());
      return;
    }
    Context loop = context.vertx().getOrCreateContext();
    try {
      thread.execute(() -> workOut(context, loop, answer));
    } catch (RejectedExecutionException e) {
      Problem.unavailable(
              "overloaded", "too many questions of many lines wait at the moment: try again")
          .write(context);
    }
  }

  private static void workOut(RoutingContext context, Context loop, Supplier<Buffer> answer) {
    if (context.response().closed()) {
      return;
    }
    try {
      Buffer bytes = answer.get();
      loop.runOnContext(_ -> Answers.send(context, bytes));
    } catch (RuntimeException | Error e) {
      loop.runOnContext(_ -> context.fail(e));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
