package tradecounter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import tradecounter.testing.Shoppers.Told;

/** One warehouse with customers and shelves, as several nodes show it. One thread. */
public final class Shop {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final List<TestClient> nodes;
  private final List<String> customers;
  private final Map<String, Integer> stock = new TreeMap<>();

  /**
   * @param nodes the first hears of what there is
   */
  public Shop(List<TestClient> nodes, int customers) {
    this.nodes = List.copyOf(nodes);
    this.customers = IntStream.range(0, customers).mapToObj(i -> "C-" + i).toList();
  }

  public List<String> customers() {
    return customers;
  }

  /** Tells of everything but what is sold. */
  public void open() {
    say(
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"));
    for (String one : customers) {
      say(customer(one, "EUR", "shipTos", list(shipTo("DE", "DE"))));
    }
  }

  /** So much of each, for 10.00 apiece; returns when every node shows it. */
  public void stock(int quantity, List<String> items) {
    for (String item : items) {
      say(taxed(item, "STANDARD"), onHand(item, "DC1", quantity), price("BASE", item, 1, "10.00"));
      stock.put(item, quantity);
    }
    items.forEach(item -> availableEverywhere(item, quantity));
    items.forEach(this::pricedEverywhere);
  }

  /** Tells the first node, again and again until it is taken. */
  public void say(JsonObject... events) {
    Awaitility.await("the feed is taken")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> nodes.getFirst().feed("erp", events).status() == 202);
  }

  public void availableEverywhere(String item, int expected) {
    for (TestClient node : nodes) {
      Awaitility.await("what there is of " + item)
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(() -> assertThat(available(node, item)).isEqualTo(expected));
    }
  }

  private void pricedEverywhere(String item) {
    for (TestClient node : nodes) {
      Awaitility.await("a price of " + item)
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> reads(node, item));
      customers.forEach(customer -> warm(node, item, customer));
    }
  }

  /** So that no customer is cold: their contracts are loaded from Postgres once. */
  private static void warm(TestClient node, String item, String customer) {
    Awaitility.await("the price book of " + customer)
        .atMost(PATIENCE)
        .until(() -> node.get("/v1/items/" + item + "/price?customer=" + customer).status() == 200);
  }

  /** What the node says there is; -1 if it does not say. */
  public static int available(TestClient node, String item) {
    Integer available =
        node.get("/v1/items/" + item + "/availability").json().getInteger("available");
    return available == null ? -1 : available;
  }

  /** Whether the node answers what shoppers look at: what there is, and for how much. */
  public boolean reads(TestClient node, String item) {
    return node.get("/v1/items/" + item + "/availability").status() == 200
        && node.get("/v1/items/" + item + "/price?customer=" + customers.getFirst()).status()
            == 200;
  }

  /** Whether there is as much left as was not sold, of everything and on every node. */
  public void leftIsWhatWasNotSold(Collection<Told> history) {
    Map<String, Integer> sold = new TreeMap<>();
    for (Told told : history) {
      if (told.accepted()) {
        told.lines()
            .forEach(
                line ->
                    sold.merge(line.getString("item"), line.getInteger("quantity"), Integer::sum));
      }
    }
    stock.forEach(
        (item, quantity) -> {
          int left = quantity - sold.getOrDefault(item, 0);
          assertThat(left).as("left of %s", item).isNotNegative();
          availableEverywhere(item, left);
        });
  }
}
