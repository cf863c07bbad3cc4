package tradecounter.edi;

import java.util.List;

/**
 * A transaction set or message.
 *
 * @param version ST03, or what stands behind the type in UNH: {@code D:96A:UN}; maybe empty
 * @param firstRecord the number of its first record
 * @param records so many
 */
public record Transaction(
    String type,
    String controlNumber,
    String version,
    long firstRecord,
    long records,
    List<EdiError> errors) {

  public Transaction {
    errors = List.copyOf(errors);
  }

  public boolean acceptable() {
    return errors.isEmpty();
  }

  boolean contains(long record) {
    return record >= firstRecord && record - firstRecord < records;
  }
}
