package tradecounter.source;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.configuration.Transport;
import tradecounter.feed.FeedDoor;
import tradecounter.json.JsonTree;
import tradecounter.store.Database;

/**
 * Has a source tell everything again, because a person wants it or something got lost. Any thread;
 * blocks for as long as the source takes to answer.
 */
public final class SnapshotRequests implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int ANSWER_BYTES = 1 << 20;

  private final FeedDoor door;
  private final SourceStore store;
  private final Sources sources;
  private final SourceHttp http;

  public SnapshotRequests(Database database, FeedDoor door, Sources sources, InstantSource clock) {
    this.door = door;
    this.sources = sources;
    this.store = new SourceStore(database);
    this.http = new SourceHttp(CONNECT_MILLIS, TIMEOUT_MILLIS, ANSWER_BYTES, clock);
  }

  /** What became of a request. */
  public sealed interface Requested {
    /** The source is read from its beginning, at once if a node can reach it. */
    record Begun() implements Requested {}

    /** The source has said that it will. */
    record Sent() implements Requested {}

    /** The source has not said so; why, in a sentence. */
    record Failed(String detail) implements Requested {}

    /** The feed's file does not say how; in a sentence. */
    record Impossible(String detail) implements Requested {}
  }

  /**
   * Asks for everything anew.
   *
   * @param reason in a sentence, for the source
   * @param since from when on something may be missing; empty for everything
   * @throws SQLException if the wish cannot be written down
   */
  public Requested request(String feed, String reason, Optional<Instant> since)
      throws SQLException, InterruptedException {
    Optional<FeedConfiguration> configuration = door.configuration(feed);
    if (configuration.isEmpty()) {
      return new Requested.Impossible("there is no feed '" + feed + "'");
    }
    FeedConfiguration.Resend resend = configuration.get().resend();
    return switch (configuration.get().transport()) {
      case Transport.Rest _, Transport.Jdbc _ -> {
        store.wish(feed);
        sources.nudge();
        yield new Requested.Begun();
      }
      case Transport.Push _, Transport.Kafka _, Transport.Folder _ ->
          resend.url().isEmpty()
              ? new Requested.Impossible(
                  "feed " + feed + " is not polled, and its file has no resend.url")
              : post(feed, reason, since, resend);
    };
  }

  private Requested post(
      String feed, String reason, Optional<Instant> since, FeedConfiguration.Resend resend)
      throws InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("feed", feed);
    body.put("reason", reason);
    since.ifPresent(moment -> body.put("since", moment.toString()));
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(resend.url()))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(JsonTree.write(body).getBytes()));
      new Credentials(resend.authorization(), http)
          .header()
          .ifPresent(header -> request.header("Authorization", header));
      int status = http.send(request.build()).status();
      return status / 100 == 2
          ? new Requested.Sent()
          : new Requested.Failed(resend.url() + " answers " + status);
    } catch (AskFailedException e) {
      return new Requested.Failed(e.detail());
    } catch (IllegalArgumentException e) {
      return new Requested.Failed("resend.url '" + resend.url() + "' is no address");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
