package tradecounter.storefront.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.UUID;
import tradecounter.log.LogProgress;

/**
 * Where a client stands, as the id of an event says it.
 *
 * @param progress it was told everything up to here
 * @param circumstances those of its {@link Viewpoint} then, in brief; empty if they do not matter
 */
record Bookmark(LogProgress progress, String circumstances) {
  private static final char SEPARATOR = '~';

  /** Reads an id; empty if it is none. */
  static Optional<Bookmark> parse(String id) {
    int end = id.indexOf(SEPARATOR);
    return end < 0
        ? LogProgress.parse(id).map(progress -> new Bookmark(progress, ""))
        : LogProgress.parse(id.substring(0, end))
            .map(progress -> new Bookmark(progress, id.substring(end + 1)));
  }

  /** The same on every node. */
  static String brief(String circumstances) {
    return Long.toHexString(
        UUID.nameUUIDFromBytes(circumstances.getBytes(UTF_8)).getMostSignificantBits());
  }

  @Override
  public String toString() {
    return circumstances.isEmpty()
        ? progress.toString()
        : progress.toString() + SEPARATOR + circumstances;
  }
}
