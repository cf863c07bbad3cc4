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
class NorthwindImporterTest {
  private Tally tally = new Tally(Map.of(), Map.of(), Set.of(), "");

  @BeforeAll
  void read() {
    tally =
        Tally.of(
            new NorthwindImporter(SharedFolder.of("northwind")),
            Set.of(
                "item:4:1",
                "item:9:1",
                "receipt:PO-31/1:1",
                "position.set:28@MAIN:1",
                "customer:HUNGO:1",
                "demand:SO-11008/28:1",
                "contract-price:10250/51:1"));
  }

  @Test
  void everyRowBecomesItsEvents() {
    assertThat(tally.counts())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("erp location", 1),
                Map.entry("erp network", 1),
                Map.entry("erp price-list", 1),
                Map.entry("erp item", 77),
                Map.entry("erp customer", 91),
                Map.entry("erp position.set", 77),
                Map.entry("erp receipt", 17),
                Map.entry("erp demand", 73),
                Map.entry("erp price", 77),
                Map.entry("erp contract-price", 838)));
    assertThat(tally.repeated()).isEmpty();
  }

  @Test
  void readsQuotedQuotesAndOtherAlphabets() {
    assertThat(tally.data("item:4:1").get("description").asText())
        .isEqualTo("Chef Anton's Cajun Seasoning, 48 - 6 oz jars");
    assertThat(tally.data("position.set:28@MAIN:1").get("onHand").asInt()).isEqualTo(26);
  }

  @Test
  void keepsWhatIsOddAsItIs() {
    assertThat(tally.data("item:9:1").get("sellable").asBoolean()).isFalse();
    assertThat(tally.data("receipt:PO-31/1:1").get("expectedOn").isNull()).isTrue();
    assertThat(tally.data("demand:SO-11008/28:1").get("dueOn").asText()).isEqualTo("1998-05-06");
    assertThat(tally.data("customer:HUNGO:1").get("shipTos").get(0).has("postalCode")).isFalse();
    assertThat(tally.data("contract-price:10250/51:1").get("discountPercent").asText())
        .isEqualTo("15");
  }

  @Test
  void saysWhichFolderIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> new NorthwindImporter(Path.of("no-such-folder")))
        .withMessageContaining("Northwind: no folder ")
        .withMessageContaining("no-such-folder");
  }
}
