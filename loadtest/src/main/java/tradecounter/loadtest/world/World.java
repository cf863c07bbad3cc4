package tradecounter.loadtest.world;

import java.util.stream.Stream;

/** A set of data that can be told as events. */
public interface World {

  /**
   * All events, in an order in which each finds what it refers to. The stream is sequential and
   * lazy: it makes an event when that event is asked for. Each call starts anew and gives the same
   * bytes. To be closed, because a world may read from files.
   */
  Stream<FeedEvent> events();
}
