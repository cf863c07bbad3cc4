package tradecounter.engine.journey;

import java.util.EnumMap;
import java.util.Map;

/** What the schedules have seen, so that they are known to be worth something. */
final class Seen {
  final Map<Happening, Long> counts = new EnumMap<>(Happening.class);

  /** Something that has to happen now and then. */
  enum Happening {
    HELD,
    NOT_HELD,
    EXTENDED,
    RELEASED,
    EXPIRED,
    ORDERED,
    ORDERED_FROM_A_HOLD,
    ORDERED_MORE_THAN_HELD,
    ORDERED_FROM_TWO_SOURCES,
    ORDER_REFUSED,
    REPLAYED,
    KEY_REUSED,
    KEY_RACED,
    IN_FLIGHT,
    WAITED_FOR_A_LOCK,
    COMMITTED_UNKNOWN,
    ROLLED_BACK,
    CRASHED,
    FROZEN,
    SESSION_ENDED,
    LEDGER_GAP,
    AHEAD_OF_THE_FIGURES,
    SENT_AGAIN,
    FOUND,
    FENCED,
    WOKE_UP_TOO_LATE,
    REJECTED,
    UNRESOLVED,
    DUPLICATE,
    CANCELLED,
    CANCEL_REQUESTED,
    SUPPLIER_REFUSED,
    CANCELLED_BY_ITS_SOURCE,
    EARLY_NEWS,
    REFLECTED_BEFORE_THE_ACKNOWLEDGEMENT,
    FIGURES_REORDERED,
    FIGURES_REPEATED,
    SHIPPED
  }

  Seen() {
    for (Happening happening : Happening.values()) {
      counts.put(happening, 0L);
    }
  }

  void saw(Happening happening) {
    counts.merge(happening, 1L, Long::sum);
  }
}
