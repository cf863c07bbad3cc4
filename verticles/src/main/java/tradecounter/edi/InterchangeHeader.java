package tradecounter.edi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ISA or UNB, as it was sent, without padding.
 *
 * @param date and {@code time} as they were sent: {@code 260101} and {@code 1200}
 * @param version {@code 00401}; in EDIFACT {@code UNOC:3}
 * @param acknowledge whether its sender wants to hear of the interchange itself: TA1, CONTRL
 */
public record InterchangeHeader(
    Standard standard,
    String sender,
    String senderQualifier,
    String receiver,
    String receiverQualifier,
    String controlNumber,
    String date,
    String time,
    String version,
    boolean test,
    boolean acknowledge,
    Delimiters delimiters) {

  Map<String, Object> value() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("standard", standard.name());
    EdiValues.put(value, "sender", sender);
    EdiValues.put(value, "senderQualifier", senderQualifier);
    EdiValues.put(value, "receiver", receiver);
    EdiValues.put(value, "receiverQualifier", receiverQualifier);
    EdiValues.put(value, "controlNumber", controlNumber);
    EdiValues.put(value, "date", date);
    EdiValues.put(value, "time", time);
    EdiValues.put(value, "version", version);
    value.put("test", test);
    return value;
  }
}
