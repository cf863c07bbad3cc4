package tradecounter.loadtest.world;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One event as its source pushes it.
 *
 * @param feed the feed that it goes to, see {@link Feed#feedName}
 * @param json the CloudEvents 1.0 structured JSON in UTF-8, on one line, without a line end; not
 *     copied, so not to be written to
 */
// The bytes go to a socket as they are: a list of boxed bytes would cost ten times the memory.
@SuppressWarnings("ArrayRecordComponent")
public record FeedEvent(String feed, byte[] json) {

  @Override
  public boolean equals(Object other) {
    return other instanceof FeedEvent that
        && feed.equals(that.feed)
        && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return 31 * feed.hashCode() + Arrays.hashCode(json);
  }

  /** The feed and the JSON, for messages. */
  @Override
  public String toString() {
    return feed + " " + new String(json, StandardCharsets.UTF_8);
  }
}
