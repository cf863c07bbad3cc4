package tradecounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tradecounter.embedded.erp.Committed;
import tradecounter.embedded.erp.RecordingErp;
import tradecounter.testing.Shoppers.Told;

/** What buyers were told, what is in the ledger and what the ERP has: the same, line by line. */
public final class Reckoning {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Rows rows;
  private final RecordingErp erp;
  private final PatientBuyer buyer;
  private final String run;

  /**
   * A reckoning after a run.
   *
   * @param run what to say of the run if something is wrong, such as its seed
   */
  public Reckoning(TestService node, RecordingErp erp, PatientBuyer buyer, String run) {
    this.rows = new Rows(node);
    this.erp = erp;
    this.buyer = buyer;
    this.run = run;
  }

  /** Waits until everything is forwarded, and fails unless all agree; then the figures. */
  public String agreed(Collection<Told> history) throws SQLException {
    Awaitility.await("every forward is over, " + run)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        rows.texts(
                            "SELECT forward_id || ' ' || state || ' ' || detail FROM forward"
                                + " WHERE state <> 'ACKNOWLEDGED' OR next_at IS NOT NULL"))
                    .isEmpty());
    long repetitions = buyer.repetitions();
    List<Told> accepted = history.stream().filter(Told::accepted).toList();
    answersStand(history);
    List<String> orders = accepted.stream().map(Told::orderId).sorted().toList();
    assertThat(orders).as("one order for each key, %s", run).doesNotHaveDuplicates();
    same("in the ERP", erp.orders().stream().map(Committed::externalReference), orders);
    same("in the ledger", rows.texts("SELECT order_id FROM customer_order").stream(), orders);
    same("forwarded", rows.texts("SELECT order_id FROM forward").stream(), orders);
    List<String> lines = accepted.stream().flatMap(Reckoning::linesTold).sorted().toList();
    same("lines in the ERP", erp.orders().stream().flatMap(Reckoning::linesOf), lines);
    same(
        "lines in the ledger",
        rows
            .texts(
                "SELECT order_id || ' ' || line || ' ' || item || ' ' || quantity / 1000000"
                    + " FROM order_line")
            .stream(),
        lines);
    return "%d keys, %d accepted, %d refused, %d repetitions of unknown outcomes, %d ERP orders, %d"
            .formatted(
                history.size(),
                orders.size(),
                history.size() - orders.size(),
                repetitions,
                erp.orders().size(),
                lines.size())
        + " lines, %d forwards, %d attempts; 0 lost, 0 double, 0 unresolved"
            .formatted(
                rows.number("SELECT count(*) FROM forward"),
                rows.number("SELECT count(*) FROM forward_attempt"));
  }

  /**
   * Whoever asks once more hears the same; whoever was refused lacked what there was too little of.
   */
  private void answersStand(Collection<Told> history) {
    int node = 0;
    for (Told told : history) {
      if (told.accepted()) {
        assertThat(buyer.order(told.key(), told.order(), node++).text())
            .as("key %s once more, %s", told.key(), run)
            .isEqualTo(told.answer().text());
      } else {
        assertThat(told.answer().code())
            .as(told.answer().text())
            .isIn("insufficient-availability", "hold-expired");
      }
    }
  }

  private void same(String what, Stream<String> found, List<String> expected) {
    assertThat(found.sorted()).as("%s, %s", what, run).containsExactlyElementsOf(expected);
  }

  private static Stream<String> linesTold(Told told) {
    return told.lines().stream()
        .map(
            line ->
                line(
                    told.orderId(),
                    line.getString("lineId"),
                    line.getString("item"),
                    line.getLong("quantity")));
  }

  private static Stream<String> linesOf(Committed order) {
    return order.positions().stream()
        .map(p -> line(order.externalReference(), p.id(), p.sku(), p.quantity().longValueExact()));
  }

  private static String line(String order, String line, String item, long quantity) {
    return order + " " + line + " " + item + " " + quantity;
  }
}
