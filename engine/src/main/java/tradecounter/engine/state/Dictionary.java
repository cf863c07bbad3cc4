package tradecounter.engine.state;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers names as they come: 0, 1, 2 … A number means something in this process only and is never
 * written down. One writer adds; any thread reads.
 */
public final class Dictionary {
  /** The number of a name that was never added. */
  public static final int UNKNOWN = -1;

  private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
  private volatile String[] names = new String[0];

  /** The name's number, a new one if it has none. Writer only. */
  int add(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    String[] longer = Arrays.copyOf(names, names.length + 1);
    int number = names.length;
    longer[number] = name;
    names = longer;
    numbers.put(name, number);
    return number;
  }

  /** The name's number or {@link #UNKNOWN}. */
  public int number(String name) {
    Integer known = numbers.get(name);
    return known == null ? UNKNOWN : known;
  }

  /** The name that has the number. */
  public String name(int number) {
    return names[number];
  }

  /** How many names there are. */
  public int size() {
    return names.length;
  }
}
