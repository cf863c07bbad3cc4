package tradecounter.engine.state;

/**
 * An object and the feeds that told of it.
 *
 * @param feedBits a bit for each feed, see {@link World#feed}
 */
public record Told<T>(T value, long feedBits) {}
