package tradecounter.decode;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

  final Set<String> keySet() throws IOException, RefusalException {
    return set(MAXIMUM_KEYS, in::key);
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
