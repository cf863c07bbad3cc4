package tradecounter.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Deletion;
import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.ObjectKey;
import tradecounter.engine.canonical.ObjectKind;
import tradecounter.engine.canonical.Origin;
import tradecounter.engine.canonical.PriceList;
import tradecounter.engine.state.LogPosition;
import tradecounter.engine.state.World;

/** Which formulas are admitted, by what the world shows and by what was admitted before. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DerivedListsTest {
  private final World world = new World();
  private final AtomicLong nanos = new AtomicLong();
  private final DerivedLists lists = new DerivedLists(world, nanos::get);
  private long offset;

  @Test
  void aCircleOverOtherListsIsNamed() {
    show("B", "C");
    show("C", "A");
    assertThat(lists.admit(derived("A", "B")))
        .isEqualTo(
            "list A is derived from itself: A ← B ← C ← A; change the formula of one of them");
    assertThat(lists.admit(derived("A", "D"))).isEmpty();
  }

  @Test
  void whatWasAdmittedAndDoesNotShowYetClosesACircle() {
    assertThat(lists.admit(derived("A", "B"))).isEmpty();
    assertThat(lists.admit(derived("B", "C"))).isEmpty();
    assertThat(lists.admit(derived("C", "A"))).contains("C ← A ← B ← C");
    assertThat(lists.admit(derived("C", "D"))).isEmpty();
  }

  @Test
  void whatIsRefusedCountsForNobody() {
    show("B", "A");
    assertThat(lists.admit(derived("A", "B"))).isNotEmpty();
    assertThat(lists.admit(derived("C", "A"))).isEmpty();
    assertThat(lists.admit(derived("B", "C"))).isEmpty();
  }

  @Test
  void whoeverOnlyAsksLeavesNothingBehind() {
    assertThat(lists.objection(derived("A", "B"))).isEmpty();
    assertThat(lists.admit(derived("B", "A"))).isEmpty();
    assertThat(lists.objection(derived("A", "B"))).contains("A ← B ← A");
  }

  /** One batch may turn two lists round. */
  @Test
  void aFormulaThatWasTakenBackOrAListThatWasDeletedOpensTheCircle() {
    show("B", "A");
    assertThat(lists.admit(derived("A", "B"))).isNotEmpty();
    assertThat(lists.admit(derived("B", ""))).isEmpty();
    assertThat(lists.admit(derived("A", "B"))).isEmpty();

    show("D", "C");
    assertThat(lists.admit(derived("C", "D"))).isNotEmpty();
    assertThat(lists.admit(deleted("D"))).isEmpty();
    assertThat(lists.admit(derived("C", "D"))).isEmpty();
  }

  @Test
  void onceTheWorldShowsAChangeOfTheListTheWorldCounts() {
    lists.admit(derived("B", "A"));
    show("B", "A");
    show("B", "");
    assertThat(lists.admit(derived("A", "B"))).isEmpty();
  }

  @Test
  void whatNeverShowsIsForgottenAfterSomeSeconds() {
    lists.admit(derived("B", "A"));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(DerivedLists.MEMORY_SECONDS));
    assertThat(lists.admit(derived("A", "B"))).isNotEmpty();
    nanos.addAndGet(1);
    assertThat(lists.admit(derived("A", "B"))).isEmpty();
  }

  /** It can come about between nodes; whoever is derived from it is not in it. */
  @Test
  void aCircleOfOthersStopsNobody() {
    show("X", "Y");
    show("Y", "X");
    assertThat(lists.admit(derived("A", "X"))).isEmpty();
    assertThat(lists.admit(derived("X", "Y"))).contains("X ← Y ← X");
    assertThat(lists.admit(derived("X", ""))).isEmpty();
  }

  @Test
  void aLongCircleIsToldWithoutItsMiddle() {
    for (int i = 0; i < 500; i++) {
      show("L" + i, "L" + (i + 1));
    }
    assertThat(lists.admit(derived("L500", "L0")))
        .contains("L500 ← L0 ← L1 ← … ← L498 ← L499 ← L500;");
  }

  /** Each of the two is fine without the other. */
  @Test
  void ofTwoThatCloseACircleAtOnceOnePasses() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 1_000; round++) {
        String one = "A" + round;
        String other = "B" + round;
        CyclicBarrier start = new CyclicBarrier(2);
        List<Callable<String>> both =
            List.of(
                () -> {
                  start.await();
                  return lists.admit(derived(one, other));
                },
                () -> {
                  start.await();
                  return lists.admit(derived(other, one));
                });
        assertThat(objections(threads, both)).filteredOn(String::isEmpty).hasSize(1);
      }
    }
  }

  private static List<String> objections(ExecutorService threads, List<Callable<String>> both)
      throws InterruptedException, ExecutionException {
    List<String> objections = new ArrayList<>();
    for (var future : threads.invokeAll(both)) {
      objections.add(future.get());
    }
    return objections;
  }

  private void show(String list, String base) {
    apply(derived(list, base));
  }

  private void apply(Change change) {
    long at = offset++;
    world.apply(
        new LogPosition(ObjectKind.Topic.PRICING, 0, at),
        Origin.NONE,
        new Envelope("erp", "e" + at, Envelope.BY_ARRIVAL, Envelope.hashOf("/t", "e" + at), at),
        change,
        at);
  }

  private static Change deleted(String list) {
    return new Deletion(new ObjectKey.Simple(ObjectKind.PRICE_LIST, list));
  }

  /**
   * @param base empty if it is not derived
   */
  private static PriceList derived(String list, String base) {
    return new PriceList(
        list,
        "EUR",
        PriceList.Kind.BASE,
        Set.of(),
        Set.of(),
        Set.of(),
        1,
        Day.OPEN_START,
        Day.OPEN_END,
        true,
        true,
        base.isEmpty()
            ? PriceList.Formula.NONE
            : new PriceList.Formula(
                base, 0, 0, 0, PriceList.Formula.NO_MINIMUM, PriceList.Formula.NO_MAXIMUM));
  }
}
