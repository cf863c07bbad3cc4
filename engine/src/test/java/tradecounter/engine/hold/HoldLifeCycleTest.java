package tradecounter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.engine.canonical.InvalidFigureException;
import tradecounter.engine.canonical.SourceKey;
import tradecounter.engine.hold.Hold.Line;
import tradecounter.engine.hold.Hold.Status;
import tradecounter.engine.hold.HoldStep.Effect;
import tradecounter.engine.hold.HoldStep.Moved;
import tradecounter.engine.hold.HoldStep.Refused;

/** What becomes of a hold, cell by cell of the table. */
final class HoldLifeCycleTest {
  private static final long EXPIRES = 1_000;
  private static final long BEFORE = EXPIRES - 1;

  /** 10 of A from X, and 4 of B from the supplier S. */
  private static Hold hold() {
    return Hold.active(
        "H-1",
        "C-1",
        EXPIRES,
        List.of(
            line("1", "A", SourceKey.location("X"), 10),
            line("2", "B", SourceKey.supplier("S"), 4)));
  }

  private static Line line(String line, String item, SourceKey source, long quantity) {
    return Line.of(line, line, item, new Departure(item, source, 5, 6, quantity));
  }

  private static Hold in(Status status) {
    return switch (status) {
      case ACTIVE -> hold();
      case ORDERED ->
          moved(in(Status.ACTIVE), new HoldEvent.Order("O-1", Map.of("1", 10L, "2", 4L)));
      case SENT -> moved(in(Status.ORDERED), new HoldEvent.Send());
      case ACKNOWLEDGED -> moved(in(Status.SENT), new HoldEvent.Acknowledge(7));
      case REFLECTED ->
          moved(
              moved(in(Status.ACKNOWLEDGED), new HoldEvent.Reflect("1", 10)),
              new HoldEvent.Reflect("2", 4));
      case RELEASED -> moved(in(Status.ACTIVE), new HoldEvent.Release(Map.of()));
      case EXPIRED -> moved(in(Status.ACTIVE), new HoldEvent.Expire(), EXPIRES);
    };
  }

  private static Hold moved(Hold hold, HoldEvent event) {
    return moved(hold, event, BEFORE);
  }

  private static Hold moved(Hold hold, HoldEvent event, long now) {
    return ((Moved) HoldLifeCycle.step(hold, event, now)).hold();
  }

