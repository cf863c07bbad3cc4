package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.event;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Answer;
import tradecounter.testing.BusinessCentral;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.RestServer;
import tradecounter.testing.RestServer.Asked;
import tradecounter.testing.RestServer.Reply;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** Each example of {@code config/feeds/examples}, from its partner to the answers. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class ConnectorsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String STAND = "dd.MM.yyyy HH:mm";

  @TempDir private static Path folder;

  /** What the REST interface of the ERP has to say, by path. */
  private static final List<JsonObject> ERP_ITEMS = new CopyOnWriteArrayList<>();

  private static final List<JsonObject> ERP_STOCK = new CopyOnWriteArrayList<>();

  private static RestServer restErp;
  private static BusinessCentral businessCentral;
  private static RecordingErp erp;
  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    restErp = new RestServer(ConnectorsTest::restErp);
    businessCentral = new BusinessCentral("bc-secret");
    erp = new RecordingErp(ErpClass.A, 0).start();
    Files.writeString(folder.resolve("erp-token"), "erp-secret\n");
    Files.writeString(folder.resolve("business-central"), "bc-secret\n");
    Files.createDirectory(folder.resolve("supplier-csv"));
    FeedFolder feeds = new FeedFolder();
    for (String feed :
        List.of(
            "rest-erp-items",
            "rest-erp-stock",
            "business-central-items",
            "business-central-stock",
            "wms-cloud",
            "supplier-csv",
            "debezium-erp")) {
      feeds.write(feed, example(feed));
    }
    service = feeds.in(new TestService()).with("TARGETS_URLS", "{erp: \"" + erp.address() + "\"}");
    createTopic("erpdb.changes");
    service.start();
    client = service.client();
    say(
        location("NORTH"),
        network("ALL", "NORTH"),
        baseList("BASE", "EUR"),
        baseList("BC", "EUR"),
        taxRate("DE", "STANDARD", "19"),
        customer("C-1", "EUR", "shipTos", list(shipTo("DE", "DE"))));
  }

  @AfterAll
  static void stop() {
    service.close();
    erp.close();
    businessCentral.close();
    restErp.close();
  }

  /** As it stands there, but with the partners of this test, who are asked more often. */
  private static String example(String feed) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(
            ConnectorsTest.class.getResourceAsStream("/config/feeds/examples/" + feed + ".yaml"))) {
      return new String(file.readAllBytes(), UTF_8)
          .replace("https://erp.example.com", restErp.url())
          .replace("https://api.businesscentral.dynamics.com", businessCentral.url())
          .replace("https://login.microsoftonline.com", businessCentral.url())
          .replace("/etc/tradecounter/secrets", folder.toString())
          .replace("/var/spool/tradecounter", folder.toString())
          .replaceAll("everyMillis: \\d+", "everyMillis: 100")
          .replaceAll("settleMillis: \\d+", "settleMillis: 100\n  everyMillis: 50");
    }
  }

  private static void createTopic(String name) throws Exception {
    var kafka = service.configuration().kafka();
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(new NewTopic(kafka.topicPrefix() + name, Optional.of(1), Optional.empty())))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }

  private static void say(JsonObject... events) {
    Answer answer = client.feed("erp", events);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
  }

  private static void awaitAvailable(String item, Number quantity) {
    Awaitility.await("what there is of " + item)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Answer answer = client.get("/v1/items/" + item + "/availability");
              assertThat(answer.status()).as(answer.text()).isEqualTo(200);
              assertThat(answer.json().getNumber("available").doubleValue())
                  .isEqualTo(quantity.doubleValue());
            });
  }

  private static void awaitPrice(String item, String amount) {
    Awaitility.await("the price of " + item)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Answer answer = client.get("/v1/items/" + item + "/price?customer=C-1");
              assertThat(answer.status()).as(answer.text()).isEqualTo(200);
              assertThat(answer.json().getJsonObject("unitPrice").getString("amount"))
                  .isEqualTo(amount);
            });
  }

  // ---------------------------------------------------------------- an ERP with a REST interface

  private static Reply restErp(Asked asked) {
    if (!asked.header("authorization").equals("Bearer erp-secret")) {
      return Reply.of(401);
    }
    Instant since = Instant.parse(asked.query().getOrDefault("modifiedSince", ""));
    int from = Integer.parseInt(asked.query().getOrDefault("from", "0"));
    List<JsonObject> all =
        (asked.path().endsWith("items") ? ERP_ITEMS : ERP_STOCK)
            .stream()
                .filter(one -> !Instant.parse(one.getString("modified")).isBefore(since))
                .toList();
    int end = Math.min(all.size(), from + 2);
    JsonObject links = new JsonObject();
    if (end < all.size()) {
      links.put("next", asked.path() + "?modifiedSince=" + since + "&from=" + end);
    }
    return Reply.json(
        new JsonObject()
            .put("data", new JsonArray(all.subList(Math.min(from, end), end)))
            .put("links", links)
            .encode());
  }

  private static JsonObject modified(JsonObject entity) {
    return entity.put("modified", Instant.now().toString());
  }

  @Test
  void aRestErpIsAskedPageByPageForWhatHasChanged() {
    for (int n = 1; n <= 5; n++) {
      ERP_ITEMS.add(
          modified(
              data("sku", "RE-" + n, "name", "Screw", "group", "SCREWS", "unit", "PCE")
                  .put("status", "ACTIVE")));
      ERP_STOCK.add(
          modified(data("sku", "RE-" + n, "warehouse", "NORTH", "onHand", 10 * n, "reserve", 1)));
    }
    for (int n = 1; n <= 5; n++) {
      awaitAvailable("RE-" + n, 10 * n - 1);
    }
    ERP_STOCK.add(modified(data("sku", "RE-3", "warehouse", "NORTH", "onHand", 7, "reserve", 2)));
    awaitAvailable("RE-3", 5);
    ERP_ITEMS.add(modified(data("sku", "RE-4", "status", "DELETED")));
    Awaitility.await("it is gone")
        .atMost(PATIENCE)
        .until(() -> client.get("/v1/items/RE-4/availability").status() == 404);
  }

  // ---------------------------------------------------------------- Business Central

  private static JsonObject lamp(String number, Number unitPrice) {
    return data(
        "number",
        number,
        "displayName",
        "Lamp",
        "itemCategoryCode",
        "LAMPS",
        "blocked",
        false,
        "baseUnitOfMeasureCode",
        "PCS",
        "unitPrice",
        unitPrice);
  }

  @Test
  void businessCentralIsAskedByODataWhateverItAnswers() {
    businessCentral.slowDown();
    for (int n = 1; n <= 3; n++) {
      businessCentral.put("items", lamp("BC-" + n, 189.9));
      businessCentral.put(
          "itemLocations", data("itemNumber", "BC-" + n, "locationCode", "NORTH", "inventory", n));
    }
    awaitAvailable("BC-1", 1);
    awaitAvailable("BC-3", 3);
    awaitPrice("BC-3", "189.90");
    assertThat(businessCentral.slowed()).isEqualTo(1);

    businessCentral.endTokens();
    businessCentral.put("items", lamp("BC-3", 175));
    businessCentral.put(
        "itemLocations", data("itemNumber", "BC-3", "locationCode", "NORTH", "inventory", 12));
    awaitAvailable("BC-3", 12);
    awaitPrice("BC-3", "175.00");
    assertThat(businessCentral.refused()).isBetween(1, 2);
  }

  // ---------------------------------------------------------------- a warehouse's webhooks

  private static JsonObject webhook(String id, String type, JsonObject payload) {
    return data("eventId", id, "eventType", type, "occurredAt", Instant.now().toString())
        .put("payload", payload);
  }

  private static Answer post(JsonObject... events) {
    return client.post("/v1/feeds/wms-cloud/events", data("events", list((Object[]) events)));
  }

  @Test
  void aWarehousesWebhooksCountOnceAndMoveOrdersOn() {
    say(
        taxed("WMS-1", "STANDARD"),
        onHand("WMS-1", "NORTH", 20),
        price("BASE", "WMS-1", 1, "2.00"));
    JsonObject damage =
        webhook(
            "e-1",
            "inventory.adjusted",
            data("sku", "WMS-1", "facility", "NORTH", "delta", -3, "reasonCode", "DAMAGE"));
    assertThat(post(damage).json().getInteger("accepted")).isEqualTo(1);
    assertThat(post(damage).json().getInteger("duplicate")).isEqualTo(1);
    awaitAvailable("WMS-1", 17);

    awaitPrice("WMS-1", "2.00");
    JsonObject wanted =
        data("customer", "C-1", "reference", "PO-1")
            .put("lines", list(data("item", "WMS-1", "quantity", 4)));
    Answer accepted = client.order(UUID.randomUUID().toString(), wanted);
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(201);
    String order = accepted.json().getString("orderId");
    String line = accepted.json().getJsonArray("lines").getJsonObject(0).getString("lineId");
    awaitStatus(order, "ACKNOWLEDGED");
    JsonObject dispatched =
        data("shipmentNumber", "SH-1", "order", order)
            .put("carrier", data("name", "Parcel Example", "trackingNumber", "PX1"))
            .put("lines", list(data("line", line, "quantity", 4)));
    Answer posted = post(webhook("e-2", "shipment.dispatched", dispatched));
    assertThat(posted.status()).as(posted.text()).isEqualTo(202);
    awaitStatus(order, "SHIPPED");
  }

  private static void awaitStatus(String order, String status) {
    Awaitility.await(status)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.get("/v1/orders/" + order).json().getString("status"))
                    .isEqualTo(status));
  }

  // ---------------------------------------------------------------- a supplier's list by folder

  @Test
  void aSuppliersListSaysAllThatItHas() throws IOException {
    say(
        event("item", data("item", "CSV-1", "policy", "DROP_SHIP", "baseUom", "EA")),
        event("item", data("item", "CSV-2", "policy", "DROP_SHIP", "baseUom", "EA")),
        event(
            "network",
            data(
                "network",
                "ALL",
                "sources",
                list(data("location", "NORTH", "rank", 1), data("supplier", "WEBER", "rank", 2)))));
    putList("bestand-1.csv", "CSV-1;Öse;1.040;3;1;%s\nCSV-2;Öse;5,0;3;;%s\n");
    awaitPromised("CSV-1", 1_040, true);
    awaitPromised("CSV-1", 1_041, false);
    awaitPromised("CSV-2", 5, true);
    putList("bestand-2.csv", "CSV-1;Öse;7;3;1;%s\n");
    awaitPromised("CSV-1", 8, false);
    awaitPromised("CSV-2", 1, false);
    assertThat(folder.resolve("supplier-csv").resolve("archive").resolve("bestand-2.csv")).exists();
  }

  private static void putList(String name, String lines) throws IOException {
    String stand =
        DateTimeFormatter.ofPattern(STAND)
            .withZone(ZoneId.of("Europe/Berlin"))
            .format(Instant.now());
    String text =
        "Artikelnummer;Bezeichnung;Verfügbar;Lieferzeit (Tage);Mindestmenge;Stand\n"
            + lines.replace("%s", stand);
    Path unfinished = folder.resolve("supplier-csv").resolve(name + ".tmp");
    Files.write(unfinished, text.getBytes(Charset.forName("windows-1252")));
    Files.move(unfinished, unfinished.resolveSibling(name));
  }

  private static void awaitPromised(String item, int quantity, boolean complete) {
    Awaitility.await(quantity + " of " + item)
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Answer answer =
                  client.get("/v1/items/" + item + "/availability?quantity=" + quantity);
              assertThat(answer.json().getJsonObject("promise").getBoolean("complete"))
                  .as(answer.text())
                  .isEqualTo(complete);
            });
  }

  // ---------------------------------------------------------------- Debezium

  private static JsonObject row(
      String op, String table, int lsn, @Nullable JsonObject before, @Nullable JsonObject after) {
    return data("op", op)
        .put("before", before)
        .put("after", after)
        .put("source", data("connector", "postgresql", "table", table, "lsn", lsn));
  }

  @Test
  void changesOfADatabaseAreAppliedInTheirOrder() {
    say(item("DBZ-1"));
    JsonObject old = data("item", "DBZ-1", "warehouse", "NORTH", "quantity", "30");
    JsonObject stock = data("item", "DBZ-1", "warehouse", "NORTH", "quantity", "25.000");
    JsonObject priced = data("list", "BASE", "item", "DBZ-1", "amount", "0.1850");
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", service.configuration().kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      // The snapshot comes in the plain form, a change with its schema; the older one comes late.
      write(producer, row("u", "stock", 200, old, stock));
      write(
          producer,
          data("schema", data("type", "struct"), "payload", row("r", "stock", 100, null, old)));
      write(producer, row("c", "prices", 150, null, priced));
      awaitAvailable("DBZ-1", 25);
      awaitPrice("DBZ-1", "0.185");
      write(producer, row("d", "stock", 300, stock, null));
      var _ = producer.send(new ProducerRecord<>(topic(), "DBZ-1".getBytes(UTF_8), null));
      write(producer, row("d", "prices", 310, priced, null));
      awaitAvailable("DBZ-1", 0);
      Awaitility.await("no price any more")
          .atMost(PATIENCE)
          .until(() -> client.get("/v1/items/DBZ-1/price?customer=C-1").status() == 404);
    }
  }

  private static String topic() {
    return service.configuration().kafka().topicPrefix() + "erpdb.changes";
  }

  private static void write(KafkaProducer<byte[], byte[]> producer, JsonObject change) {
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic(), "DBZ-1".getBytes(UTF_8), change.encode().getBytes(UTF_8)));
  }
}
