package tradecounter.integrity;

/** The figures of feeds as this node knows them now. Any thread. */
public interface FeedWorld {
  /** Of one feed; all zero if it has said nothing yet. */
  FeedFigures of(String feed);

  /** As a read model has them. */
  static FeedWorld of(tradecounter.engine.state.World world) {
    return feed ->
        world.feeds().stream()
            .filter(state -> state.feed().equals(feed))
            .findFirst()
            .map(FeedFigures::of)
            .orElse(FeedFigures.NONE);
  }
}