  private static HoldEvent event(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case "extend" -> new HoldEvent.Extend(2_000);
      case "release" -> new HoldEvent.Release(quantities(words));
      case "expire" -> new HoldEvent.Expire();
      case "order" -> new HoldEvent.Order("O-1", quantities(words));
      case "send" -> new HoldEvent.Send();
      case "acknowledge" -> new HoldEvent.Acknowledge(7);
      case "reject" -> new HoldEvent.Reject();
      case "cancel" -> new HoldEvent.Cancel(quantities(words));
      case "reflect" -> {
        Map.Entry<String, Long> one = quantities(words).entrySet().iterator().next();
        yield new HoldEvent.Reflect(one.getKey(), one.getValue());
      }
      default -> throw new IllegalArgumentException(text);
    };
  }

  /** Such as {@code 1=10 2=4}. */
  private static Map<String, Long> quantities(String[] words) {
    Map<String, Long> quantities = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] pair = words[i].split("=", -1);
      quantities.put(pair[0], Long.parseLong(pair[1]));
    }
    return quantities;
  }

  /** Such as {@code SENT 10+4 back A 3}: the status, what is open, and what there is to do. */
  private static String text(Hold before, HoldStep step) {
    return switch (step) {
      case Refused refused -> refused.code();
      case Moved moved -> {
        List<String> words = new ArrayList<>();
        words.add(moved.hold().equals(before) ? "=" : moved.hold().status().toString());
        if (moved.hold().status() != before.status() || !moved.hold().equals(before)) {
          words.add(moved.hold().lines().get(0).open() + "+" + moved.hold().lines().get(1).open());
        }
        for (Effect effect : moved.effects()) {
          words.add(
              switch (effect) {
                case Effect.GiveBack back -> "back " + back.item() + " " + back.quantity();
                case Effect.NotHeld not -> "not-held " + not.line() + " " + not.quantity();
                case Effect.Contradiction _ -> "contradiction";
              });
        }
        yield String.join(" ", words);
      }
    };
  }

  @ParameterizedTest(name = "{0}: {1} at {2} → {3}")
  @CsvSource({
    "ACTIVE,       extend,            999,  ACTIVE 10+4",
    "ACTIVE,       extend,            1000, hold-expired",
    "ACTIVE,       release,           999,  RELEASED 0+0 back A 10 back B 4",
    "ACTIVE,       release,           1000, RELEASED 0+0 back A 10 back B 4",
    "ACTIVE,       release 1=3,       999,  ACTIVE 7+4 back A 3",
    "ACTIVE,       release 1=12,      999,  ACTIVE 0+4 not-held 1 2 back A 10",
    "ACTIVE,       release 1=10 2=4,  999,  RELEASED 0+0 back A 10 back B 4",
    "ACTIVE,       release 3=1,       999,  hold-line-unknown",
    "ACTIVE,       expire,            999,  =",
    "ACTIVE,       expire,            1000, EXPIRED 0+0 back A 10 back B 4",
    "ACTIVE,       order 1=10 2=4,    999,  ORDERED 10+4",
    "ACTIVE,       order 1=10 2=4,    1000, hold-expired",
    "ACTIVE,       order 1=11 2=4,    999,  ORDERED 10+4 not-held 1 1",
    "ACTIVE,       order 1=6,         999,  ORDERED 6+0 back A 4 back B 4",
    "ACTIVE,       order,             999,  nothing-ordered",
    "ACTIVE,       order 3=1,         999,  hold-line-unknown",
    "ACTIVE,       send,              999,  hold-not-ordered",
    "ACTIVE,       acknowledge,       999,  hold-not-ordered",
    "ACTIVE,       reject,            999,  hold-not-ordered",
    "ACTIVE,       cancel 1=1,        999,  order-not-sent",
    "ACTIVE,       reflect 1=1,       999,  hold-not-ordered",
    "ORDERED,      extend,            999,  hold-ordered",
    "ORDERED,      release,           999,  hold-ordered",
    "ORDERED,      expire,            1000, =",
    "ORDERED,      order 1=1,         999,  hold-ordered",
    "ORDERED,      send,              9999, SENT 10+4",
    "ORDERED,      acknowledge,       9999, ACKNOWLEDGED 10+4",
    "ORDERED,      reject,            9999, RELEASED 0+0 back A 10 back B 4",
    "ORDERED,      cancel 1=1,        9999, order-not-sent",
    "ORDERED,      reflect 1=10,      9999, ORDERED 0+4",
    "SENT,         extend,            999,  hold-ordered",
    "SENT,         release,           999,  hold-ordered",
    "SENT,         expire,            9999, =",
    "SENT,         order 1=1,         999,  hold-ordered",
    "SENT,         send,              9999, =",
    "SENT,         acknowledge,       9999, ACKNOWLEDGED 10+4",
    "SENT,         reject,            9999, RELEASED 0+0 back A 10 back B 4",
    "SENT,         cancel 1=4,        9999, SENT 6+4 back A 4",
    "SENT,         cancel 1=10 2=4,   9999, RELEASED 0+0 back A 10 back B 4",
    "SENT,         cancel 3=1,        9999, hold-line-unknown",
    "SENT,         reflect 1=10,      9999, SENT 0+4",
    "SENT,         reflect 3=1,       9999, hold-line-unknown",
    "ACKNOWLEDGED, extend,            999,  hold-ordered",
    "ACKNOWLEDGED, release,           999,  hold-ordered",
    "ACKNOWLEDGED, expire,            9999, =",
    "ACKNOWLEDGED, order 1=1,         999,  hold-ordered",
    "ACKNOWLEDGED, send,              9999, =",
    "ACKNOWLEDGED, acknowledge,       9999, =",
    "ACKNOWLEDGED, reject,            9999, = contradiction",
    "ACKNOWLEDGED, cancel 1=4 2=5,    9999, ACKNOWLEDGED 6+0 back A 4 not-held 2 1 back B 4",
    "ACKNOWLEDGED, reflect 1=7,       9999, ACKNOWLEDGED 3+4",
    "ACKNOWLEDGED, reflect 1=11,      9999, ACKNOWLEDGED 0+4 not-held 1 1",
    "REFLECTED,    extend,            999,  hold-ordered",
    "REFLECTED,    release,           999,  hold-ordered",
    "REFLECTED,    expire,            9999, =",
    "REFLECTED,    order 1=1,         999,  hold-ordered",
    "REFLECTED,    send,              9999, =",
    "REFLECTED,    acknowledge,       9999, =",
    "REFLECTED,    reject,            9999, = contradiction",
    "REFLECTED,    cancel 1=1,        9999, =",
    "REFLECTED,    reflect 1=1,       9999, =",
    "RELEASED,     extend,            999,  hold-released",
    "RELEASED,     release,           999,  =",
    "RELEASED,     expire,            9999, =",
    "RELEASED,     order 1=1,         999,  hold-released",
    "RELEASED,     send,              9999, =",
    "RELEASED,     acknowledge,       9999, = contradiction",
    "RELEASED,     reject,            9999, =",
    "RELEASED,     cancel 1=1,        9999, =",
    "RELEASED,     reflect 1=1,       9999, =",
    "EXPIRED,      extend,            999,  hold-expired",
    "EXPIRED,      release,           9999, =",
    "EXPIRED,      expire,            9999, =",
    "EXPIRED,      order 1=1,         999,  hold-expired",
    "EXPIRED,      send,              9999, hold-expired",
    "EXPIRED,      acknowledge,       9999, hold-expired",
    "EXPIRED,      reject,            9999, hold-expired",
    "EXPIRED,      cancel 1=1,        9999, hold-expired",
    "EXPIRED,      reflect 1=1,       9999, hold-expired",
  })
  void eachCellOfTheTable(Status status, String event, long now, String step) {
    Hold hold = in(status);
    assertThat(text(hold, HoldLifeCycle.step(hold, event(event), now))).isEqualTo(step);
  }

  /** What is still open when the rest is done with decides nothing: what was shown does. */
  @ParameterizedTest(name = "{0} then {1} → {2}")
  @CsvSource({
    "reflect 1=10, cancel 2=4,   REFLECTED 0+0 back B 4",
    "cancel 2=4,   reflect 1=10, REFLECTED 0+0",
    "reflect 1=4,  cancel 1=6,   ACKNOWLEDGED 0+4 back A 6",
    "reflect 1=4,  cancel 1=7,   ACKNOWLEDGED 0+4 not-held 1 1 back A 6",
  })
  void aPartIsReflectedAndTheRestCancelled(String first, String second, String step) {
    Hold hold = moved(in(Status.ACKNOWLEDGED), event(first));
    assertThat(text(hold, HoldLifeCycle.step(hold, event(second), BEFORE))).isEqualTo(step);
  }

  /** The figures show it, the answer to the forward says no: somebody has to look. */
  @Test
  void anOrderThatIsShownAndThenRefusedIsAContradiction() {
    Hold hold = moved(in(Status.SENT), event("reflect 1=4"));
    assertThat(text(hold, HoldLifeCycle.step(hold, event("reject"), BEFORE)))
        .isEqualTo("RELEASED 0+0 back A 6 back B 4 contradiction");
  }

  @Test
  void quantitiesAreAboveZero() {
    for (String event : List.of("release 1=0", "order 1=-1", "cancel 1=0", "reflect 1=0")) {
      assertThatThrownBy(() -> event(event)).isInstanceOf(InvalidFigureException.class);
    }
    assertThatThrownBy(() -> line("1", "A", SourceKey.location("X"), 0))
        .isInstanceOf(InvalidFigureException.class);
    assertThatThrownBy(
            () -> new Line("1", "1", "A", "A", SourceKey.location("X"), 0, 0, 5, 3, 3, ""))
        .isInstanceOf(InvalidFigureException.class);
    assertThatThrownBy(() -> Hold.active("H", "C", 1, List.of()))
        .isInstanceOf(InvalidFigureException.class);
  }

  /** Whatever happens in whatever order: what was held is open, reflected or given back. */
  @Test
  void nothingIsLostAndNothingHappensTwice() {
    for (long seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      Hold hold = hold();
      long back = 0;
      long now = 0;
      for (int i = 0; i < 12; i++) {
        now += random.nextInt(300);
        HoldStep step = HoldLifeCycle.step(hold, anything(random), now);
        if (step instanceof Moved moved) {
          Hold next = moved.hold();
          for (Effect effect : moved.effects()) {
            back += effect instanceof Effect.GiveBack given ? given.quantity() : 0;
          }
          assertThat(isFinal(hold) && !next.equals(hold)).as("seed %s: %s", seed, hold).isFalse();
          assertThat(next.isOpen()).as("seed %s: %s", seed, next).isEqualTo(!isFinal(next));
          hold = next;
        }
        long givenBack = hold.lines().stream().mapToLong(Line::givenBack).sum();
        assertThat(back).as("seed %s: %s", seed, hold).isEqualTo(givenBack);
      }
    }
  }

  private static boolean isFinal(Hold hold) {
    return switch (hold.status()) {
      case ACTIVE, ORDERED, SENT, ACKNOWLEDGED -> false;
      case REFLECTED, RELEASED, EXPIRED -> true;
    };
  }

  private static HoldEvent anything(Random random) {
    String some = " " + (1 + random.nextInt(2)) + "=" + (1 + random.nextInt(11));
    return event(
        switch (random.nextInt(10)) {
          case 0 -> "extend";
          case 1 -> "release";
          case 2 -> "release" + some;
          case 3 -> "expire";
          case 4, 5 -> "order" + some;
          case 6 -> "send";
          case 7 -> random.nextBoolean() ? "acknowledge" : "reject";
          case 8 -> "cancel" + some;
          default -> "reflect" + some;
        });
  }
}
