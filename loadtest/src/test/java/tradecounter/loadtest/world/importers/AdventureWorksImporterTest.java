package tradecounter.loadtest.world.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
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
                "promotion:OFFER-2:1",
                "promotion:OFFER-3:1",
                "promotion:OFFER-7:1",
                "cost:HL-U509-R/2024-05-29:1",
                "cost:SA-M198:1",
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
                Map.entry("erp price-list", 1),
                Map.entry("erp item", 504),
                Map.entry("erp customer", 701),
                Map.entry("erp position.set", 1_069),
                Map.entry("erp receipt", 8_845),
                Map.entry("supplier commitment", 460),
                Map.entry("erp price", 395),
                Map.entry("erp promotion", 14),
                Map.entry("erp cost", 406)));
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
  void specialOffersArePromotionsOfWhichTheLargestGoesFirst() {
    JsonNode offer = tally.data("promotion:OFFER-2:1");
    assertThat(offer.at("/effect/percent").asText()).isEqualTo("2.00");
    assertThat(offer.get("minimumQuantity").asInt()).isEqualTo(11);
    assertThat(offer.at("/scope/items").valueStream().map(JsonNode::asText)).contains("HL-U509-R");
    assertThat(offer.at("/scope/customerGroups").toString()).isEqualTo("[\"Reseller\"]");
    assertThat(tally.data("promotion:OFFER-3:1").get("priority").asInt())
        .isLessThan(offer.get("priority").asInt());
  }

  @Test
  void costsKeepTheirDatesIfTheyHaveAny() {
    assertThat(tally.data("cost:HL-U509-R/2024-05-29:1").toString())
        .isEqualTo(
            """
            {"item":"HL-U509-R","amount":"13.0863","currency":"USD","validFrom":"2024-05-29"}\
            """);
    assertThat(tally.data("cost:SA-M198:1").toString())
        .isEqualTo(
            """
            {"item":"SA-M198","amount":"98.7700","currency":"USD"}\
            """);
  }

  @Test
  void keepsTheDirt() {
    assertThat(tally.data("receipt:PO-1/1:1").get("received").toString()).isEqualTo("3.0");
    assertThat(tally.data("receipt:PO-4012/8845:1").get("status").asText()).isEqualTo("OPEN");
    assertThat(tally.data("receipt:PO-4012/8845:1").get("expectedOn").asText())
        .isEqualTo("2025-07-23");
    assertThat(tally.data("promotion:OFFER-7:1").get("minimumQuantity").asInt()).isZero();
    assertThat(tally.data("promotion:OFFER-7:1").get("validTo").asText()).isEqualTo("2023-05-29");
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
