package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.embedded.SharedServers;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.Fault;
import tradecounter.embedded.erp.FaultKind;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.PatientBuyer;
import tradecounter.testing.Reckoning;
import tradecounter.testing.Shop;
import tradecounter.testing.Shoppers;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Orders go on while everything dies in turn, and the ERP answers badly; afterwards what buyers
 * were told, what the ERP has and what is in the ledger are the same. Longer: {@code
 * -Dtradecounter.kills=200}; again: {@code -Dseed=…}.
 */
@Timeout(value = 4, unit = TimeUnit.HOURS)
final class KillLoopTest {
  private static final int KILLS = Integer.getInteger("tradecounter.kills", Victim.values().length);
  private static final int SHOPPERS = 20;
  private static final int ITEMS_AT_ONCE = 4;
  private static final int STOCK = 200;
  private static final int FAULT_PERCENT = 10;
  private static final long FROZEN_MILLIS = TestService.IMPATIENT_LEASE_MILLIS + 2_000L;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int CUSTOMERS = 8;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CountDownLatch never = new CountDownLatch(1);
  private final RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
  private final TestService first = new TestService().withImpatientErp(erp);
  private final TestService second = first.twin().withImpatientErp(erp);
  private final List<TestClient> clients = List.of(first.client(), second.client());
  private final PatientBuyer buyer = new PatientBuyer(clients);
  private final Shop shop = new Shop(clients, CUSTOMERS);
  private final Shoppers shoppers = new Shoppers(clients, buyer, shop.customers());
  private int items;

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
    shop.open();
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
    String figures = new Reckoning(first, erp, buyer, "seed " + seed).agreed(shoppers.history());
    shop.leftIsWhatWasNotSold(shoppers.history());
    System.out.printf("kill loop: seed %d, struck %s, %s%n", seed, killed, figures);
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

  private void restock() {
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < ITEMS_AT_ONCE; i++) {
      fresh.add("I-" + ++items);
    }
    shop.stock(STOCK, fresh);
    shoppers.shelve(fresh);
  }
}
