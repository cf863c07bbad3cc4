package tradecounter.engine.oracle;

import java.util.List;
import tradecounter.engine.Log.Event;

/** The events of a generated world, for tests that need a history and no oracle. */
public final class GeneratedHistories {
  private GeneratedHistories() {}

  public static List<Event> events(long seed) {
    return new GeneratedWorld(seed).events();
  }
}
