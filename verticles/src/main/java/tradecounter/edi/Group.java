package tradecounter.edi;

import java.util.List;

/**
 * A functional group: GS to GE, or UNG to UNE. In EDIFACT messages mostly stand in none; then there
 * is one without header.
 *
 * @param header whether there is one
 * @param errors its own, not those of its transactions
 */
public record Group(
    boolean header,
    String functional,
    String sender,
    String receiver,
    String controlNumber,
    String version,
    List<Transaction> transactions,
    List<EdiError> errors) {

  public Group {
    transactions = List.copyOf(transactions);
    errors = List.copyOf(errors);
  }

  public boolean acceptable() {
    return errors.isEmpty() && transactions.stream().allMatch(Transaction::acceptable);
  }
}
