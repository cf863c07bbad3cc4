package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Answer.amount;
import static tradecounter.testing.Events.baseList;
import static tradecounter.testing.Events.customer;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.item;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.shipTo;
import static tradecounter.testing.Events.taxRate;
import static tradecounter.testing.Events.taxed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradecounter.testing.Answer;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/** What tax a price bears: by where it ships to, what it is, and who buys. */
final class TaxTest {
  private static TestService service;
  private static TestClient client;

  @BeforeAll
  static void start() {
    service = new TestService().with("PRICES_ROUNDING", "{CHF: \"0.05\"}").start();
    client = service.client();
    Answer told =
        client.feed(
            "erp",
            baseList("BASE", "EUR"),
            baseList("YEN", "JPY"),
            baseList("DINAR", "KWD"),
            baseList("FRANC", "CHF"),
            taxed("HAMMER", "STANDARD"),
            taxed("BOOK", "REDUCED"),
            taxed("LAMP", "DATED"),
            taxed("RARE", "LUXURY"),
            taxed("BREAD", "ZERO"),
            taxed("CUP", "RENEWED"),
            item("GHOST"),
            price("BASE", "HAMMER", 1, "10.00"),
            price("BASE", "BOOK", 1, "19.99"),
            price("BASE", "LAMP", 1, "10.00"),
            price("BASE", "RARE", 1, "5.00"),
            price("BASE", "BREAD", 1, "2.50"),
            price("BASE", "CUP", 1, "2.50"),
            price("BASE", "GHOST", 1, "5.00"),
            price("YEN", "HAMMER", 1, "1234.5"),
            price("DINAR", "HAMMER", 1, "1.2345"),
            price("FRANC", "HAMMER", 1, "3.33"),
            taxRate("DE", "STANDARD", "19"),
            taxRate("DE", "REDUCED", "7"),
            taxRate("DE", "ZERO", "0"),
            taxRate("DE", "DATED", "19"),
            taxRate("DE", "DATED", "16", "validFrom", "2020-07-01", "validTo", "2020-12-31"),
            taxRate("DE", "DATED", "21.5", "validFrom", "2099-01-01"),
            taxRate("DE", "LUXURY", "25", "validFrom", "2099-01-01"),
            taxRate("DE", "RENEWED", "7", "validFrom", "2026-01-01", "validTo", "2026-12-31"),
            taxRate("DE", "RENEWED", "7", "validFrom", "2027-01-01", "validTo", "2030-12-31"),
            taxRate("CH", "STANDARD", "8.1"),
            taxRate("JP", "STANDARD", "10"),
            taxRate("KW", "STANDARD", "5"),
            customer(
                "C-DE",
                "EUR",
                "shipTos",
                list(
                    shipTo("DE", "DE"),
                    data("shipTo", "NOWHERE", "region", "EVERYWHERE"),
                    shipTo("ATLANTIS", "XA"),
                    shipTo("CH", "CH"))),
            customer("C-ONE", "EUR", "shipTos", list(shipTo("DE", "DE"))),
            customer("C-JP", "JPY", "shipTos", list(shipTo("JP", "JP"))),
            customer("C-KW", "KWD", "shipTos", list(shipTo("KW", "KW"))),
            customer("C-CH", "CHF", "shipTos", list(shipTo("CH", "CH"))),
            customer(
                "C-EXEMPT",
                "EUR",
                "shipTos",
                list(shipTo("DE", "DE"), shipTo("CH", "CH")),
                "tax",
                data("exemptions", list(exemption("CERT-9", "2021-01-01", "2099-12-31")))),
            customer("C-NOWHERE", "EUR", "tax", status("EXEMPT")),
            customer("C-FREE", "EUR", "shipTos", list(shipTo("DE", "DE")), "tax", status("EXEMPT")),
            customer(
                "C-REVERSE",
                "EUR",
                "shipTos",
                list(shipTo("DE", "DE")),
                "tax",
                status("REVERSE_CHARGE")));
    assertThat(told.json().getInteger("refused")).as(told.text()).isZero();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonObject exemption(String certificate, String from, String to) {
    return data("jurisdiction", "DE", "certificate", certificate, "validFrom", from, "validTo", to);
  }

  private static JsonObject status(String status) {
    return data("status", status);
  }

  private static JsonObject asked(String item, String query) {
    Answer answer = client.get("/v1/items/" + item + "/price?customer=" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static JsonObject tax(String item, String query) {
    return asked(item, query).getJsonObject("tax");
  }

  @ParameterizedTest(name = "{0} for {1} to {2}: {3}")
  @CsvSource(
      textBlock =
          """
          HAMMER, C-DE,      DE,       10.00, 19,  1.90,  11.90
          BOOK,   C-DE,      DE,       19.99, 7,   1.40,  21.39
          BREAD,  C-DE,      DE,       2.50,  0,   0.00,  2.50
          HAMMER, C-DE,      CH,       10.00, 8.1, 0.81,  10.81
          HAMMER, C-JP,      JP,       1235,  10,  124,   1359
          HAMMER, C-KW,      KW,       1.235, 5,   0.062, 1.297
          HAMMER, C-CH,      CH,       3.35,  8.1, 0.25,  3.60
          HAMMER, C-EXEMPT,  CH,       10.00, 8.1, 0.81,  10.81
          """)
  void aTaxedPriceHasItsTaxAndGross(
      String item,
      String customer,
      String shipTo,
      String net,
      double rate,
      String tax,
      String gross) {
    JsonObject price = asked(item, customer + "&shipTo=" + shipTo);
    assertThat(amount(price, "extendedPrice")).isEqualTo(net);
    JsonObject told = price.getJsonObject("tax");
    assertThat(told.getString("state")).isEqualTo("TAXED");
    assertThat(told.getString("jurisdiction")).isEqualTo(shipTo);
    assertThat(told.getDouble("percent")).isEqualTo(rate);
    assertThat(amount(told, "tax")).isEqualTo(tax);
    assertThat(amount(told, "gross")).isEqualTo(gross);
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource(
      textBlock =
          """
          HAMMER, NOWHERE,  tax-jurisdiction-missing, names no jurisdiction
          HAMMER, ATLANTIS, tax-jurisdiction-unknown, XA
          GHOST,  DE,       tax-category-missing,     no tax category
          RARE,   DE,       tax-rate-unknown,         LUXURY
          """)
  void anUnknownTaxIsAnAnswerAndNoZero(String item, String shipTo, String code, String reason) {
    JsonObject tax = tax(item, "C-DE&shipTo=" + shipTo);
    assertThat(tax.getString("state")).isEqualTo("UNKNOWN");
    assertThat(tax.getString("code")).isEqualTo(code);
    assertThat(tax.getString("reason")).contains(reason);
    assertThat(tax.fieldNames()).doesNotContain("tax", "gross", "percent");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          2020-06-30, 19,   1.90, 2020-06-30
          2020-07-01, 16,   1.60, 2020-12-31
          2020-12-31, 16,   1.60, 2020-12-31
          2021-01-01, 19,   1.90, 2098-12-31
          2099-01-01, 21.5, 2.15,
          """)
  void theRateIsThatOfTheDayAndSaysUntilWhen(
      String day, double percent, String owed, String validUntil) {
    JsonObject tax = tax("LAMP", "C-ONE&on=" + day);
    assertThat(tax.getDouble("percent")).isEqualTo(percent);
    assertThat(amount(tax, "tax")).isEqualTo(owed);
    assertThat(tax.getString("validUntil")).isEqualTo(validUntil);
    assertThat(asked("LAMP", "C-ONE&on=" + day).containsKey("validUntil")).isFalse();
  }

  @Test
  void whoIsExemptOwesNothingAndSaysWhy() {
    JsonObject exempt = tax("HAMMER", "C-EXEMPT&shipTo=DE");
    assertThat(exempt.getString("state")).isEqualTo("EXEMPT");
    assertThat(exempt.getString("jurisdiction")).isEqualTo("DE");
    assertThat(exempt.getString("certificate")).isEqualTo("CERT-9");
    assertThat(exempt.getString("validUntil")).isEqualTo("2099-12-31");
    assertThat(amount(exempt, "tax")).isEqualTo("0.00");
    assertThat(amount(exempt, "gross")).isEqualTo("10.00");
    JsonObject free = tax("HAMMER", "C-FREE");
    assertThat(free.getString("state")).isEqualTo("EXEMPT");
    assertThat(free.getString("reason")).isEqualTo("the customer owes no tax");
    JsonObject reverse = tax("HAMMER", "C-REVERSE");
    assertThat(reverse.getString("state")).isEqualTo("EXEMPT");
    assertThat(reverse.getString("reason")).contains("reverse charge");
    assertThat(reverse.fieldNames()).doesNotContain("certificate", "validUntil");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-12-31, TAXED,  2020-12-31",
    "2021-01-01, EXEMPT, 2099-12-31",
    "2099-12-31, EXEMPT, 2099-12-31",
    "2100-01-01, TAXED,"
  })
  void aCertificateHoldsOnItsDaysOnly(String day, String state, String validUntil) {
    JsonObject tax = tax("HAMMER", "C-EXEMPT&shipTo=DE&on=" + day);
    assertThat(tax.getString("state")).isEqualTo(state);
    assertThat(tax.getString("validUntil")).isEqualTo(validUntil);
  }

  /** The rate is told anew, and comes to the same: nothing changes for whoever pays it. */
  @Test
  void aRateThatIsToldAnewHoldsOn() {
    assertThat(tax("CUP", "C-ONE&on=2026-06-30").getString("validUntil")).isEqualTo("2030-12-31");
  }

  @Test
  void whoOwesNothingNeedsNoShipTo() {
    JsonObject tax = tax("HAMMER", "C-NOWHERE");
    assertThat(tax.getString("state")).isEqualTo("EXEMPT");
    assertThat(amount(tax, "gross")).isEqualTo("10.00");
  }

  @Test
  void theOnlyShipToNeedsNoNameAndOneOfSeveralDoes() {
    assertThat(tax("HAMMER", "C-ONE").getString("jurisdiction")).isEqualTo("DE");
    JsonObject nowhere = tax("HAMMER", "C-DE");
    assertThat(nowhere.getString("state")).isEqualTo("UNKNOWN");
    assertThat(nowhere.getString("code")).isEqualTo("tax-ship-to-missing");
    assertThat(nowhere.getString("reason")).contains("name one");
    assertThat(nowhere.fieldNames()).doesNotContain("jurisdiction", "tax", "gross");
    JsonObject inBulk =
        client
            .post("/v1/prices", data("customer", "C-DE", "lines", list(data("item", "HAMMER"))))
            .json();
    assertThat(inBulk.getJsonArray("lines").getJsonObject(0).getJsonObject("tax"))
        .isEqualTo(nowhere);
    Answer unknown = client.get("/v1/items/HAMMER/price?customer=C-DE&shipTo=MOON");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("ship-to-unknown");
  }

  @Test
  void eachLineOfManyBearsItsOwn() {
    JsonArray lines =
        client
            .post(
                "/v1/prices",
                data(
                    "customer",
                    "C-DE",
                    "shipTo",
                    "DE",
                    "lines",
                    list(
                        data("item", "HAMMER", "quantity", 3),
                        data("item", "BOOK", "quantity", 3),
                        data("item", "RARE", "quantity", 3))))
            .json()
            .getJsonArray("lines");
    assertThat(amount(lines.getJsonObject(0).getJsonObject("tax"), "gross")).isEqualTo("35.70");
    assertThat(amount(lines.getJsonObject(1).getJsonObject("tax"), "gross")).isEqualTo("64.17");
    assertThat(lines.getJsonObject(2).getJsonObject("tax").getString("state")).isEqualTo("UNKNOWN");
  }

  @Test
  void theLastStepOfTheWaterfallIsTheGrossPrice() {
    assertThat(lastStep("HAMMER", "C-DE&shipTo=DE"))
        .isEqualTo(
            data("kind", "TAX", "id", "DE")
                .put("unitPrice", data("amount", "11.90", "currency", "EUR"))
                .put("reason", "19 % of DE on the tax category STANDARD"));
    assertThat(amount(lastStep("HAMMER", "C-EXEMPT&shipTo=DE"), "unitPrice")).isEqualTo("10.00");
    JsonObject unknown = lastStep("HAMMER", "C-DE&shipTo=NOWHERE");
    assertThat(unknown.getString("kind")).isEqualTo("TAX");
    assertThat(unknown.fieldNames()).containsExactlyInAnyOrder("kind", "reason");
    assertThat(lastStep("HAMMER", "C-DE").getString("reason")).contains("name one");
  }

  private static JsonObject lastStep(String item, String query) {
    List<JsonObject> steps =
        asked(item, query + "&explain=true").getJsonArray("waterfall").stream()
            .map(JsonObject.class::cast)
            .toList();
    return steps.getLast();
  }
}
