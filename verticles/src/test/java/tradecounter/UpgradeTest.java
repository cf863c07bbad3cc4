package tradecounter;

import static org.assertj.core.api.Assertions.assertThat;
import static tradecounter.testing.Events.onHand;
import static tradecounter.testing.Events.taxed;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.ErpClass;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Rows;
import tradecounter.testing.Shop;
import tradecounter.testing.TestService;

/**
 * A new version on the database of old ones: what they have left behind goes out, and what one of
 * them still writes until it is replaced does so too. The statements are those of their time.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class UpgradeTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of version 6: documents alone, without orders. */
  private static final String FORWARD =
      """
      INSERT INTO forward (forward_id, order_id, target, sequence_key, document, state, next_at)
      VALUES ('%1$s', '%1$s', 'erp', NULL, CAST('%2$s' AS jsonb), 'DUE', now())
      """;

  private static final String DOCUMENT =
      """
      {"forwardId": "%1$s", "orderId": "%1$s", "reference": "PO-%1$s", "customer": "C-0",
       "shipTo": "DE", "shipComplete": false, "currency": "EUR",
       "acceptedAt": "2026-11-20T08:00:00.000Z",
       "lines": [{"lineId": "1", "item": "BOLT", "quantity": 4, "uom": "EA",
                  "from": {"kind": "LOCATION", "key": "DC1"}, "shipsOn": "2026-11-20",
                  "unitPrice": {"amount": "10.00", "currency": "EUR"}, "priceUnit": 1,
                  "priceUom": "EA"}]}
      """;

  @Test
  void whatOldVersionsWroteAndStillWriteGoesOut() throws SQLException {
    try (RecordingErp erp = new RecordingErp(ErpClass.A, 0).start();
        TestService node = new TestService().withImpatientErp(erp)) {
      migrate(node, "6");
      execute(node, FORWARD.formatted("F-6", DOCUMENT.formatted("F-6")));
      execute(node, diedSending("S-6"));
      migrate(node, "7");
      execute(node, order("O-7"));

      node.start();
      Shop shop = new Shop(List.of(node.client()), 1);
      shop.open();
      allWentOut(node, erp, List.of("F-6", "O-7", "S-6"));
      execute(node, order("O-8"));
      allWentOut(node, erp, List.of("F-6", "O-7", "O-8", "S-6"));

      shop.say(taxed("BOLT", "STANDARD"), onHand("BOLT", "DC1", 20));
      shop.availableEverywhere("BOLT", 12);
      for (String order : List.of("O-7", "O-8")) {
        assertThat(node.client().get("/v1/orders/" + order).json().getString("status"))
            .isEqualTo("ACKNOWLEDGED");
      }
    }
  }

  /** Of version 6: its node has died after it had noted that it would send, and before it did. */
  private static String diedSending(String forward) {
    return """
      INSERT INTO forward (forward_id, order_id, target, sequence_key, document, state, fence,
        lease_taken_at, lease_until, attempts, doubts, spent, first_at, last_byte_at, next_at)
      VALUES ('%1$s', '%1$s', 'erp', NULL, CAST('%2$s' AS jsonb), 'SENDING', 1,
        now() - interval '2 minutes', now() - interval '1 minute', 1, 0, 1,
        now() - interval '2 minutes', NULL, now() - interval '1 minute');
      INSERT INTO forward_attempt (forward_id, fence, kind, attempt, node)
      VALUES ('%1$s', 1, 'SEND', 1, 'old');
      """
        .formatted(forward, DOCUMENT.formatted(forward));
  }

  /** Of version 7: an order with its hold and document. */
  private static String order(String order) {
    return """
      INSERT INTO customer_order (order_id, customer, reference, ship_to, ship_complete, currency,
        status, quote_id, hold, net, tax, open_amount, accepted_at, changed_at)
      VALUES ('%1$s', 'C-0', 'PO-%1$s', 'DE', false, 'EUR', 'ACCEPTED', '', '', 40000000, 7600000,
        47600000, now(), now());
      INSERT INTO order_line (order_id, line, number, item, uom, asked, quantity, unit_price,
        price_unit, net, tax, promised_day)
      VALUES ('%1$s', '1', 1, 'BOLT', 'EA', 4000000, 4000000, 10000000, 1, 40000000, 7600000, 20777);
      INSERT INTO order_part (order_id, line, part, forward_id, item, source_kind, source,
        leaves_on_day, arrives_on_day, quantity)
      VALUES ('%1$s', '1', 1, '%1$s', 'BOLT', 'LOCATION', 'DC1', 20777, 20777, 4000000);
      INSERT INTO order_event (order_id, at, source, kind, detail)
      VALUES ('%1$s', now(), 'tradecounter', 'ACCEPTED', '{}');
      INSERT INTO hold (hold, customer, status, expires_at, order_id, acknowledged_at)
      VALUES ('%1$s', 'C-0', 'ORDERED', 'epoch', '%1$s', NULL);
      INSERT INTO hold_line (hold, line, asked_line, asked_item, item, source_kind, source,
        leaves_on_day, arrives_on_day, quantity, given_back, reflected, reflected_at, reflected_on,
        order_line)
      VALUES ('%1$s', '1', '1', 'BOLT', 'BOLT', 'LOCATION', 'DC1', 20777, 20777, 4000000, 0, 0, NULL,
        NULL, '%1$s/1');
      INSERT INTO item_ledger (item, version) VALUES ('BOLT', 1)
        ON CONFLICT (item) DO UPDATE SET version = item_ledger.version + 1;
      INSERT INTO ledger_entry (item, version, hold, line, customer, source_kind, source,
        leaves_on_day, quantity, reflected, reflected_at, order_line, acknowledged_at)
      VALUES ('BOLT', (SELECT version FROM item_ledger WHERE item = 'BOLT'), '%1$s', '1', 'C-0',
        'LOCATION', 'DC1', 20777, 4000000, 0, NULL, '%1$s/1', NULL);
      """
            .formatted(order)
        + FORWARD.formatted(order, DOCUMENT.formatted(order));
  }

  private static void allWentOut(TestService node, RecordingErp erp, List<String> documents) {
    Rows rows = new Rows(node);
    Awaitility.await("all went out")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        rows.texts(
                            "SELECT forward_id FROM forward WHERE state = 'ACKNOWLEDGED'"
                                + " ORDER BY forward_id"))
                    .isEqualTo(documents));
    assertThat(erp.orders().stream().map(Committed::externalReference).sorted())
        .as("each once")
        .isEqualTo(documents);
  }

  private static void migrate(TestService node, String version) {
    var postgres = node.configuration().postgres();
    Flyway.configure(UpgradeTest.class.getClassLoader())
        .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
        .locations("classpath:config/migrations")
        .target(version)
        .load()
        .migrate();
  }

  private static void execute(TestService node, String sql) throws SQLException {
    var postgres = node.configuration().postgres();
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
