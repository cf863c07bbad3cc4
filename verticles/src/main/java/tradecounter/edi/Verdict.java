package tradecounter.edi;

import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of an interchange.
 *
 * @param error of the interchange itself, if one is the reason that all of it is refused
 * @param refused what is wrong with its transactions beside what reading found: refused records, by
 *     the transaction's place in {@link Interchange#groups}
 */
public record Verdict(Interchange interchange, List<EdiError> error, List<InTransaction> refused) {

  public Verdict {
    error = List.copyOf(error);
    refused = List.copyOf(refused);
  }

  /** A refused record. */
  record InTransaction(Transaction transaction, EdiError error) {}

  /** Whether all of it is to be applied; otherwise nothing of it is. */
  public boolean accepted() {
    return interchange.acceptable() && error.isEmpty() && refused.isEmpty();
  }

  /** The first thing that is wrong with it, to be told to people. */
  public EdiError reason() {
    if (!error.isEmpty()) {
      return error.getFirst();
    }
    List<EdiError> found = interchange.everyError();
    if (!found.isEmpty()) {
      return found.getFirst();
    }
    if (refused.isEmpty()) {
      throw new IllegalStateException("an interchange that is accepted has no reason");
    }
    return refused.getFirst().error();
  }

  /** What is wrong with one of its transactions. */
  List<EdiError> errors(Transaction transaction) {
    List<EdiError> all = new ArrayList<>(transaction.errors());
    for (InTransaction in : refused) {
      if (in.transaction().equals(transaction)) {
        all.add(in.error());
      }
    }
    return all;
  }
}
