package tradecounter.edi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tradecounter.edi.ControlNumbers.Allocated;
import tradecounter.edi.ControlNumbers.Pair;

/**
 * Interchanges of one transaction set that we send a partner: the same content and numbers give the
 * same bytes. Immutable, any thread.
 *
 * @param senderApplication GS02
 * @param version ISA12
 * @param groupVersion GS08
 * @param functional what transaction sets are in the group: {@code PO}
 * @param type of the transaction set: {@code 850}
 */
public record X12Document(
    String senderQualifier,
    String sender,
    String senderApplication,
    String receiverQualifier,
    String receiver,
    String receiverApplication,
    String version,
    String groupVersion,
    String functional,
    String type,
    boolean test,
    Delimiters delimiters) {
  private static final String REPETITIONS_SINCE = "00402";
  private static final String TRANSACTION = "0001";

  /** Delimiters of X12 in a version of the envelope. */
  public static Delimiters delimiters(
      char element, char component, char terminator, String version) {
    return new Delimiters(
        element,
        component,
        version.compareTo(REPETITIONS_SINCE) >= 0 ? '^' : Delimiters.NONE,
        Delimiters.NONE,
        '.',
        terminator);
  }

  /** Whose numbers these are. */
  public Pair pair() {
    return new Pair(senderQualifier + ":" + sender, receiverQualifier + ":" + receiver);
  }

  /** Whether a text can be an element: nothing in it separates. */
  public boolean canHave(String text) {
    return text.chars().noneMatch(character -> delimiters.contains((char) character));
  }

  /**
   * Writes it.
   *
   * @param segments without those of the envelopes: each its tag and its elements, which are texts
   *     or lists of the texts of their components
   */
  public byte[] write(Allocated interchange, Allocated group, List<? extends List<?>> segments) {
    EdiWriter writer = new EdiWriter(Standard.X12, version, delimiters, StandardCharsets.UTF_8);
    String groupNumber = String.valueOf(group.number());
    writer.interchangeHeader(
        new X12Envelope(
                senderQualifier,
                sender,
                receiverQualifier,
                receiver,
                version,
                test,
                false,
                delimiters,
                interchange.nineDigits(),
                interchange.at())
            .interchangeHeader());
    writer.segment(
        "GS",
        functional,
        senderApplication,
        receiverApplication,
        X12Envelope.date(group.at()),
        X12Envelope.time(group.at()),
        groupNumber,
        "X",
        groupVersion);
    writer.segment("ST", type, TRANSACTION);
    for (List<?> segment : segments) {
      writer.segment(segment.getFirst().toString(), segment.subList(1, segment.size()));
    }
    writer.segment("SE", String.valueOf(segments.size() + 2), TRANSACTION);
    writer.segment("GE", "1", groupNumber);
    writer.segment("IEA", "1", interchange.nineDigits());
    return writer.end();
  }
}
