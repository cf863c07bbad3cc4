package tradecounter.integrity;

import java.time.Instant;
import java.util.Optional;

/** Has sources tell again what got lost. */
public interface Resends {
  /**
   * Asks the source of a feed. Blocks.
   *
   * @param reason for a person on the other side
   * @param since when what got lost was sent at the earliest, as far as that is known
   * @return what was done, in a sentence; empty if the source cannot be asked, or has not taken it
   */
  Optional<String> ask(String feed, String reason, Instant since);
}
