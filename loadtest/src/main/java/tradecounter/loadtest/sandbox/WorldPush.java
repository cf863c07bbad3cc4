package tradecounter.loadtest.sandbox;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tradecounter.loadtest.sandbox.FeedClient.Outcome;
import tradecounter.loadtest.world.FeedEvent;
import tradecounter.loadtest.world.World;

/**
 * Pushes a whole world through the feeds, in posts of {@value #EVENTS_OF_A_POST} events: no more of
 * the world than that is in memory for each feed.
 */
public final class WorldPush {
  private static final int EVENTS_OF_A_POST = 20_000;

  private final FeedClient client;
  private final Consumer<Outcome> progress;
  private final Map<String, List<byte[]>> waiting = new HashMap<>();
  private Outcome total = Outcome.NONE;

  /**
   * @param progress told the sum so far after each post
   */
  public WorldPush(FeedClient client, Consumer<Outcome> progress) {
    this.client = client;
    this.progress = progress;
  }

  /** Pushes everything and returns what became of it. */
  public Outcome push(World world) throws IOException, InterruptedException {
    try (Stream<FeedEvent> events = world.events()) {
      for (FeedEvent event : (Iterable<FeedEvent>) events::iterator) {
        List<byte[]> batch = waiting.computeIfAbsent(event.feed(), _ -> new ArrayList<>());
        batch.add(event.json());
        if (batch.size() == EVENTS_OF_A_POST) {
          post(event.feed());
        }
      }
    }
    for (String feed : List.copyOf(waiting.keySet())) {
      post(feed);
    }
    return total;
  }

  private void post(String feed) throws IOException, InterruptedException {
    List<byte[]> batch = waiting.remove(feed);
    if (batch != null) {
      total = total.plus(client.post(feed, batch));
      progress.accept(total);
    }
  }
}
