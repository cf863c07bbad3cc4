package tradecounter.loadtest.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DemoWorldTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private final List<JsonNode> events =
      new DemoWorld(TODAY).events().map(EventShapes::checked).toList();

  @Test
  void theSameDayGivesTheSameBytes() {
    assertThat(Tally.digestOf(new DemoWorld(TODAY)))
        .isEqualTo(Tally.digestOf(new DemoWorld(TODAY)));
    assertThat(Tally.digestOf(new DemoWorld(TODAY)))
        .isNotEqualTo(Tally.digestOf(new DemoWorld(TODAY.plusDays(1))));
  }

  @Test
  void hasAsManyOfEverythingAsPromised() {
    assertThat(Tally.of(new DemoWorld(TODAY), Set.of()).counts())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("erp contract-price", 226),
                Map.entry("erp cost", 337),
                Map.entry("erp customer", 40),
                Map.entry("erp demand", 244),
                Map.entry("erp exchange-rate", 3),
                Map.entry("erp item", 337),
                Map.entry("erp location", 6),
                Map.entry("erp network", 5),
                Map.entry("erp position.set", 843),
                Map.entry("erp price", 1563),
                Map.entry("erp price-list", 16),
                Map.entry("erp promotion", 2),
                Map.entry("erp protection", 3),
                Map.entry("erp receipt", 300),
                Map.entry("erp tax-rate", 30),
                Map.entry("erp threshold", 3),
                Map.entry("logistics position.set", 1),
                Map.entry("supplier commitment", 91),
                Map.entry("supplier receipt", 47),
                Map.entry("wms outage", 1),
                Map.entry("wms position.set", 843)));
  }

  @Test
  void noEventComesTwice() {
    assertThat(Tally.of(new DemoWorld(TODAY), Set.of()).repeated()).isEmpty();
  }

  @Test
  void itemKeysNeedNoEscapingInUrls() {
    assertThat(keys("item")).allMatch(item -> item.matches("[A-Z0-9.-]+"));
  }

  @Test
  void everyEventFindsWhatItRefersTo() {
    Set<String> known = new HashSet<>();
    for (JsonNode event : events) {
      JsonNode data = event.get("data");
      String object = EventShapes.object(event);
      for (String reference : List.of("item", "location", "customer", "list")) {
        if (data.has(reference) && !object.equals(reference) && !object.equals("price-list")) {
          assertThat(known).as(event.toString()).contains(reference + " " + text(data, reference));
        }
      }
      for (String own : List.of("item", "location", "customer")) {
        if (object.equals(own)) {
          known.add(own + " " + text(data, own));
        }
      }
      if (object.equals("price-list")) {
        known.add("list " + text(data, "list"));
      }
    }
  }

  @Test
  void componentsAreItems() {
    assertThat(
            events.stream()
                .flatMap(event -> event.get("data").path("components").valueStream())
                .map(component -> text(component, "item")))
        .isNotEmpty()
        .isSubsetOf(keys("item"));
  }

  @Test
  void substitutesAreItems() {
    assertThat(
            events.stream()
                .flatMap(event -> event.get("data").path("substitutes").valueStream())
                .map(substitute -> text(substitute, "item")))
        .isNotEmpty()
        .isSubsetOf(keys("item"));
  }

  @Test
  void contractsAreOnCategoriesThatItemsHave() {
    Set<String> categories =
        events.stream()
            .filter(event -> EventShapes.object(event).equals("item"))
            .map(event -> text(event.get("data"), "category"))
            .collect(Collectors.toSet());
    assertThat(
            events.stream()
                .filter(event -> EventShapes.object(event).equals("contract-price"))
                .filter(event -> event.get("data").has("category"))
                .map(event -> text(event.get("data"), "category")))
        .isNotEmpty()
        .isSubsetOf(categories);
  }

  @Test
  void whatADropShipSupplierCommitsToIsAnItemThatHeMayShip() {
    Set<String> eligible =
        events.stream()
            .filter(event -> EventShapes.object(event).equals("item"))
            .map(event -> event.get("data"))
            .filter(
                item ->
                    item.get("dropShipEligible").asBoolean()
                        || text(item, "policy").equals("DROP_SHIP"))
            .map(item -> text(item, "item"))
            .collect(Collectors.toSet());
    assertThat(
            events.stream()
                .filter(event -> EventShapes.object(event).equals("commitment"))
                .map(event -> text(event.get("data"), "item"))
                .collect(Collectors.toSet()))
        .isEqualTo(eligible);
  }

  @Test
  void everyShipToHasARateForEveryTaxCategory() {
    Set<String> rates =
        values("tax-rate", rate -> text(rate, "jurisdiction") + " " + text(rate, "taxCategory"));
    Set<String> taxCategories = values("item", item -> text(item, "taxCategory"));
    assertThat(taxCategories).containsExactlyInAnyOrder("STANDARD", "BOOKS");
    assertThat(
            values("customer", customer -> text(customer.get("shipTos").get(0), "jurisdiction"))
                .stream()
                .flatMap(where -> taxCategories.stream().map(what -> where + " " + what))
                .collect(Collectors.toSet()))
        .isEqualTo(rates);
  }

  @Test
  void everyItemHasACost() {
    assertThat(values("cost", cost -> text(cost, "item"))).isEqualTo(keys("item"));
  }

  private Set<String> values(String object, Function<JsonNode, String> value) {
    return events.stream()
        .filter(event -> EventShapes.object(event).equals(object))
        .map(event -> value.apply(event.get("data")))
        .collect(Collectors.toSet());
  }

  private Set<String> keys(String object) {
    return values(object, data -> text(data, object));
  }

  private static String text(JsonNode node, String field) {
    return node.get(field).asText();
  }
}
