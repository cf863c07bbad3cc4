package tradecounter.embedded.erp;

public enum OrderStatus {
  OPEN,
  SHIPPED,
  CANCELLED
}
