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
class AdventureWorksImporterTest {
  private Tally tally = new Tally(Map.of(), Map.of(), Set.of(), "");

  @BeforeAll
  void read() {
    tally =
        Tally.of(
            new AdventureWorksImporter(SharedFolder.of("adventureworks")),
            Set.of(
                "item:AR-5381:1",
                "position.set:AR-5381@1:1",
                "position.set:AR-5381@6:1",
                "receipt:PO-1/1:1",
                "receipt:PO-4012/8845:1",
                "customer:AW00000001:1",
                "price-list:OFFER-VOLUME:1",
                "price:OFFER-VOLUME/HL-U509-R:1",
                "price:OFFER-1/HL-U509-R:1",
                "price:LIST-USD/HL-U509-R/2024-05-29:1",
                "commitment:LITWARE0001/AR-5381:1"));
  }

  @Test
  void everyRowBecomesItsEvents() {
    assertThat(tally.counts())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("erp location", 14),
                Map.entry("erp network", 1),
                Map.entry("erp price-list", 13),
                Map.entry("erp item", 504),
                Map.entry("erp customer", 701),
                Map.entry("erp position.set", 1_069),
                Map.entry("erp receipt", 8_845),
                Map.entry("supplier commitment", 460),
                Map.entry("erp price", 860)));
    assertThat(tally.repeated()).isEmpty();
  }

  @Test
  void safetyStockOfAProductIsSetAtItsFirstLocationOnly() {
    assertThat(tally.data("position.set:AR-5381@1:1").toString())
        .isEqualTo(
            """
            {"item":"AR-5381","location":"1","onHand":408,"safetyStock":1000}\
            """);
    assertThat(tally.data("position.set:AR-5381@6:1").toString())
        .isEqualTo(
            """
            {"item":"AR-5381","location":"6","onHand":324}\
            """);
  }

  @Test
  void pricesKeepTheirDatesAndTheLatestHasNoEnd() {
    assertThat(tally.data("price:LIST-USD/HL-U509-R/2024-05-29:1").has("validTo")).isFalse();
  }

  @Test
  void volumeDiscountsAreTheBreaksOfOneList() {
    assertThat(tally.data("price-list:OFFER-VOLUME:1").get("groups").get(0).asText())
        .isEqualTo("Reseller");
    assertThat(tally.data("price:OFFER-VOLUME/HL-U509-R:1").get("breaks").get(0).toString())
        .isEqualTo(
            """
            {"minimum":11,"amount":"34.2902"}\
            """);
  }

  @Test
  void keepsTheDirt() {
    assertThat(tally.data("receipt:PO-1/1:1").get("received").toString()).isEqualTo("3.0");
    assertThat(tally.data("receipt:PO-4012/8845:1").get("status").asText()).isEqualTo("OPEN");
    assertThat(tally.data("receipt:PO-4012/8845:1").get("expectedOn").asText())
        .isEqualTo("2025-07-23");
    assertThat(tally.data("price:OFFER-1/HL-U509-R:1").get("breaks").get(0).get("minimum").asInt())
        .isZero();
    assertThat(tally.data("commitment:LITWARE0001/AR-5381:1").get("asOf").asText())
        .isEqualTo("2022-08-28T00:00:00Z");
  }

  @Test
  void saysWhichFolderIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new AdventureWorksImporter(Path.of("no-such-folder")))
        .withMessageContaining("AdventureWorks: no folder ");
  }
}
