package tradecounter.benchmarks;

import java.util.HashMap;
import java.util.Map;

/** The settings of the yardsticks: {@code -Dset="items=100000 windows=15"}. */
public final class Settings {
  private final Map<String, String> given = new HashMap<>();

  public Settings() {
    for (String setting : System.getProperty("set", "").split(" ", -1)) {
      int equals = setting.indexOf('=');
      if (equals > 0) {
        given.put(setting.substring(0, equals), setting.substring(equals + 1));
      }
    }
  }

  /** A whole number; {@code otherwise} if it is not set. */
  public int number(String name, int otherwise) {
    String value = given.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
