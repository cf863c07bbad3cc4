package tradecounter.storefront.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.log.LogProgress;

/** Who missed something is told all of it, or that it cannot be told. */
class RecentChangesTest {
  private static LogProgress at(String text) {
    return LogProgress.parse(text).orElseThrow();
  }

  @Test
  void whatCameSinceThenIsToldAndNothingElse() {
    RecentChanges recent = new RecentChanges(10);
    recent.begin(at("c5-i7-p0-f0"));
    recent.add(0, 5, "A");
    recent.add(1, 7, "B");
    recent.add(1, 9, "C");
    assertThat(recent.since(at("c6-i8-p0-f0")).orElseThrow().items()).containsExactly("C");
    assertThat(recent.since(at("c5-i10-p0-f0")).orElseThrow().items()).containsExactly("A");
    assertThat(recent.since(at("c6-i10-p0-f0")).orElseThrow().items()).isEmpty();
  }

  @Test
  void whatWasBeforeItBeganIsNotKnown() {
    RecentChanges recent = new RecentChanges(10);
    recent.begin(at("c5-i7-p0-f0"));
    assertThat(recent.since(at("c5-i7-p0-f0"))).isPresent();
    assertThat(recent.since(at("c4-i7-p0-f0"))).isEmpty();
    assertThat(recent.since(at("c5-i7.0-p0-f0"))).isEmpty();
  }

  @Test
  void aChangeOfManyConcernsAll() {
    RecentChanges recent = new RecentChanges(10);
    recent.begin(at("c0-i0-p0-f0"));
    recent.add(0, 0, null);
    assertThat(recent.since(at("c0-i0-p0-f0")).orElseThrow().many()).isTrue();
    assertThat(recent.since(at("c1-i0-p0-f0")).orElseThrow().many()).isFalse();
  }

  /** One change, as the naive memory keeps it: for ever. */
  private record Change(int partition, long offset, @Nullable String item) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void saysWhatAMemoryWithoutLimitSaysAsLongAsItCan(int capacity) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    RecentChanges recent = new RecentChanges(capacity);
    recent.begin(at("c0-i0-p0-f0"));
    List<Change> all = new ArrayList<>();
    long[] next = new long[3];
    for (int step = 0; step < 500; step++) {
      int partition = random.nextInt(3);
      long offset = next[partition]++;
      for (int times = random.nextInt(3); times > 0; times--) {
        String item = random.nextInt(20) == 0 ? null : "I" + random.nextInt(9);
        recent.add(partition, offset, item);
        all.add(new Change(partition, offset, item));
      }
      long[] from = new long[3];
      for (int i = 0; i < 3; i++) {
        from[i] = Math.max(0, next[i] - random.nextInt(4));
      }
      check(recent, all, from, capacity, seed);
    }
  }

  private static void check(
      RecentChanges recent, List<Change> all, long[] from, int capacity, long seed) {
    Set<String> items = new HashSet<>();
    boolean many = false;
    boolean kept = true;
    for (int at = 0; at < all.size(); at++) {
      Change change = all.get(at);
      if (change.offset() >= from[change.partition()]) {
        kept &= at >= all.size() - capacity;
        if (change.item() == null) {
          many = true;
        } else {
          items.add(change.item());
        }
      }
    }
    Optional<RecentChanges.Missed> missed =
        recent.since(at("c" + from[0] + "-i" + from[1] + "-p" + from[2] + "-f0"));
    assertThat(missed.isPresent()).as("seed %s", seed).isEqualTo(kept);
    if (kept) {
      assertThat(missed.orElseThrow())
          .as("seed %s", seed)
          .isEqualTo(new RecentChanges.Missed(many, items));
    }
  }
}
