package tradecounter.embedded.erp;

import java.time.Duration;
import java.util.List;

/**
 * How an ERP of class {@link ErpClass#SESSION} has its orders made: log in, make a draft, have it
 * quoted, acknowledge the warnings if there are any, confirm.
 *
 * <pre>
 *   POST /session {"user","password"}        → {"result":"OK","session":"S-1"}
 *   POST /drafts, header Session             → {"result":"OK","draft":"D-1"}
 *   POST /drafts/D-1/quote                   → {"result":"OK","warnings":[{"id","text"}]}
 *   POST /drafts/D-1/acknowledge {"ids":[…]} → {"result":"OK"}
 *   POST /drafts/D-1/confirm                 → {"result":"OK","orderNumber","status":"OPEN"}
 *   what is refused                          → 200 {"result":"ERROR","message"}
 *   without a session, or once it is used up → 401
 * </pre>
 *
 * @param callsPerSession how many calls a session is good for
 * @param confirmTime how long a confirm takes; the order is committed at its end
 * @param warnings of every quote
 */
public record SessionTerms(
    String user,
    String password,
    int callsPerSession,
    Duration confirmTime,
    List<Warning> warnings) {
  /** What somebody has to have read before the order is confirmed. */
  public record Warning(String id, String text) {}

  /** A hundred calls, a confirm of a second, no warnings. */
  public static final SessionTerms USUAL =
      new SessionTerms("tradecounter", "sandbox", 100, Duration.ofSeconds(1), List.of());

  public SessionTerms {
    if (callsPerSession < 1 || confirmTime.isNegative()) {
      throw new IllegalArgumentException("callsPerSession is at least 1, confirmTime at least 0");
    }
    warnings = List.copyOf(warnings);
  }

  public SessionTerms callsPerSession(int calls) {
    return new SessionTerms(user, password, calls, confirmTime, warnings);
  }

  public SessionTerms confirmTime(Duration time) {
    return new SessionTerms(user, password, callsPerSession, time, warnings);
  }

  public SessionTerms warnings(Warning... each) {
    return new SessionTerms(user, password, callsPerSession, confirmTime, List.of(each));
  }
}
