package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.decode.Decoded;
import tradecounter.decode.EventDecoder;

class GeneratedWorldTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @ParameterizedTest
  @ValueSource(ints = {10, 333, 2_000})
  void hasTheCountsThatItsSizePromises(int items) {
    WorldSize size = WorldSize.ofItems(items, 7);
    Tally tally = Tally.of(new GeneratedWorld(size, TODAY), Set.of());
    Map<String, Integer> byObject = new TreeMap<>();
    tally.counts().forEach((key, n) -> byObject.merge(key.split(" ", 2)[1], n, Integer::sum));
    Map<String, Integer> promised = new TreeMap<>();
    for (EventType type : EventType.values()) {
      if (size.count(type) > 0) {
        promised.put(type.objectName(), (int) size.count(type));
      }
    }
    assertThat(byObject).isEqualTo(promised);
    assertThat(byObject.values().stream().mapToLong(n -> n).sum()).isEqualTo(size.events());
    assertThat(tally.repeated()).isEmpty();
  }

  @Test
  void theServiceUnderstandsEveryEvent() {
    assertThat(
            new GeneratedWorld(WorldSize.ofItems(333, 7), TODAY)
                .events()
                .map(event -> new EventDecoder(event.feed(), false).decode(event.json())))
        .isNotEmpty()
        .allSatisfy(decoded -> assertThat(decoded).isInstanceOf(Decoded.Event.class));
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    WorldSize size = WorldSize.ofItems(100, 7);
    String digest = Tally.digestOf(new GeneratedWorld(size, TODAY));
    assertThat(Tally.digestOf(new GeneratedWorld(size, TODAY))).isEqualTo(digest);
    assertThat(Tally.digestOf(new GeneratedWorld(WorldSize.ofItems(100, 8), TODAY)))
        .isNotEqualTo(digest);
  }

  /** The positions alone would be six gigabytes if the iterator held them. */
  @Test
  void theLargestWorldsAreMadeAsTheyAreAskedFor() {
    WorldSize size =
        WorldSize.ofItems(10_000, 7)
            .withPositions(10_000_000, 1_000)
            .withContractLines(10_000_000, 5_000);
    long definitions =
        size.count(EventType.LOCATION)
            + size.count(EventType.NETWORK)
            + size.items()
            + size.customers()
            + size.count(EventType.PRICE_LIST);
    Iterator<FeedEvent> events = new GeneratedWorld(size, TODAY).events().iterator();
    for (int i = 0; i < definitions; i++) {
      EventShapes.checked(events.next());
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(EventShapes.object(EventShapes.checked(events.next()))).isEqualTo("position.set");
    }
    assertThat(size.events()).isGreaterThan(30_000_000);
  }

  @Test
  void contractLinesAreExactAndFewCustomersHaveMost() {
    WorldSize size = WorldSize.ofItems(5_000, 7).withContractLines(100_000, 2_000);
    Map<Integer, Integer> linesByCustomer = new HashMap<>();
    Set<ContractLines.Line> distinct = new HashSet<>();
    new ContractLines(size)
        .forEachRemaining(
            line -> {
              linesByCustomer.merge(line.customer(), 1, Integer::sum);
              distinct.add(line);
              assertThat(line.subject())
                  .isBetween(0L, line.ofCategory() ? WorldSize.CATEGORIES - 1L : 4_999L);
            });
    assertThat(distinct).hasSize(100_000);
    assertThat(linesByCustomer.get(0)).isEqualTo(5_000);
    int ofTheFirstHundred =
        linesByCustomer.entrySet().stream()
            .filter(entry -> entry.getKey() < 100)
            .mapToInt(Map.Entry::getValue)
            .sum();
    assertThat(ofTheFirstHundred).isGreaterThan(50_000);
  }

  @Test
  void everyCustomerMayHaveEveryItemOnContract() {
    WorldSize size = WorldSize.ofItems(30, 7).withContractLines(30 * 20, 20);
    Set<ContractLines.Line> distinct = new HashSet<>();
    new ContractLines(size).forEachRemaining(distinct::add);
    assertThat(distinct).hasSize(30 * 20);
  }

  @Test
  void aSizeThatCannotBeIsRefused() {
    WorldSize size = WorldSize.ofItems(10, 7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> size.withPositions(41, 4))
        .withMessageContaining("positions ≤ items×locations");
    assertThatIllegalArgumentException().isThrownBy(() -> size.withContractLines(101, 10));
  }
}
