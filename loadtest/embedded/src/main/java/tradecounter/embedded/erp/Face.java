package tradecounter.embedded.erp;

import java.util.Optional;

/** The two kinds of documents that the server takes. */
public enum Face {
  /** The ERP: {@code /orders}. */
  ORDERS("orders", "orderNumber", "SO-", 201),
  /** A supplier: {@code /purchase-orders}. */
  PURCHASE_ORDERS("purchase-orders", "purchaseOrder", "PO-", 202);

  private final String path;
  private final String numberField;
  private final String prefix;
  private final int createdStatus;

  Face(String path, String numberField, String prefix, int createdStatus) {
    this.path = path;
    this.numberField = numberField;
    this.prefix = prefix;
    this.createdStatus = createdStatus;
  }

  static Optional<Face> of(String path) {
    for (Face face : values()) {
      if (face.path.equals(path)) {
        return Optional.of(face);
      }
    }
    return Optional.empty();
  }

  /** The field of a list of such documents. */
  String listField() {
    return this == ORDERS ? "orders" : "purchaseOrders";
  }

  String numberField() {
    return numberField;
  }

  String number(long ordinal) {
    return prefix + (100_000 + ordinal);
  }

  int createdStatus() {
    return createdStatus;
  }
}
