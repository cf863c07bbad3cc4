package tradecounter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.location;
import static tradecounter.testing.Events.network;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.testing.Answer;
import tradecounter.testing.FeedFolder;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * Real files of others go through feeds that are described by a file each, and the answers become
 * what the files say. They are read where they are: {@code shared.data}.
 */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
final class RealSamplesTest {
  private static final Path DATA = Path.of(System.getProperty("shared.data", "../../shared/data"));
  private static final Path X12 = DATA.resolve("x12");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final FeedFolder FEEDS =
      new FeedFolder()
          .write(
              "adventure-stock",
              """
              feed: adventure-stock
              format:
                kind: CSV
                delimiter: "\\t"
                quote: ""
                header: false
                columns: [ProductID, LocationID, Shelf, Bin, Quantity, rowguid, ModifiedDate]
              mapping: |
                {"type": "position.set",
                 "data": {"item": "AW-" & ProductID, "location": "AW-" & LocationID,
                          "onHand": $decimal(Quantity)}}
              owns: [position.set.onHand]
              staleAfterMillis: 86400000
              snapshot: {of: [position]}
              """)
          .write(
              "adventure-prices",
              """
              feed: adventure-prices
              format:
                kind: CSV
                delimiter: "\\t"
                quote: ""
                header: false
                columns: [ProductID, StartDate, EndDate, ListPrice, ModifiedDate]
              mapping: |
                {"type": "price",
                 "data": $merge([
                   {"list": "AW", "item": "AW-" & ProductID,
                    "validFrom": $date(StartDate, "yyyy-MM-dd HH:mm:ss.SSS"),
                    "breaks": [{"minimum": 1, "amount": ListPrice}]},
                   EndDate ? {"validTo": $date(EndDate, "yyyy-MM-dd HH:mm:ss.SSS")}])}
              owns: [price]
              staleAfterMillis: 86400000
              """)
          .write(
              "retail",
              """
              feed: retail
              format: {kind: CSV}
              mapping: |
                $decimal(Quantity) != 0 and StockCode != "" ?
                {"type": "position.adjusted",
                 "id": InvoiceNo & "/" & $delivery.place,
                 "time": $instant(InvoiceDate, "yyyy-MM-dd HH:mm:ss", "Europe/London"),
                 "data": {"item": StockCode, "location": "UK", "reason": "SALE",
                          "onHand": $difference(0, Quantity)}}
              owns: [position.adjusted.onHand]
              staleAfterMillis: 86400000
              """)
          .write(
              "plant-846",
              """
              feed: plant-846
              format: {kind: X12, records: TRANSACTION}
              mapping: |
                LIN.{"type": "position.set",
                     "data": {"item": $pair($, "BP"), "location": "E88",
                              "onHand": $decimal(QTY[QTY01="34"].QTY02),
                              "blocked": $decimal(QTY[QTY01="QH"].QTY02)}}
              owns: [position.set.onHand, position.set.blocked]
              staleAfterMillis: 86400000
              """)
          .write(
              "catalogue-832",
              """
              feed: catalogue-832
              format: {kind: X12, records: LINE}
              mapping: |
                {"type": "price",
                 "data": {"list": "HIBCC", "item": $pair(LIN, "MG"),
                          "breaks": [{"minimum": 1, "amount": LIN.CTP[CTP02="CAT"].CTP03}]}}
              owns: [price]
              staleAfterMillis: 86400000
              """)
          .write(
              "notice-856",
              """
              feed: notice-856
              format: {kind: X12}
              mapping: |
                (
                  $shipment := BSN.BSN02;
                  **.HL[HL03="I"].{"type": "receipt",
                    "data": {"receipt": $shipment & "/" & LIN.LIN01,
                             "item": LIN.LIN03, "location": "DC-X12",
                             "quantity": $decimal(SN1.SN102), "kind": "ASN",
                             "expectedOn": $substring($delivery.time, 0, 10), "supplier": "S-X12"}}
                )
              owns: ["receipt:ASN"]
              staleAfterMillis: 86400000
              """)
          .write(
              "answer-855",
              """
              feed: answer-855
              format: {kind: X12}
              mapping: |
                {"type": "supplier-acknowledgement",
                 "data": {"supplier": "S-X12", "purchaseOrder": BAK.BAK03,
                   "lines": [PO1.{"lineId": PO101, "item": PO107,
                     "quantity": $decimal(PO102),
                     "outcome": ACK.ACK01 = "IA" ? "ACCEPTED" : ACK.ACK01 = "IR" ? "REJECTED" : "RESCHEDULED"}]}}
              owns: [supplier-acknowledgement]
              orders: NET_WATERMARK
              staleAfterMillis: 86400000
              """);

  private static TestService service;
  private static TestClient client;
  private static TestClient operator;

