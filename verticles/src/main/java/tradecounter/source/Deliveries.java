package tradecounter.source;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.delivery.Delivery;
import tradecounter.delivery.DeliveryStore;
import tradecounter.delivery.DeliveryStore.Announced;
import tradecounter.delivery.DeliveryWriter;

/** Where what one feed's source gives is put down. One thread; blocks. */
final class Deliveries {
  private final FeedConfiguration feed;
  private final DeliveryStore store;
  private final Runnable received;
  private final Configuration.Deliveries settings;

  Deliveries(
      FeedConfiguration feed,
      DeliveryStore store,
      Runnable received,
      Configuration.Deliveries settings) {
    this.feed = feed;
    this.store = store;
    this.received = received;
    this.settings = settings;
  }

  FeedConfiguration feed() {
    return feed;
  }

  Configuration.Deliveries settings() {
    return settings;
  }

  /** Begins one. */
  DeliveryWriter begin(String name, String transport, Instant toldAt, boolean once)
      throws SQLException {
    return new DeliveryWriter(store, new Announced(feed.feed(), name, transport, toldAt, once));
  }

  /** All of it is there. */
  void complete(DeliveryWriter writer, Optional<String> cursor) throws SQLException {
    var _ = writer.complete(cursor);
    received.run();
  }

  /** The newest of that name. */
  Optional<Delivery> newest(String name) throws SQLException {
    return store.newest(feed.feed(), name);
  }

  /** Where to ask. */
  String cursor(Round round, String firstCursor) throws SQLException {
    return round.anew().isPresent() ? firstCursor : store.cursor(feed.feed()).orElse(firstCursor);
  }

  /** Has the source asked from there on, without a delivery. */
  void keepCursor(String cursor) throws SQLException {
    store.keepCursor(feed.feed(), cursor);
  }
}
