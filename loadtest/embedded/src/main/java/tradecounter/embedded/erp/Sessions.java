package tradecounter.embedded.erp;

import java.util.HashMap;
import java.util.Map;

/** Who is logged in, and for how many calls. Thread-safe. */
final class Sessions {
  private final Map<String, Integer> callsLeft = new HashMap<>();
  private long made;

  synchronized String open(int calls) {
    String session = "S-" + ++made;
    callsLeft.put(session, calls);
    return session;
  }

  /** Takes one call of a session; whether it had one. A session without calls is gone. */
  synchronized boolean take(String session) {
    return callsLeft.computeIfPresent(session, (_, calls) -> calls == 0 ? null : calls - 1) != null;
  }
}
