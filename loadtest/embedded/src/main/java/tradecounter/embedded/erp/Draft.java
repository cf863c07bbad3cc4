package tradecounter.embedded.erp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An order that is not one yet: DRAFT → QUOTED → CONFIRMING → CONFIRMED, back to QUOTED if the
 * confirm comes to nothing. Thread-safe.
 */
final class Draft {
  private enum State {
    DRAFT,
    QUOTED,
    CONFIRMING,
    CONFIRMED
  }

  private final String id;
  private final OrderForm form;
  private final Instant createdAt;
  private final Set<String> unread = new HashSet<>();
  private State state = State.DRAFT;

  Draft(String id, OrderForm form, Instant createdAt) {
    this.id = id;
    this.form = form;
    this.createdAt = createdAt;
  }

  String id() {
    return id;
  }

  OrderForm form() {
    return form;
  }

  Instant createdAt() {
    return createdAt;
  }

  synchronized void quoted(List<SessionTerms.Warning> warnings) {
    if (state == State.DRAFT) {
      state = State.QUOTED;
      warnings.forEach(warning -> unread.add(warning.id()));
    }
  }

  synchronized void acknowledge(List<String> warnings) {
    unread.removeAll(warnings);
  }

  /** Begins to confirm it, or says why not. */
  synchronized Optional<String> beginConfirm() {
    if (state == State.QUOTED && unread.isEmpty()) {
      state = State.CONFIRMING;
      return Optional.empty();
    }
    return Optional.of(
        switch (state) {
          case DRAFT -> id + " is not quoted";
          case QUOTED -> id + " has warnings that nobody acknowledged: " + unread;
          case CONFIRMING -> id + " is being confirmed";
          case CONFIRMED -> id + " is confirmed";
        });
  }

  synchronized void endConfirm(boolean committed) {
    state = committed ? State.CONFIRMED : State.QUOTED;
  }

  synchronized boolean isConfirmed() {
    return state == State.CONFIRMED;
  }

  /** As a look-up shows it, among the orders. */
  ObjectNode json() {
    return JsonTrees.object()
        .put("orderNumber", id)
        .put("externalReference", form.externalReference())
        .put("status", "DRAFT")
        .put("createdAt", createdAt.toString());
  }
}
