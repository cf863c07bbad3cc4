package tradecounter;

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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Rows;
import tradecounter.testing.Shoppers;
import tradecounter.testing.Shoppers.Told;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Orders go on while everything dies in turn, and the ERP answers badly; afterwards what buyers
 * were told, what the ERP has and what is in the ledger are the same. Longer: {@code
 * -Dtradecounter.kills=200}; again: {@code -Dseed=…}.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
@EnabledIfSystemProperty(
    named = "tradecounter.faults",
    matches = "true",
    disabledReason = "minutes of kills and freezes: -Dtradecounter.faults=true runs them")
final class KillLoopTest {
  private static final int KILLS = Integer.getInteger("tradecounter.kills", Victim.values().length);
  private static final int SHOPPERS = 20;
  private static final int ITEMS_AT_ONCE = 4;
  private static final int STOCK = 200;
  private static final int FAULT_PERCENT = 10;
  private static final long FROZEN_MILLIS = TestService.IMPATIENT_LEASE_MILLIS + 2_000L;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> CUSTOMERS =
      IntStream.range(0, 8).mapToObj(i -> "C-" + i).toList();

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CountDownLatch never = new CountDownLatch(1);
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final TestService first = new TestService().withImpatientErp(erp);
  private final TestService second = first.twin().withImpatientErp(erp);
  private final List<TestClient> clients = List.of(first.client(), second.client());
  private final PatientBuyer buyer = new PatientBuyer(clients);
  private final Shoppers shoppers = new Shoppers(clients, buyer, CUSTOMERS);
  private final List<String> items = new ArrayList<>();

  /** Who is killed, or stands still for longer than its lease. */
  private enum Victim {
    FIRST_NODE,
    SECOND_NODE,
    FROZEN_NODE,
    POSTGRES,
    REDIS,
    KAFKA
  }

  @AfterEach
  void stop() {
    SharedServers.postgres().start();
    SharedServers.redis().start();
    SharedServers.kafka().start();
    first.close();
    second.close();
    erp.close();
  }

  @Test
  void whateverDiesNoOrderIsLostOrDoubled() throws Exception {
    first.launchProcess();
    second.launchProcess();
    first.awaitReady();
    second.awaitReady();
    say(
        location("DC1"),
        network("ALL", "DC1"),
        baseList("BASE", "EUR"),
        taxRate("DE", "STANDARD", "19"));
    CUSTOMERS.forEach(one -> say(customer(one, "EUR", "shipTos", list(shipTo("DE", "DE")))));
    erp.misbehave(
        Fault.of(FaultKind.DROP_AFTER_COMMIT).percent(FAULT_PERCENT, seed),
        Fault.of(FaultKind.DROP_BEFORE_COMMIT).percent(FAULT_PERCENT, seed + 1),
        Fault.of(FaultKind.ERROR_AFTER_COMMIT).percent(FAULT_PERCENT, seed + 2),
        Fault.of(FaultKind.DELAY).millis(500).percent(FAULT_PERCENT, seed + 3));

    List<Victim> killed = schedule();
    restock();
    shoppers.start(SHOPPERS, seed);
    for (Victim victim : killed) {
      restock();
      underLoad(500 + random.nextInt(2_000));
      strike(victim);
      int answered = shoppers.answered();
      Awaitility.await("orders are decided again after " + victim + ", seed " + seed)
          .atMost(PATIENCE)
          .until(() -> shoppers.answered() >= answered + SHOPPERS);
    }
    shoppers.callHome();
    erp.behave();
    everythingAgrees(killed);
  }

  /** Each of them, in any order; then any. */
  private List<Victim> schedule() {
    List<Victim> all = new ArrayList<>(Arrays.asList(Victim.values()));
    Collections.shuffle(all, random);
    while (all.size() < KILLS) {
      all.add(Victim.values()[random.nextInt(Victim.values().length)]);
    }
    return List.copyOf(all.subList(0, KILLS));
  }

  private void strike(Victim victim) throws InterruptedException {
    int downMillis = 500 + random.nextInt(2_000);
    switch (victim) {
      case FIRST_NODE -> restart(first, downMillis);
      case SECOND_NODE -> restart(second, downMillis);
      case FROZEN_NODE -> {
        TestService node = random.nextBoolean() ? first : second;
        node.freeze();
        underLoad(FROZEN_MILLIS);
        node.thaw();
      }
      case POSTGRES -> {
        SharedServers.postgres().kill();
        underLoad(downMillis);
        SharedServers.postgres().start();
      }
      case REDIS -> {
        SharedServers.redis().kill();
        underLoad(downMillis);
        SharedServers.redis().start();
      }
      case KAFKA -> {
        SharedServers.kafka().kill();
        underLoad(downMillis);
        SharedServers.kafka().start();
      }
    }
  }

  private void restart(TestService node, int downMillis) throws InterruptedException {
    node.kill();
    underLoad(downMillis);
    node.startProcess();
  }

