package tradecounter.integrity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tradecounter.feed.FeedTopics;

/** What is measured of each feed beside what the read model knows. Any thread. */
public final class IntegrityMeters {
  private final MeterRegistry registry;
  private final FeedSteering steering;
  private final FeedTopics topics;
  private final FeedWatch watch;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();

  public IntegrityMeters(
      MeterRegistry registry, FeedSteering steering, FeedTopics topics, FeedWatch watch) {
    this.registry = registry;
    this.steering = steering;
    this.topics = topics;
    this.watch = watch;
  }

  /** Measures these feeds, too. */
  public void watch(Set<String> feeds) {
    for (String feed : feeds) {
      if (watched.add(feed)) {
        measure(feed);
      }
    }
  }

  private void measure(String feed) {
    gauge(feed, "paused", "1 while it is paused", () -> steering.isPaused(feed) ? 1 : 0);
    gauge(
        feed,
        "records.waiting",
        "Records of its topics that wait in the partitions of this node",
        () -> topics.waiting(feed));
    gauge(
        feed,
        "deliveries.waiting",
        "Whole deliveries that wait to be applied",
        () -> watch.outlook(feed).deliveries());
    gauge(
        feed,
        "deliveries.waiting.bytes",
        "Bytes of the whole deliveries that wait to be applied",
        () -> watch.outlook(feed).bytes());
    gauge(feed, "hour.events", "Events in this hour so far", () -> watch.outlook(feed).events());
    gauge(
        feed,
        "hour.usual",
        "Events that are usual in this hour; 0 if too little is known",
        () -> watch.outlook(feed).usual().orElse(0));
  }

  private void gauge(String feed, String name, String description, Supplier<Number> value) {
    Gauge.builder("tradecounter.feed." + name, value)
        .description(description)
        .tag("feed", feed)
        .register(registry);
  }
}
