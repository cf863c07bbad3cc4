package tradecounter.integrity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Transport;
import tradecounter.engine.order.ProgressStep.TroubleType;
import tradecounter.format.NamePattern;

/**
 * Whether what a feed's sequences have skipped has been told since: by a snapshot, or by a polled
 * source that was read from the beginning. Whether a source that was asked to send again has sent
 * all of it, nobody but a person knows.
 */
final class GapFilling {
  static final TroubleType TYPE = TroubleType.FEED_GAP;

  private GapFilling() {}

  static boolean isFilled(Connection connection, FeedConfiguration feed, FeedSeen seen)
      throws SQLException {
    Instant gapAt = seen.gapAt().orElseThrow();
    if (!feed.sweptKinds().isEmpty()) {
      return FeedHistory.appliedSince(connection, feed.feed(), gapAt).stream()
          .anyMatch(name -> NamePattern.matches(feed.snapshot().deliveries(), name));
    }
    boolean readAnew = seen.askedAt().isPresent() && !seen.askedAt().get().isBefore(gapAt);
    return readAnew
        && isPolled(feed)
        && !FeedHistory.appliedSince(connection, feed.feed(), seen.askedAt().get()).isEmpty();
  }

  private static boolean isPolled(FeedConfiguration feed) {
    return switch (feed.transport()) {
      case Transport.Rest _, Transport.Jdbc _ -> true;
      case Transport.Push _, Transport.Kafka _, Transport.Folder _ -> false;
    };
  }
}
