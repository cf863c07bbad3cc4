package tradecounter.loadtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.loadtest.embedded.EmbeddedFixture;
import tradecounter.loadtest.sandbox.FeedClient.Outcome;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.World;
import tradecounter.loadtest.world.importers.AdventureWorksImporter;
import tradecounter.loadtest.world.importers.NorthwindImporter;
import tradecounter.loadtest.world.importers.OnlineRetailImporter;

/** Real data sets, in full, from their files through the feeds to the answers. */
class ImportersEndToEndTest {
  private static final Logger LOG = LoggerFactory.getLogger(ImportersEndToEndTest.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One data set in a service of its own, where it is told once. */
  @Timeout(300)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class DataSet {
    private final HttpClient http = HttpClient.newHttpClient();
    private final World world;
    private final EmbeddedFixture tradecounter;
    private Outcome outcome = Outcome.NONE;

    DataSet(String name, World world) {
      this.world = world;
      this.tradecounter =
          EmbeddedFixture.start(
              "importers-" + name,
              Map.of("TRADECOUNTER_LIMITS_REPORTEDERRORS", "20000"),
              LOG::info);
    }

    @BeforeAll
    void tell() throws IOException, InterruptedException {
      long begin = System.nanoTime();
      outcome = tradecounter.tradecounter().tell(world, _ -> {});
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      LOG.info("{}", ImportRun.report(getClass().getSimpleName(), outcome, took));
    }

    @AfterAll
    void close() {
      http.close();
      tradecounter.close();
    }

    Outcome outcome() {
      return outcome;
    }

    World world() {
      return world;
    }

    JsonNode availability(String item, String customer) throws IOException, InterruptedException {
      return get(
          tradecounter.service(),
          "/v1/items/" + item + "/availability?customer=" + customer,
          "availability:read availability:detail customers:any");
    }

    JsonNode price(String item, String customer, int quantity)
        throws IOException, InterruptedException {
      return price(item, customer, "quantity=" + quantity);
    }

    JsonNode price(String item, String customer, String question)
        throws IOException, InterruptedException {
      return get(
          tradecounter.service(),
          "/v1/items/" + item + "/price?customer=" + customer + "&" + question,
          "prices:read customers:any");
    }

    /** All of them, newest first. */
    List<JsonNode> deadLetters() throws IOException, InterruptedException {
      List<JsonNode> all = new ArrayList<>();
      String before = "";
      do {
        JsonNode page =
            get(tradecounter.management(), "/ops/dead-letters?limit=500" + before, "ops");
        page.get("deadLetters").forEach(all::add);
        before = page.has("next") ? "&before=" + page.get("next").asText() : "";
      } while (!before.isEmpty());
      return all;
    }

    private JsonNode get(URI service, String path, String scopes)
        throws IOException, InterruptedException {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(service.resolve(path))
                  .header("Authorization", "Bearer " + tradecounter.token(scopes, ""))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return JSON.readTree(response.body());
    }
  }

  private static Path folder(String dataSet) {
    return Path.of(System.getProperty("shared.data", "."), dataSet);
  }

  @Nested
  class Northwind extends DataSet {
    Northwind() {
      super("northwind", new NorthwindImporter(folder("northwind")));
    }

    @Test
    void allOfItIsTaken() throws IOException, InterruptedException {
      assertThat(outcome()).isEqualTo(new Outcome(1_253, 0, 0, 0, Map.of(), Map.of()));
      assertThat(deadLetters()).isEmpty();
    }

    @Test
    void chaiIsAnswered() throws IOException, InterruptedException {
      JsonNode availability = availability("1", "ALFKI");
      assertThat(availability.at("/locations/0/onHand").asInt()).isEqualTo(39);
      assertThat(availability.at("/locations/0/safetyStock").asInt()).isEqualTo(10);
      assertThat(availability.at("/available").asInt()).isEqualTo(29);
      JsonNode price = price("1", "ALFKI", 1);
      assertThat(price.at("/unitPrice/amount").asText()).isEqualTo("18.00");
      assertThat(price.at("/unitPrice/currency").asText()).isEqualTo("USD");
    }
  }

  @Nested
  class AdventureWorks extends DataSet {
    AdventureWorks() {
      super("adventureworks", new AdventureWorksImporter(folder("adventureworks")));
    }

    @Test
    void allOfItIsTaken() throws IOException, InterruptedException {
      assertThat(outcome()).isEqualTo(new Outcome(12_410, 0, 0, 0, Map.of(), Map.of()));
      assertThat(deadLetters()).isEmpty();
    }

    @Test
    void helmetIsAnswered() throws IOException, InterruptedException {
      JsonNode availability = availability("HL-U509-R", "AW00000001");
      assertThat(availability.at("/locations/0/onHand").asInt()).isEqualTo(288);
      assertThat(availability.at("/locations/0/safetyStock").asInt()).isEqualTo(4);
      assertThat(availability.at("/available").asInt()).isEqualTo(284);
      JsonNode price = price("HL-U509-R", "AW00000001", 12);
      assertThat(price.at("/unitPrice/amount").asText()).isEqualTo("34.99");
      assertThat(price.at("/extendedPrice/amount").asText()).isEqualTo("419.88");
      assertThat(price.at("/winner/id").asText()).isEqualTo("LIST-USD");
      assertThat(price.has("promotions")).isFalse();
    }

    @Test
    void theOfferOfThatDayIsTakenOff() throws IOException, InterruptedException {
      JsonNode price = price("HL-U509-R", "AW00000001", "quantity=20&on=2025-01-15");
      assertThat(price.at("/winner/id").asText()).isEqualTo("LIST-USD");
      assertThat(price.at("/promotions").findValuesAsText("promotion")).containsExactly("OFFER-3");
      assertThat(price.at("/unitPrice/amount").asText()).isEqualTo("33.2405");
      assertThat(price.at("/validUntil").asText()).isEqualTo("2025-05-29");
    }
  }

  @Nested
  class OnlineRetail extends DataSet {
    OnlineRetail() {
      super("online-retail", new OnlineRetailImporter(folder("online-retail")));
    }

    @Test
    void onlyTheDirtIsRefused() {
      assertThat(outcome().accepted()).isEqualTo(508_313);
      assertThat(outcome().duplicate() + outcome().superseded()).isZero();
      assertThat(outcome().refusedByCode()).isEqualTo(Map.of("value-invalid", 1_002L));
    }

    @Test
    void heartHolderIsAnswered() throws IOException, InterruptedException {
      JsonNode availability = availability("85123A", "17850.0");
      assertThat(availability.at("/locations/0/onHand").isNumber()).isTrue();
      assertThat(availability.at("/available").asInt()).isZero();
      JsonNode price = price("85123A", "17850.0", 2);
      assertThat(price.at("/unitPrice/amount").asText()).isEqualTo("2.95");
      assertThat(price.at("/breaks/2/minimum").asInt()).isEqualTo(32);
    }

    @Test
    void whatIsRefusedIsKeptWithItsBytesAndTheReason() throws IOException, InterruptedException {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> deadLetters().size() == outcome().refused());
      Map<String, Integer> reasons = new TreeMap<>();
      Set<String> raws = new HashSet<>();
      for (JsonNode letter : deadLetters()) {
        assertThat(letter.get("code").asText()).isEqualTo("value-invalid");
        reasons.merge(
            letter.path("pointer").asText()
                + ": "
                + letter.get("detail").asText().replaceFirst("^-[0-9.]+", "-…"),
            1,
            Integer::sum);
        raws.add(letter.get("raw").asText());
      }
      assertThat(reasons)
          .isEqualTo(
              Map.of(
                  "/data/breaks/0/amount: -… must not be negative", 1,
                  "/data/breaks/0/minimum: -… must not be negative", 911,
                  "/data/shipTos/0/country: must be a text of 2 to 2 characters", 17,
                  "/subject: must be a text of 1 to 256 characters", 73));
      assertThat(raws).hasSize(1_002);
      assertThat(told()).containsAll(raws);
    }

    /** Every event of the data set, as the dead letters would have it. */
    private Set<String> told() {
      try (Stream<FeedEvent> events = world().events()) {
        return events
            .filter(event -> event.feed().equals("erp"))
            .map(event -> Base64.getEncoder().encodeToString(event.json()))
            .collect(Collectors.toSet());
      }
    }
  }
}
