package tradecounter.integrity;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.source.SnapshotRequests;
import tradecounter.source.SnapshotRequests.Requested;

/** Asks as the feed's file says: what is polled is read anew, others are sent a request. */
public final class AskedSources implements Resends {
  private static final Logger LOG = LoggerFactory.getLogger(AskedSources.class);

  private final SnapshotRequests requests;

  public AskedSources(SnapshotRequests requests) {
    this.requests = requests;
  }

  @Override
  public Optional<String> ask(String feed, String reason, Instant since) {
    try {
      return switch (requests.request(feed, reason, Optional.of(since))) {
        case Requested.Begun _ -> Optional.of("its source is read from its beginning");
        case Requested.Sent _ -> Optional.of("its source was asked to tell it again");
        case Requested.Failed failed -> notAsked(feed, failed.detail());
        case Requested.Impossible _ -> Optional.empty();
      };
    } catch (SQLException e) {
      return notAsked(feed, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> notAsked(String feed, String why) {
    LOG.warn("the source of feed {} could not be asked: {}", feed, why);
    return Optional.empty();
  }
}
