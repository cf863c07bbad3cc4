package tradecounter.engine.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.engine.Given.atLocation;
import static tradecounter.engine.Given.bundle;
import static tradecounter.engine.Given.component;
import static tradecounter.engine.Given.location;
import static tradecounter.engine.Given.network;
import static tradecounter.engine.Given.onHand;
import static tradecounter.engine.Given.stocked;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.engine.Given;
import tradecounter.engine.Log;
import tradecounter.engine.availability.AvailabilityAnswer.Figures;
import tradecounter.engine.canonical.Customer;
import tradecounter.engine.canonical.Item;
import tradecounter.engine.canonical.Network;
import tradecounter.engine.canonical.SupplyPolicy;
import tradecounter.engine.state.World;

/** What a feed may say without bringing the engine down: circles, and figures without measure. */
final class LimitsTest {
  private static final String UNLIMITED = "999999999999";
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final World world = new World();
  private final Log log = new Log(world);

  private Figures figures(String item, String quantity) {
    return (Figures)
        new Availability(world, _ -> SupplyPolicy.DEFAULT)
            .answer(
                AvailabilityQuestion.of(item, Customer.ANYBODY, "", Given.units(quantity), NOW));
  }

  private void place(int locations, String onHand) {
    log.say(stocked("A"));
    List<Network.Source> sources = new ArrayList<>();
    for (int i = 0; i < locations; i++) {
      log.say(location("L" + i), onHand("A", "L" + i, onHand));
      sources.add(atLocation("L" + i, i, 0));
    }
    log.say(network("N", sources.toArray(Network.Source[]::new)));
  }

  @Test
  @Timeout(20)
  void bundlesThatContainEachOtherAreNotAvailable() {
    place(1, "100");
    for (int i = 0; i < 20; i++) {
      List<Item.Component> all = new ArrayList<>(List.of(component("A", "1")));
      for (int j = 0; j < 20; j++) {
        if (j != i) {
          all.add(component("B" + j, "1"));
        }
      }
      log.say(bundle("B" + i, all.toArray(Item.Component[]::new)));
    }
    Figures figures = figures("B0", "1");
    assertThat(figures.available()).isZero();
    assertThat(figures.promise().orElseThrow().complete()).isFalse();
  }

  @Test
  @Timeout(20)
  void bundlesThatShareBundlesOnEachStoreyAreLookedIntoOnce() {
    place(1, "100");
    log.say(bundle("B0", component("A", "1")), bundle("C0", component("A", "1")));
    for (int i = 1; i < 7; i++) {
      for (String side : List.of("B", "C")) {
        log.say(bundle(side + i, component("B" + (i - 1), "1"), component("C" + (i - 1), "1")));
      }
    }
    assertThat(figures("B6", "1").available()).isEqualTo(Given.units("1"));
    assertThat(figures("B5", "4").promise().orElseThrow().complete()).isFalse();
  }

  @Test
  void stockWithoutMeasureStaysWithoutMeasure() {
    place(20, UNLIMITED);
    Figures figures = figures("A", UNLIMITED);
    assertThat(figures.available()).isEqualTo(Long.MAX_VALUE);
    assertThat(figures.atp().at(figures.today())).isEqualTo(Long.MAX_VALUE);
    assertThat(figures.promise().orElseThrow().complete()).isTrue();
  }

  @Test
  void needsWithoutMeasureCannotBeMet() {
    place(1, "100");
    log.say(
        bundle("INNER", component("A", "999999999")),
        bundle("OUTER", component("INNER", "999999999")));
    assertThat(figures("OUTER", "999999999").available()).isZero();
    assertThat(figures("OUTER", "1").promise().orElseThrow().complete()).isFalse();
  }

  @Test
  void crumbsOfAComponentDoNotOverflow() {
    place(3, UNLIMITED);
    log.say(bundle("KIT", component("A", "0.000001")));
    assertThat(figures("KIT", "1").available()).isEqualTo(Long.MAX_VALUE);
  }
}
