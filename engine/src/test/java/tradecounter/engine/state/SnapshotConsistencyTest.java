package tradecounter.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.availability.Availability;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.availability.AvailabilityAnswer.LocationFigures;
import tradecounter.engine.availability.AvailabilityQuestion;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.engine.canonical.PositionChange;
import tradecounter.engine.canonical.PositionChange.Figure;
import tradecounter.engine.canonical.SupplyPolicy;

/** One writer, several readers: a reader never sees half of an event. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SnapshotConsistencyTest {
  private static final int ROUNDS = 40_000;
  private static final int READERS = 3;
  private static final int ITEMS = 4;

  private final World world = new World();
  private final Log log = new Log(world);
  private final Availability availability = new Availability(world, _ -> SupplyPolicy.DEFAULT);

  @Test
  void figuresOfOneEventAreSeenTogether() throws Exception {
    log.say(Given.location("DC1"), Given.network("N", Given.atLocation("DC1", 1, 0)));
    for (int i = 0; i < ITEMS; i++) {
      log.say(Given.stocked("I" + i));
      write(0, "I" + i);
    }
    AtomicBoolean writing = new AtomicBoolean(true);
    CyclicBarrier start = new CyclicBarrier(READERS + 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
      List<Future<Long>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(threads.submit(reading(start, writing)));
      }
      start.await();
      for (int round = 1; round <= ROUNDS; round++) {
        write(round, "I" + round % ITEMS);
      }
      writing.set(false);
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).as("looks").isPositive();
      }
    }
  }

  /**
   * On hand and safety stock go up together in one event of the ERP, allocated and blocked go
   * against each other in one of the WMS: free stock is always −100.
   */
  private void write(int round, String item) {
    long figure = FixedPoint.of(round);
    log.say(
        PositionChange.set(
            item, "DC1", Map.of(Figure.ON_HAND, figure, Figure.SAFETY_STOCK, figure)));
    log.sayAs(
        "wms",
        PositionChange.set(
            item,
            "DC1",
            Map.of(Figure.ALLOCATED, figure, Figure.BLOCKED, FixedPoint.of(100) - figure)));
  }

  private Callable<Long> reading(CyclicBarrier start, AtomicBoolean writing) {
    return () -> {
      start.await();
      long looks = 0;
      long[] lastSeen = new long[ITEMS];
      do {
        int i = (int) (looks++ % ITEMS);
        ItemSnapshot snapshot = Objects.requireNonNull(world.item("I" + i));
        Positions positions = snapshot.positions();
        assertThat(positions.free(0)).isEqualTo(FixedPoint.of(-100));
        long onHand = positions.figure(0, Figure.ON_HAND);
        assertThat(onHand).as("never back").isGreaterThanOrEqualTo(lastSeen[i]);
        lastSeen[i] = onHand;
        LocationFigures figures = ask("I" + i).locations().getFirst();
        assertThat(figures.onHand()).isEqualTo(figures.safetyStock());
        assertThat(figures.allocated() + figures.blocked()).isEqualTo(FixedPoint.of(100));
      } while (writing.get());
      return looks;
    };
  }

  private Figures ask(String item) {
    return (Figures)
        availability.answer(AvailabilityQuestion.of(item, Customer.ANYBODY, "", 0, Instant.EPOCH));
  }
}
