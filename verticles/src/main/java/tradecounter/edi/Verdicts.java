package tradecounter.edi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tradecounter.format.Format;

/**
 * What becomes of the interchanges of a delivery, once all of it was read and mapped: each is
 * applied as a whole or refused, and its sender told so. Judged again, the same delivery is given
 * the same answer to the byte.
 *
 * @param acknowledgement for their senders; empty if the feed says none, or there is nothing to say
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on at once.
public record Verdicts(List<Verdict> verdicts, Optional<byte[]> acknowledgement) {

  public Verdicts {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Judges them, and remembers the ones that are accepted. Inside the caller's transaction; blocks.
   *
   * @param delivery what the delivery is called among those of the feed, each time it is judged
   * @param format of the feed; others than EDI have no interchanges
   * @param interchanges {@link EdiReader#interchanges}, after the end of the delivery
   * @param refusals of records that could be read, by their number
   */
  public static Verdicts judge(
      Connection connection,
      String feed,
      String delivery,
      Format format,
      List<Interchange> interchanges,
      Map<Long, Refusal> refusals,
      Instant now)
      throws SQLException {
    NavigableMap<Long, Refusal> sorted = new TreeMap<>(refusals);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < interchanges.size(); i++) {
      verdicts.add(verdict(connection, feed, delivery, i, interchanges.get(i), sorted, now));
    }
    String key = feed + "/" + delivery;
    byte[] acknowledgement =
        switch (format) {
          case X12Format x12 when x12.acknowledge() != X12Format.Acknowledge.NONE ->
              X12Acknowledgement.write(connection, key, x12, verdicts, now);
          case EdifactFormat edifact when edifact.acknowledge() != EdifactFormat.Acknowledge.NONE ->
              EdifactAcknowledgement.write(connection, key, verdicts, now);
          default -> new byte[0];
        };
    return new Verdicts(
        verdicts, acknowledgement.length == 0 ? Optional.empty() : Optional.of(acknowledgement));
  }

  private static Verdict verdict(
      Connection connection,
      String feed,
      String delivery,
      int position,
      Interchange interchange,
      NavigableMap<Long, Refusal> refusals,
      Instant now)
      throws SQLException {
    List<Verdict.InTransaction> refused = new ArrayList<>();
    for (Group group : interchange.groups()) {
      for (Transaction transaction : group.transactions()) {
        long end = transaction.firstRecord() + transaction.records();
        for (Refusal refusal : refusals.subMap(transaction.firstRecord(), end).values()) {
          refused.add(new Verdict.InTransaction(transaction, refusal.error()));
        }
      }
    }
    boolean wanted = interchange.acceptable() && refused.isEmpty();
    InterchangeHeader header = interchange.header();
    boolean duplicate =
        wanted
            ? !SeenInterchanges.take(connection, feed, delivery, position, header, now)
            : SeenInterchanges.isDuplicate(connection, feed, delivery, position, header);
    List<EdiError> errors = new ArrayList<>(interchange.errors());
    if (duplicate) {
      errors.addFirst(
          EdiError.ofSegment(
              Fault.DUPLICATE,
              1,
              header.standard().interchange(),
              "An interchange with control number "
                  + header.controlNumber()
                  + " was taken already.",
              0));
    }
    return new Verdict(interchange, errors, refused);
  }

  /** The numbers of the records that are not to be applied. */
  public BitSet skipped() {
    BitSet skipped = new BitSet();
    for (Verdict verdict : verdicts) {
      Interchange interchange = verdict.interchange();
      if (!verdict.accepted()) {
        skipped.set(
            Math.toIntExact(interchange.firstRecord()),
            Math.toIntExact(interchange.firstRecord() + interchange.records()));
      }
    }
    return skipped;
  }
}