  @BeforeAll
  static void start() throws IOException {
    assertThat(DATA).as("the real data, -Dshared.data=FOLDER").isDirectory();
    service = FEEDS.in(new TestService()).start();
    client = service.client();
    operator = service.management();
    List<String> places = new ArrayList<>(List.of("E88", "UK", "DC-X12"));
    rows(DATA.resolve("adventureworks/ProductInventory.csv")).stream()
        .map(row -> "AW-" + row[1])
        .distinct()
        .forEach(places::add);
    client.feed("erp", places.stream().map(place -> location(place)).toArray(JsonObject[]::new));
    client.feed(
        "erp",
        network("ALL", places.toArray(String[]::new)),
        baseList("AW", "USD"),
        baseList("HIBCC", "USD"),
        customer("C-1", "USD", "lists", list("HIBCC")));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer put(String feed, String name, byte[] content) {
    Answer answer = client.put("/v1/feeds/" + feed + "/files/" + name, content);
    for (int i = 0; i < 600 && answer.status() == 202 && !isStopped(answer); i++) {
      answer = client.get("/v1/feeds/" + feed + "/files/" + name);
    }
    return answer;
  }

  private static boolean isStopped(Answer answer) {
    return answer.json().getString("state").equals("QUARANTINED");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The rows of a file without a header, told apart without any of ours. */
  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file, UTF_8).stream().map(line -> line.split("\t", -1)).toList();
  }

  private static void define(List<String> items) {
    for (int from = 0; from < items.size(); from += 500) {
      client.feed(
          "erp",
          items.subList(from, Math.min(items.size(), from + 500)).stream()
              .map(name -> item(name))
              .toArray(JsonObject[]::new));
    }
  }

