package tradecounter.onboarding;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradecounter.configuration.Configuration;
import tradecounter.configuration.ConfigurationException;
import tradecounter.configuration.ConfigurationReader;
import tradecounter.configuration.FeedConfiguration;
import tradecounter.engine.state.World;
import tradecounter.feed.FeedDoor;
import tradecounter.log.Topics;

/**
 * The feeds' files in their folder. Looks now and then, on a thread of its own, whether they have
 * changed, and takes them into use: new ones, changed ones, and that there is one no more. One that
 * is wrong is told and the feed stays as it was. Events that are under way at that moment end by
 * the file they began with.
 *
 * <p>Where the files come with the program, there is nothing to look for.
 */
public final class FeedFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFiles.class);

  private final ConfigurationReader reader = new ConfigurationReader();
  private final Configuration configuration;
  private final Parts parts;
  private final FeedSamples samples;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** By feed, as it is in use. */
  private Map<String, FeedConfiguration> inUse;

  /** Of its callers, one at a time. */
  private Map<String, String> wrong = Map.of();

  /** Those whose tests have been run: also of what was in use from the start. */
  private final Set<String> tested = new HashSet<>();

  /**
   * What it changes.
   *
   * @param changed hears that feeds are other ones from now on
   * @param told hears what is wrong with which file, each time that changes
   */
  public record Parts(FeedDoor door, World world, Topics topics, Runnable changed, Told told) {}

  /** Hears what is wrong with the files. */
  public interface Told {
    /**
     * All that is wrong at the moment.
     *
     * @param problems a sentence by feed
     */
    void of(Map<String, String> problems);
  }

  /**
   * Of the feeds that the service has started with.
   *
   * @param begun in use already
   */
  public FeedFiles(Configuration configuration, List<FeedConfiguration> begun, Parts parts) {
    this.configuration = configuration;
    this.parts = parts;
    this.samples = new FeedSamples(new FeedTrial(new World(), parts.topics(), configuration));
    Map<String, FeedConfiguration> feeds = new LinkedHashMap<>();
    begun.forEach(feed -> feeds.put(feed.feed(), feed));
    this.inUse = feeds;
    this.thread = Thread.ofPlatform().name("feed-files").unstarted(this::run);
  }

  public void start() {
    if (hasFolder()) {
      thread.start();
    }
  }

  /** Whether its thread runs, or has nothing to do. */
  public boolean isAlive() {
    return !hasFolder() || thread.isAlive();
  }

  private boolean hasFolder() {
    return !configuration.feeds().folder().isBlank();
  }

  private void run() {
    try {
      do {
        try {
          look();
        } catch (ExecutionException | TimeoutException e) {
          LOG.warn("changed feeds wait for Kafka: {}", e.toString());
        } catch (RuntimeException e) {
          LOG.error("the files of feeds cannot be looked at", e);
        }
      } while (!closing.await(configuration.feeds().reloadMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks now. Blocks.
   *
   * @return what is wrong, by feed; those are in use as they were before, if they were
   * @throws TimeoutException if Kafka, which gives each feed a topic, does not answer
   */
  public synchronized Map<String, String> look()
      throws ExecutionException, InterruptedException, TimeoutException {
    if (!hasFolder()) {
      return Map.of();
    }
    Map<String, String> problems = new TreeMap<>();
    Map<String, FeedConfiguration> wanted = new LinkedHashMap<>();
    List<String> names;
    try {
      names = reader.feedNames(configuration.feeds());
    } catch (ConfigurationException e) {
      problems.put("", String.valueOf(e.getMessage()));
      names = List.copyOf(inUse.keySet());
    }
    for (String name : names) {
      FeedConfiguration known = inUse.get(name);
      try {
        wanted.put(name, read(name, known));
      } catch (ConfigurationException e) {
        problems.put(name, String.valueOf(e.getMessage()));
        if (known != null) {
          wanted.put(name, known);
        }
      }
    }
    Set<String> everUsed = new HashSet<>(wanted.keySet());
    parts.world().feeds().forEach(feed -> everUsed.add(feed.feed()));
    if (everUsed.size() > World.MAXIMUM_FEEDS) {
      problems.put(
          "",
          "there are "
              + everUsed.size()
              + " feeds, those of before included, at most "
              + World.MAXIMUM_FEEDS
              + " are possible; nothing of them is changed");
    } else if (!wanted.equals(inUse)) {
      take(wanted);
    }
    if (!problems.equals(wrong)) {
      problems.forEach((_, problem) -> LOG.warn("a feed's file is not used: {}", problem));
      parts.told().of(problems);
      wrong = problems;
    }
    return problems;
  }

  /** As its file says, if the file and the tests beside it agree. */
  private FeedConfiguration read(String name, @Nullable FeedConfiguration known) {
    FeedConfiguration read = reader.readFeed(configuration.feeds(), name);
    if (read.equals(known) && !tested.add(name)) {
      return read;
    }
    List<String> problems;
    try {
      problems = samples.check(read, Path.of(configuration.feeds().folder())).problems();
    } catch (IOException e) {
      throw new ConfigurationException("feeds/samples/" + name + " cannot be read: " + e);
    }
    if (!problems.isEmpty()) {
      tested.remove(name);
      throw new ConfigurationException("feeds/samples/" + name + "/" + String.join("; ", problems));
    }
    tested.add(name);
    return read;
  }

  private void take(Map<String, FeedConfiguration> wanted)
      throws ExecutionException, InterruptedException, TimeoutException {
    parts.topics().create(new ArrayList<>(wanted.keySet()));
    Set<String> before = inUse.keySet();
    parts.door().replace(List.copyOf(wanted.values()));
    LOG.info("feeds in use: {} (before: {})", wanted.keySet(), before);
    inUse = wanted;
    parts.changed().run();
  }

  /** What is wrong at the moment, by feed. Any thread; may wait for a look that is under way. */
  public synchronized Map<String, String> problems() {
    return wrong;
  }

  @Override
  public void close() {
    closing.countDown();
    if (thread.isAlive()) {
      try {
        thread.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
