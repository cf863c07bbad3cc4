package tradecounter.source;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with the source of a feed, as this node knows it.
 *
 * @param asksHere whether this node is the one that asks
 * @param succeededAt when it last gave what it should, since this node asks and its file is as it
 *     is
 * @param failedAt when it last did not
 * @param failures how often in a row it did not
 * @param detail what is wrong, in a sentence; empty if nothing
 */
public record Standing(
    boolean asksHere,
    Optional<Instant> succeededAt,
    Optional<Instant> failedAt,
    int failures,
    String detail) {
  static final Standing UNKNOWN = new Standing(false, Optional.empty(), Optional.empty(), 0, "");

  Standing elsewhere() {
    return new Standing(false, succeededAt, failedAt, 0, "");
  }

  Standing succeeded(Instant at, String problem) {
    return new Standing(true, Optional.of(at), failedAt, 0, problem);
  }

  Standing failed(Instant at, String why) {
    return new Standing(true, succeededAt, Optional.of(at), failures + 1, why);
  }
}