  @Test
  void adventureWorksStockIsAvailable() throws IOException {
    Path file = DATA.resolve("adventureworks/ProductInventory.csv");
    Map<String, Integer> expected = new LinkedHashMap<>();
    for (String[] row : rows(file)) {
      expected.merge("AW-" + row[0], Integer.parseInt(row[4]), Integer::sum);
    }
    define(List.copyOf(expected.keySet()));

    Answer taken = put("adventure-stock", "ProductInventory.csv", bytes(file));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    assertThat(taken.json().getInteger("events")).isEqualTo(rows(file).size());
    assertThat(taken.json().getInteger("refused")).isZero();
    for (String item : List.of("AW-1", "AW-316", "AW-999")) {
      Awaitility.await(item)
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          client
                              .get("/v1/items/" + item + "/availability")
                              .json()
                              .getJsonArray("locations")
                              .stream()
                              .map(JsonObject.class::cast)
                              .mapToInt(each -> each.getInteger("onHand"))
                              .sum())
                      .isEqualTo(expected.get(item)));
    }
  }

  @Test
  void adventureWorksPricesHoldFromDayToDay() throws IOException {
    Path file = DATA.resolve("adventureworks/ProductListPriceHistory.csv");
    define(List.of("AW-707"));
    Answer taken = put("adventure-prices", "ProductListPriceHistory.csv", bytes(file));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    assertThat(taken.json().getInteger("events")).isEqualTo(rows(file).size());
    for (String[] row : rows(file)) {
      if (row[0].equals("707")) {
        JsonObject price =
            client.get("/v1/items/AW-707/price?customer=C-1&on=" + row[1].substring(0, 10)).json();
        assertThat(new BigDecimal(price.getJsonObject("unitPrice").getString("amount")))
            .isEqualByComparingTo(row[3]);
      }
    }
  }

  /** A hundred thousand real invoice lines are read and mapped, and the first are applied. */
  @Test
  void onlineRetailIsReadFromGzip() throws IOException {
    Path file;
    try (var files = Files.list(DATA.resolve("online-retail"))) {
      file = files.filter(each -> each.toString().endsWith(".gz")).findFirst().orElseThrow();
    }
    JsonObject tried = tryBytes("retail", head(file, 100_000));
    assertThat(tried.getInteger("records")).isEqualTo(100_000);
    assertThat(tried.containsKey("unreadable")).isFalse();
    assertThat(tried.getInteger("refused")).isZero();

    byte[] first = head(file, 2_000);
    Map<String, Integer> sold = new LinkedHashMap<>();
    new String(first, UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.replaceAll("\"[^\"]*\"", "text").split(",", -1))
        .forEach(row -> sold.merge(row[1], Integer.parseInt(row[3]), Integer::sum));
    define(List.of("85123A", "71053"));
    Answer taken = put("retail", "first.csv.gz", gzip(first));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    for (String item : List.of("85123A", "71053")) {
      JsonObject uk =
          client
              .get("/v1/items/" + item + "/availability")
              .json()
              .getJsonArray("locations")
              .stream()
              .map(JsonObject.class::cast)
              .filter(each -> each.getString("location").equals("UK"))
              .findFirst()
              .orElseThrow();
      assertThat(uk.getInteger("onHand")).isEqualTo(-sold.getOrDefault(item, 0));
    }
  }

  private static JsonObject tryBytes(String feed, byte[] sample) {
    return operator
        .post("/ops/feeds/" + feed + "/try", "application/octet-stream", new String(sample, UTF_8))
        .json();
  }

  private static byte[] head(Path gzip, int records) throws IOException {
    try (var lines =
        new java.io.BufferedReader(
            new java.io.InputStreamReader(
                new java.util.zip.GZIPInputStream(Files.newInputStream(gzip)), UTF_8))) {
      return IntStream.rangeClosed(0, records)
          .mapToObj(
              _ -> {
                try {
                  return lines.readLine();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
          .collect(Collectors.joining("\n", "", "\n"))
          .getBytes(UTF_8);
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var packed = new java.io.ByteArrayOutputStream();
    try (var gzip = new java.util.zip.GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void inventoryAdviceIsAvailable() {
    define(List.of("46L5055"));
    Answer taken =
        put("plant-846", "846.edi", bytes(X12.resolve("Inteligenz+X12Parser/846__Example1.txt")));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    assertThat(taken.json().getString("acknowledgement"))
        .contains("AK1~IB~1979")
        .contains("AK9~A~1~1~1");
    assertThat(client.get("/v1/items/46L5055/availability").json().getInteger("available"))
        .isEqualTo(5_250 - 100);
  }

  @Test
  void theCatalogueIsPriced() {
    define(List.of("1000"));
    Answer taken =
        put(
            "catalogue-832",
            "832.edi",
            bytes(X12.resolve("Inteligenz+X12Parser/832___4010__Example1_HIBCC.txt")));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    assertThat(
            client
                .get("/v1/items/1000/price?customer=C-1")
                .json()
                .getJsonObject("unitPrice")
                .getString("amount"))
        .isEqualTo("66.50");
  }

  @ParameterizedTest
  @CsvSource({
    "Inteligenz+X12Parser/856__Example1.txt, 1234-123456, 123456/001, 16",
    "aaronhuggins+node-x12/856.edi, 87787D, 829716/1, 24",
  })
  void shippingNoticesAreReceipts(String sample, String item, String receipt, int quantity) {
    define(List.of(item));
    Answer taken = put("notice-856", sample.replace('/', '-'), bytes(X12.resolve(sample)));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    String answer = client.get("/v1/items/" + item + "/availability?quantity=" + quantity).text();
    assertThat(answer).contains("\"" + receipt + "\"");
    assertThat(answer).contains("\"complete\":true");
  }

  @ParameterizedTest
  @CsvSource({
    "aaronhuggins+node-x12/855.edi, POTEST1112",
    "Stedi-Demos+bootstrap-archived/5010__855__inbound.edi, 365465413",
  })
  void answersToOrdersThatWeNeverSentAreKept(String sample, String purchaseOrder) {
    Answer taken = put("answer-855", sample.replace('/', '-'), bytes(X12.resolve(sample)));
    assertThat(taken.json().getString("state")).as(taken.text()).isEqualTo("APPLIED");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(operator.get("/ops/dead-letters?feed=answer-855").text())
                    .contains(purchaseOrder));
  }

  /** What is broken is refused as a whole, with the right answer, and changes nothing. */
  @ParameterizedTest
  @CsvSource({
    "plant-846, indice-co+EDI.Net/x12.850.issue135.edi",
    "plant-846, indice-co+EDI.Net/x12.Issue91.edi",
    "plant-846, aaronhuggins+node-x12/850_fat.edi",
  })
  void whatIsBrokenIsRefused(String feed, String sample) {
    Answer refused = put(feed, sample.replace('/', '-'), bytes(X12.resolve(sample)));
    assertThat(refused.json().getString("state")).as(refused.text()).isIn("REFUSED", "APPLIED");
    assertThat(refused.json().getString("detail")).as(refused.text()).isNotEmpty();
    assertThat(refused.json().getInteger("events")).isZero();
  }

  @Test
  void theSameInterchangeUnderAnotherNameIsADuplicate() {
    String text =
        new String(bytes(X12.resolve("Inteligenz+X12Parser/846__Example1.txt")), UTF_8)
            .replace("000001979", "000001980");
    assertThat(put("plant-846", "one.edi", text.getBytes(UTF_8)).json().getString("state"))
        .isEqualTo("APPLIED");
    Answer again = put("plant-846", "two.edi", (text + "\n").getBytes(UTF_8));
    assertThat(again.json().getString("state")).as(again.text()).isEqualTo("REFUSED");
    assertThat(again.json().getString("acknowledgement")).contains("TA1").contains("025");
  }
}