  /** Some time, in which whatever the shoppers do meets the next blow. */
  private void underLoad(long millis) throws InterruptedException {
    assertThat(never.await(millis, TimeUnit.MILLISECONDS)).isFalse();
  }

  // ---------------------------------------------------------------- the shelves

  private void restock() {
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < ITEMS_AT_ONCE; i++) {
      String item = "I-" + (items.size() + i);
      say(taxed(item, "STANDARD"), onHand(item, "DC1", STOCK), price("BASE", item, 1, "10.00"));
      fresh.add(item);
    }
    for (String item : fresh) {
      availableEverywhere(item, STOCK);
    }
    items.addAll(fresh);
    shoppers.shelve(fresh);
  }

  private void say(JsonObject... events) {
    Awaitility.await("the feed is taken, seed " + seed)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> clients.getFirst().feed("erp", events).status() == 202);
  }

  private void availableEverywhere(String item, int expected) {
    for (TestClient node : clients) {
      Awaitility.await("what there is of " + item + ", seed " + seed)
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(
              () ->
                  assertThat(
                          node.get("/v1/items/" + item + "/availability")
                              .json()
                              .getInteger("available"))
                      .isEqualTo(expected));
    }
  }

  // ---------------------------------------------------------------- afterwards

  private void everythingAgrees(List<Victim> killed) throws SQLException {
    Rows rows = new Rows(first);
    Awaitility.await("every forward is over, seed " + seed)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        rows.texts(
                            "SELECT forward_id || ' ' || state || ' ' || detail FROM forward"
                                + " WHERE state <> 'ACKNOWLEDGED' OR next_at IS NOT NULL"))
                    .isEmpty());

    for (Told told : shoppers.history()) {
      if (told.accepted()) {
        assertThat(buyer.order(told.key(), told.order(), random.nextInt(2)).text())
            .as("key %s once more, seed %d", told.key(), seed)
            .isEqualTo(told.answer().text());
      } else {
        assertThat(told.answer().code())
            .as(told.answer().text())
            .isIn("insufficient-availability", "hold-expired");
      }
    }

    List<Told> accepted = shoppers.history().stream().filter(Told::accepted).toList();
    List<String> orders = accepted.stream().map(Told::orderId).sorted().toList();
    assertThat(orders).as("one order for each key, seed %d", seed).doesNotHaveDuplicates();
    List<Committed> inTheErp = erp.orders();
    assertThat(inTheErp.stream().map(Committed::externalReference).sorted())
        .as("in the ERP, seed %d", seed)
        .containsExactlyElementsOf(orders);
    assertThat(rows.texts("SELECT order_id FROM customer_order").stream().sorted())
        .as("in the ledger, seed %d", seed)
        .containsExactlyElementsOf(orders);
    assertThat(rows.texts("SELECT order_id FROM forward").stream().sorted())
        .as("forwarded, seed %d", seed)
        .containsExactlyElementsOf(orders);

    List<String> lines =
        accepted.stream()
            .flatMap(
                told ->
                    told.lines().stream()
                        .map(
                            line ->
                                line(
                                    told.orderId(),
                                    line.getString("lineId"),
                                    line.getString("item"),
                                    line.getLong("quantity"))))
            .sorted()
            .toList();
    assertThat(
            inTheErp.stream()
                .flatMap(
                    order ->
                        order.positions().stream()
                            .map(
                                p ->
                                    line(
                                        order.externalReference(),
                                        p.id(),
                                        p.sku(),
                                        p.quantity().longValueExact())))
                .sorted())
        .as("lines in the ERP, seed %d", seed)
        .containsExactlyElementsOf(lines);
    assertThat(
            rows
                .texts(
                    "SELECT order_id || ' ' || line || ' ' || item || ' ' || quantity / 1000000"
                        + " FROM order_line")
                .stream()
                .sorted())
        .as("lines in the ledger, seed %d", seed)
        .containsExactlyElementsOf(lines);

    Map<String, Integer> ordered = new TreeMap<>();
    for (Told told : accepted) {
      told.lines()
          .forEach(
              line ->
                  ordered.merge(line.getString("item"), line.getInteger("quantity"), Integer::sum));
    }
    for (String item : items) {
      int left = STOCK - ordered.getOrDefault(item, 0);
      assertThat(left).as("left of %s, seed %d", item, seed).isNotNegative();
      availableEverywhere(item, left);
    }
    System.out.printf(
        "kill loop: seed %d, struck %s, %d keys, %d accepted, %d refused, %d repetitions of unknown"
            + " outcomes, %d ERP orders, %d lines, %d forwards, %d attempts; 0 lost, 0 double, 0"
            + " unresolved%n",
        seed,
        killed,
        shoppers.history().size(),
        orders.size(),
        shoppers.history().size() - orders.size(),
        buyer.repetitions(),
        inTheErp.size(),
        lines.size(),
        rows.number("SELECT count(*) FROM forward"),
        rows.number("SELECT count(*) FROM forward_attempt"));
  }

  private static String line(String order, String line, String item, long quantity) {
    return order + " " + line + " " + item + " " + quantity;
  }
}
