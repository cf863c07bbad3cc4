package tradecounter.delivery;

import java.util.BitSet;
import java.util.regex.Pattern;

/** Numbers of records, kept as text: {@code 0-11,40}. Deliveries with such have few records. */
final class RecordRanges {
  private static final Pattern COMMA = Pattern.compile(",");

  private RecordRanges() {}

  static String text(BitSet records) {
    StringBuilder text = new StringBuilder();
    for (int from = records.nextSetBit(0); from >= 0; ) {
      int to = records.nextClearBit(from);
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (to > from + 1) {
        text.append('-').append(to - 1);
      }
      from = records.nextSetBit(to);
    }
    return text.toString();
  }

  static BitSet read(String text) {
    BitSet records = new BitSet();
    if (!text.isEmpty()) {
      COMMA
          .splitAsStream(text)
          .forEach(
              range -> {
                int dash = range.indexOf('-');
                int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
                records.set(from, to + 1);
              });
    }
    return records;
  }
}
