package tradecounter.decode;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tradecounter.engine.canonical.FixedPoint;
import tradecounter.json.JsonCursor;
import tradecounter.json.RefusalException;

/**
 * What the readers of {@code data} have in common. They have one method an object, with its fields
 * as in its JSON Schema in {@code config/schema}; fields that no rule reads yet are checked and
 * left to the log.
 */
abstract class DataReader {
  /** Of what does not say its own. */
  static final int DEFAULT_PRIORITY = 1_000;

  /** Of the percentages that people agree on. */
  static final int PERCENT_DECIMALS = 4;

  private static final int LOWEST_PRIORITY = 1_000_000;
  private static final int MAXIMUM_KEYS = 10_000;

  final JsonCursor in;

  DataReader(JsonCursor in) {
    this.in = in;
  }

  /** The value of a field that has to be there. */
  final <T> T required(String field, @Nullable T value) throws RefusalException {
    if (value == null) {
      throw in.missing(field);
    }
    return value;
  }

  /** Refuses the object if both or neither of two fields are there. */
  final void exactlyOne(String one, boolean hasOne, String other, boolean hasOther)
      throws RefusalException {
    if (hasOne == hasOther) {
      throw in.wrong("field-missing", "give exactly one of '" + one + "' and '" + other + "'");
    }
  }

  /** A place in an order: 1 is first. */
  final int priority() throws IOException, RefusalException {
    return in.integer(1, LOWEST_PRIORITY);
  }

  /**
   * A percentage of at most four decimals, in millionths; both bounds are in percent and allowed.
   */
  final long percent(long minimum, long maximum) throws IOException, RefusalException {
    return percent(minimum, maximum, PERCENT_DECIMALS);
  }

  /** As {@link #percent(long, long)}, with at most so many decimals. */
  final long percent(long minimum, long maximum, int decimals)
      throws IOException, RefusalException {
    long percent = minimum < 0 ? in.decimal(decimals) : in.decimalFromZero(decimals);
    if (percent < FixedPoint.of(minimum) || percent > FixedPoint.of(maximum)) {
      throw in.wrongValue("must be " + minimum + " to " + maximum);
    }
    return percent;
  }

  final Set<String> keySet() throws IOException, RefusalException {
    return set(MAXIMUM_KEYS, in::key);
  }

  /**
   * Keys that narrow down whom or what something is for. Without the field it is for all; an empty
   * export must not say the same by accident.
   *
   * @param forWhom what leaving the field out means
   */
  final Set<String> someKeys(int maximum, String forWhom) throws IOException, RefusalException {
    Set<String> keys = set(maximum, in::key);
    if (keys.isEmpty()) {
      throw in.wrong("must name at least one: leave it out for " + forWhom);
    }
    return keys;
  }

  /** As {@link #someKeys(int, String)}, at most 10,000. */
  final Set<String> someKeys(String forWhom) throws IOException, RefusalException {
    return someKeys(MAXIMUM_KEYS, forWhom);
  }

  /** In the order given; each element once. */
  final <T> Set<T> set(int maximum, JsonCursor.ElementReader<T> reader)
      throws IOException, RefusalException {
    Set<T> set = new LinkedHashSet<>();
    in.array(
        maximum,
        () -> {
          if (!set.add(reader.read())) {
            throw in.wrong("is listed twice");
          }
          return true;
        });
    return set;
  }
}
