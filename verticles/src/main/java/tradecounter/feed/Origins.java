package tradecounter.feed;

import tradecounter.engine.canonical.Envelope;
import tradecounter.engine.canonical.Origin;

/**
 * Where events came from, told apart for ever: of one feed, the offsets of each origin's partition
 * only grow, whatever its deliveries and topics are called.
 */
public final class Origins {
  /** Topics have fewer partitions than that. */
  private static final int PARTITION_BITS = 12;

  /** Events of one record of a topic; more are refused. */
  static final int MOST_EVENTS_OF_A_RECORD = 1 << 16;

  /** How often the topics of a feed can be read again. */
  public static final int MOST_REWINDS = (1 << 15) - 1;

  /** Above every offset of a topic; what is read again must come behind what was read before. */
  private static final int ABOVE_OFFSETS = 48;

  /** Above every offset of a topic with the number of an event. */
  private static final int ABOVE_EVENTS = 55;

  private static final int REWINDS_ABOVE_EVENTS = 1 << (63 - ABOVE_EVENTS);

  /** Beyond what topics have. */
  private static final int DELIVERIES = Integer.MAX_VALUE;

  private Origins() {}

  /**
   * An event that was written into the feed's own topic.
   *
   * @param generation how often the topic has been read again
   */
  static Origin ofRecord(int partition, long offset, int generation) {
    return new Origin(partition, (long) generation << ABOVE_OFFSETS | offset);
  }

  /**
   * An event that a record of a topic says.
   *
   * @param lineage of the topic: its name, and whatever makes its offsets begin anew
   * @param index of the event among those of the record
   * @param generation how often the topic has been read again
   */
  static Origin ofEvent(String lineage, int partition, long offset, int index, int generation) {
    int epoch = generation / REWINDS_ABOVE_EVENTS;
    long hash = Envelope.hashOf(lineage, epoch == 0 ? "" : String.valueOf(epoch));
    int mark = 1 + (int) ((hash >>> 1) % ((1 << (30 - PARTITION_BITS)) - 2));
    return new Origin(
        mark << PARTITION_BITS | partition,
        (long) (generation % REWINDS_ABOVE_EVENTS) << ABOVE_EVENTS
            | offset * MOST_EVENTS_OF_A_RECORD + index);
  }

  /**
   * An event of a delivery.
   *
   * @param application the number of the delivery among those of the feed, as they are applied
   * @param event its number in the delivery
   */
  public static Origin ofDelivery(long application, long event) {
    return new Origin(DELIVERIES, (application << 32) | event);
  }
}
