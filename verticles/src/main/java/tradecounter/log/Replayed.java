package tradecounter.log;

import java.time.Instant;
import java.util.Optional;
import tradecounter.engine.state.LogPosition.Lane;
import tradecounter.engine.state.World;

/** What became of the wish to see the read model as it was. */
public sealed interface Replayed {
  /**
   * The read model at that position, as far as the one item and the one customer need it.
   *
   * @param position that was reached
   * @param records how many records lead up to it
   */
  record Rebuilt(World world, LogProgress position, long records) implements Replayed {}

  /**
   * The log does not go back to its beginning, so nothing can be rebuilt from it.
   *
   * @param since when the first record that it still holds was told, if it holds any
   */
  record NotRetained(Lane lane, long earliestOffset, Optional<Instant> since) implements Replayed {}

  /** The log has not reached that position, or it is one of another log. */
  record NotReached(LogProgress end) implements Replayed {}

  /**
   * The time was not enough.
   *
   * @param of how many records there were to read; 0 if the log did not even say that
   */
  record NotInTime(long read, long of) implements Replayed {}

  /** Nobody waits for it any more, or the service stops. */
  record Abandoned() implements Replayed {}
}
