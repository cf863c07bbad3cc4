package tradecounter.engine.order;

/**
 * How far a line, or an order, has come. {@link LineProgress#status} and {@link
 * OrderProgress#status} say when.
 */
public enum OrderStatus {
  ACCEPTED,
  ACKNOWLEDGED,
  ALLOCATED,
  PICKED,
  PACKED,
  PARTLY_SHIPPED,
  SHIPPED,
  INVOICED,
  CANCELLED,
  REJECTED
}
