package tradecounter.edi;

import java.util.Map;

/**
 * A segment as mappings read it.
 *
 * @param elements {@code LIN02}; components {@code QTY01_1}, of which the first is {@code QTY01}
 *     too; repetitions {@code SVC01_r2} and {@code SVC01_r2_1}. Empty ones are left out
 * @param position in its transaction, whose header is 1; in its interchange outside of transactions
 */
record EdiSegment(RawSegment raw, Map<String, Object> elements, long position) {
  String tag() {
    return raw.tag();
  }

  String element(int position) {
    return EdiValues.text(elements, "%s%02d".formatted(tag(), position));
  }

  String component(int position, int component) {
    String text = EdiValues.text(elements, "%s%02d_%d".formatted(tag(), position, component));
    return text.isEmpty() && component == 1 ? element(position) : text;
  }
}
