package tradecounter.loadtest.world;

import java.util.Locale;

/** The feeds that a world writes for, each of which owns a part of the data. */
public enum Feed {
  /** Master data, prices, on hand, safety stock, receipts and demands. */
  ERP,
  /** Allocated and blocked quantities, and every movement of stock. */
  WMS,
  /** What suppliers say that they can ship, and their shipping notices. */
  SUPPLIER,
  /** All figures of the stock that a logistics provider keeps for us. */
  LOGISTICS;

  /** The feed's name in the path and the topic, such as {@code erp}. */
  public String feedName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
