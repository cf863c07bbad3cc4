package tradecounter.engine.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.engine.forward.Forward.Refusal;
import tradecounter.engine.forward.Forward.State;
import tradecounter.engine.forward.ForwardPolicy.ErpClass;
import tradecounter.engine.forward.ForwardStep.Effect;
import tradecounter.engine.forward.ForwardStep.Moved;
import tradecounter.engine.forward.ForwardStep.Refused;

/** What becomes of a forward, cell by cell of the table. */
final class ForwardLifeCycleTest {
  private static final long LEASE = 100;
  private static final Refusal NO_CREDIT = new Refusal("no-credit", "no credit");

  /** Waits 10, 20, 40 milliseconds, and no longer; a person decides after four tries. */
  private static ForwardPolicy policy(ErpClass erpClass) {
    return new ForwardPolicy(erpClass, 1_000, 10, 40, 4, 10_000);
  }

  private static ForwardStep step(ErpClass erpClass, Forward forward, String event, long now) {
    return ForwardLifeCycle.step(
        forward, event(event, now), policy(erpClass), now, bound -> bound - 1);
  }

  private static Forward moved(ErpClass erpClass, Forward forward, String event, long now) {
    return ((Moved) step(erpClass, forward, event, now)).forward();
  }

  /** A situation that a forward of that class can be in. */
  private static Forward in(ErpClass of, String situation) {
    return switch (situation) {
      case "DUE" -> Forward.due("O-1", 0);
      case "SENDING" -> moved(of, in(of, "DUE"), "claim 1", 0);
      case "UNKNOWN" -> moved(of, in(of, "SENDING"), "unknown 1", 50);
      case "LOOKING" -> moved(of, in(of, "UNKNOWN"), "claim 2", 100);
      // The question is asked when the answer can be believed.
      case "SETTLED" -> moved(of, in(of, "UNKNOWN"), "claim 2", 1_050);
      case "SENDING AGAIN" ->
          of == ErpClass.C
              ? moved(of, in(of, "UNKNOWN"), "claim 2", 1_060)
              : moved(of, in(of, "SETTLED"), "not-found 2", 1_060);
      case "REFUSED" -> moved(of, in(of, "SENDING AGAIN"), "refused 2", 1_070);
      case "REFUSED LOOKING" -> moved(of, in(of, "REFUSED"), "claim 3", 1_200);
      case "REFUSED SETTLED" -> moved(of, in(of, "REFUSED"), "claim 3", 2_070);
      case "NOT SENT" -> moved(of, in(of, "SENDING"), "not-sent 1", 5);
      case "UNRESOLVED" -> {
        Forward forward = in(of, "UNKNOWN");
        for (int fence = 2; fence <= 4; fence++) {
          forward = moved(of, forward, "claim " + fence, 200L * fence);
          String failed = of == ErpClass.C ? "unknown " : "look-up-failed ";
          forward = moved(of, forward, failed + fence, 200L * fence + 10);
        }
        assertThat(forward.state()).isEqualTo(State.UNRESOLVED);
        yield forward;
      }
      case "NEVER SENT" -> {
        Forward forward = in(of, "DUE");
        for (int fence = 1; fence <= 4; fence++) {
          forward = moved(of, forward, "claim " + fence, 200L * fence);
          forward = moved(of, forward, "not-sent " + fence, 200L * fence + 10);
        }
        assertThat(forward.state()).isEqualTo(State.UNRESOLVED);
        yield forward;
      }
      case "ACKNOWLEDGED" -> moved(of, in(of, "SENDING"), "acknowledged 1 SO-1", 50);
      case "CONFIRMING" -> moved(of, in(of, "ACKNOWLEDGED"), "claim 2", 1_050);
      case "REJECTED" -> moved(of, in(of, "SENDING"), "refused 1", 50);
      case "CANCELLED" -> moved(of, in(of, "DUE"), "cancel", 0);
      default -> throw new IllegalArgumentException(situation);
    };
  }

