package tradecounter.store;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tradecounter.engine.canonical.Party;
import tradecounter.log.LoggedContractPrice;

/**
 * Contract prices that are not in Postgres yet, in log order and by party. Not thread-safe: {@link
 * PriceBooks} guards it.
 */
final class Tail {
  /** What an event takes as objects beside its raw bytes, roughly. */
  private static final int BYTES_DECODED = 1_000;

  private final ArrayDeque<LoggedContractPrice> all = new ArrayDeque<>();
  private final Map<Party, ArrayDeque<LoggedContractPrice>> ofParty = new HashMap<>();
  private long bytes;

  void add(LoggedContractPrice logged) {
    all.addLast(logged);
    ofParty.computeIfAbsent(logged.target().party(), _ -> new ArrayDeque<>()).addLast(logged);
    bytes += BYTES_DECODED + logged.raw().length;
  }

  Collection<LoggedContractPrice> of(Party party) {
    ArrayDeque<LoggedContractPrice> known = ofParty.get(party);
    return known == null ? List.of() : known;
  }

  List<LoggedContractPrice> oldest(int atMost) {
    return all.stream().limit(atMost).toList();
  }

  void removeOldest(int count) {
    for (int i = 0; i < count; i++) {
      LoggedContractPrice oldest = all.removeFirst();
      bytes -= BYTES_DECODED + oldest.raw().length;
      Party party = oldest.target().party();
      ArrayDeque<LoggedContractPrice> known = Objects.requireNonNull(ofParty.get(party));
      known.removeFirst();
      if (known.isEmpty()) {
        ofParty.remove(party);
      }
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int size() {
    return all.size();
  }

  /** How much memory it takes, roughly. */
  long bytes() {
    return bytes;
  }
}
