package tradecounter.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the delivery that a record came in.
 *
 * @param id what the ids of its events begin with
 * @param original the same of the delivery that this one repeats, which its adjustments are named
 *     after: they count once, whatever the mapping makes of them by now
 * @param again whether a record that comes a second time has the same id, so that it is recognised
 * @param name as its source calls it: a file, a page; empty if it has none
 * @param time when its source said it, for records that do not tell; empty: when they arrive
 */
public record Delivered(
    String id, String original, boolean again, String name, Optional<Instant> time) {

  /** One that repeats no other. */
  public Delivered(String id, boolean again, String name, Optional<Instant> time) {
    this(id, id, again, name, time);
  }

  /** A post, of which nothing is known but its request. */
  public static Delivered byRequest(String requestId) {
    return new Delivered(requestId, false, "", Optional.empty());
  }
}
