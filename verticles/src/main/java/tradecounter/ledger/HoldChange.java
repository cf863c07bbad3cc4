package tradecounter.ledger;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tradecounter.engine.hold.Hold;

/**
 * What becomes of a hold in one transaction.
 *
 * @param before empty for a new one
 */
public record HoldChange(Optional<Hold> before, Hold after) {
  public static HoldChange created(Hold hold) {
    return new HoldChange(Optional.empty(), hold);
  }

  public static HoldChange changed(Hold before, Hold after) {
    return new HoldChange(Optional.of(before), after);
  }

  /** The lines that are new or not what they were. */
  Set<Hold.Line> lines() {
    Set<Hold.Line> lines = new HashSet<>(after.lines());
    boolean allTakeAnotherWay =
        before.filter(b -> b.acknowledgedAtMillis() == after.acknowledgedAtMillis()).isEmpty();
    if (!allTakeAnotherWay) {
      before.ifPresent(b -> lines.removeAll(new HashSet<>(b.lines())));
    }
    return lines;
  }

  Map<String, Hold.Line> linesBefore() {
    return before.stream()
        .flatMap(hold -> hold.lines().stream())
        .collect(Collectors.toUnmodifiableMap(Hold.Line::line, Function.identity()));
  }
}
