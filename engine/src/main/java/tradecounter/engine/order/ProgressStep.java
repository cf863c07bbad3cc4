package tradecounter.engine.order;

import java.util.List;
import java.util.Map;

/** What became of an event for an order. */
public sealed interface ProgressStep {

  /** The order as it is from now on; the same if the event changes nothing. */
  record Moved(OrderProgress progress, List<Effect> effects) implements ProgressStep {
    public Moved {
      effects = List.copyOf(effects);
    }
  }

  /**
   * The order stays as it is, and whoever caused the event is told.
   *
   * @param code stable, for programs
   */
  record Refused(String code, String detail) implements ProgressStep {}

  /** What is told to those who follow orders. */
  enum News {
    ACKNOWLEDGED("order.acknowledged"),
    ALLOCATED("order.allocated"),
    PICKED("order.picked"),
    PACKED("order.packed"),
    SHIPPED("order.shipped"),
    INVOICED("order.invoiced"),
    REFUSED("order.refused"),
    CANCELLED("order.cancelled"),
    REROUTED("order.rerouted"),
    CANCEL_REQUESTED("order.cancel-requested"),
    RESCHEDULED("order.rescheduled"),
    SHIPMENT("order.shipment");

    private final String wireName;

    News(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    static News of(OrderFigure figure) {
      return switch (figure) {
        case ACKNOWLEDGED -> ACKNOWLEDGED;
        case ALLOCATED -> ALLOCATED;
        case PICKED -> PICKED;
        case PACKED -> PACKED;
        case SHIPPED -> SHIPPED;
        case INVOICED -> INVOICED;
        case REFUSED -> REFUSED;
        case CANCELLED -> CANCELLED;
        case REROUTED -> REROUTED;
      };
    }
  }

  /** What a person has to look at, and by when. */
  enum TroubleType {
    ORDER_REJECTED("tell the customer, and settle with the ERP's desk why", 4),
    SUPPLIER_REJECTED("ask another source, or cancel the line with the customer", 8),
    SUPPLIER_LATE("ask the supplier, then tell the customer or ask another source", 8),
    QUANTITY_MISMATCH("find out what is true and correct it at its source", 24),
    CONTRADICTION("find out what is true before goods or money move", 4),
    SHIPMENT_EXCEPTION("ask the carrier, and tell the customer", 8),
    CANCEL_WANTED("cancel it at its target, whose feed then says so", 1),
    UNRESOLVED_FORWARD("look for the order at its target, then decide: retry, taken or refused", 4),
    DUPLICATE_IN_ERP("cancel all but one of them at the target", 2),
    CONTRADICTION_IN_ERP("find out what the target has, and correct it there", 2),
    WEBHOOK_FAILED("have the endpoint mended, then have it sent again", 24),
    PROMISE_IN_DANGER("find another source or a new day, and tell the customer", 8),
    OVERSOLD_BY_SOURCE("count what is there, then decide whose order is not served", 4),
    PRICE_MISMATCH("find out which price was agreed, and correct the other", 24),
    ORDER_FILE_REFUSED("mend what the supplier could not read, and send it again", 4),
    FEED_QUARANTINED("look at what it would change, then release or reject it", 4),
    FEED_REFUSED("have its source send it again, as it should be", 8),
    FEED_FILE_INVALID("correct the feed's file; until then the old one is in use", 8),
    FEED_GAP("have the source tell again what is missing", 4),
    FEED_CLOCK("have the source's clock set right", 8),
    FEED_VOLUME("ask the source whether that is meant", 4),
    FEED_SILENT("find out why the source says nothing", 4);

    private static final long HOUR_MILLIS = 3_600_000;

    private final String nextAction;
    private final int hours;

    TroubleType(String nextAction, int hours) {
      this.nextAction = nextAction;
      this.hours = hours;
    }

    public String nextAction() {
      return nextAction;
    }

    /** By when it has to be done with if it came up now. */
    public long deadlineMillis(long nowMillis) {
      return nowMillis + hours * HOUR_MILLIS;
    }
  }

  /** What there is to do beside writing the order down, in the same transaction. */
  sealed interface Effect {

    /**
     * So much of what is held for the line is given up.
     *
     * @param quantity millionths of the base unit of the item
     */
    record CancelHold(String document, String line, String item, long quantity) implements Effect {}

    /**
     * So much has to be asked of another source, and what is held at the one that refused given up
     * for it; {@link ProgressEvent.Rerouted} says what came of it.
     *
     * @param quantity millionths of the base unit of the item
     */
    record Reroute(String document, String line, String item, long quantity) implements Effect {}

    /** Whatever of the order was never sent is to be stopped, the rest cancelled at its targets. */
    record Withdraw() implements Effect {}

    /**
     * To those who follow the order.
     *
     * @param lines how much of each line that it concerns the figure has come to
     * @param subject the document or shipment that it is about
     */
    record Announce(News news, String subject, Map<String, Long> lines) implements Effect {
      public Announce {
        lines = Map.copyOf(lines);
      }
    }

    /**
     * A person has to know. The same may be raised again.
     *
     * @param subject what it is about: one open trouble of a type is enough for it
     */
    record Trouble(
        TroubleType type, String subject, String detail, String nextAction, long deadlineMillis)
        implements Effect {}
  }
}
