package tradecounter.loadtest.world.importers;

import java.time.LocalDateTime;
import java.util.List;

/**
 * One line of the Online Retail file.
 *
 * @param quantity pieces; negative for what comes back or is written off
 * @param unitPrice GBP, as it stands in the file
 * @param customer empty where the file has none
 */
record InvoiceLine(
    String invoice,
    String stockCode,
    String description,
    long quantity,
    LocalDateTime invoicedAt,
    String unitPrice,
    String customer,
    String country) {

  static InvoiceLine of(List<String> row) {
    return new InvoiceLine(
        row.get(0),
        row.get(1),
        row.get(2),
        Long.parseLong(row.get(3)),
        LocalDateTime.parse(row.get(4).replace(' ', 'T')),
        row.get(5),
        row.get(6),
        row.get(7));
  }

  boolean cancelled() {
    return invoice.startsWith("C");
  }

  String reason() {
    if (cancelled()) {
      return "CANCELLATION";
    }
    return quantity < 0 ? "WRITE_OFF" : "GOODS_ISSUE";
  }

  /** The change of the quantity on hand. */
  long change() {
    return quantity < 0 && !cancelled() ? quantity : -quantity;
  }
}
