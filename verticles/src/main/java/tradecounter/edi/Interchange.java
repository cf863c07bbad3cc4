package tradecounter.edi;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was found in one interchange.
 *
 * @param complete whether its end was reached
 * @param firstRecord the number of its first record
 * @param records so many
 * @param errors its own, not those of its groups
 */
public record Interchange(
    InterchangeHeader header,
    boolean complete,
    long firstRecord,
    long records,
    List<Group> groups,
    List<EdiError> errors) {

  public Interchange {
    groups = List.copyOf(groups);
    errors = List.copyOf(errors);
  }

  /** Whether nothing is wrong with it: it may be applied, if its content is not refused either. */
  public boolean acceptable() {
    return complete && errors.isEmpty() && groups.stream().allMatch(Group::acceptable);
  }

  /** Whether the record of this number is one of its own. */
  public boolean contains(long record) {
    return record >= firstRecord && record - firstRecord < records;
  }

  /** All that is wrong with it, from the outside to the inside. */
  public List<EdiError> everyError() {
    return Stream.concat(
            errors.stream(),
            groups.stream()
                .flatMap(
                    group ->
                        Stream.concat(
                            group.errors().stream(),
                            group.transactions().stream()
                                .flatMap(transaction -> transaction.errors().stream()))))
        .toList();
  }
}