  private static ForwardEvent event(String text, long now) {
    String[] words = text.split(" ", -1);
    List<String> orders = Arrays.asList(words).subList(Math.min(2, words.length), words.length);
    long fence = words.length > 1 && !words[1].startsWith("SO") ? Long.parseLong(words[1]) : 0;
    return switch (words[0]) {
      case "claim" -> new ForwardEvent.Claim(fence, now + LEASE);
      case "expire" -> new ForwardEvent.Expire();
      case "acknowledged" -> new ForwardEvent.Acknowledged(fence, orders.getFirst());
      case "refused" -> new ForwardEvent.Refused(fence, NO_CREDIT);
      case "not-sent" -> new ForwardEvent.NotSent(fence, "connection refused");
      case "unknown" -> new ForwardEvent.Unknown(fence, "time-out");
      case "found" -> new ForwardEvent.Found(fence, orders);
      case "not-found" -> new ForwardEvent.NotFound(fence);
      case "look-up-failed" -> new ForwardEvent.LookUpFailed(fence, "503");
      case "seen" -> new ForwardEvent.Seen(Arrays.asList(words).subList(1, words.length));
      case "cancel" -> new ForwardEvent.Cancel();
      case "retry" -> new ForwardEvent.Retry();
      case "acknowledged-as" -> new ForwardEvent.AcknowledgedAs(words[1]);
      case "reject" -> new ForwardEvent.Reject(NO_CREDIT);
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Such as {@code SENDING send 1}: the state, = if nothing changes, and what there is to do. */
  private static String text(Forward before, ForwardStep step) {
    return switch (step) {
      case Refused refused -> refused.code();
      case Moved moved -> {
        List<String> words = new ArrayList<>();
        words.add(moved.forward().equals(before) ? "=" : moved.forward().state().toString());
        for (Effect effect : moved.effects()) {
          words.add(
              switch (effect) {
                case Effect.Send send -> "send " + send.attempt() + " until " + send.untilMillis();
                case Effect.LookUp _ -> "look-up";
                case Effect.WaitUntil wait -> "wait " + wait.millis();
                case Effect.Acknowledged acknowledged -> "as " + acknowledged.targetOrder();
                case Effect.Rejected rejected -> rejected.refusal().code();
                case Effect.Cancelled _ -> "cancelled";
                case Effect.Raise raise -> raise.type().toString();
              });
        }
        yield String.join(" ", words);
      }
    };
  }

  @ParameterizedTest(name = "{0} {1}: {2} at {3} → {4}")
  @CsvSource({
    "A, DUE,             claim 1,              0,     SENDING send 1 until 100",
    "A, DUE,             claim 0,              0,     forward-fenced",
    "A, DUE,             expire,               9000,  =",
    "A, DUE,             acknowledged 0 SO-1,  9,     forward-fenced",
    "A, DUE,             refused 0,            9,     forward-fenced",
    "A, DUE,             not-sent 0,           9,     forward-fenced",
    "A, DUE,             unknown 0,            9,     forward-fenced",
    "A, DUE,             found 0 SO-1,         9,     forward-fenced",
    "A, DUE,             not-found 0,          9,     forward-fenced",
    "A, DUE,             look-up-failed 0,     9,     forward-fenced",
    "A, DUE,             seen SO-1,            9,     =",
    "A, DUE,             cancel,               9,     CANCELLED cancelled",
    "A, DUE,             retry,                9,     forward-not-unresolved",
    "A, DUE,             acknowledged-as SO-1, 9,     forward-not-unresolved",
    "A, DUE,             reject,               9,     forward-not-unresolved",
    "A, NOT SENT,        claim 2,              14,    forward-not-due",
    "A, NOT SENT,        claim 2,              15,    SENDING send 2 until 115",
    "A, NOT SENT,        cancel,               15,    forward-under-way",
    "A, SENDING,         claim 2,              99,    forward-leased",
    "A, SENDING,         claim 2,              100,   UNKNOWN look-up",
    "A, SENDING,         claim 1,              100,   forward-fenced",
    "B, SENDING,         claim 2,              100,   UNKNOWN look-up",
    "B, SENDING,         claim 2,              10000, UNKNOWN look-up",
    "C, SENDING,         claim 2,              100,   SENDING send 2 until 200",
    "C, SENDING,         claim 2,              10000, UNRESOLVED UNRESOLVED_FORWARD",
    "A, SENDING,         expire,               99,    =",
    "A, SENDING,         expire,               100,   UNKNOWN wait 100",
    "A, SENDING,         expire,               10000, UNKNOWN wait 10000",
    "C, SENDING,         expire,               100,   UNKNOWN wait 100",
    "C, SENDING,         expire,               10000, UNRESOLVED UNRESOLVED_FORWARD",
    "A, SENDING,         acknowledged 1 SO-1,  50,    ACKNOWLEDGED as SO-1",
    "A, SENDING,         acknowledged 1 SO-1,  5000,  ACKNOWLEDGED as SO-1",
    "A, SENDING,         acknowledged 0 SO-1,  50,    forward-fenced",
    "B, SENDING,         acknowledged 1 SO-1,  50,    ACKNOWLEDGED as SO-1 wait 1050",
    "C, SENDING,         acknowledged 1 SO-1,  50,    ACKNOWLEDGED as SO-1",
    "A, SENDING,         refused 1,            50,    REJECTED no-credit",
    "A, SENDING,         refused 0,            50,    forward-fenced",
    "B, SENDING,         refused 1,            50,    REJECTED no-credit",
    "C, SENDING,         refused 1,            50,    REJECTED no-credit",
    "A, SENDING,         not-sent 1,           50,    DUE wait 60",
    "A, SENDING,         not-sent 0,           50,    forward-fenced",
    "A, SENDING,         not-sent 1,           10000, UNRESOLVED UNRESOLVED_FORWARD",
    "A, SENDING,         unknown 1,            50,    UNKNOWN wait 60",
    "A, SENDING,         unknown 0,            50,    forward-fenced",
    "A, SENDING,         unknown 1,            10000, UNKNOWN wait 10010",
    "C, SENDING,         unknown 1,            50,    UNKNOWN wait 60",
    "C, SENDING,         unknown 1,            10000, UNRESOLVED UNRESOLVED_FORWARD",
    "A, SENDING,         found 1 SO-1,         50,    forward-fenced",
    "A, SENDING,         not-found 1,          50,    forward-fenced",
    "A, SENDING,         look-up-failed 1,     50,    forward-fenced",
    "A, SENDING,         seen SO-1,            50,    =",
    "A, SENDING,         cancel,               50,    forward-under-way",
    "A, SENDING,         retry,                50,    forward-not-unresolved",
    "A, SENDING,         acknowledged-as SO-1, 50,    forward-not-unresolved",
    "A, SENDING,         reject,               50,    forward-not-unresolved",
    "A, UNKNOWN,         claim 2,              59,    forward-not-due",
    "A, UNKNOWN,         claim 2,              60,    UNKNOWN look-up",
    "A, UNKNOWN,         claim 2,              10000, UNKNOWN look-up",
    "B, UNKNOWN,         claim 2,              60,    UNKNOWN look-up",
    "C, UNKNOWN,         claim 2,              60,    SENDING send 2 until 160",
    "A, UNKNOWN,         expire,               9000,  =",
    "A, UNKNOWN,         acknowledged 1 SO-1,  55,    forward-fenced",
    "A, UNKNOWN,         unknown 1,            55,    forward-fenced",
    "A, UNKNOWN,         not-sent 1,           55,    forward-fenced",
    "A, UNKNOWN,         refused 1,            55,    forward-fenced",
    "A, UNKNOWN,         found 1 SO-1,         55,    forward-fenced",
    "A, UNKNOWN,         not-found 1,          55,    forward-fenced",
    "A, UNKNOWN,         look-up-failed 1,     55,    forward-fenced",
    "A, UNKNOWN,         seen SO-1,            55,    =",
    "A, UNKNOWN,         cancel,               55,    forward-under-way",
    "A, UNKNOWN,         retry,                55,    forward-not-unresolved",
    "A, UNKNOWN,         acknowledged-as SO-1, 55,    forward-not-unresolved",
    "A, UNKNOWN,         reject,               55,    forward-not-unresolved",
    "A, LOOKING,         claim 3,              199,   forward-leased",
    "A, LOOKING,         claim 3,              200,   UNKNOWN look-up",
    "A, LOOKING,         acknowledged 1 SO-1,  150,   forward-fenced",
    "A, LOOKING,         acknowledged 2 SO-1,  150,   forward-fenced",
    "A, LOOKING,         refused 2,            150,   forward-fenced",
    "A, LOOKING,         not-sent 2,           150,   forward-fenced",
    "A, LOOKING,         unknown 2,            150,   forward-fenced",
    "A, LOOKING,         found 2 SO-1,         150,   ACKNOWLEDGED as SO-1",
    "A, LOOKING,         found 1 SO-1,         150,   forward-fenced",
    "B, LOOKING,         found 2 SO-1,         150,   ACKNOWLEDGED as SO-1 wait 1150",
    "A, LOOKING,         found 2 SO-1 SO-2,    150,   ACKNOWLEDGED as SO-1 DUPLICATE_IN_ERP",
    "B, LOOKING,         found 2 SO-1 SO-2,    150,   ACKNOWLEDGED as SO-1 DUPLICATE_IN_ERP",
    "A, LOOKING,         not-found 2,          150,   SENDING send 2 until 250",
    "A, LOOKING,         not-found 1,          150,   forward-fenced",
    "A, LOOKING,         not-found 2,          10000, UNRESOLVED UNRESOLVED_FORWARD",
    "B, LOOKING,         not-found 2,          150,   UNKNOWN wait 170",
    "B, LOOKING,         not-found 2,          1040,  UNKNOWN wait 1050",
    "B, LOOKING,         not-found 2,          1500,  UNKNOWN wait 1501",
    "B, LOOKING,         not-found 2,          10000, UNRESOLVED UNRESOLVED_FORWARD",
    "B, SETTLED,         not-found 2,          1060,  SENDING send 2 until 1160",
    "B, SETTLED,         not-found 2,          1200,  SENDING send 2 until 1300",
    "B, SETTLED,         not-found 2,          10000, UNRESOLVED UNRESOLVED_FORWARD",
    "A, LOOKING,         look-up-failed 2,     150,   UNKNOWN wait 170",
    "A, LOOKING,         look-up-failed 1,     150,   forward-fenced",
    "A, LOOKING,         look-up-failed 2,     10000, UNRESOLVED UNRESOLVED_FORWARD",
    "A, SENDING AGAIN,   acknowledged 2 SO-1,  1070,  ACKNOWLEDGED as SO-1",
    "A, SENDING AGAIN,   not-found 2,          1070,  forward-fenced",
    "A, SENDING AGAIN,   refused 2,            1070,  UNKNOWN wait 1110",
    "B, SENDING AGAIN,   refused 2,            1070,  UNKNOWN wait 1110",
    "C, SENDING AGAIN,   refused 2,            1070,  UNRESOLVED UNRESOLVED_FORWARD",
    "A, SENDING AGAIN,   not-sent 2,           1070,  UNKNOWN wait 1110",
    "C, SENDING AGAIN,   not-sent 2,           1070,  UNKNOWN wait 1090",
    "A, SENDING AGAIN,   unknown 2,            1070,  UNKNOWN wait 1110",
    "A, REFUSED,         claim 3,              1200,  UNKNOWN look-up",
    "A, REFUSED LOOKING, found 3 SO-1,         1210,  ACKNOWLEDGED as SO-1",
    "A, REFUSED LOOKING, look-up-failed 3,     1210,  UNRESOLVED UNRESOLVED_FORWARD",
    "A, REFUSED LOOKING, not-found 3,          1210,  UNRESOLVED UNRESOLVED_FORWARD",
    "A, REFUSED SETTLED, not-found 3,          2080,  REJECTED no-credit",
    "B, REFUSED SETTLED, not-found 3,          2080,  REJECTED no-credit",
    "A, REFUSED SETTLED, found 3 SO-1,         2080,  ACKNOWLEDGED as SO-1",
    "A, UNRESOLVED,      claim 5,              9000,  forward-not-due",
    "A, UNRESOLVED,      expire,               9000,  =",
    "A, UNRESOLVED,      acknowledged 1 SO-1,  9000,  ACKNOWLEDGED as SO-1",
    "A, UNRESOLVED,      refused 4,            9000,  forward-fenced",
    "A, UNRESOLVED,      not-sent 4,           9000,  forward-fenced",
    "A, UNRESOLVED,      unknown 4,            9000,  forward-fenced",
    "A, UNRESOLVED,      found 4 SO-1,         9000,  forward-fenced",
    "A, UNRESOLVED,      not-found 4,          9000,  forward-fenced",
    "A, UNRESOLVED,      look-up-failed 4,     9000,  forward-fenced",
    "A, UNRESOLVED,      seen SO-1,            9000,  ACKNOWLEDGED as SO-1",
    "A, UNRESOLVED,      seen SO-1 SO-2,       9000,  ACKNOWLEDGED as SO-1 DUPLICATE_IN_ERP",
    "A, UNRESOLVED,      cancel,               9000,  forward-under-way",
    "A, UNRESOLVED,      retry,                9000,  UNKNOWN wait 9000",
    "A, NEVER SENT,      retry,                9000,  DUE wait 9000",
    "C, UNRESOLVED,      retry,                9000,  UNKNOWN wait 9000",
    "A, UNRESOLVED,      acknowledged-as SO-1, 9000,  ACKNOWLEDGED as SO-1",
    "A, UNRESOLVED,      reject,               9000,  REJECTED no-credit",
    "A, ACKNOWLEDGED,    claim 2,              9000,  forward-not-due",
    "B, ACKNOWLEDGED,    claim 2,              1049,  forward-not-due",
    "B, ACKNOWLEDGED,    claim 2,              1050,  ACKNOWLEDGED look-up",
    "A, ACKNOWLEDGED,    expire,               9000,  =",
    "A, ACKNOWLEDGED,    acknowledged 1 SO-1,  9000,  forward-fenced",
    "A, ACKNOWLEDGED,    acknowledged 1 SO-2,  9000,  = DUPLICATE_IN_ERP",
    "A, ACKNOWLEDGED,    refused 1,            9000,  forward-fenced",
    "A, ACKNOWLEDGED,    not-sent 1,           9000,  forward-fenced",
    "A, ACKNOWLEDGED,    unknown 1,            9000,  forward-fenced",
    "A, ACKNOWLEDGED,    found 1 SO-2,         9000,  forward-fenced",
    "A, ACKNOWLEDGED,    not-found 1,          9000,  forward-fenced",
    "A, ACKNOWLEDGED,    look-up-failed 1,     9000,  forward-fenced",
    "A, ACKNOWLEDGED,    seen SO-1,            9000,  =",
    "A, ACKNOWLEDGED,    seen SO-1 SO-2,       9000,  = DUPLICATE_IN_ERP",
    "A, ACKNOWLEDGED,    cancel,               9000,  forward-closed",
    "A, ACKNOWLEDGED,    retry,                9000,  forward-not-unresolved",
    "A, ACKNOWLEDGED,    acknowledged-as SO-1, 9000,  forward-not-unresolved",
    "A, ACKNOWLEDGED,    reject,               9000,  forward-not-unresolved",
    "B, CONFIRMING,      claim 3,              1149,  forward-leased",
    "B, CONFIRMING,      claim 3,              1150,  ACKNOWLEDGED look-up",
    "B, CONFIRMING,      found 2 SO-1,         1100,  ACKNOWLEDGED",
    "B, CONFIRMING,      found 2 SO-1 SO-2,    1100,  ACKNOWLEDGED DUPLICATE_IN_ERP",
    "B, CONFIRMING,      found 2 SO-2,         1100,  ACKNOWLEDGED DUPLICATE_IN_ERP",
    "B, CONFIRMING,      not-found 2,          1100,  ACKNOWLEDGED wait 1110",
    "B, CONFIRMING,      not-found 2,          10050, ACKNOWLEDGED CONTRADICTION_IN_ERP",
    "B, CONFIRMING,      look-up-failed 2,     1100,  ACKNOWLEDGED wait 1110",
    "B, CONFIRMING,      look-up-failed 2,     99999, ACKNOWLEDGED wait 100009",
    "B, CONFIRMING,      acknowledged 2 SO-1,  1100,  forward-fenced",
    "B, CONFIRMING,      acknowledged 2 SO-2,  1100,  = DUPLICATE_IN_ERP",
    "B, CONFIRMING,      refused 2,            1100,  forward-fenced",
    "A, REJECTED,        claim 2,              9000,  forward-not-due",
    "A, REJECTED,        expire,               9000,  =",
    "A, REJECTED,        acknowledged 1 SO-1,  9000,  = CONTRADICTION_IN_ERP",
    "A, REJECTED,        refused 1,            9000,  forward-fenced",
    "A, REJECTED,        not-sent 1,           9000,  forward-fenced",
    "A, REJECTED,        unknown 1,            9000,  forward-fenced",
    "A, REJECTED,        found 1 SO-1,         9000,  forward-fenced",
    "A, REJECTED,        not-found 1,          9000,  forward-fenced",
    "A, REJECTED,        look-up-failed 1,     9000,  forward-fenced",
    "A, REJECTED,        seen SO-1,            9000,  = CONTRADICTION_IN_ERP",
    "A, REJECTED,        cancel,               9000,  forward-closed",
    "A, REJECTED,        retry,                9000,  forward-not-unresolved",
    "A, REJECTED,        acknowledged-as SO-1, 9000,  forward-not-unresolved",
    "A, REJECTED,        reject,               9000,  forward-not-unresolved",
    "A, CANCELLED,       claim 2,              9000,  forward-not-due",
    "A, CANCELLED,       expire,               9000,  =",
    "A, CANCELLED,       acknowledged 1 SO-1,  9000,  = CONTRADICTION_IN_ERP",
    "A, CANCELLED,       refused 1,            9000,  forward-fenced",
    "A, CANCELLED,       not-sent 1,           9000,  forward-fenced",
    "A, CANCELLED,       unknown 1,            9000,  forward-fenced",
    "A, CANCELLED,       found 1 SO-1,         9000,  forward-fenced",
    "A, CANCELLED,       not-found 1,          9000,  forward-fenced",
    "A, CANCELLED,       look-up-failed 1,     9000,  forward-fenced",
    "A, CANCELLED,       seen SO-1,            9000,  = CONTRADICTION_IN_ERP",
    "A, CANCELLED,       cancel,               9000,  =",
    "A, CANCELLED,       retry,                9000,  forward-not-unresolved",
    "A, CANCELLED,       acknowledged-as SO-1, 9000,  forward-not-unresolved",
    "A, CANCELLED,       reject,               9000,  forward-not-unresolved",
  })
  void eachCellOfTheTable(
      ErpClass erpClass, String situation, String event, long now, String step) {
    Forward forward = in(erpClass, situation);
    assertThat(text(forward, step(erpClass, forward, event, now))).isEqualTo(step);
  }

  /** A node that dies of each look-up must not do so for ever. */
  @Test
  void whatNobodyEverAnswersWaitsForAPerson() {
    Forward forward = in(ErpClass.A, "UNKNOWN");
    long now = 100;
    for (int fence = 2; fence <= 4; fence++) {
      forward = moved(ErpClass.A, forward, "claim " + fence, now);
      now += LEASE;
    }
    assertThat(text(forward, step(ErpClass.A, forward, "claim 5", now)))
        .isEqualTo("UNRESOLVED UNRESOLVED_FORWARD");
  }

  /** The refusal was of that budget: whoever retries has mended what was refused. */
  @Test
  void aRetrySendsWhatWasRefused() {
    Forward forward = in(ErpClass.A, "REFUSED LOOKING");
    forward = moved(ErpClass.A, forward, "look-up-failed 3", 1_210);
    forward = moved(ErpClass.A, forward, "retry", 3_000);
    forward = moved(ErpClass.A, forward, "claim 4", 3_000);
    assertThat(text(forward, step(ErpClass.A, forward, "not-found 4", 3_010)))
        .isEqualTo("SENDING send 3 until 3110");
  }

  @Test
  void waitsDoubleUpToTheMaximum() {
    ForwardPolicy policy = policy(ErpClass.A);
    assertThat(List.of(1, 2, 3, 4, 60))
        .extracting(failures -> policy.backoffMillis(failures, bound -> bound - 1))
        .containsExactly(10L, 20L, 40L, 40L, 40L);
    assertThat(policy.backoffMillis(3, _ -> 0)).isEqualTo(1);
  }

  @Test
  void whatCannotBeIsRefused() {
    List<Runnable> wrong =
        List.of(
            () -> new ForwardPolicy(ErpClass.A, -1, 1, 1, 1, 1),
            () -> new ForwardPolicy(ErpClass.A, 0, 0, 1, 1, 1),
            () -> new ForwardPolicy(ErpClass.A, 0, 2, 1, 1, 1),
            () -> new ForwardPolicy(ErpClass.A, 0, 1, 1, 0, 1),
            () -> new ForwardPolicy(ErpClass.A, 0, 1, 1, 1, 0),
            () -> new Forward.Tries(1, 2, 0, 0, 0),
            () -> new ForwardEvent.Found(1, List.of()),
            () -> new ForwardEvent.Seen(List.of()));
    assertThat(wrong)
        .allSatisfy(
            each -> assertThatThrownBy(each::run).isInstanceOf(InvalidFigureException.class));
  }
}
