package tradecounter.loadtest.world.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tradecounter.loadtest.world.Tally;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnlineRetailImporterTest {
  private Tally tally = new Tally(Map.of(), Map.of(), Set.of(), "");

  @BeforeAll
  void read() {
    tally =
        Tally.of(
            new OnlineRetailImporter(SharedFolder.of("online-retail")),
            Set.of(
                "item:85123A:1",
                "item:85123a:1",
                "item:BANK CHARGES:1",
                "item:POST:1",
                "item:21777:1",
                "customer::1",
                "customer:14911.0:1",
                "position.adjusted:85123A@UK:1",
                "position.adjusted:D@UK:1",
                "price:RETAIL-GBP/21777/2010-12-01:1",
                "price:RETAIL-GBP/B/2011-08-12:1"));
  }

  @Test
  void everyLineBecomesItsEvents() {
    assertThat(tally.counts())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("erp location", 1),
                Map.entry("erp network", 1),
                Map.entry("erp price-list", 1),
                Map.entry("erp item", 3_774),
                Map.entry("erp position.set", 3_774),
                Map.entry("erp customer", 3_443),
                Map.entry("wms position.adjusted", 320_705),
                Map.entry("erp price", 177_616)));
    assertThat(tally.repeated()).isEmpty();
  }

  @Test
  void saleTakesAwayAndCancellationGivesBack() {
    assertThat(tally.data("position.adjusted:85123A@UK:1").toString())
        .isEqualTo(
            """
            {"item":"85123A","location":"UK","onHand":-6,"reason":"GOODS_ISSUE",\
            "orderLine":"536365/1"}\
            """);
    assertThat(tally.data("position.adjusted:D@UK:1").get("reason").asText())
        .isEqualTo("CANCELLATION");
    assertThat(tally.data("position.adjusted:D@UK:1").get("onHand").asInt()).isEqualTo(1);
  }

  @Test
  void keepsTheDirt() {
    assertThat(tally.wanted())
        .containsKeys("item:85123A:1", "item:85123a:1", "item:BANK CHARGES:1", "item:POST:1");
    assertThat(tally.data("customer::1").get("customer").asText()).isEmpty();
    assertThat(tally.data("customer:14911.0:1").get("shipTos").get(0).get("country").asText())
        .isEqualTo("EIRE");
    assertThat(tally.data("price:RETAIL-GBP/21777/2010-12-01:1").get("breaks").get(0).toString())
        .isEqualTo(
            """
            {"minimum":-10,"amount":"0.0"}\
            """);
    assertThat(
            tally
                .data("price:RETAIL-GBP/B/2011-08-12:1")
                .get("breaks")
                .get(0)
                .get("amount")
                .asText())
        .isEqualTo("-11062.06");
  }

  @Test
  void saysWhichFolderIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new OnlineRetailImporter(Path.of("no-such-folder")))
        .withMessageContaining("Online Retail: no folder ");
  }
}
