package tradecounter.embedded.erp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All drafts; as many of a reference as somebody makes. Thread-safe. */
final class Drafts {
  private final Map<String, Draft> byId = new HashMap<>();
  private final Map<String, List<Draft>> byReference = new HashMap<>();

  synchronized Draft make(OrderForm form) {
    Draft draft = new Draft("D-" + (byId.size() + 1), form, Instant.now());
    byId.put(draft.id(), draft);
    byReference.computeIfAbsent(form.externalReference(), _ -> new ArrayList<>()).add(draft);
    return draft;
  }

  synchronized Optional<Draft> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Those that are not confirmed and at least so old. */
  synchronized List<Draft> open(String externalReference, Duration age) {
    return byReference.getOrDefault(externalReference, List.of()).stream()
        .filter(draft -> !draft.isConfirmed())
        .filter(draft -> !draft.createdAt().plus(age).isAfter(Instant.now()))
        .toList();
  }
}
