package tradecounter.engine.journey;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of one table of the fake Postgres: what is committed, and what transactions draft. */
final class Rows<V> {
  private final Map<String, V> committed = new LinkedHashMap<>();
  private final Map<FakeLedger.Transaction, Map<String, V>> drafts = new HashMap<>(4);

  /** As the transaction sees it: what it wrote, else what is committed by now. */
  Optional<V> get(FakeLedger.Transaction by, String key) {
    Map<String, V> draft = drafts.get(by);
    @Nullable V own = draft == null ? null : draft.get(key);
    return own == null ? committed(key) : Optional.of(own);
  }

  Optional<V> committed(String key) {
    return Optional.ofNullable(committed.get(key));
  }

  /** In the order in which they came to be. */
  Collection<V> committed() {
    return committed.values();
  }

  /** As the transaction sees them. */
  Map<String, V> all(FakeLedger.Transaction by) {
    Map<String, V> all = new LinkedHashMap<>(committed);
    all.putAll(drafts.getOrDefault(by, Map.of()));
    return all;
  }

  void put(FakeLedger.Transaction by, String key, V value) {
    drafts.computeIfAbsent(by, _ -> new LinkedHashMap<>()).put(key, value);
  }

  void commit(FakeLedger.Transaction by) {
    committed.putAll(drafts.getOrDefault(by, Map.of()));
    drafts.remove(by);
  }

  void rollBack(FakeLedger.Transaction by) {
    drafts.remove(by);
  }
}
