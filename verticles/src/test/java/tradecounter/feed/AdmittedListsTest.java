package tradecounter.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import tradecounter.feed.AdmittedLists.Objection;

/** Which price lists are admitted, by what the world shows and by what was admitted before. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AdmittedListsTest {
  private final World world = new World();
  private final AtomicLong nanos = new AtomicLong();
  private final AdmittedLists lists = new AdmittedLists(world, nanos::get);
  private long offset;

  @Test
  void aCircleOverOtherListsIsNamed() {
    show("B", "C");
    show("C", "A");
    assertThat(admit(derived("A", "B")))
        .isEqualTo(
            "list A is derived from itself: A ← B ← C ← A; change the formula of one of them");
    assertThat(admit(derived("A", "D"))).isEmpty();
  }

  @Test
  void whatWasAdmittedAndDoesNotShowYetClosesACircle() {
    assertThat(admit(derived("A", "B"))).isEmpty();
    assertThat(admit(derived("B", "C"))).isEmpty();
    assertThat(admit(derived("C", "A"))).contains("C ← A ← B ← C");
    assertThat(admit(derived("C", "D"))).isEmpty();
  }

  @Test
  void whatIsRefusedCountsForNobody() {
    show("B", "A");
    assertThat(admit(derived("A", "B"))).isNotEmpty();
    assertThat(admit(derived("C", "A"))).isEmpty();
    assertThat(admit(derived("B", "C"))).isEmpty();
  }

  @Test
  void whoeverOnlyAsksLeavesNothingBehind() {
    assertThat(lists.objection(derived("A", "B"))).isEmpty();
    assertThat(admit(derived("B", "A"))).isEmpty();
    assertThat(lists.objection(derived("A", "B")).orElseThrow().detail()).contains("A ← B ← A");
  }

  /** One batch may turn two lists round. */
  @Test
  void aFormulaThatWasTakenBackOrAListThatWasDeletedOpensTheCircle() {
    show("B", "A");
    assertThat(admit(derived("A", "B"))).isNotEmpty();
    assertThat(admit(derived("B", ""))).isEmpty();
    assertThat(admit(derived("A", "B"))).isEmpty();

    show("D", "C");
    assertThat(admit(derived("C", "D"))).isNotEmpty();
    assertThat(admit(deleted("D"))).isEmpty();
    assertThat(admit(derived("C", "D"))).isEmpty();
  }

  @Test
  void onceTheWorldShowsAChangeOfTheListTheWorldCounts() {
    admit(derived("B", "A"));
    show("B", "A");
    show("B", "");
    assertThat(admit(derived("A", "B"))).isEmpty();
  }

  @Test
  void whatNeverShowsIsForgottenAfterSomeSeconds() {
    admit(derived("B", "A"));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(AdmittedLists.MEMORY_SECONDS));
    assertThat(admit(derived("A", "B"))).isNotEmpty();
    nanos.addAndGet(1);
    assertThat(admit(derived("A", "B"))).isEmpty();
  }

  /** It can come about between nodes; whoever is derived from it is not in it. */
  @Test
  void aCircleOfOthersStopsNobody() {
    show("X", "Y");
    show("Y", "X");
    assertThat(admit(derived("A", "X"))).isEmpty();
    assertThat(admit(derived("X", "Y"))).contains("X ← Y ← X");
    assertThat(admit(derived("X", ""))).isEmpty();
  }

  /** Its base may be told before it or after it, and what stands on it as well. */
  @Test
  void noListStandsOnMoreThanSixteenFormulas() {
    for (int i = 16; i > 0; i--) {
      assertThat(admit(derived("L" + (i - 1), "L" + i))).isEmpty();
    }
    assertThat(lists.admit(derived("TOP", "L0")))
        .contains(
            new Objection(
                "formula-too-deep",
                "list TOP stands on more than 16 formulas: TOP ← L0 ← L1 ← L2 ← L3 ← L4 ← L5 ← L6"
                    + " ← L7 ← L8 ← L9 ← L10 ← L11 ← L12 ← L13 ← L14 ← L15 ← L16; derive it from a"
                    + " list further down"));
    assertThat(admit(derived("TOP", "L1"))).isEmpty();
    assertThat(admit(derived("L0", "L1"))).as("told again").isEmpty();
  }

  @Test
  void theWorldsFormulasCountAsThoseOnTheirWay() {
    for (int i = 16; i > 8; i--) {
      show("L" + (i - 1), "L" + i);
    }
    for (int i = 8; i > 0; i--) {
      assertThat(admit(derived("L" + (i - 1), "L" + i))).isEmpty();
    }
    assertThat(code(derived("TOP", "L0"))).isEqualTo("formula-too-deep");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 17})
  void aCircleIsNamedAsLongAsNoChainIsTooLong(int length) {
    for (int i = 1; i < length; i++) {
      assertThat(admit(derived("L" + (i - 1), "L" + i))).isEmpty();
    }
    assertThat(code(derived("L" + (length - 1), "L0"))).isEqualTo("formula-circular");
  }

  @Test
  void aLongCircleDoesNotCloseInWhateverOrderItIsTold() {
    for (int seed = 0; seed < 200; seed++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
      Collections.shuffle(order, new Random(seed));
      String round = "R" + seed + "-";
      List<String> refused =
          order.stream()
              .map(i -> code(derived(round + i, round + (i + 1) % 20)))
              .filter(code -> !code.isEmpty())
              .toList();
      assertThat(refused).as("seed %s", seed).isNotEmpty().containsOnly("formula-too-deep");
    }
  }

  // ---------------------------------------------------------------- currencies

  /** The prices of a list are amounts of its currency, and nobody tells them anew. */
  @Test
  void aListKeepsItsCurrency() {
    apply(in("R-6", "KWD"));
    assertThat(lists.admit(in("R-6", "USD")))
        .contains(
            new Objection(
                "currency-changed",
                "list R-6 is in KWD and its prices are amounts of KWD: give the list in USD another"
                    + " key"));
    assertThat(admit(in("R-6", "KWD"))).isEmpty();
    assertThat(admit(in("R-7", "USD"))).isEmpty();
  }

  @Test
  void aListOnItsWayKeepsItsCurrencyToo() {
    assertThat(admit(in("R-6", "KWD"))).isEmpty();
    assertThat(code(in("R-6", "USD"))).isEqualTo("currency-changed");
    assertThat(lists.objection(in("R-6", "USD"))).isPresent();
    assertThat(admit(in("R-6", "KWD"))).isEmpty();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(AdmittedLists.MEMORY_SECONDS) + 1);
    assertThat(admit(in("R-6", "USD"))).as("it never came").isEmpty();
  }

  private String admit(Change change) {
    return lists.admit(change).map(Objection::detail).orElse("");
  }

  private String code(Change change) {
    return lists.admit(change).map(Objection::code).orElse("");
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
                  return admit(derived(one, other));
                },
                () -> {
                  start.await();
                  return admit(derived(other, one));
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
    return list(list, "EUR", base);
  }

  private static PriceList in(String list, String currency) {
    return list(list, currency, "");
  }

  private static PriceList list(String list, String currency, String base) {
    return new PriceList(
        list,
        currency,
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
