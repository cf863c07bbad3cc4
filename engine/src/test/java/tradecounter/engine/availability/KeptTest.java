package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.location;
import static tradecounter.engine.Given.network;
import static tradecounter.engine.Given.onHand;
import static tradecounter.engine.Given.stocked;
import static tradecounter.engine.Given.units;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tradecounter.engine.Log;
import tradecounter.engine.canonical.Change;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Day;
import tradecounter.engine.canonical.Outage;
import tradecounter.engine.canonical.Protection;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.World;

/**
 * Figures for those who ask for nothing in particular are made once, and never outlive a change.
 */
final class KeptTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final World world = new World();
  private final Log log = new Log(world);
  private final Availability availability = new Availability(world, _ -> SupplyPolicy.DEFAULT);

  KeptTest() {
    log.say(
        stocked("A"),
        location("DC1"),
        network("N", atLocation("DC1", 1, 0)),
        onHand("A", "DC1", "5"));
  }

  private AvailabilityAnswer.Figures at(Instant now) {
    return (AvailabilityAnswer.Figures)
        availability.answer(AvailabilityQuestion.of("A", Customer.ANYBODY, "", 0, now));
  }

  private void changes(String available, Change... changes) {
    var before = at(NOON);
    log.say(changes);
    assertThat(at(NOON)).isNotSameAs(before);
    assertThat(at(NOON).available()).isEqualTo(units(available));
  }

  @Test
  void theyAreMadeOnceForTheSameSecondAndTheNext() {
    var first = at(NOON);
    assertThat(at(NOON)).isSameAs(first);
    assertThat(at(NOON.plusMillis(1))).isSameAs(first);
    assertThat(at(NOON.plusSeconds(3_600))).isSameAs(first);
    assertThat(at(NOON.plusSeconds(86_400))).isNotSameAs(first);
  }

  @Test
  void theyAreMadeAnewWhenTheItemChanges() {
    changes("7", onHand("A", "DC1", "7"));
  }

  @Test
  void theyAreMadeAnewWhenTheLocationIsOut() {
    int today = at(NOON).today();
    changes("0", new Outage("O", "DC1", today, today, ""));
  }

  @Test
  void theyAreMadeAnewWhileSomethingIsProtected() {
    changes(
        "2",
        new Protection(
            "P",
            "A",
            "",
            "EDI",
            "",
            Protection.Bound.MINIMUM,
            units("3"),
            Day.OPEN_START,
            Day.OPEN_END));
    assertThat(at(NOON)).isNotSameAs(at(NOON));
  }
}
