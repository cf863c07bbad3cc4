package tradecounter.edi;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * ISA and GS that we write.
 *
 * @param at in UTC
 */
record X12Envelope(
    String senderQualifier,
    String sender,
    String receiverQualifier,
    String receiver,
    String version,
    boolean test,
    boolean acknowledge,
    Delimiters delimiters,
    String controlNumber,
    Instant at) {
  private static final DateTimeFormatter SHORT_DATE =
      DateTimeFormatter.ofPattern("yyMMdd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HHmm").withZone(ZoneOffset.UTC);

  static String shortDate(Instant at) {
    return SHORT_DATE.format(at);
  }

  static String date(Instant at) {
    return DATE.format(at);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** The elements of ISA but for the last. */
  List<String> interchangeHeader() {
    return List.of(
        "00",
        " ".repeat(10),
        "00",
        " ".repeat(10),
        padded(senderQualifier, 2),
        padded(sender, 15),
        padded(receiverQualifier, 2),
        padded(receiver, 15),
        shortDate(at),
        time(at),
        delimiters.repetition() == Delimiters.NONE ? "U" : String.valueOf(delimiters.repetition()),
        padded(version, 5),
        controlNumber,
        acknowledge ? "1" : "0",
        test ? "T" : "P");
  }

  private static String padded(String text, int width) {
    String fit = text.length() > width ? text.substring(0, width) : text;
    return fit + " ".repeat(width - fit.length());
  }
}
