package tradecounter.log;

import tradecounter.decode.Decoded;
import tradecounter.engine.canonical.ObjectKey.OfContractPrice;
import tradecounter.engine.state.LineTarget;
import tradecounter.engine.state.LogPosition;

/**
 * A contract price, or that it is gone, where it stands in the log.
 *
 * @param topic the topic by its name in Kafka
 * @param event about a contract price
 * @param raw the event as its feed gave it
 * @param loggedAtMillis when the log took it
 */
@SuppressWarnings("ArrayRecordComponent") // Carried, never compared.
public record LoggedContractPrice(
    LogPosition position, String topic, Decoded.Event event, byte[] raw, long loggedAtMillis) {

  /** Whose contract it is, and what it prices. */
  public LineTarget target() {
    return LineTarget.of((OfContractPrice) event.change().key());
  }

  /** Where it stands, as dead letters tell it. */
  public String place() {
    return topic + "-" + position.partition() + "@" + position.offset();
  }
}
