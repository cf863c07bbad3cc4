package tradecounter.engine.canonical;

/** How far a shipment has come, as its carrier says. */
public enum ShipmentMilestone {
  CREATED,
  PICKED_UP,
  IN_TRANSIT,
  OUT_FOR_DELIVERY,
  /** Something keeps it; it may go on. */
  EXCEPTION,
  DELIVERED
}
