package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.data;
import static tradecounter.testing.Events.list;
import static tradecounter.testing.Events.price;
import static tradecounter.testing.Events.with;

import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradecounter.testing.Answer;
import tradecounter.testing.Rows;
import tradecounter.testing.Shop;
import tradecounter.testing.TestClient;
import tradecounter.testing.TestService;

/**
 * On a machine whose clock is hours off: what it decides is by the database's time, and its node
 * takes itself out until the clock is right.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class NodeClockTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ITEM = "BOLT";
  private static final int STOCK = 100;

  /** A clock that somebody sets. */
  private static final class MachineClock implements InstantSource {
    private volatile Duration off = Duration.ZERO;

    @Override
    public Instant instant() {
      return InstantSource.system().instant().plus(off);
    }
  }

  @ParameterizedTest(name = "{0} hours ahead")
  @ValueSource(ints = {54, -54})
  void theDatabaseTellsTheTime(int hours) throws SQLException {
    MachineClock machine = new MachineClock();
    machine.off = Duration.ofHours(hours);
    try (TestService right = new TestService().start();
        TestService wrong =
            right.twin().onMachineWith(machine).with("CLOCK_CHECKMILLIS", "100").start()) {
      TestClient client = wrong.client();
      Rows rows = new Rows(right);
      Shop shop = new Shop(List.of(right.client(), client), 1);
      shop.open();
      shop.stock(STOCK, List.of(ITEM));

      Answer out = wrong.management().get("/ready");
      assertThat(out.status()).isEqualTo(503);
      assertThat(out.code()).isEqualTo("clock-wrong");
      assertThat(out.json().getString("detail")).contains(hours > 0 ? "ahead of" : "behind");
      assertThat(out.headers().firstValue("Retry-After")).isPresent();
      assertThat(wrong.management().get("/live").status()).isEqualTo(200);
      assertThat(right.management().get("/ready").status()).isEqualTo(200);
      assertThat(skewHours(wrong)).isEqualTo(hours);
      assertThat(skewHours(right)).isZero();

      pricesAreThoseOfTheDatabasesDay(shop, right.client(), client, rows);
      whatIsHeldEndsInTime(shop, client, rows);
      aQuoteHoldsAsLongAsItSays(right.client(), client, rows);

      machine.off = Duration.ZERO;
      Awaitility.await("in again")
          .atMost(PATIENCE)
          .until(() -> wrong.management().get("/ready").status() == 200);
      machine.off = Duration.ofHours(-hours);
      Awaitility.await("out again")
          .atMost(PATIENCE)
          .until(() -> wrong.management().get("/ready").status() == 503);
    }
  }

  private static void pricesAreThoseOfTheDatabasesDay(
      Shop shop, TestClient right, TestClient wrong, Rows rows) throws SQLException {
    LocalDate today =
        LocalDate.parse(
            rows.texts("SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date").getFirst());
    String tomorrow = today.plusDays(1).toString();
    shop.say(
        with(price("BASE", ITEM, 1, "5.00"), "validTo", today.minusDays(1).toString()),
        with(price("BASE", ITEM, 1, "9.00"), "validFrom", today.toString(), "validTo", tomorrow),
        with(price("BASE", ITEM, 1, "20.00"), "validFrom", today.plusDays(2).toString()));
    for (TestClient node : List.of(right, wrong)) {
      Awaitility.await("today's price")
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(unitPrice(node)).isEqualTo("9.00"));
    }
    Answer ordered =
        wrong.order(
            UUID.randomUUID().toString(),
            data("customer", "C-0", "reference", "PO-1")
                .put(
                    "lines",
                    list(
                        data("item", ITEM, "quantity", 2)
                            .put("unitPrice", data("amount", "9.00", "currency", "EUR")))));
    assertThat(ordered.status()).as(ordered.text()).isEqualTo(201);
    assertThat(rows.texts("SELECT unit_price FROM order_line")).containsExactly("9000000");
    assertThat(
            rows.number(
                "SELECT count(*) FROM customer_order WHERE accepted_at"
                    + " BETWEEN clock_timestamp() - interval '1 hour' AND clock_timestamp()"))
        .isEqualTo(1);
  }

  private static String unitPrice(TestClient node) {
    return node.get("/v1/items/" + ITEM + "/price?customer=C-0")
        .json()
        .getJsonObject("unitPrice")
        .getString("amount");
  }

  private static void whatIsHeldEndsInTime(Shop shop, TestClient wrong, Rows rows)
      throws SQLException {
    int left = STOCK - 2;
    String longer = held(wrong, 3_600);
    String shorter = held(wrong, 1);
    assertThat(
            rows.number(
                "SELECT count(*) FROM hold WHERE expires_at < clock_timestamp() + interval '61 minutes'"))
        .isEqualTo(2);
    shop.availableEverywhere(ITEM, left - 1);
    assertThat(status(wrong, longer)).isEqualTo("ACTIVE");
    assertThat(status(wrong, shorter)).isEqualTo("EXPIRED");
    Answer ordered =
        wrong.order(
            UUID.randomUUID().toString(),
            data("customer", "C-0", "reference", "PO-2", "holdId", longer)
                .put("lines", list(data("item", ITEM, "quantity", 1))));
    assertThat(ordered.status()).as(ordered.text()).isEqualTo(201);
    shop.availableEverywhere(ITEM, left - 1);
  }

  private static String held(TestClient node, int ttlSeconds) {
    Answer answer =
        node.post(
            "/v1/holds",
            data("customer", "C-0", "ttlSeconds", ttlSeconds)
                .put("lines", list(data("item", ITEM, "quantity", 1))));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().getString("holdId");
  }

  private static String status(TestClient node, String hold) {
    return node.get("/v1/holds/" + hold).json().getString("status");
  }

  /** It is made by one clock and opened by another. */
  private static void aQuoteHoldsAsLongAsItSays(TestClient right, TestClient wrong, Rows rows)
      throws SQLException {
    JsonObject quote =
        wrong
            .post(
                "/v1/quotes",
                data("customer", "C-0").put("lines", list(data("item", ITEM, "quantity", 1))))
            .json();
    Instant until = Instant.parse(quote.getString("expiresAt"));
    assertThat(
            rows.number(
                "SELECT count(*) FROM (VALUES (timestamptz '"
                    + until
                    + "')) AS quote (until) WHERE until BETWEEN clock_timestamp()"
                    + " AND clock_timestamp() + interval '1 hour'"))
        .isEqualTo(1);
    JsonObject opened =
        right.post("/v1/quotes/open", data("quoteToken", quote.getString("quoteToken"))).json();
    assertThat(opened.getString("state")).isEqualTo("OPEN");
  }

  private static long skewHours(TestService node) {
    return Math.round(node.metric("tradecounter_clock_skew_seconds") / 3_600);
  }
}
