package tradecounter.testing;

import static tradecounter.testing.Events.data;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Customers who order what is on the shelf until they are called home: from a hold, from a quote,
 * or just so; each order until its outcome is known, and some once more, at another node. What they
 * were told is the history that everything else is compared with.
 */
public final class Shoppers {
  private static final int LONGEST_PAUSE_MILLIS = 600;
  private static final int HOLD_SECONDS = 10;

  private final List<TestClient> nodes;
  private final PatientBuyer buyer;
  private final List<String> customers;
  private final Queue<Told> history = new ConcurrentLinkedQueue<>();
  private final CountDownLatch home = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> shopping = new ArrayList<>();
  private volatile List<String> shelf = List.of();

  /** One order under one key, and what a shopper was told about it. */
  public record Told(String key, JsonObject order, Answer answer) {
    public boolean accepted() {
      return answer.status() == 201;
    }

    /** The id of an accepted order. */
    public String orderId() {
      return answer.json().getString("orderId");
    }

    /** The lines that were asked for. */
    public List<JsonObject> lines() {
      return order.getJsonArray("lines").stream().map(JsonObject.class::cast).toList();
    }
  }

  public Shoppers(List<TestClient> nodes, PatientBuyer buyer, List<String> customers) {
    this.nodes = List.copyOf(nodes);
    this.buyer = buyer;
    this.customers = List.copyOf(customers);
  }

  /** What can be bought from now on. */
  public void shelve(List<String> items) {
    shelf = List.copyOf(items);
  }

  /** Sends so many of them shopping. */
  public void start(int count, long seed) {
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      shopping.add(threads.submit(() -> shop(random)));
    }
  }

  /** What they were told so far. */
  public Collection<Told> history() {
    return List.copyOf(history);
  }

  /**
   * How many orders were answered.
   *
   * @throws ExecutionException if a shopper has given up
   */
  public int answered() throws InterruptedException, ExecutionException {
    for (Future<?> one : shopping) {
      if (one.isDone()) {
        one.get();
      }
    }
    return history.size();
  }

  /** Calls them home and waits until each knows the outcome of its last order. */
  public void callHome() throws InterruptedException, ExecutionException {
    home.countDown();
    for (Future<?> one : shopping) {
      one.get();
    }
    threads.close();
  }

  private Void shop(SplittableRandom random) throws InterruptedException {
    do {
      JsonObject order = order(random);
      String key = UUID.randomUUID().toString();
      int node = random.nextInt(nodes.size());
      Told told = new Told(key, order, buyer.order(key, order, node));
      history.add(told);
      if (random.nextInt(3) == 0) {
        Answer again = buyer.order(key, order, node + 1);
        if (!again.text().equals(told.answer().text())) {
          throw new AssertionError(key + ": first " + told.answer() + ", then " + again);
        }
      }
    } while (!home.await(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS));
    return null;
  }

  private JsonObject order(SplittableRandom random) {
    List<String> items = shelf;
    int first = random.nextInt(items.size());
    JsonArray lines = new JsonArray();
    for (int i = 0; i <= random.nextInt(2); i++) {
      String item = items.get((first + i) % items.size());
      lines.add(
          data("lineId", String.valueOf(i + 1), "item", item, "quantity", 1 + random.nextInt(3)));
    }
    JsonObject wish =
        data("customer", customers.get(random.nextInt(customers.size()))).put("lines", lines);
    JsonObject order = wish.copy().put("reference", "PO-" + random.nextInt(1_000_000));
    TestClient node = nodes.get(random.nextInt(nodes.size()));
    return switch (random.nextInt(3)) {
      case 0 -> put(order, "holdId", node, "/v1/holds", wish.put("ttlSeconds", HOLD_SECONDS));
      case 1 -> put(order, "quoteToken", node, "/v1/quotes", wish);
      default -> order;
    };
  }

  /** With what the node gives for the wish; without, if it cannot be had at the moment. */
  private static JsonObject put(
      JsonObject order, String field, TestClient node, String path, JsonObject wish) {
    try {
      Answer answer = node.post(path, wish);
      return answer.status() < 300 && answer.json().getValue(field) instanceof String given
          ? order.put(field, given)
          : order;
    } catch (UncheckedIOException gone) {
      return order;
    }
  }
}
